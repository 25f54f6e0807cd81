"""The picture for social networks beside each article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import kernlog_site
from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.build import Build
from kernlog_site.core.model import Article
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs, digest_of_tree
from kernlog_site.views.metadata import SocialCard

_FONTS = Path(kernlog_site.__file__).parent / "fonts"


def cards(build: Build) -> Iterator[Artifact]:
    """A card for each article, where the site has an address and wants them."""
    if not build.has_cards:
        return
    same = build.words.language, build.headlines.kicker
    made_with = digest(b"card", digest_of_programs(), digest_of_tree(_FONTS), digest_of(*same))
    for article in build.library.articles:
        fingerprint = digest(made_with, digest_of(*_shown(article, build)))
        yield Artifact(build.routes.card(article.path), fingerprint, partial(_draw, article, build))


def _draw(article: Article, build: Build) -> bytes:
    from kernlog_site.outputs.social_cards.drawing import draw  # noqa: PLC0415 - to load Pillow takes a while

    return draw(_card(article, build))


def _shown(article: Article, build: Build) -> Iterator[object]:
    """All that the card of an article depends on, before it is put in words."""
    library = build.library
    yield from (article.title, article.date, article.part, library.release_of(article))
    yield from (person.name for person in build.presenter.people(article))
    if article.series:
        yield from (library.series[article.series].title, len(library.parts(article.series)))


def _card(article: Article, build: Build) -> SocialCard:
    """What is written on the card of an article."""
    its = build.presenter.teaser(article)
    series = its.series
    if article.series and article.part:
        parts = len(build.library.parts(article.series))
        place = build.words.gettext("%(part)s of %(parts)s")
        place %= {"part": article.part, "parts": parts}
        series += f" · {place}"
    names = "".join(chain(*build.formats.enumerated(person.name for person in its.authors)))
    date = build.formats.day(article.date) if article.date else ""
    return SocialCard(
        title=article.title,
        kicker=build.headlines.kicker,
        release=f"Linux {its.release.version}" if its.release else "",
        series=series,
        credit=" · ".join(filter(None, (names, date))),
    )
