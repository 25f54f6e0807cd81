from __future__ import annotations

from pathlib import Path

import pytest

from kernlog_site.tools.site_scaffold.local_timezone import local_timezone


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (":America/New_York", "America/New_York"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "UTC"),
        ("/etc/localtime", "UTC"),
    ],
)
def test_by_the_variable(monkeypatch: pytest.MonkeyPatch, variable: str, name: str) -> None:
    monkeypatch.setenv("TZ", variable)

    assert local_timezone() == name


@pytest.mark.parametrize(
    ("leads_to", "name"),
    [
        ("usr/share/zoneinfo/Europe/Vienna", "Europe/Vienna"),
        ("usr/share/zoneinfo/posix/Asia/Tokyo", "Asia/Tokyo"),
        ("usr/share/zoneinfo/Nowhere/Atall", "UTC"),
        ("somewhere/else", "UTC"),
    ],
)
def test_by_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, leads_to: str, name: str
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "localtime").symlink_to(tmp_path / leads_to)

    assert local_timezone(tmp_path / "localtime") == name


def test_without_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)

    assert local_timezone(tmp_path / "localtime") == "UTC"
