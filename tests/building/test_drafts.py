from __future__ import annotations

import pytest
from smallsite import Built, SmallSite, text

DRAFT = """---
title: Secret plans
series: coming-in-2.6.33
part: 3
date: {date}
status: {status}
---

Cites (:commit[ffffffffffff]).
"""


@pytest.fixture(params=[("2010-03-02", "draft"), ("2099-03-02", "published")])
def hidden(request: pytest.FixtureRequest, site: SmallSite) -> SmallSite:
    date, status = request.param
    site.write("articles/2.6.33/graphics.md", DRAFT.format(date=date, status=status))
    return site


def test_a_build_knows_nothing_of_drafts_and_the_future(hidden: SmallSite) -> None:
    built = hidden.build()

    assert built.problems == []
    leaks = [
        name
        for name, data in built.files().items()
        if b"Secret plans" in data or b"2.6.33/graphics" in data or b"ffffffffffff" in data
    ]
    assert leaks == []


def test_the_preview_shows_and_marks_them(hidden: SmallSite) -> None:
    built = hidden.build(preview=True, strict=False)

    page = built.page("articles/2.6.33/graphics/")
    assert "Secret plans" in text(page)
    flag = page.select_one(".kl-head .kl-flag")
    assert flag
    assert text(flag) in ("Draft", "Scheduled")
    box = built.page("articles/2.6.33/network/").select_one(".kl-series-box")
    assert box
    assert "Not public" in text(box)
    assert any("ffffffffffff" in problem for problem in built.problems)


def test_the_time_of_a_build_can_be_set(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1265500000")  # 6 February 2010

    built = site.build(strict=False)

    assert "articles/2.6.33/storage/index.html" not in built.pages()
    assert "articles/2.6.33/network/index.html" in built.pages()
    assert _problem(built, "Part 2 is planned, but not published.")


def _problem(built: Built, message: str) -> bool:
    return any(message in problem for problem in built.problems)
