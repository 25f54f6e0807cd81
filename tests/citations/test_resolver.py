"""What citations lead to, by where they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_factories import article, commit, version
from site_core import sample_core, store_of

from kernlog_site.citations.resolver import Place
from kernlog_site.citations.targets import Link, Target
from kernlog_site.core.model import Article
from kernlog_site.core.problems import Problem, Severity

CORE = sample_core()
PART_2 = CORE.article("articles/graphics.md")
RESOLVER = CORE.resolver()


def resolve(
    target: str,
    where: Article | None = PART_2,
    subject: str | None = None,
    commits: tuple[str, ...] | None = None,
) -> Link | Problem | None:
    """The answer to `scheme:value`, in an article or in a page about none."""
    resolver = RESOLVER
    if commits is not None:
        store = store_of(commit(sha) for sha in commits)
        resolver = replace(RESOLVER, library=replace(CORE.library, store=store))
    scheme, _, value = target.partition(":")
    url = CORE.routes.url(where.path) if where else "page/"
    return resolver.at(Place(url, where))(Target(scheme, value, subject))


def link(target: str, **where: Article | None) -> Link:
    answer = resolve(target, **where)  # type: ignore[arg-type]
    assert isinstance(answer, Link), answer
    return answer


def problem(target: str, **where: Article | None) -> Problem:
    answer = resolve(target, **where)  # type: ignore[arg-type]
    assert isinstance(answer, Problem), answer
    return answer


@pytest.mark.parametrize(
    ("target", "href", "title"),
    [
        ("part:1", "../network/", "Part 1: Networking"),
        ("part:2", "./", "Part 2: Graphics"),
        ("release:2.6.33", "../../releases/2.6.33/", "Linux 2.6.33"),
        ("series:coming-in-2.6.33", "../../series/coming-in-2.6.33/", "Coming in 2.6.33"),
        ("lwn:373989", "https://lwn.net/Articles/373989/", ""),
        ("commit:v2.6.33", "https://git.example.org/linux.git/tag/?h=v2.6.33", "v2.6.33"),
        (
            "commit:stable@v2.6.33..v2.6.33.1",
            "https://github.com/example/stable/compare/v2.6.33...v2.6.33.1",
            "v2.6.33..v2.6.33.1",
        ),
    ],
)
def test_a_target_has_an_address_and_a_title(target: str, href: str, title: str) -> None:
    found = link(target)
    assert (found.href, found.title, found.problems) == (href, title, ())


@pytest.mark.parametrize("address", ["https://example.org/", "mailto:a@b", "HTTPS://x", "tel:1"])
def test_an_ordinary_address_is_left_as_it_is(address: str) -> None:
    scheme, _, value = address.partition(":")
    assert resolve(f"{scheme.lower()}:{value}") is None


def test_the_full_hash_is_linked_however_it_is_abbreviated() -> None:
    for digits in ("7c68af6e32c7", "7C68AF6E32C7", "7c68af6e32c73992bad24107311f3433c89016e2"):
        found = link(f"commit:{digits}")
        assert found.href.endswith("?id=7c68af6e32c73992bad24107311f3433c89016e2")
        assert found.commit is not None
        assert found.problems == ()


def test_a_bare_hash_is_of_the_tree_of_the_article() -> None:
    on_stable = replace(PART_2, tree="stable")
    assert "github.com/example/stable" in link("commit:57ab1e57ab1e", where=on_stable).href
    assert "github.com/example/stable" in link("commit:v2.6.33.1", where=on_stable).href
    assert "linux.git" in link("commit:linux@7c68af6e32c7", where=on_stable).href
    assert "Unknown commit" in problem("commit:57ab1e57ab1e").message


@pytest.mark.parametrize(
    ("where", "problems"),
    [
        (PART_2, 1),
        (replace(PART_2, also=(version("2.6.34"),)), 0),
        (replace(PART_2, release=version("2.6.34")), 0),
        (article("articles/news.md"), 0),
        (None, 0),
    ],
)
def test_a_commit_has_to_be_in_the_release_the_article_is_about(
    where: Article | None, problems: int
) -> None:
    assert len(link("commit:343434343434", where=where).problems) == problems


def test_a_commit_without_a_tag_is_fine_while_the_release_is_in_development() -> None:
    released, developing = PART_2, replace(PART_2, release=version("2.6.32"))
    assert len(link("commit:feedfeedfeed", where=released).problems) == 1
    assert link("commit:feedfeedfeed", where=developing).problems == ()


def test_a_short_hash_is_a_warning_that_names_the_long_one() -> None:
    (warning,) = link("commit:7c68af6").problems
    assert warning.severity is Severity.WARNING
    assert "7c68af6e32c7" in warning.hint


@pytest.mark.parametrize(
    ("commits", "offered"),
    [
        (("abcdef0", "abcdef1"), ["abcdef000000", "abcdef100000"]),
        (("abcdef012345a", "abcdef012345b"), ["abcdef012345a", "abcdef012345b"]),
    ],
)
def test_what_is_offered_for_an_ambiguous_hash_is_not_ambiguous(
    commits: tuple[str, ...], offered: list[str]
) -> None:
    answer = resolve("commit:abcdef", commits=commits)
    assert isinstance(answer, Problem)
    assert all(f"{digits} " in answer.hint for digits in offered), answer.hint
    for digits in answer.hint.replace(",", " ").split():
        if digits.startswith("abcdef"):
            assert isinstance(resolve(f"commit:{digits}", commits=commits), Link)


def test_of_many_candidates_only_some_are_listed() -> None:
    commits = tuple(f"abcdef{number:06}" for number in range(20))
    answer = resolve("commit:abcdef", commits=commits)
    assert isinstance(answer, Problem)
    assert answer.hint.count("(") == 8
    assert "and 12 more" in answer.hint


@pytest.mark.parametrize(
    ("subject", "problems"),
    [
        (None, 0),
        ("core, x86: Add user return notifiers", 0),
        ("core,  x86:\tAdd user return notifiers ", 0),
        ("core, x86: Add user return notifier", 1),
        ("", 1),
    ],
)
def test_the_subject_has_to_be_that_of_the_store(subject: str | None, problems: int) -> None:
    answer = resolve("commit:7c68af6e32c7", subject=subject)
    assert isinstance(answer, Link)
    assert len(answer.problems) == problems


def test_without_a_store_hashes_are_linked_but_not_proven() -> None:
    resolver = replace(RESOLVER, library=replace(CORE.library, store=None))
    at = resolver.at(Place("", PART_2))
    answer = at(Target("commit", "123456789abc"))
    assert isinstance(answer, Link)
    assert answer.href == "https://git.example.org/linux.git/commit/?id=123456789abc"
    assert (answer.commit, answer.problems) == (None, ())
    short = at(Target("commit", "1234"))
    assert isinstance(short, Link)
    assert len(short.problems) == 1


def test_a_series_that_differs_in_its_numbers_is_not_offered() -> None:
    """As in the checks: coming-in-2.6.34 is no misspelling of coming-in-2.6.33."""
    assert "Did you mean" not in problem("series:coming-in-2.6.35").hint


def test_a_release_that_has_a_page_is_not_to_be_created() -> None:
    assert "Create" not in problem("release:2.6.33-rc7").hint


@pytest.mark.parametrize(
    "target",
    [
        "part:1",
        "part:x",
        "series:none",
        "release:6.99",
        "release:x",
        "xyzzy:1",
        "commit:own@v1.0.0",
    ],
)
def test_what_leads_nowhere_says_what_to_do(target: str) -> None:
    found = problem(target, where=None)
    assert found.message.endswith(".")
    assert found.hint.endswith(".")


schemes = st.sampled_from(["commit", "part", "release", "series", "lwn", "lore", "https", "x", ""])
values = st.text() | st.text(alphabet="0123456789abcdef@v.-/", max_size=50)


@given(schemes, values, st.sampled_from([PART_2, None]), st.none() | st.text())
def test_no_target_raises(
    scheme: str, value: str, where: Article | None, subject: str | None
) -> None:
    answer = RESOLVER.at(Place("page/", where))(Target(scheme, value, subject))
    if isinstance(answer, Link):
        assert not answer.href.lower().startswith(("javascript", "data"))
