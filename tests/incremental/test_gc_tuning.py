"""Python searches for garbage as before when what stays has been made."""

from __future__ import annotations

import gc

import pytest

from kernlog_site.incremental.gc_tuning import none_expected


def test_nobody_searches_meanwhile() -> None:
    with none_expected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_ends_with_an_error() -> None:
    with pytest.raises(ValueError, match="bad"), none_expected():
        raise ValueError("bad")
    assert gc.isenabled()


def test_whoever_switched_it_off_has_it_off_afterwards() -> None:
    gc.disable()
    try:
        with none_expected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
