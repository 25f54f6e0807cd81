"""What pages show of commits, releases and series."""

from __future__ import annotations

from dataclasses import replace

from newsroom import TREES, Newsroom
from writing import NOON, commit, site, version

from kernlog_site.commits.schemes import DEFAULT_SCHEMES
from kernlog_site.model import Citation, Commit, Deed, Release
from kernlog_site.rendering.citations import Citations, Cited
from kernlog_site.rendering.headlines import Headlines
from kernlog_site.rendering.presenting import Presenter

HERE = commit("a" * 12, "net: here", links=("lore:x@y", "javascript:x"), bugs=("bug:7",))
LATER = commit("b" * 12, "net: later", first_tag="v2.6.34-rc1")
OPEN = commit("c" * 12, "lone: open", first_tag=None)
UNDONE = commit(
    "d" * 12, "mm: undone", fate=(Deed("reverted", "e" * 40, "Revert", "B.", "v2.6.33-rc2"),)
)
ARTICLE = "---\ntitle: {}\ndate: 2010-02-1{} 12:00\nrelease: {}\nauthors: []\n---\nText\n"

DESK = site(
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


def presenter(desk: Newsroom = DESK, cited: Cited = CITED) -> Presenter:
    return Presenter(
        desk.library,
        desk.routes,
        TREES,
        DEFAULT_SCHEMES,
        Headlines("Log", "{title}"),
        cited,
        NOON,
    )


def release(text: str) -> Release:
    return DESK.library.releases[version(text)]


def test_an_article_lists_each_commit_once_with_the_way_back() -> None:
    view = presenter().article(DESK.article("articles/one.md"), "")
    assert [line.commit for line in view.commits] == [HERE, LATER, UNDONE]
    back = view.commits[2].places[0]
    assert back == ("↑", "Where the text cites dddddddddddd", "#cite-dddddddddddd")


def test_a_commit_tells_where_it_was_discussed_and_what_became_of_it() -> None:
    here, _, undone = presenter().article(DESK.article("articles/one.md"), "").commits
    assert here.url == f"https://git.example.org/linux.git/commit/?id={HERE.sha}"
    assert [(link.title, link.url) for link in here.elsewhere] == [
        ("discussion", "https://lore.kernel.org/r/x@y/"),
        ("bug 7", "https://bugzilla.kernel.org/show_bug.cgi?id=7"),
    ]
    assert [(one.deed.kind, one.url[-40:]) for one in undone.fate] == [("reverted", "e" * 40)]


def test_a_tracking_page_has_what_landed_and_what_may_still_land() -> None:
    view = presenter().release(release("2.6.33"))
    assert [(a.name, [c.commit for c in a.commits]) for a in view.areas] == [
        ("", [OPEN, UNDONE, HERE])
    ]
    assert view.commits == 3


def test_a_commit_on_a_tracking_page_leads_to_every_place_on_other_releases_too() -> None:
    (rest,) = presenter().release(release("2.6.33")).areas
    places = {line.commit: [place.url for place in line.places] for line in rest.commits}
    assert places[OPEN] == [
        "articles/other/#cite-cccccccccccc",
        "articles/two/#cite-cccccccccccc",
    ]
    assert places[HERE] == [
        "articles/two/#cite-aaaaaaaaaaaa",
        "articles/one/#cite-aaaaaaaaaaaa",
        "articles/one/#cite-aaaaaaaaaaaa-2",
    ]
    titles = [place.title for place in rest.commits[1].places]
    assert titles == ["Log: One"]
    assert rest.commits[0].places[0].title == "Log: Other – Section"


def test_without_commits_a_page_is_the_same_but_for_the_commits() -> None:
    present, article, its = presenter(), DESK.article("articles/one.md"), release("2.6.33")
    bare = present.article_without_commits(article, "")
    assert bare == replace(present.article(article, ""), commits=())
    assert present.release_without_commits(its) == replace(
        present.release(its), areas=(), commits=0
    )


def test_what_other_releases_cite_too_is_known_without_the_store() -> None:
    found = presenter().cited_elsewhere(release("2.6.33"))
    assert [(key, [place.label for place in places]) for key, places in sorted(found)] == [
        (LATER.id, ["Other", "One"]),
        (OPEN.id, ["Other", "Two"]),
    ]
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
