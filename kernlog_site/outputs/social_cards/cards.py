"""The picture for social networks beside each article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from pathlib import Path

import kernlog_site
from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.stages.finished import Finished
from kernlog_site.core.model import Article
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs, digest_of_tree
from kernlog_site.views.metadata import SocialCard

_FONTS = Path(kernlog_site.__file__).parent / "fonts"


def cards(site: Finished) -> Iterator[Artifact]:
    """A card for each article, where the site has an address and wants them."""
    settings = site.settings
    if not settings.has_cards:
        return
    accent = settings.options.accent_colour
    common = digest_of(settings.words.fingerprint, settings.headlines.kicker, str(accent))
    made_with = digest(b"card", digest_of_programs(), digest_of_tree(_FONTS), common)
    for article in site.library.articles:
        fingerprint = digest(made_with, digest_of(*_shown(article, site)))
        draw = partial(_draw, article, site)
        yield Artifact(settings.routes.card(article.path), fingerprint, draw)


def _draw(article: Article, site: Finished) -> bytes:
    from kernlog_site.outputs.social_cards.drawing import draw  # noqa: PLC0415 - to load Pillow takes a while

    accent = site.settings.options.accent_colour
    return draw(_card(article, site), accent.light) if accent else draw(_card(article, site))


def _shown(article: Article, site: Finished) -> Iterator[object]:
    """All that the card of an article depends on, before it is put in words."""
    library = site.library
    yield from (article.title, article.date, article.part, library.release_of(article))
    yield from (person.name for person in site.presenter.people(article))
    if article.series:
        yield from (library.series[article.series].title, len(library.parts(article.series)))


def _card(article: Article, site: Finished) -> SocialCard:
    """What is written on the card of an article."""
    settings, teaser = site.settings, site.presenter.teaser(article)
    series = teaser.series
    if article.series and article.part:
        parts = len(site.library.parts(article.series))
        place = settings.words.gettext("%(part)s of %(parts)s")
        place %= {"part": article.part, "parts": parts}
        series += f" · {place}"
    authors = settings.formats.enumerated(person.name for person in teaser.authors)
    names = "".join(chain(*authors))
    date = settings.day(article.date) if article.date else ""
    return SocialCard(
        title=article.title,
        kicker=settings.headlines.kicker,
        release=teaser.release.version.named if teaser.release else "",
        series=series,
        credit=" · ".join(filter(None, (names, date))),
    )
