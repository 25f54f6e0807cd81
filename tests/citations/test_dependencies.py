"""Whether the answer to a target still holds is known from its evidence."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_core import CASES, COMMITS, RELEASES, SiteCore, files_in

from kernlog_site.citations.resolver import Place
from kernlog_site.citations.targets import Link, Target

COMMIT = b'"subject": "core, x86: Add user return notifiers", "author": "Avi Kivity"'
EDITS: dict[str, tuple[str, bytes, bytes]] = {
    "a subject": (COMMITS, b"core, x86: Add user", b"core, x86: Add the user"),
    "an author": (COMMITS, b'notifiers", "author": "Avi Kivity"', b'notifiers", "author": "A. K."'),
    "a first tag": (COMMITS, b'"first_tag": "v2.6.34-rc1"', b'"first_tag": "v2.6.33-rc8"'),
    "no first tag": (COMMITS, b'"first_tag": "v2.6.33-rc4"', b'"first_tag": null'),
    "a commit gone": (COMMITS, b"5ad6468801d2", b"5ad6468801d3"),
    "a twin": (COMMITS, b'{"sha": "18863bdd60f8', b'{"sha": "7c68af6e32c7'),
    "another subject of a twin": (COMMITS, b"mm: the other", b"mm: another"),
    "a commit of another tree": (COMMITS, b'"tree": "stable"', b'"tree": "linux"'),
    "no store": (COMMITS, b"", b""),
    "a tag gone": (
        RELEASES,
        b'{"name": "v2.6.33-rc6", "date": "2010-01-29T13:58:00-08:00"}, ',
        b"",
    ),
    "tags of another tree": (RELEASES, b'"tree": "linux"', b'"tree": "stable"'),
    "a release in development": ("releases/2.6.33.md", b"released", b"development"),
    "a series about another release": (
        "series/coming-in-2.6.33.md",
        b"release: 2.6.33",
        b"release: 2.6.32",
    ),
    "the title of a series": ("series/coming-in-2.6.33.md", b"Coming in", b"New in"),
    "the title of a part": ("articles/network.md", b"title: Networking", b"title: Network"),
    "the number of a part": ("articles/network.md", b"part: 1", b"part: 4"),
    "a part announced": ("series/coming-in-2.6.33.md", b"part: 3", b"part: 5"),
}
TARGETS = [
    Target("commit", "7c68af6e32c7"),
    Target("commit", "7c68AF", "core, x86: Add user return notifiers"),
    *(Target("commit", digits) for digits in ("18863bdd60f8", "5ad6468801d2", "7dd65feb6c60")),
    *(Target("commit", digits) for digits in ("343434343434", "feedfeedfeed", "abcdefabcdef")),
    *(Target("commit", value) for value in ("57ab1e57ab1e", "stable@57ab1e57ab1e", "x@57ab")),
    *(Target("commit", value) for value in ("", "xyz", "0" * 41, "linux@v2.6.33-rc6", "v2.6.40")),
    *(Target("commit", value) for value in ("v2.6.33-rc6..v2.6.33", "7c68af6e32c7..5ad6468801d2")),
    *(Target("part", value) for value in ("1", "2", "3", "4", "")),
    *(Target("release", value) for value in ("2.6.33", "2.6.32", "2.6.31")),
    *(Target("series", value) for value in ("coming-in-2.6.33", "coming-in")),
    Target("lwn", "373989"),
    Target("https", "//example.org/"),
    Target("xyzzy", "1"),
]


@cache
def edited(edits: frozenset[str]) -> SiteCore:
    files = files_in(CASES / "content")
    for name in sorted(edits - {"no store"}):
        path, before, after = EDITS[name]
        assert before in files[path], name
        files[path] = files[path].replace(before, after, 1)
    if "no store" in edits:
        del files[COMMITS]
    return SiteCore.open(files)


def places(core: SiteCore) -> list[Place]:
    found = [core.article("articles/graphics.md"), core.article("articles/network.md")]
    return [Place("page/"), *(Place(core.routes.url(one.path), one) for one in found)]


def of_its_own(place: Place) -> tuple[object, ...]:
    """What an article says of itself, on which an answer may depend as well."""
    one = place.article
    return (one.series, one.part, one.release, one.also, one.tree) if one else ()


some_edits = st.frozensets(st.sampled_from(sorted(EDITS)), max_size=4)


@given(some_edits, some_edits)
def test_with_the_same_evidence_the_answer_is_the_same(
    edits: frozenset[str], others: frozenset[str]
) -> None:
    core, other = edited(edits), edited(others)
    for place, there in zip(places(core), places(other), strict=True):
        answer, answer_there = core.resolver().at(place), other.resolver().at(there)
        for target in TARGETS if of_its_own(place) == of_its_own(there) else ():
            dependencies = core.resolver().dependencies(target, place)
            if dependencies == other.resolver().dependencies(target, there):
                assert answer(target) == answer_there(target), target


@pytest.mark.parametrize("edit", EDITS)
def test_another_answer_has_other_evidence(edit: str) -> None:
    """Every edit changes some answers, or the test above would show nothing."""
    core, other = edited(frozenset()), edited(frozenset([edit]))
    changed = [
        (core.resolver().dependencies(target, place), other.resolver().dependencies(target, there))
        for place, there in zip(places(core), places(other), strict=True)
        for target in TARGETS
        if core.resolver().at(place)(target) != other.resolver().at(there)(target)
    ]
    assert changed
    assert all(before != after for before, after in changed)


def test_evidence_of_a_commit_is_about_nothing_else() -> None:
    """An edit elsewhere must not cost the rendering of every article."""
    core, other = edited(frozenset()), edited(frozenset(["a subject", "a commit gone"]))
    place, there = places(core)[1], places(other)[1]
    for digits in ("18863bdd60f8", "feedfeedfeed", "v2.6.33", "v2.6.33-rc6..v2.6.33"):
        target = Target("commit", digits)
        dependencies = core.resolver().dependencies(target, place)
        assert dependencies
        assert dependencies == other.resolver().dependencies(target, there)


def test_no_line_is_parsed_for_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    core = edited(frozenset())
    place, target = places(core)[1], Target("commit", "7c68af6e32c7")
    monkeypatch.setattr("json.loads", None)
    assert COMMIT in core.resolver().dependencies(target, place)
    monkeypatch.undo()
    assert isinstance(core.resolver().at(place)(target), Link)
