"""Scaffolds: new files for writers, their front matter complete and commented, in their places.

What is asked for is checked against the library, so that `kernlog check` finds nothing wrong with
a file that nobody has written a word into yet. No file takes the place of another.
"""

from __future__ import annotations

import math
import os
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from textwrap import dedent
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import yaml

from kernlog_site.content.fields import NoTime, as_written, parse_time
from kernlog_site.content.library import Library
from kernlog_site.core.characters import printable
from kernlog_site.core.model import Part
from kernlog_site.core.names import alike, known_as, spelled
from kernlog_site.core.problems import Problem, did_you_mean
from kernlog_site.core.routes import Kind, Routes, is_series_id
from kernlog_site.core.versions import Version
from kernlog_site.tools.settings import Settings

_LETTERS_OF_A_NAME = 80
"""As many letters of a title make the name of a file, at most."""
_INDEX = "index"

_OF_ARTICLES = {
    "title": "The topic alone; the headline is composed from it.",
    "date": "When readers may see it, in the site's timezone unless it has an offset.",
    "authors": "Ids in the list of authors.",
    "summary": "The standfirst: one or two sentences above the text and in every list.",
    "status": "Change it to published when it is ready.",
    "": """
        # also: [{earlier}]        other releases whose commits it may cite
        # tree: stable          the tree of hashes without one
        """,
}
_OF_SERIES = {
    "summary": "One or two sentences for the lists of series.",
    "planned": "Parts to come: [{part: 1, title: Networking, expected: 2010-02-20}]",
}
_OF_RELEASES = {
    "expected": "The day it is expected on, such as 2010-02-24.",
    "links": "Reports elsewhere: [{title: The merge window, url: https://lwn.net/...}]",
    "": """
        # previous: {earlier}      by default the release before it that the site knows
        # status: longterm      by default development until its tag is in the store
        """,
}


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A file to be written: its path below the content folder, its text, what to know about it."""

    path: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleWish:
    """The request for a new article. Without a title it is the next planned part."""

    title: str = ""
    series: str | None = None
    release: Version | None = None
    authors: Sequence[str] = ()
    date: str = ""
    path: str | None = None


def new_article(wish: ArticleWish, library: Library, routes: Routes) -> Scaffold | Problem:
    """The file of a new article, a draft."""
    wish = _by_their_names(wish, library)
    if wrong := _unknown(wish, library):
        return wrong
    title, part, notes = one_line(wish.title), None, []
    if wish.series is not None:
        part = _next_part(library.parts(wish.series), title)
        planned = part.planned.title if part.planned else ""
        if planned and title and alike(planned) != alike(title):
            notes.append(f"Part {part.number} was planned as '{planned}'.")
        title = title or planned
        source = routes.series_source(wish.series)
        if not part.planned and library.series[wish.series].planned:
            notes.append(f"Add part {part.number} to planned in {source}.")
    if not title:
        why = f"No part of '{wish.series}' is planned next." if wish.series else "It has no title."
        return Problem(why, "Write the title of the article.")
    path = wish.path or _folder(wish, library, routes) + f"/{_file_name(title, part)}.md"
    if wrong := _bad_place(path, library, routes):
        return wrong
    of_series = library.series[wish.series].release if wish.series else None
    front = {
        "title": yaml_value(title),
        "series": wish.series,
        "part": part and part.number,
        "release": wish.release if wish.release != of_series else None,
        "date": wish.date,
        "authors": yaml_value([one_line(author) for author in _authors(wish, library)]),
        "summary": "",
        "topics": "[]",
        "status": "draft",
    }
    return Scaffold(path, _front_matter(front, _OF_ARTICLES, library), tuple(notes))


def new_series(
    name: str, release: Version | None, library: Library, routes: Routes
) -> Scaffold | Problem:
    """The file of a new series, called by its id or by its title."""
    given = one_line(name)
    series_id = _slug(given, keep=".")
    if not is_series_id(series_id) or series_id == _INDEX:
        return Problem(f"No series can be called '{given}'.", "Write an id: coming-in-2.6.33.")
    title = given.replace("-", " ").capitalize() if given == series_id else given
    existing = library.series.get(known_as(series_id, library.series) or series_id)
    path = existing.source.path if existing else routes.series_source(series_id)
    if existing and existing.has_file:
        return Problem(f"The series '{series_id}' is there already: {path}.", "Edit that file.")
    front = {"title": yaml_value(title), "release": release, "summary": "", "planned": "[]"}
    return Scaffold(path, _front_matter(front, _OF_SERIES, library))


def new_release(version: Version, library: Library, routes: Routes) -> Scaffold | Problem:
    """The file of a release."""
    if version.is_candidate:
        return Problem(f"{version} is a candidate and no release.", f"Write {version.release}.")
    existing = library.releases.get(version)
    if existing and existing.has_file:
        where = existing.source.path
        return Problem(f"The release {version} is there already: {where}.", "Edit that file.")
    front = {"version": version, "codename": "", "expected": "", "links": "[]"}
    return Scaffold(routes.release_source(version), _front_matter(front, _OF_RELEASES, library))


def one_line(text: str) -> str:
    """Text without line breaks and other control characters."""
    spaced = (" " if unicodedata.category(c) == "Cc" else c for c in text)
    return printable(" ".join("".join(spaced).split()))


def _by_their_names(wish: ArticleWish, library: Library) -> ArticleWish:
    """A wish that calls series and authors as they are called."""
    authors = [known_as(author, library.people) or author for author in wish.authors]
    series = wish.series and (known_as(wish.series, library.series) or wish.series)
    return replace(wish, series=series, authors=authors)


def _unknown(wish: ArticleWish, library: Library) -> Problem | None:
    if wish.series is not None and wish.series not in library.series:
        hint = did_you_mean(wish.series, library.series)
        create = f"Create it with `kernlog new series {wish.series}`."
        return Problem(f"Unknown series '{wish.series}'.", hint or create)
    for author in wish.authors:
        if author not in library.people:
            hint = did_you_mean(author, library.people) or f"Add it to {library.people_path}."
            return Problem(f"Unknown author '{author}'.", hint)
    if wish.release and wish.release.is_candidate:
        hint = f"Write {wish.release.release}."
        return Problem(f"{wish.release} is a candidate and no release.", hint)
    return None


def _next_part(parts: Sequence[Part], title: str) -> Part:
    """The part planned under that title, else the first that nobody has written yet."""
    unwritten = [part for part in parts if part.article is None]
    for part in unwritten:
        if title and part.planned and alike(part.planned.title) == alike(title):
            return part
    after_last = Part(max((part.number for part in parts), default=0) + 1)
    return next(iter(unwritten), after_last)


def _authors(wish: ArticleWish, library: Library) -> Iterable[str]:
    """Those asked for; where only one person writes, that one."""
    return wish.authors or (library.people if len(library.people) == 1 else ())


def _folder(wish: ArticleWish, library: Library, routes: Routes) -> str:
    """Where the last part of the series is, else a folder called after the release."""
    if wish.series is not None:
        written = [part.article for part in library.parts(wish.series) if part.article]
        if written:
            return posixpath.dirname(written[-1].path)
    of_series = library.series[wish.series].release if wish.series else None
    release = wish.release or of_series
    return f"{routes.articles}/{release}" if release else routes.articles


def _file_name(title: str, part: Part | None) -> str:
    name = _slug(title)
    if len(name) > _LETTERS_OF_A_NAME:
        name = name[:_LETTERS_OF_A_NAME].rpartition("-")[0] or name[:_LETTERS_OF_A_NAME]
    if name in ("", _INDEX):
        return "-".join(filter(None, ["part", str(part.number)])) if part else "article"
    return name


def _slug(text: str, keep: str = "-") -> str:
    """Text as a part of an address: letters without accents, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in plain if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    words = re.sub(rf"[^\w{re.escape(keep)}]+|_", "-", unicodedata.normalize("NFC", letters))
    return re.sub(r"-{2,}", "-", words).strip("-.")


