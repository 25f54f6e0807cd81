"""One Markdown processor renders text after text as if each were its first."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from markdown import Markdown
from site_core import EXTENSION_SETS, sample_core
from test_golden_citations import FILES, PART_2, load

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Place
from kernlog_site.citations.targets import nowhere

CORE = sample_core()
ARTICLE = CORE.article(PART_2)
RESOLVE = CORE.resolver().at(Place(CORE.routes.url(PART_2), ARTICLE))
TEXTS = [
    *(load(path)["markdown"] for path in FILES),
    "An unclosed :commit[7c68af6e32c7, a list that never ends\n\n```commits\n7c68af6e32c7\n",
    "Nothing.",
]


def processor(extensions: str) -> tuple[Markdown, CitationExtension]:
    own = CitationExtension(nowhere)
    names: list[Any] = []
    options: dict[str, dict[str, Any]] = {}
    for extension in EXTENSION_SETS[extensions]:
        if isinstance(extension, Mapping):
            names += extension
            options |= {name: dict(values) for name, values in extension.items()}
        else:
            names.append(extension)
    return Markdown(extensions=[*names, own], extension_configs=options), own


def rendered(markdown: Markdown, own: CitationExtension, text: str) -> tuple[Any, ...]:
    own.resolve = RESOLVE
    html = markdown.reset().convert(text)
    contents = getattr(markdown, "toc_tokens", None)
    return html, own.citations, own.problems, own.proven, contents


@pytest.mark.no_cover
@pytest.mark.parametrize("extensions", EXTENSION_SETS)
def test_no_text_leaves_anything_behind(extensions: str) -> None:
    fresh = [rendered(*processor(extensions), text) for text in TEXTS]
    reused = processor(extensions)
    order = [number for number in range(len(TEXTS)) for _ in range(3)]
    random.Random(extensions).shuffle(order)
    for number in order:
        assert rendered(*reused, TEXTS[number]) == fresh[number], TEXTS[number]


def test_a_text_may_be_left_in_the_middle() -> None:
    """Whatever stopped it, the next one starts anew."""
    markdown, own = processor("MkDocs")
    text = "# One :commit[7c68af6e32c7]\n\n```commits\n18863bdd60f8\n```\n"
    expected = rendered(markdown, own, text)

    def fail(_: object) -> None:
        raise KeyboardInterrupt

    own.resolve = fail
    with pytest.raises(KeyboardInterrupt):
        markdown.reset().convert(text)
    assert rendered(markdown, own, text) == expected
