"""The rows of lists of commits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from gettext import NullTranslations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from record_factories import commit
from site_core import TREES

from kernlog_site.citations.commit_rows import CVE, Outcome, Row, Rows, anchors, item
from kernlog_site.commits.followups.wording import events, outcomes
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES
from kernlog_site.core.commit import (
    FIXED,
    INTRODUCED,
    REVERTED,
    Backport,
    Commit,
    Cve,
    FollowUp,
    Pull,
)
from kernlog_site.core.formats import Formats
from kernlog_site.core.i18n import ENGLISH, Words

DAY = Formats().day
ROWS = Rows(TREES, DEFAULT_SCHEMES, DAY)
EVIL = """<script>"&'</script>"""


REVERT = FollowUp(
    REVERTED, "e" * 40, "Revert it", "B.", "v2.6.33-rc2", datetime(2010, 1, 2, tzinfo=UTC)
)
CVES = (
    Cve("CVE-2026-72014", INTRODUCED, ("6.1.92", "6.6.31"), datetime(2026, 5, 1, tzinfo=UTC), 7.8),
    Cve("CVE-2026-72015", INTRODUCED),
    Cve("CVE-2010-0001", FIXED, ("2.6.33",)),
)
BACKPORTS = (
    Backport("stable", "1" * 40, "v6.1.73"),
    Backport("gone", "2" * 40, "v6.6.12"),
    Backport("stable", "3" * 40),
)


def shown(made: Commit, rows: Rows = ROWS) -> BeautifulSoup:
    return BeautifulSoup(rows.row(made).html, "html.parser")


def test_a_row_says_what_a_commit_is_and_where_it_is_shown() -> None:
    row = ROWS.row(commit(authored=datetime.fromisoformat("2010-01-08T23:59:00-08:00")))
    assert row.html == (
        '<a class="hash" href="https://git.example.org/linux.git/commit/?id='
        '7c68af6e32c70000000000000000000000000000"><code>7c68af6e32c7</code></a> '
        '<span class="subject">x86: do it</span> '
        '<span class="origin">A. Developer, <time datetime="2010-01-08">8 January 2010</time>, '
        "v2.6.33-rc1</span>"
    )
    assert (row.subject, row.first_tag, row.sha[:12]) == (
        "x86: do it",
        "v2.6.33-rc1",
        "7c68af6e32c7",
    )


def test_a_commit_of_a_tree_that_nobody_knows_has_no_address() -> None:
    deed = FollowUp("fixed", "e" * 40, "Fix it", "B.")
    soup = shown(commit(tree="gone", first_tag=None, fate=(deed,)))
    assert soup.find("a") is None
    assert soup.get_text().endswith("not in a release yet fixed by B.")
    assert soup.select_one("code.hash")


def test_a_row_tells_where_a_commit_was_discussed_and_which_bugs_it_names() -> None:
    soup = shown(commit(links=("lore:x@y", "javascript:x"), bugs=("bug:7", "https://b.example/8")))
    assert [(a.get_text(), a["href"]) for a in soup.select(".origin a")] == [
        ("discussion", "https://lore.kernel.org/r/x@y/"),
        ("bug 7", "https://bugzilla.kernel.org/show_bug.cgi?id=7"),
        ("//b.example/8", "https://b.example/8"),
    ]


def test_a_row_tells_what_became_of_a_commit() -> None:
    fate = (
        FollowUp("reverted", "e" * 40, "Revert it", "B.", "v2.6.33-rc2"),
        FollowUp("fixed", "f" * 40, "Fix it", "C."),
    )
    told = shown(commit(fate=fate)).select(".fate > span")
    assert [(its["class"], its.get_text()) for its in told] == [
        (["kl-fate--reverted"], "reverted in 2.6.33-rc2 by B."),
        (["kl-fate--fixed"], "fixed by C."),
    ]
    link = told[0].select_one("a[href$=eeee]")
    assert link
    assert (link["title"], link.get_text()) == ("Revert it", "reverted in 2.6.33-rc2")


def test_a_row_tells_of_cves_with_their_scores_and_of_backports() -> None:
    soup = shown(commit(cves=CVES, backports=BACKPORTS))
    told = soup.select(".fate > span")
    assert [(its["class"], its.get_text()) for its in told] == [
        (["kl-fate--cve"], "introduced CVE-2026-72014 (CVSS 7.8), fixed in 6.1.92 and 6.6.31"),
        (["kl-fate--cve"], "introduced CVE-2026-72015, not fixed yet"),
        (["kl-fate--cve-fixed"], "fixed CVE-2010-0001, in 2.6.33"),
        (["kl-fate--backport"], "also in 6.1.73 and 6.6.12"),
    ]
    assert [(a.get_text(), a["href"]) for a in soup.select(".fate a")] == [
        *((its.id, f"https://www.cve.org/CVERecord?id={its.id}") for its in CVES),
        ("6.1.73", f"https://github.com/example/stable/commit/{'1' * 40}"),
    ]


def test_what_is_in_a_stable_tree_and_in_no_release_is_told_without_a_version() -> None:
    (told,) = shown(commit(backports=BACKPORTS[2:])).select(".fate > span")
    assert told.get_text() == "taken over into a stable tree"


