"""What is kept of a rendered text comes back as it was, whatever stands in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.build.markdown.result import (
    feed_html_from_json,
    feed_html_to_json,
    rows_from_json,
    rows_to_json,
)
from kernlog_site.citations.commit_rows import Outcome, Row

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\t\n\r\0\x1f\x85\u2028"))
OUTCOMES = st.lists(st.builds(Outcome, TEXT, TEXT, st.none() | st.dates(), TEXT, TEXT)).map(tuple)
ROWS = st.lists(st.builds(Row, st.tuples(st.just("linux"), TEXT), TEXT, TEXT, OUTCOMES, TEXT))


@given(ROWS)
def test_rows_may_have_any_text(rows: list[Row]) -> None:
    assert rows_from_json(rows_to_json(rows), [row.commit for row in rows]) == rows


@given(TEXT)
def test_the_text_for_feeds_may_be_any(html: str) -> None:
    assert feed_html_from_json(feed_html_to_json(html)) == html


@given(ROWS, st.integers(1, 3))
def test_rows_of_other_commits_are_none(rows: list[Row], more: int) -> None:
    commits = [row.commit for row in rows] + [("linux", "a")] * more
    assert rows_from_json(rows_to_json(rows), commits) is None
