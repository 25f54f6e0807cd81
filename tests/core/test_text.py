"""Bytes become text."""

from __future__ import annotations

import codecs

from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.core.regular_files import decode


def test_byte_order_mark_and_windows_line_ends_just_work() -> None:
    text, problems = decode("a.md", codecs.BOM_UTF8 + "---\r\ntitle: Ö\r\n---\rBody".encode())
    assert text == "---\ntitle: Ö\n---\nBody"
    assert problems == ()


def test_bytes_that_are_not_utf_8_are_told_and_the_rest_is_kept() -> None:
    text, (problem,) = decode("a.md", b"one\ntw\xf6\nthree \xff\n")
    assert text == "one\ntw\ufffd\nthree \ufffd\n"
    assert str(problem) == (
        "a.md:2: The file is not UTF-8: byte 0xf6 cannot be read. Save the file as UTF-8."
    )


def test_lines_are_counted_where_windows_ends_them() -> None:
    _, (problem,) = decode("a.md", b"one\r\ntwo\r\n\xff")
    assert problem.line == 3


def test_utf_16_is_told_as_well() -> None:
    _, problems = decode("a.md", "title".encode("utf-16"))
    assert len(problems) == 1


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    text, problems = decode("a.md", data)
    assert "\r" not in text
    assert not problems or "\ufffd" in text


@given(st.text())
def test_utf_8_is_read_as_it_is(text: str) -> None:
    read, problems = decode("a.md", codecs.BOM_UTF8 + text.encode())
    assert read == text.replace("\r\n", "\n").replace("\r", "\n")
    assert problems == ()