def test_a_version_that_two_trees_have_is_told_once_and_leads_to_the_first() -> None:
    same = (BACKPORTS[0], Backport("gone", "4" * 40, "v6.1.73"), BACKPORTS[1])
    made = commit(backports=same)
    (told,) = shown(made).select(".fate > span")
    assert told.get_text() == "also in 6.1.73 and 6.6.12"
    assert [a["href"] for a in told.select("a")] == [
        f"https://github.com/example/stable/commit/{'1' * 40}"
    ]
    assert ROWS.row(made).outcomes[0].text == told.get_text()


def test_without_a_scheme_for_cves_they_are_no_links() -> None:
    soup = shown(commit(cves=CVES), Rows(TREES, {}, DAY))
    assert soup.select(".fate a") == []
    assert "introduced CVE-2026-72014 (CVSS 7.8), fixed in" in soup.get_text()


def test_a_pull_is_not_in_a_row() -> None:
    assert ROWS.row(commit(pull=Pull("4" * 40, "Merge it"), stable="6.1.x")) == ROWS.row(commit())


def test_outcomes_know_when_and_which() -> None:
    made = commit(fate=(REVERT,), cves=CVES[:2], backports=BACKPORTS)
    told = [(its.kind, its.key, its.when) for its in ROWS.row(made).outcomes]
    assert told == [
        ("reverted", "e" * 40, date(2010, 1, 2)),
        ("cve", "CVE-2026-72014", date(2026, 5, 1)),
        ("cve", "CVE-2026-72015", None),
        ("backport", "", None),
    ]


COMMITS = st.builds(
    commit,
    fate=st.lists(
        st.builds(
            FollowUp,
            st.sampled_from([REVERTED, FIXED, "odd"]),
            st.text("ab"),
            st.text(),
            st.text(),
            st.none() | st.text("v.1"),
            st.none() | st.datetimes(timezones=st.just(UTC)),
        ),
        max_size=3,
    ).map(tuple),
    cves=st.lists(st.sampled_from(CVES), max_size=3).map(tuple),
    backports=st.lists(st.sampled_from(BACKPORTS), max_size=3).map(tuple),
)


@given(COMMITS)
def test_a_row_says_what_all_others_say(made: Commit) -> None:
    """In the same words and order; what is weighty are the events."""
    told = ROWS.row(made).outcomes
    assert [its.text for its in told] == list(outcomes(made, ENGLISH))
    assert [_as_event(its) for its in told if its.is_weighty] == [
        (its.kind, its.key, its.when.date() if its.when else None, its.text)
        for its in events(made, ENGLISH)
    ]


def _as_event(outcome: Outcome) -> tuple[object, ...]:
    return (
        INTRODUCED if outcome.kind == CVE else outcome.kind,
        outcome.key,
        outcome.when,
        outcome.text,
    )


@pytest.mark.parametrize("tree", ["linux", "gone"])
def test_whatever_stands_in_a_commit_is_text(tree: str) -> None:
    made = commit(
        tree=tree,
        subject=EVIL,
        author=EVIL,
        first_tag=EVIL,
        links=(f"https://a.example/{EVIL}", f"lore:{EVIL}"),
        bugs=(f"bug:{EVIL}",),
        fate=(FollowUp(EVIL, "e" * 40, EVIL, EVIL, EVIL),),
        cves=(Cve(EVIL, INTRODUCED, (EVIL, "6.1")), Cve(EVIL, FIXED, (EVIL,), None, 1.0)),
        backports=(Backport(tree, EVIL, EVIL), Backport(EVIL, "1" * 40, "v6.1")),
    )
    soup = shown(made)
    allowed = ["class", "datetime", "href", "title"]
    assert all(str(a["href"]).startswith("https://") for a in soup.find_all("a"))
    assert {tag.name for tag in soup.find_all()} <= {"a", "code", "span", "time"}
    assert all(key in allowed for tag in soup.find_all() for key in tag.attrs)
    assert soup.get_text().count(EVIL) >= 10


class Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"<{message}>"


def test_interface_words_are_handed_in_and_are_text_as_well() -> None:
    words = Words("xx", Marked())
    made = commit(
        first_tag=None,
        bugs=("bug:7",),
        fate=(FollowUp("fixed", "e" * 40, "Fix", "B."),),
        cves=CVES[:1],
        backports=BACKPORTS,
    )
    text = shown(made, Rows(TREES, DEFAULT_SCHEMES, DAY, words)).get_text()
    assert text.endswith(
        "<not in a release yet> · <bug 7> <<fixed> by B.> "
        "<introduced <CVE-2026-72014 (CVSS 7.8)>, fixed in <6.1.92 and 6.6.31>> "
        "<also in <6.1.73 and 6.6.12>>"
    )


def test_each_item_of_a_list_has_an_id_of_its_own() -> None:
    one, stable = ROWS.row(commit()), ROWS.row(commit(tree="stable"))
    other = Row(("x", "b" * 40), "", "", (), "")
    rows = [one, stable, other]
    items = map(item, rows, anchors(rows), ["here", "there", ""])
    soup = BeautifulSoup("".join(items), "html.parser")
    ids = ["k-7c68af6e32c7", "k-7c68af6e32c7-2", "k-bbbbbbbbbbbb"]
    assert [li["id"] for li in soup.select("li")] == ids
    assert [span.get_text() for span in soup.select("span.places")] == ["here", "there", ""]
