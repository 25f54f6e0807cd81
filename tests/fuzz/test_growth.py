"""Twice the text is at most two and a half times the work, whatever the text is.

Counted are the steps that a backtracking matcher takes in kernlog's own expressions (`steps.py`),
and the lines of its own code that run (`work.py`): what Markdown costs without us is not ours to
mend, and `timing.py` shows both beside each other in seconds, which no test can rely on. Blind
spots: what C does with strings in one go, and processors of others that we give more to do.
"""

from __future__ import annotations

import re
from functools import partial

import pytest

from fuzz.steps import Counter
from fuzz.tasks import TASKS, grows
from fuzz.work import work
from kernlog_site.commits.followups.messages import bugs


@pytest.mark.parametrize("name", TASKS)
def test_twice_the_text_is_at_most_two_and_a_half_times_the_work(name: str) -> None:
    task, its_shapes = TASKS[name]
    grown = {shape: found for shape, its in its_shapes.items() if (found := grows(its.times, task))}
    assert not grown


def test_the_steps_of_our_expressions_are_work() -> None:
    assert work(partial(bugs, "x" * 200)) > 200  # It is one line for all letters.


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (r"(a|ab)(c|bcd)*", "abcdbc"),
        (r"a*?b", "aaab"),
        (r"(?i)A{2,3}+", "aaaa"),
        (r"(?m)^\s*x$", "\n\n x\n"),
        (r"(?<!\\)(`+)[^`]*?\1(?!`)", "``a` b``"),
        (r"(?>a+)a", "aaa"),
        (r"(?:(?=a)\w|[^\Wb])*\b", "aab"),
        (r"(a?)*\Z", "aa"),
    ],
)
def test_an_expression_is_matched_as_python_matches_it(expression: str, text: str) -> None:
    pattern = re.compile(expression)
    for position in range(len(text) + 1):
        found = pattern.match(text, position)
        assert Counter().match(pattern, text, position) == (found.end() if found else None)


def test_steps_tell_a_line_from_a_square_and_worse() -> None:
    def steps(expression: str, size: int) -> int:
        counter = Counter()
        counter.search(re.compile(expression), "a" * size + "b", 0)
        return counter.steps

    assert steps("ab", 200) < 2.1 * steps("ab", 100)
    assert steps("a*c", 200) > 3.5 * steps("a*c", 100)
    assert steps("(a+)+c", 12) > 500 * steps("(a+)+c", 2)
