"""The rows of lists of commits."""

from __future__ import annotations

from datetime import datetime
from gettext import NullTranslations

import pytest
from bs4 import BeautifulSoup
from record_factories import commit
from site_core import TREES

from kernlog_site.citations.commit_rows import Row, Rows, anchors, item
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES
from kernlog_site.core.commit import Commit, FollowUp
from kernlog_site.core.formats import Formats
from kernlog_site.core.i18n import Words

DAY = Formats().day
ROWS = Rows(TREES, DEFAULT_SCHEMES, DAY)
EVIL = """<script>"&'</script>"""


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
    )
    soup = shown(made)
    allowed = ["class", "datetime", "href", "title"]
    assert {tag.name for tag in soup.find_all()} <= {"a", "code", "span", "time"}
    assert all(key in allowed for tag in soup.find_all() for key in tag.attrs)
    assert soup.get_text().count(EVIL) >= 5


class Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"<{message}>"


def test_interface_words_are_handed_in_and_are_text_as_well() -> None:
    words = Words("xx", Marked())
    made = commit(first_tag=None, bugs=("bug:7",), fate=(FollowUp("fixed", "e" * 40, "Fix", "B."),))
    text = shown(made, Rows(TREES, DEFAULT_SCHEMES, DAY, words)).get_text()
    assert text.endswith("<not in a release yet> · <bug 7> <<fixed> by B.>")


def test_each_item_of_a_list_has_an_id_of_its_own() -> None:
    one, stable = ROWS.row(commit()), ROWS.row(commit(tree="stable"))
    other = Row(("x", "b" * 40), "", "", "", "")
    rows = [one, stable, other]
    items = map(item, rows, anchors(rows), ["here", "there", ""])
    soup = BeautifulSoup("".join(items), "html.parser")
    ids = ["k-7c68af6e32c7", "k-7c68af6e32c7-2", "k-bbbbbbbbbbbb"]
    assert [li["id"] for li in soup.select("li")] == ids
    assert [span.get_text() for span in soup.select("span.places")] == ["here", "there", ""]
