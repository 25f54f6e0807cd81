"""`kernlog check --upcoming`: what is due when."""

from __future__ import annotations

import pytest
from calling import kernlog, read_json
from small_site import SmallSite

ARTICLE = "---\ntitle: A title\ndate: {date}\nstatus: {status}\n---\nText.\n"
RELEASE = "---\nexpected: {day}\nstatus: development\n---\n"


@pytest.fixture(autouse=True)
def summer(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is expected, and it is noon in summer."""
    site.edit("series/coming-in-2.6.33.md", ", expected: 2010-03-01", "")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1277985600")  # 1 July 2010, 12:00 UTC


def test_nothing_is_to_come(site: SmallSite) -> None:
    result = kernlog(site, "check", "--upcoming")

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing is to come.\n")
    assert read_json(site, "check", "--upcoming", "--json") == []


@pytest.mark.parametrize(
    ("date", "line"),
    [
        ("2010-07-01 13:45", "2010-07-01 13:45 BST  in 45 minutes"),
        ("2010-07-01 23:45-05:00", "2010-07-02 05:45 BST  in 17 hours"),
        ("2010-07-11 13:00", "2010-07-11 13:00 BST  in 10 days"),
        ("2010-12-31", "2010-12-31 00:00 GMT  in 6 months"),
    ],
)
def test_scheduled_articles_with_the_time_of_the_site(
    site: SmallSite, date: str, line: str
) -> None:
    site.write("articles/x.md", ARTICLE.format(date=date, status="published"))
    result = kernlog(site, "check", "--upcoming")

    assert f"{line}  scheduled  content/articles/x.md:3: A title\n" in result.stdout
    assert result.exit_code == 0


def test_drafts_whatever_their_date(site: SmallSite) -> None:
    site.write("articles/x.md", ARTICLE.format(date="2010-06-01 09:00", status="draft"))
    site.write("articles/y.md", ARTICLE.format(date="", status="draft"))

    first, *_, last = kernlog(site, "check", "--upcoming").stdout.splitlines()

    assert first.split("  ")[:2] == ["2010-06-01 09:00 BST", "date has passed"]
    assert last.split() == ["no", "date", "draft", "content/articles/y.md:4:", "A", "title"]


@pytest.mark.parametrize(
    ("day", "how_long", "code"),
    [
        ("2010-06-28", "overdue by 3 days", 1),
        ("2010-07-01", "today", 0),
        ("2010-07-02", "in 1 day", 0),
    ],
)
def test_what_is_overdue_is_marked_and_counts_as_a_problem(
    site: SmallSite, day: str, how_long: str, code: int
) -> None:
    site.write("releases/2.6.34.md", RELEASE.format(day=day))
    result = kernlog(site, "check", "--upcoming")

    assert result.stdout.startswith(f"{day}  {how_long}  release  content/releases/2.6.34.md:2: ")
    assert result.exit_code == code


def test_json(site: SmallSite) -> None:
    site.write("articles/x.md", ARTICLE.format(date="2010-07-02", status="published"))
    site.write("releases/2.6.34.md", RELEASE.format(day="2010-06-28"))

    assert read_json(site, "check", "--upcoming", "--json") == [
        {
            "kind": "release",
            "title": "Linux 2.6.34",
            "when": "2010-06-28",
            "overdue": True,
            "path": "content/releases/2.6.34.md",
            "line": 2,
        },
        {
            "kind": "scheduled",
            "title": "A title",
            "when": "2010-07-02T00:00:00+01:00",
            "overdue": False,
            "path": "content/articles/x.md",
            "line": 3,
        },
    ]
    assert kernlog(site, "check", "--upcoming", "--format", "json").exit_code == 1


@pytest.mark.parametrize("more", [("--clones",), ("--format", "github")])
def test_what_does_not_go_together(site: SmallSite, more: tuple[str, ...]) -> None:
    result = kernlog(site, "check", "--upcoming", *more)

    assert result.exit_code == 2
    assert "--upcoming goes with --json alone." in result.stderr
