from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from site_core import CASES, ZONE, SiteCore, files_in

from kernlog_site.content.library import Library
from kernlog_site.content.upcoming import Due, DueKind, upcoming

NOW = datetime(2010, 7, 1, 12, tzinfo=UTC)
SERIES = b"""---
title: Coming in 2.6.34
planned:
  - {part: 1, title: Networking, expected: 2010-06-30}
  - {part: 2, title: Storage, expected: 2010-07-01}
  - {part: 3, expected: 2010-07-02}
  - {part: 4, title: Graphics}
---
"""
RELEASE = b"---\nexpected: 2010-07-03\nstatus: %s\n---\n"


def article(date: str, more: str = "") -> bytes:
    return f"---\ntitle: A title\ndate: {date}\n{more}---\nText.\n".encode()


def library(files: dict[str, bytes]) -> Library:
    """What is in a site that has no other plans."""
    series = {"series/coming-in-2.6.33.md": b"---\ntitle: Coming in 2.6.33\n---\n"}
    return SiteCore.open(files_in(CASES / "content") | series | files).library


def due(files: dict[str, bytes]) -> tuple[Due, ...]:
    return upcoming(library(files), NOW, ZONE)


def test_nothing_is_to_come() -> None:
    assert due({}) == ()


def test_everything_by_time() -> None:
    found = due(
        {
            "articles/a.md": article("2010-07-01 13:01"),
            "articles/b.md": article("2010-07-01 13:00"),  # now: it is public
            "articles/c.md": article("2010-06-01", "status: draft\n"),
            "articles/d.md": article("", "status: draft\n"),
            "articles/e.md": article("soon"),  # a problem, and for another command
            "series/coming-in-2.6.34.md": SERIES,
            "releases/2.6.34.md": RELEASE % b"development",
            "releases/2.6.35.md": RELEASE % b"released",
        }
    )

    assert [(one.kind, one.when, one.path, one.line) for one in found] == [
        (DueKind.DRAFT, datetime(2010, 6, 1, tzinfo=ZONE), "articles/c.md", 4),
        (DueKind.PLANNED, date(2010, 6, 30), "series/coming-in-2.6.34.md", 4),
        (DueKind.SCHEDULED, datetime(2010, 7, 1, 13, 1, tzinfo=ZONE), "articles/a.md", 3),
        (DueKind.PLANNED, date(2010, 7, 1), "series/coming-in-2.6.34.md", 5),
        (DueKind.PLANNED, date(2010, 7, 2), "series/coming-in-2.6.34.md", 6),
        (DueKind.RELEASE, date(2010, 7, 3), "releases/2.6.34.md", 2),
        (DueKind.DRAFT, None, "articles/d.md", 4),
    ]
    overdue = [one.title for one in found if one.is_overdue]
    assert overdue == ["Coming in 2.6.34, part 1: Networking"]
    assert [one.ahead for one in found] == [
        timedelta(days=-30, hours=-13),
        timedelta(days=-1),
        timedelta(minutes=1),
        timedelta(0),
        timedelta(days=1),
        timedelta(days=2),
        None,
    ]


def test_a_planned_part_waits_for_its_article_to_be_public() -> None:
    part = "series: coming-in-2.6.34\npart: 1\n"
    files = {"series/coming-in-2.6.34.md": SERIES}

    draft = due(files | {"articles/a.md": article("2010-07-05", f"{part}status: draft\n")})
    public = due(files | {"articles/a.md": article("2010-06-20", part)})

    titles = "Coming in 2.6.34, part 1: Networking", "Coming in 2.6.34, part 1: A title"
    assert {one.title for one in draft} > set(titles)
    assert not {one.title for one in public} & set(titles)


def test_moments_are_those_of_the_site_whatever_the_article_says() -> None:
    (one,) = due({"articles/a.md": article("2010-07-01 23:30-05:00")})

    assert str(one.when) == "2010-07-02 05:30:00+01:00"


def test_what_is_today_depends_on_where_the_site_is() -> None:
    ours = library({"releases/2.6.35.md": RELEASE % b"development"})

    (before,) = upcoming(ours, datetime(2010, 7, 3, 22, 59, tzinfo=UTC), ZONE)
    (after,) = upcoming(ours, datetime(2010, 7, 3, 23, 0, tzinfo=UTC), ZONE)

    assert (before.is_overdue, after.is_overdue) == (False, True)
