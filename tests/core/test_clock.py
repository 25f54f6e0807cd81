from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernlog_site.core import clock


def test_the_clock_goes_unless_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1265500000")
    assert clock.now() == datetime(2010, 2, 6, 23, 46, 40, tzinfo=UTC)


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "9" * 30])
def test_a_clock_stopped_at_no_time(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)

    with pytest.raises(clock.WrongClock, match="Allowed are seconds since 1970"):
        clock.now()
