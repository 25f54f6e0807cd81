"""What pages show of commits, releases and series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bs4 import BeautifulSoup
from record_factories import NOON, commit, site, version
from site_core import TREES, SiteCore

from kernlog_site.citations.backlinks import Citations, Cited
from kernlog_site.citations.commit_rows import Row, Rows
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES
from kernlog_site.core.commit import (
    FIXED,
    INTRODUCED,
    REVERTED,
    Backport,
    Citation,
    Commit,
    Cve,
    FollowUp,
)
from kernlog_site.core.formats import Formats
from kernlog_site.core.model import Article, Release
from kernlog_site.views.headlines import Headlines
from kernlog_site.views.presenter import Presenter

HERE = commit("a" * 12, "net: here", links=("lore:x@y", "javascript:x"), bugs=("bug:7",))
LATER = commit("b" * 12, "net: later", first_tag="v2.6.34-rc1")
OPEN = commit("c" * 12, "lone: open", first_tag=None)
UNDONE = commit(
    "d" * 12, "mm: undone", fate=(FollowUp("reverted", "e" * 40, "Revert", "B.", "v2.6.33-rc2"),)
)


def day(year: int) -> datetime:
    return datetime(year, 5, 1, tzinfo=UTC)


HOLE = commit(
    "e" * 12,
    "udp: hole",
    cves=(
        Cve("CVE-2022-0001", INTRODUCED, ("6.1",), day(2022)),
        Cve("CVE-2024-0002", INTRODUCED, (), day(2024), 9.8),
        Cve("CVE-2009-0003", FIXED, ("2.6.33",), day(2009)),
    ),
    backports=(Backport("stable", "1" * 40, "v2.6.32.1"),),
)
SHARED_HOLE = commit(
    "f" * 12,
    "tcp: hole",
    fate=(FollowUp(REVERTED, "2" * 40, "Revert", "C.", "v6.2", day(2023)),),
    cves=(Cve("CVE-2024-0002", INTRODUCED, ("6.9",), day(2024)),),
)
MENDED = commit("1" * 12, "net: mended", fate=(FollowUp(FIXED, "3" * 40, "Fix", "D.", "v6.3"),))
ARTICLE = "---\ntitle: {}\ndate: 2010-02-1{} 12:00\nrelease: {}\nauthors: []\n---\nText\n"

CORE = site(
    articles__one=ARTICLE.format("One", 1, "2.6.33"),
    articles__two=ARTICLE.format("Two", 2, "2.6.33"),
    articles__other=ARTICLE.format("Other", 3, "2.6.34"),
    releases__2_6_32="---\nversion: 2.6.32\n---\n",
    releases__6_1="---\nversion: 6.1\n---\n",
).with_commits([HERE, LATER, OPEN, UNDONE])


def cites(*commits: Commit) -> list[Citation]:
    return [Citation(c.id, "", "Section") for c in commits]


CITED = {
    "articles/one.md": Citations.of([*cites(HERE, LATER, HERE), Citation(UNDONE.id, "")]),
    "articles/two.md": Citations.of(cites(HERE, OPEN)),
    "articles/other.md": Citations.of(cites(OPEN, LATER)),
}


ROWS = Rows(TREES, DEFAULT_SCHEMES, Formats().day)


def presenter(
    core: SiteCore = CORE, cited: Cited = CITED, wanted: frozenset[str] = frozenset()
) -> Presenter:
    store = core.library.store
    assert store is not None

    def rows_of(article: Article) -> list[Row]:
        return [ROWS.row(store.find(*commit)[0]) for commit in cited[article.path].distinct()]

    headlines = Headlines("Log", "{title}")
    return Presenter(
        core.library,
        core.routes,
        headlines,
        cited=cited,
        rows_of=rows_of,
        now=NOON,
        wanted=wanted,
    )


def places_in(item: str) -> list[tuple[str, str, str]]:
    """The address, the title and the words of each link among the places of an item."""
    places = BeautifulSoup(item, "html.parser").select(".places a")
    return [(str(a["href"]), str(a["title"]), a.get_text()) for a in places]


def ids(items: Sequence[str]) -> list[str]:
    return [str(BeautifulSoup(item, "html.parser").li["id"]) for item in items]  # type: ignore[index]


def release(text: str) -> Release:
    return CORE.library.releases[version(text)]


def test_an_article_lists_each_commit_once_with_the_way_back() -> None:
    commits = presenter().article(CORE.article("articles/one.md"), "").commits
    assert ids(commits) == ["k-aaaaaaaaaaaa", "k-bbbbbbbbbbbb", "k-dddddddddddd"]
    assert places_in(commits[2]) == [("#c-dddddddddddd", "Back to the text", "↑")]
    for item, its in zip(commits, (HERE, LATER, UNDONE), strict=True):
        assert item.startswith(f'<li id="k-{its.abbreviation}">{ROWS.row(its).html} ')


AGED = site(articles__one=ARTICLE.format("One", 1, "2.6.33")).with_commits(
    [HERE, UNDONE, HOLE, SHARED_HOLE, MENDED]
)
CITED_AGED = {"articles/one.md": Citations.of(cites(MENDED, UNDONE, HOLE, HERE, SHARED_HOLE, HOLE))}


def test_an_article_says_what_weighty_things_became_of_its_commits_newest_first() -> None:
    view = presenter(AGED, CITED_AGED).article(AGED.article("articles/one.md"), "")

    assert [(one.anchor, one.subject, [its.key for its in one.outcomes]) for one in view.aged] == [
        ("c-eeeeeeeeeeee", "udp: hole", ["CVE-2024-0002", "CVE-2022-0001"]),
        ("c-ffffffffffff", "tcp: hole", ["CVE-2024-0002", "2" * 40]),
        ("c-dddddddddddd", "mm: undone", ["e" * 40]),
    ]
    assert (view.reverted, view.cves) == (2, 2)


def test_what_happened_before_an_article_is_no_news_to_it() -> None:
    article = replace(AGED.article("articles/one.md"), date=datetime(2024, 1, 1, tzinfo=UTC))
    view = presenter(AGED, CITED_AGED).article(article, "")

    told = [its for one in view.aged for its in one.outcomes]
    assert told
    assert all(its.when is None or its.when.year >= 2024 for its in told)
    late = replace(article, date=datetime(2040, 1, 1, tzinfo=UTC))
    left = presenter(AGED, CITED_AGED).article(late, "").aged
    assert {its.when for one in left for its in one.outcomes} <= {None}


def test_an_article_links_the_first_place_that_cites_a_commit_of_two_trees() -> None:
    twin = replace(UNDONE, tree="stable", fate=())
    core = site(articles__one=ARTICLE.format("One", 1, "2.6.33")).with_commits([UNDONE, twin])
    cited = {"articles/one.md": Citations.of(cites(twin, UNDONE, UNDONE))}

    (aged,) = presenter(core, cited).article(core.article("articles/one.md"), "").aged
    assert aged.anchor == "c-dddddddddddd-2"


def test_an_article_whose_commits_stood_the_test_of_time_has_nothing_to_tell() -> None:
    view = presenter().article(CORE.article("articles/two.md"), "")
    assert (view.aged, view.reverted, view.cves) == ([], 0, 0)


def test_a_tracking_page_tells_what_became_of_commits_by_kind() -> None:
    view = presenter(AGED, CITED_AGED).release(AGED.library.releases[version("2.6.33")])

    assert [(kind, [(its.anchor, its.how) for its in fates]) for kind, fates in view.fates] == [
        (
            "reverted",
            [
                ("k-dddddddddddd", "reverted in 2.6.33-rc2"),
                ("k-ffffffffffff", "reverted in 6.2"),
            ],
        ),
        (
            "cve",
            [
                ("k-ffffffffffff", "introduced CVE-2024-0002, fixed in 6.9"),
                (
                    "k-eeeeeeeeeeee",
                    "introduced CVE-2022-0001, fixed in 6.1; "
                    "introduced CVE-2024-0002, not fixed yet",
                ),
            ],
        ),
        ("fixed", [("k-111111111111", "fixed in 6.3")]),
        ("cve-fixed", [("k-eeeeeeeeeeee", "fixed CVE-2009-0003, in 2.6.33")]),
        ("backport", [("k-eeeeeeeeeeee", "also in 2.6.32.1")]),
    ]
    assert view.aged == 4
    assert view.fates is view.fates, "found out once: templates read it several times"


def test_a_commit_below_an_article_leads_to_every_other_article_that_cites_it() -> None:
    present = presenter()
    one, two = CORE.article("articles/one.md"), CORE.article("articles/two.md")
    here, later, _ = present.article(one, "").commits
    assert places_in(here)[1:] == [
        ("../../articles/two/#c-aaaaaaaaaaaa", "Log: Two – Section", "Two")
    ]
    assert places_in(later)[1:] == [
        ("../../articles/other/#c-bbbbbbbbbbbb", "Log: Other – Section", "Other")
    ]
    again = [place for item in present.article(two, "").commits for place in places_in(item)[1:]]
    assert [url for url, _, _ in again] == [
        "../../articles/one/#c-aaaaaaaaaaaa",
        "../../articles/one/#c-aaaaaaaaaaaa-2",
        "../../articles/other/#c-cccccccccccc",
    ]
    assert {commit for commit, _ in present.also_cited(two)} == {HERE.id, OPEN.id}


def test_the_page_of_an_edited_article_is_the_same_when_others_are_not_asked_for() -> None:
    for path in CITED:
        article = CORE.article(path)
        edited = presenter(wanted=frozenset([path]))
        assert edited.article(article, "") == presenter().article(article, "")
    its = release("2.6.33")
    edited = presenter(wanted=frozenset(["articles/one.md", "releases/2.6.33.md"]))
    assert edited.release(its) == presenter().release(its)


def test_a_tracking_page_has_what_landed_and_what_may_still_land() -> None:
    view = presenter().release(release("2.6.33"))
    assert [(area.name, ids(area.commits)) for area in view.areas] == [
        ("", ["k-cccccccccccc", "k-dddddddddddd", "k-aaaaaaaaaaaa"])
    ]
    assert view.commits == 3


def test_a_commit_on_a_tracking_page_leads_to_every_place_on_other_releases_too() -> None:
    (rest,) = presenter().release(release("2.6.33")).areas
    still_open, _, here = rest.commits
    assert [url for url, _, _ in places_in(still_open)] == [
        "../../articles/other/#c-cccccccccccc",
        "../../articles/two/#c-cccccccccccc",
    ]
    assert [url for url, _, _ in places_in(here)] == [
        "../../articles/two/#c-aaaaaaaaaaaa",
        "../../articles/one/#c-aaaaaaaaaaaa",
        "../../articles/one/#c-aaaaaaaaaaaa-2",
    ]
    assert [title for _, title, _ in places_in(rest.commits[1])] == ["Log: One"]
    assert places_in(still_open)[0][1] == "Log: Other – Section"


def test_without_commits_a_page_is_the_same_but_for_the_commits() -> None:
    present, article, its = presenter(), CORE.article("articles/one.md"), release("2.6.33")
    bare = present.article_without_commits(article, "")
    assert bare == replace(present.article(article, ""), aged=(), commits=())
    whole = present.release(its)
    assert present.release_without_commits(its) == replace(
        whole, areas=(), commits=0, fates=(), aged=0, timeline=None
    )


def test_what_other_releases_cite_too_is_known_without_the_store() -> None:
    found = presenter().cited_elsewhere(release("2.6.33"))
    words = [(key, BeautifulSoup(links, "html.parser").get_text()) for key, links in sorted(found)]
    assert words == [(LATER.id, " Other One"), (OPEN.id, " Other Two")]
    assert presenter().cited_elsewhere(release("6.1")) == []


def test_releases_have_the_next_older_and_newer_ones_beside_them() -> None:
    beside = {}
    for text in ("2.6.32", "2.6.33", "2.6.34", "6.1"):
        view = presenter().release(release(text))
        links = (view.previous, view.next)
        beside[text] = [str(link.version) if link else None for link in links]
    assert beside == {
        "2.6.32": [None, "2.6.33"],
        "2.6.33": ["2.6.32", "2.6.34"],
        "2.6.34": ["2.6.33", "6.1"],
        "6.1": ["2.6.34", None],
    }
