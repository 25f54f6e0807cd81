"""Subjects are data: shown letter for letter, never markup."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_factories import commit
from site_core import CASES, EXTENSION_SETS, Extensions, Rendered, SiteCore, sample_core

from kernlog_site.core.commit import Commit

CORE = sample_core()
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef]"
    rf"|[{''.join(f'{chr(p << 16 | 0xFFFE)}{chr(p << 16 | 0xFFFF)}' for p in range(17))}]"
)
MADE_UP = [
    "&lt;script&gt;",
    "&copy; &amp;amp; &#65; & &&",
    "<script>alert(1)</script>",
    "</span></a><img src=x onerror=alert(1)>",
    "*x* _y_ **z** ![i](j) [k](l) [m][n] <http://example.org/>",
    "{: .cls } {#id}",
    "a [^1] b",
    "`code` ``more`` '\"quotes\"'",
    ":commit[7c68af6e32c7] \\:commit[x] [x](commit:7c68af6e32c7)",
    "\\*escaped\\* \\\\ \\",
    "--- -- ... (c) (tm) +/- 1/2 -> :smile: ==mark== ^^ins^^ ~~del~~ ++ctrl++",
    "#14739 user/repo#1 @someone https://example.org/ 7c68af6e32c73992bad24107311f3433c89016e2",
    "| a | b |",
    "    indented",
    "```",
    "```commits",
    "## no heading",
    "- no list",
    "wzxhzdk:0 klzzwxh:0000 kernlog-commits:0",
    "tag\u202edesrever\u202c and \u2066isolated\u2069",
    "bell\x07 escape\x1b[31m delete\x7f next\x85line",
    "separators\u2028and\u2029and\x0cmore",
    "ö – ‘ ’ 🐧 \u200b\u00ad",
    "'",
    '"',
]


def kernel_commits() -> list[Commit]:
    """The commits of 2.6.33 whose subjects or hashes are hard on Markdown."""
    with (CASES / "nasty-subjects.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        commit(
            row["sha"],
            row["subject"],
            author=row["author"],
            authored=datetime.fromisoformat(row["authored"]).replace(tzinfo=UTC),
            committed=datetime.fromisoformat(row["committed"]).replace(tzinfo=UTC),
            first_tag=row["first_tag"],
        )
        for row in rows
    ]


COMMITS = kernel_commits() + [
    commit(f"{number:012x}".replace("0", "f"), subject)
    for number, subject in enumerate(MADE_UP, 0x100)
]


def visible(text: str) -> str:
    """A text as pages show it: on one line; what cannot be seen, or reverses it, is replaced."""
    return CONTROL.sub("\ufffd", re.sub(r"[\t\n]", " ", text))


def render(text: str, commits: list[Commit], extensions: Extensions = ()) -> Rendered:
    core: SiteCore = CORE.with_commits(commits)
    return core.render(text, core.article("articles/graphics.md"), extensions)


def check(rendered: Rendered, commits: list[Commit]) -> None:
    """Every commit once in a group and once in a list, as it is in the store."""
    subjects = [e.get_text().strip() for e in rendered.soup.select(".subject")]
    assert subjects == [visible(c.subject).strip() for c in commits]
    expected = [visible(f"{c.subject} ({c.author}, {c.first_tag})") for c in commits]
    assert [e["title"] for e in rendered.soup.select(".citations a")] == expected
    beside = [visible(f"{c.author}, {c.first_tag}") for c in commits]
    assert [e["title"] for e in rendered.soup.select("a.hash")] == beside
    hashes = [e.get_text() for e in rendered.soup.select("a.hash code")]
    assert hashes == [c.abbreviation for c in commits]
    assert rendered.problems == ()
    assert {element.name for element in rendered.soup.select(".commits *")} <= {
        "ul",
        "li",
        "a",
        "code",
        "span",
        "b",
    }


def group(commits: list[Commit]) -> str:
    return f":commit[{' '.join(c.abbreviation for c in commits)}]\n\n"


@pytest.mark.parametrize("extensions", EXTENSION_SETS)
def test_subjects_come_through_as_git_prints_them(extensions: str) -> None:
    commits = kernel_commits()
    assert len(commits) == 19
    lines = "".join(f"{c.abbreviation} {c.subject}\n" for c in commits)
    text = f"{group(commits)}```commits\n{lines}```\n"
    check(render(text, commits, EXTENSION_SETS[extensions]), commits)


@pytest.mark.no_cover
@pytest.mark.parametrize("extensions", EXTENSION_SETS)
@pytest.mark.parametrize("one", COMMITS, ids=lambda c: c.subject.encode("unicode_escape").decode())
def test_a_hash_alone_takes_its_subject_from_the_store(one: Commit, extensions: str) -> None:
    text = f"{group([one])}```commits\n{one.abbreviation}\n```\n"
    check(render(text, [one], EXTENSION_SETS[extensions]), [one])


@pytest.mark.no_cover
@pytest.mark.parametrize("extensions", EXTENSION_SETS)
@pytest.mark.parametrize("one", COMMITS, ids=lambda c: c.subject.encode("unicode_escape").decode())
def test_a_subject_pasted_from_git_is_that_of_the_store(one: Commit, extensions: str) -> None:
    text = f"{group([one])}```commits\n{one.abbreviation} {one.subject}\n```\n"
    check(render(text, [one], EXTENSION_SETS[extensions]), [one])


@pytest.mark.parametrize("subject", MADE_UP)
def test_a_wrong_subject_is_shown_as_it_is_too(subject: str) -> None:
    one = commit(subject="Something else")
    rendered = render(f"````commits\n{one.abbreviation} {subject}\n````\n", [one])
    (shown,) = rendered.soup.select(".subject")
    assert shown.get_text().split() == visible(subject).split()
    assert shown.find_all(True) == shown.select(":scope > b")
    assert len(rendered.problems) == 1


@pytest.mark.parametrize("text", MADE_UP)
def test_headings_labels_authors_and_messages_are_data_as_well(text: str) -> None:
    one = commit(author=text)
    label = text.replace('"', "'").replace("]", ")").replace("`", "'").replace("<", "(")
    label = " ".join(label.replace("\\", "/").split())
    rendered = render(f':commit["{label}"={one.abbreviation}]\n\n```commits\nzz{text}\n```', [one])
    (number,) = rendered.soup.select(".citations a")
    assert number.get_text().split() == visible(label).split()
    assert visible(text) in str(number["title"])
    assert {e.name for e in rendered.soup.find_all(True)} <= {
        *("p", "span", "a", "div", "ul", "li", "mark")
    }


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1).filter(lambda text: text.strip() == text and "\r" not in text))
def test_any_subject_is_text(subject: str) -> None:
    one = commit(subject=subject)
    rendered = render(f"{group([one])}```commits\n{one.abbreviation}\n```\n", [one])
    assert rendered.soup.select_one(".subject").get_text() == visible(subject)  # type: ignore[union-attr]
    assert len(rendered.soup.select(".subject *:not(.subject > b)")) == 0
