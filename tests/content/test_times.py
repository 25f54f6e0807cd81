from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from kernlog_site.content.fields import NoTime, parse_day, parse_time

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2010-02-12 15:51", "2010-02-12T15:51+00:00"),
        ("2010-07-12 15:51", "2010-07-12T14:51+00:00"),
        ("2010-07-12", "2010-07-11T23:00+00:00"),
        ("2010-07-12 15:51Z", "2010-07-12T15:51+00:00"),
        ("2010-07-12 15:51+02:00", "2010-07-12T13:51+00:00"),
        ("2010-07-12 15:51:30 +0200", "2010-07-12T13:51:30+00:00"),  # as git shows it
        ("2010-07-12 15:51+14:00", "2010-07-12T01:51+00:00"),
        ("2010-03-28 00:59", "2010-03-28T00:59+00:00"),
        ("2010-03-28 02:00", "2010-03-28T01:00+00:00"),
        ("2010-03-28 01:30+00:00", "2010-03-28T01:30+00:00"),
        ("2010-10-31 01:30+01:00", "2010-10-31T00:30+00:00"),
        ("2010-10-31 01:30+00:00", "2010-10-31T01:30+00:00"),
        ("1970-01-01 00:00Z", "1970-01-01T00:00+00:00"),
        ("2099-12-31 23:59", "2099-12-31T23:59+00:00"),
    ],
)
def test_a_text_is_one_moment(written: str, moment: str) -> None:
    assert parse_time(written, LONDON) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        # Where clocks are changed at midnight, a day has no 00:00, or two.
        ("America/Sao_Paulo", "2010-10-17", "2010-10-17T03:00+00:00"),
        ("America/Havana", "2010-10-31", "2010-10-31T04:00+00:00"),
    ],
)
def test_a_day_is_its_first_moment(zone: str, day: str, moment: str) -> None:
    when = parse_time(day, ZoneInfo(zone))

    assert when.astimezone(UTC) == datetime.fromisoformat(moment)
    assert when.date() == date.fromisoformat(day)
    before = (when.astimezone(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert before.date() < when.date()


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2010-03-28 01:00", "write 2010-03-28 02:00."),
        ("2010-03-28 01:59", "write 2010-03-28 02:59."),
        ("2010-10-31 01:00", "Write 2010-10-31 01:00+01:00 or 2010-10-31 01:00+00:00."),
        ("2010-10-31 01:59", "Write 2010-10-31 01:59+01:00 or 2010-10-31 01:59+00:00."),
        ("2010-07-12 15:51 Europe/Berlin", "as in 2010-07-12 15:51+02:00."),
        ("2010-07-12 15:51 CEST", "as in 2010-02-12 15:51+01:00."),
        ("2010-07-12 15:51 Europe/../../etc/passwd", "as in 2010-02-12 15:51+01:00."),
        ("2010-07-12 15:51+14:01", "as in 2010-02-12 15:51+01:00."),
        ("2010-07-12 15:51-25:00", "as in 2010-02-12 15:51+01:00."),
        ("1969-12-31", "from 1970 to 2099."),
        ("2100-01-01 00:00Z", "from 1970 to 2099."),
        ("0001-01-01 00:00+14:00", "from 1970 to 2099."),
        ("2010-02-30", "as in 2010-02-12 15:51 or 2010-02-12 15:51+01:00."),
        ("", "as in 2010-02-12 15:51 or 2010-02-12 15:51+01:00."),
    ],
)
def test_what_is_no_moment_is_refused_with_a_remedy(written: str, hint: str) -> None:
    with pytest.raises(NoTime) as refused:
        parse_time(written, LONDON)

    assert f"is '{written}', " in str(refused.value)
    assert refused.value.hint.endswith(hint)


def test_what_a_hint_says_to_write_can_be_read() -> None:
    for written in ("2010-03-28 01:30", "2010-10-31 01:30", "2010-07-12 15:51 Europe/Berlin"):
        with pytest.raises(NoTime) as refused:
            parse_time(written, LONDON)
        remedy = refused.value.hint.removesuffix(".").rpartition("rite ")[2]
        for text in remedy.removeprefix("it as in ").split(" or "):
            assert parse_time(text, LONDON).tzinfo


def test_a_zone_without_changes_of_the_clock_takes_every_time() -> None:
    fixed = timezone(timedelta(hours=5, minutes=30))

    assert parse_time("2010-03-28 01:30", fixed).utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize("written", ["20.2.2010", "2010-02-20 12:00", "20100220", "9999-12-31"])
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(NoTime):
        parse_day(written)


def test_a_day() -> None:
    assert parse_day("2010-02-20") == date(2010, 2, 20)
