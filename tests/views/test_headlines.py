"""Headlines are composed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from record_factories import article, version
from site_core import sample_core

from kernlog_site.views.headlines import FIELDS, Headlines

PATTERN = "{kicker}: {series} (Part {part}) - {title}"
CORE = sample_core()
PART_2 = CORE.article("articles/graphics.md")


@pytest.mark.parametrize(
    ("pattern", "headline"),
    [
        (PATTERN, "Kernel Log: Coming in 2.6.33 (Part 2) - Graphics"),
        ("{title} in Linux {release}", "Graphics in Linux 2.6.33"),
        ("{{{title}}}", "{Graphics}"),
        ("fixed", "fixed"),
    ],
)
def test_a_part_has_the_headline_of_the_pattern(pattern: str, headline: str) -> None:
    assert Headlines("Kernel Log", pattern).headline(PART_2, CORE.library) == headline


@pytest.mark.parametrize(
    ("kicker", "headline"), [("Kernel Log", "Kernel Log: News {x}"), ("", "News {x}")]
)
def test_a_one_off_has_kicker_and_title(kicker: str, headline: str) -> None:
    one_off = article("articles/news.md", title="News {x}", release=version("2.6.33"))
    assert Headlines(kicker, PATTERN).headline(one_off, CORE.library) == headline


@pytest.mark.parametrize("title", ["{part}", "{0.__class__}", "{", "a & <b>", "%s"])
def test_a_title_is_text(title: str) -> None:
    part = replace(PART_2, title=title)
    assert Headlines("K", "{title}").headline(part, CORE.library) == title


def test_the_known_placeholders_are_filled() -> None:
    pattern = "|".join(f"{{{field}}}" for field in FIELDS)
    made = Headlines("Kernel Log", pattern).headline(PART_2, CORE.library)
    assert made == "Kernel Log|Coming in 2.6.33|2|Graphics|2.6.33"
