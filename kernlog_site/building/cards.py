"""Puts a picture for social networks beside each article, where it is not there already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple

from mkdocs.structure.files import Files

import kernlog_site
from kernlog_site.building.build import Build
from kernlog_site.building.cache import Cache, pack
from kernlog_site.building.canonical import digest, digest_of, digest_of_programs, digest_of_tree
from kernlog_site.building.site import Site
from kernlog_site.building.workers import in_all_processors
from kernlog_site.model import Article
from kernlog_site.rendering.metadata import Card

_BATCH = 50
_FONTS = Path(kernlog_site.__file__).parent / "fonts"


class _Order(NamedTuple):
    """A card to be drawn: for which article, where, and a digest of what it is made from."""

    article: Article
    path: str
    made_from: bytes


def print_cards(build: Build, site: Site, cache: Cache) -> None:
    """Put on the stage of the site each card that differs from the last build."""
    orders = list(_orders(build, site, cache))
    if not orders:
        return
    from kernlog_site.rendering.cards import draw  # noqa: PLC0415 - to load Pillow takes a while

    def finish(order: _Order) -> bytes:
        drawn = draw(_card(order.article, build))
        site.write(order.path, drawn)
        return pack(drawn)

    # The first is drawn here, so that all processes have the fonts.
    batches = [orders[:1], *(orders[n : n + _BATCH] for n in range(1, len(orders), _BATCH))]
    for order, packed in zip(orders, in_all_processors(finish, batches), strict=True):
        cache.put(order.made_from, packed)
        site.printed(order.path, order.made_from.hex())
    cache.save()


def _orders(build: Build, site: Site, cache: Cache) -> Iterator[_Order]:
    """The cards to be drawn; the others are kept, or taken from the cache."""
    same = build.words.language, build.headlines.kicker
    made_with = digest(b"card", digest_of_programs(), digest_of_tree(_FONTS), digest_of(*same))
    taken = set(_taken(build.files))
    for article in build.library.articles:
        path = build.routes.card(article.path)
        if path in taken:
            continue  # The writer has drawn one.
        made_from = digest(made_with, digest_of(*_shown(article, build)))
        cache.needs(made_from)
        if site.keep(path, made_from.hex()):
            continue
        drawn = cache.get(made_from)
        if drawn is None:
            yield _Order(article, path, made_from)
        else:
            site.write(path, drawn)
            site.printed(path, made_from.hex())


def _taken(files: Files) -> Iterator[str]:
    """The files and the folders that the site has anyhow."""
    for file in files:
        if file.inclusion.is_included():
            yield from accumulate(file.dest_uri.split("/"), "{}/{}".format)


def _shown(article: Article, build: Build) -> Iterator[object]:
    """All that the card of an article depends on, before it is put in words."""
    library = build.library
    yield from (article.title, article.date, article.part, library.release_of(article))
    yield from (person.name for person in build.presenter.people(article))
    if article.series:
        yield from (library.series[article.series].title, len(library.parts(article.series)))


def _card(article: Article, build: Build) -> Card:
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
    return Card(
        title=article.title,
        kicker=build.headlines.kicker,
        release=f"Linux {its.release.version}" if its.release else "",
        series=series,
        credit=" · ".join(filter(None, (names, date))),
    )