def _bad_place(path: str, library: Library, routes: Routes) -> Problem | None:
    """Why an article cannot stand there."""
    outside = posixpath.normpath(path) != path or path.startswith(("/", ".."))
    if outside or routes.kind(path) is not Kind.ARTICLE:
        hint = f"Write a path such as {routes.articles}/{library.versions.example}/graphics.md."
        return Problem(f"{path} is no place for an article.", hint)
    for article in library.articles:
        if alike(unquote(routes.url(article.path))) == alike(unquote(routes.url(path))):
            return Problem(
                f"{spelled(article.path, path)} has the address /{routes.url(path)} already.",
                "Choose another title, or a path with --path.",
            )
    return None


def yaml_value(value: object) -> str:
    """A value on one line, in quotes where YAML would read it otherwise."""
    text = yaml.safe_dump(
        value, allow_unicode=True, width=math.inf, default_flow_style=isinstance(value, list)
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _front_matter(
    values: Mapping[str, object], comments: Mapping[str, str], library: Library
) -> str:
    """Each key that has a value, and each that a writer is to fill in, with what it is for."""
    lines = []
    for key, value in values.items():
        if value is not None:
            lines += [f"# {line}" for line in comments.get(key, "").split("\n") if line]
            lines.append(f"{key}: {value}".rstrip())
    more = dedent(comments.get("", "")).strip("\n")
    more = more.replace("{earlier}", library.versions.earlier_example)
    return "\n".join(["---", *lines, *([more] if more else []), "---", "", ""])


def below_content(path: str, site: Settings) -> str:
    """The path of a file below the content folder, however someone wrote it.

    It may start there, in the current folder, or at the root.
    """
    content = site.content.resolve()
    written = Path(path)
    absolute = (Path.cwd() / written).resolve()
    if absolute.is_relative_to(content):
        return absolute.relative_to(content).as_posix()
    return os.path.normpath(written) if not written.is_absolute() else written.as_posix()


def written_date(text: str | None, site: Settings) -> str:
    """A date as front matter has it; without one it is now. Raises `ValueError` for no date."""
    zone = site.options.timezone
    if text is None:
        return date_in(zone, datetime.now(zone))
    try:
        parse_time(text.strip(), zone)
    except NoTime as error:
        raise ValueError(f"The date {error} {error.hint}") from error
    return as_written(datetime.fromisoformat(text.strip()))


def date_in(zone: ZoneInfo, moment: datetime) -> str:
    """A moment as front matter of a site in that timezone has it."""
    there = moment.astimezone(zone)
    comes_twice = there.utcoffset() != there.replace(fold=not there.fold).utcoffset()
    return as_written(there if comes_twice else there.replace(tzinfo=None))


def create(scaffold: Scaffold, site: Settings) -> Path | Problem:
    """Write a new file whole, or not at all."""
    path = site.content / scaffold.path
    shown = f"{site.shown}/{scaffold.path}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return Problem(f"{shown} exists already.", "Edit that file, or choose another name.")
    except OSError as error:
        return Problem(f"{shown} cannot be written: {error.strerror}.", "Choose another place.")
    try:
        with open(descriptor, "wb") as file:
            file.write(scaffold.text.encode())
    except OSError as error:
        path.unlink()
        return Problem(f"{shown} cannot be written: {error.strerror}.", "Make room, try again.")
    except BaseException:
        path.unlink()
        raise
    return path
