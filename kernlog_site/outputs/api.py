"""The API: articles and releases as JSON, and the schemas of all exports, for other programs.

`kernlog_site/schemas` says what every file looks like; the handbook shows them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import kernlog_site
from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.stages.finished import Finished
from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Numbers, Release, Series
from kernlog_site.core.routes import export, schema
from kernlog_site.core.versions import Version
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.views.presenter import Presenter

_SCHEMAS = Path(kernlog_site.__file__).parent / "schemas"

VERSION = 1


def exports(site: Finished) -> Iterator[Artifact]:
    """The lists of articles and of releases, and the schemas."""
    settings, records, presenter = site.settings, site.records, site.presenter
    url = settings.site_url or "/"
    files = Exports(url, presenter)
    # Only where drafts are in the library, time tells which articles are left out.
    now = settings.now if settings.mode.shows_unpublished else None
    of_settings = digest_of(url, settings.routes, settings.headlines, now)
    of_records = records.digest_of_records, records.digest_of_store
    made_with = digest(digest_of_programs(), of_settings, *of_records)
    yield Artifact(export("articles"), digest(made_with, site.digest_of_citations), files.articles)
    newest = [presenter.state(release).newest for release in site.library.newest_releases]
    yield Artifact(export("releases"), digest(made_with, digest_of(newest)), files.releases)
    for path in sorted(_SCHEMAS.glob("*.json")):
        data = path.read_bytes()
        yield Artifact(schema(path.stem), digest(data), partial(bytes, data))


@dataclass(frozen=True)
class Exports:
    """Makes the files of one build. `site` is the address of the site, or `/`."""

    site: str
    presenter: Presenter

    @property
    def _library(self) -> Library:
        return self.presenter.library

    def articles(self) -> bytes:
        """All published articles, newest first, an article a line."""
        published = (a for a in self._library.articles if a.is_public(self.presenter.now))
        return self._file("articles", map(self._article, published))

    def releases(self) -> bytes:
        """All releases, newest first, a release a line."""
        return self._file("releases", map(self._release, self._library.newest_releases))

    def _file(self, name: str, records: Iterable[Mapping[str, Any]]) -> bytes:
        head = {"$schema": self.site + schema(name), "version": VERSION, "site": self.site}
        lines = ",\n".join(map(_json, records))
        return f'{_json(head)[:-1]}, "{name}": [\n{lines}\n]}}\n'.encode()

    def _article(self, article: Article) -> Mapping[str, Any]:
        library, presenter = self._library, self.presenter
        series = library.series[article.series] if article.series else None
        people = dict.fromkeys(article.authors)
        return {
            "url": self._url(article.path),
            "headline": presenter.headlines.headline(article, library),
            "title": article.title,
            "series": self._series(series) if series else None,
            "part": article.part,
            "release": _text(library.release_of(article)),
            "date": _time(article.date),
            "updated": [
                {"date": _time(update.date), "note": update.note} for update in article.updates
            ],
            "authors": [
                {"id": person_id, "name": person.name}
                for person_id, person in zip(people, presenter.people(article), strict=True)
            ],
            "topics": article.topics,
            "summary": article.summary,
            "commits": presenter.cited[article.path].abbreviations(),
        }

    def _release(self, release: Release) -> Mapping[str, Any]:
        state = self.presenter.state(release)
        version = release.version
        return {
            "version": str(version),
            "url": self.site + state.link.url,
            "codename": release.codename,
            "status": state.status,
            "newest": state.newest.name if state.newest else None,
            "expected": state.expected.isoformat() if state.expected else None,
            "previous": _text(release.previous),
            "tags": [{"name": tag.name, "date": _time(tag.date)} for tag in release.tags],
            "numbers": _numbers(release.numbers) if release.numbers else None,
            "links": [asdict(link) for link in release.links],
            "series": [self._series(series) for series in self._library.series_on(version)],
            "articles": [self._url(article.path) for article in self._library.articles_on(version)],
        }

    def _series(self, series: Series) -> Mapping[str, Any]:
        routes = self.presenter.routes
        url = self.site + routes.url(routes.series_source(series.id))
        return {"id": series.id, "title": series.title, "url": url}

    def _url(self, path: str) -> str:
        return self.site + self.presenter.routes.url(path)


def _numbers(numbers: Numbers) -> Mapping[str, Any]:
    candidates = [{"tag": step.tag, "non_merges": step.non_merges} for step in numbers.candidates]
    return {**asdict(numbers), "candidates": candidates}


def _text(version: Version | None) -> str | None:
    return None if version is None else str(version)


def _time(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
