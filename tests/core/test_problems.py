"""The shape of a problem, and the names it suggests."""

from __future__ import annotations

import pytest

from kernlog_site.core.problems import Problem, Severity, did_you_mean, in_order


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("It is broken."), "It is broken."),
        (Problem("It is broken.", "Mend it."), "It is broken. Mend it."),
        (Problem("It is broken.", "Mend it.").at("a.md"), "a.md: It is broken. Mend it."),
        (Problem("It is broken.").at("a/b.md", 7), "a/b.md:7: It is broken."),
    ],
)
def test_a_problem_says_where_what_and_what_to_do(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_locating_a_problem_keeps_what_it_says() -> None:
    problem = Problem("It is broken.", "Mend it.", Severity.WARNING)
    located = problem.at("a.md", 3)
    assert (located.text, located.severity) == (problem.text, Severity.WARNING)
    assert (problem.path, problem.line) == ("", None)


def test_problems_come_by_file_line_and_text_without_repetitions() -> None:
    first = Problem("b").at("a.md", 2)
    second = Problem("a").at("a.md", 10)
    third = Problem("b").at("a.md", 10)
    whole_file = Problem("z").at("b.md")
    last = Problem("a").at("b.md", 1)
    shuffled = [third, last, first, second, first, whole_file]
    assert in_order(shuffled) == (first, second, third, whole_file, last)


@pytest.mark.parametrize(
    ("name", "known", "question"),
    [
        ("titel", ["title", "topics"], "Did you mean 'title'?"),
        ("Title", ["title"], "Did you mean 'title'?"),
        ("linus", ["Linux", "stable"], "Did you mean 'Linux'?"),
        ("anna", ["ben"], ""),
        ("anna", [], ""),
        ("", ["anna"], ""),
    ],
)
def test_the_nearest_known_name_is_suggested(name: str, known: list[str], question: str) -> None:
    assert did_you_mean(name, known) == question
