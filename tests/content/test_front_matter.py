"""Front matter: text, lines and problems of YAML; the body is never lost."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernlog_site.content import front_matter

fragments = st.sampled_from(
    [
        *("---\n", "---", "...\n", "title: x\n", "- a\n", "{", "[", "]", "}", ":", " ", "\n", "\t"),
        *(
            '"',
            "&a ",
            "*a",
            "|\n",
            ">\n",
            "? ",
            "!!map ",
            "%YAML 9\n",
            "\x00",
            "\x85",
            "\ufeff",
            "#",
        ),
    ]
)
texts = st.text() | st.lists(fragments, max_size=30).map("".join)


def test_scalars_stay_text() -> None:
    text = "release: 6.10\nhash: 703625118069\ndate: 2010-02-12 15:51\nyes: no\nempty:\nnull: ~\n"
    values, _, problems = front_matter.parse("a.md", text)
    assert problems == ()
    assert values == {
        "release": "6.10",
        "hash": "703625118069",
        "date": "2010-02-12 15:51",
        "yes": "no",
        "empty": "",
        "null": "~",
    }


def test_nested_values_have_lines_of_their_own() -> None:
    text = (
        "---\ntitle: T\nplanned:\n  - {part: 3, title: Drivers}\n  - part: 4\n    title: X\n---\nB"
    )
    front = front_matter.split("a.md", text)
    assert front.values["planned"] == [
        {"part": "3", "title": "Drivers"},
        {"part": "4", "title": "X"},
    ]
    assert front.lines == {
        "title": 2,
        "planned": 3,
        "planned.0": 4,
        "planned.0.part": 4,
        "planned.0.title": 4,
        "planned.1": 5,
        "planned.1.part": 5,
        "planned.1.title": 6,
    }


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [
        ("---\ntitle: T\n---\nBody\n", "Body", 4),
        ("---\ntitle: T\n---\n\n\nBody\n", "Body", 6),
        ("---\n\n\ntitle: T\n---\nBody", "Body", 6),
        ("---\n---\nBody", "Body", 3),
        ("----\ntitle: T\n----\nBody\n---\nmore", "Body\n---\nmore", 4),
        ("---\ntitle: T\n---\n    code\n", "    code", 4),
        ("---\ntitle: T\n---\n\n    code\n", "    code", 5),
        ("---\ntitle: T\n---", "", 3),
        ("No front matter\n---\n", "No front matter\n---", 1),
        ("", "", 1),
    ],
)
def test_the_body_starts_where_it_says(text: str, body: str, body_line: int) -> None:
    front = front_matter.split("a.md", text)
    assert front.body.strip("\n") == body
    skipped = len(front.body) - len(front.body.lstrip("\n"))
    assert front.body_line + skipped == body_line if body else True


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            "---\ntitle: Kernel Log: Coming in 2.6.33\n---\n",
            2,
            "The YAML cannot be read: mapping values are not allowed in this context.",
            'quotes, for example title: "Kernel Log: Coming in 2.6.33".',
        ),
        ("---\na: b\n\tc: d\n---\n", 3, "The YAML cannot be read", "Indent with spaces"),
        ("---\na: [b\n---\n", 3, "The YAML cannot be read", "Correct the YAML on this line."),
        ("---\n- a\n---\n", 2, "This is no list of keys.", "Write key: value, one a line."),
        ("---\njust words\n---\n", 2, "This is no list of keys.", "Write key: value"),
        ("---\ntitle: T\n", 1, "The front matter is never closed.", "three hyphens"),
        ("---\na: 1\nb: 2\na: 3\n---\n", 4, "The key 'a' stands twice", "Remove one of them."),
        ("---\nx:\n  a: 1\n  a: 2\n---\n", 4, "The key 'a' stands twice", "Remove one"),
        ("---\n? [a, b]\n: c\n---\n", 2, "A key is a list or a mapping.", "Write key: value."),
        ("---\na: &x [*x]\n---\n", 2, "A YAML alias contains itself.", "Write the value out."),
        ("---\na: *x\n---\n", 2, "The YAML cannot be read: found undefined alias", ""),
        ("---\na: b\nc: d\x01e\n---\n", 3, "control characters are not allowed", ""),
    ],
)
def test_broken_yaml_is_told_with_its_line(text: str, line: int, message: str, hint: str) -> None:
    (problem,) = front_matter.split("a.md", text).problems
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.path, problem.line) == ("a.md", line)


def test_the_first_of_two_equal_keys_counts_and_its_line_is_named() -> None:
    values, _, (problem,) = front_matter.parse("a.md", "a: 1\nb: 2\na: 3\n")
    assert values == {"a": "1", "b": "2"}
    assert "the first is on line 1" in problem.message


def test_aliases_repeat_values() -> None:
    values, _, problems = front_matter.parse("a.md", "a: &a {b: [x, y]}\nc: [*a, *a]\n")
    assert problems == ()
    assert values["c"] == [{"b": ["x", "y"]}] * 2


MULTIPLIED = "\n".join(
    ["a0: &a0 [x]", *(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10}]" for n in range(1, 30))]
)
NESTED = "\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 3000))])
HIDDEN = "x: 1\nx:\n" + "".join(f"  - &a{n} [{f'*a{n - 1}' if n else 'x'}]\n" for n in range(3000))


@pytest.mark.parametrize("block", [MULTIPLIED, NESTED, f"{HIDDEN}y: *a2999\n"])
def test_aliases_of_aliases_do_not_explode_in_whoever_goes_through_values(block: str) -> None:
    values, _, (*_, problem) = front_matter.parse("a.md", block)
    assert values == {}
    assert str(problem) == "a.md:1: The YAML repeats too much by aliases. Write the values out."


def test_long_lists_without_aliases_are_no_repetition() -> None:
    values, _, problems = front_matter.parse("a.md", f"a: [{'x, ' * 20_000}]\nb: &b x\nc: *b\n")
    assert problems == ()
    assert len(values["a"]) == 20_000


def test_values_nested_too_deep_are_a_problem() -> None:
    values, _, (problem,) = front_matter.parse("a.md", "a: " + "[" * 2000 + "]" * 2000)
    assert values == {}
    assert problem.line == 1


@pytest.mark.parametrize("level", ["[", "{a: ", "- ", "? ", "a:\n"])
def test_every_way_to_nest_values_too_deep_is_a_problem(level: str) -> None:
    """Not every block is looked through for it."""
    levels = [f"{' ' * n * level.endswith(chr(10))}{level}" for n in range(101)]
    _, _, (problem,) = front_matter.parse("a.md", "".join(levels))
    assert "nested too deep" in problem.message


def test_values_nested_absurdly_deep_do_not_end_the_process() -> None:
    """In a process of its own: the YAML parser written in C may crash, not raise."""
    script = "from kernlog_site.content.front_matter import parse; parse('a.md', '[' * 200_000)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-300:]


@given(texts)
@example("---\n\ufeff---\n")
def test_no_text_raises_or_loses_its_body(text: str) -> None:
    front = front_matter.split("a.md", text)
    assert text.endswith(front.body)
    if not front.exists or any("never closed" in problem.message for problem in front.problems):
        assert front.body == text
    else:
        before = text[: len(text) - len(front.body)]
        assert before.startswith("---")
        assert before.rstrip().endswith("---")
        assert before.count("\n") == front.body_line - 1


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_whatever_stands_in_the_front_matter_the_body_is_kept(inside: str) -> None:
    body = "The body\n---\nis kept: [whole]."
    text = f"---\n{inside}\n---\n{body}"
    assert front_matter.split("a.md", text).body.endswith("is kept: [whole].")


@given(texts)
def test_no_yaml_raises(block: str) -> None:
    values, lines, problems = front_matter.parse("a.md", block)
    assert set(values) <= set(lines)
    for problem in problems:
        assert problem.line is not None
        assert 1 <= problem.line <= block.count("\n") + block.count("\x85") + 2


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_lines_are_those_of_an_editor(end: str) -> None:
    values, lines, _ = front_matter.parse("a.md", f"a: x{end}y\nb: z\n")
    assert values == {"a": "x\ufffdy", "b": "z"}
    assert lines["b"] == 2
