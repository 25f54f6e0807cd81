"""Puts a picture for social networks beside each article, where it is not there already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import NamedTuple

from mkdocs.structure.files import Files

import kernlog_site
from kernlog_site.building.build import Build
from kernlog_site.building.canonical import digest, digest_of, digest_of_programs, digest_of_tree
from kernlog_site.building.site import Site
from kernlog_site.building.workers import in_all_processors
from kernlog_site.model import Article
from kernlog_site.rendering.metadata import Card

_BATCH = 50
_FONTS = Path(kernlog_site.__file__).parent / "fonts"


class _Order(NamedTuple):
    """A card to be drawn: what for, and a digest of what it is made from."""

    path: str
    made_from: str
    card: Card


def print_cards(build: Build, site: Site) -> None:
    """Put on the stage of the site each card that differs from the last build.

    Where the site was lost, all are drawn again: that is as quick as to look them up.
    """
    orders = list(_orders(build, site))
    if not orders:
        return
    from kernlog_site.rendering.cards import draw  # noqa: PLC0415 - to load Pillow takes a while

    def finish(order: _Order) -> None:
        site.write(order.path, draw(order.card))

    # The first is drawn here, so that all processes have the fonts.
    batches = [orders[:1], *(orders[n : n + _BATCH] for n in range(1, len(orders), _BATCH))]
    for order, _ in zip(orders, in_all_processors(finish, batches), strict=True):
        site.printed(order.path, order.made_from)


def _orders(build: Build, site: Site) -> Iterator[_Order]:
    """The cards to be drawn; the others are kept."""
    made_with = digest(b"card", digest_of_programs(), digest_of_tree(_FONTS))
    taken = set(_taken(build.files))
    for article in build.library.articles:
        path = build.routes.card(article.path)
        if path in taken:
            continue  # The writer has drawn one.
        card = _card(article, build)
        made_from = digest(made_with, digest_of(card)).hex()
        if not site.keep(path, made_from):
            yield _Order(path, made_from, card)


def _taken(files: Files) -> Iterator[str]:
    """The files and the folders that the site has anyhow."""
    for file in files:
        if file.inclusion.is_included():
            yield from accumulate(file.dest_uri.split("/"), "{}/{}".format)


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
