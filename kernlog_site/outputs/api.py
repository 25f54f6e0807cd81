"""What other programs load: articles and releases, and the schemas of all exports."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import kernlog_site
from kernlog_site.build.artifacts import Supplement
from kernlog_site.build.build import Build
from kernlog_site.core.routes import export, schema
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.outputs.exports import Exports

_SCHEMAS = Path(kernlog_site.__file__).parent / "schemas"


def exports(build: Build) -> Iterator[Supplement]:
    """The lists of articles and of releases, and the schemas."""
    site, present = build.site_url or "/", build.presenter
    made = Exports(site, present)
    how = site, build.routes, build.headlines, present.now if build.preview else None
    made_with = digest(digest_of_programs(), digest_of(*how), build.of_records, build.of_store)
    yield Supplement(export("articles"), digest(made_with, build.of_citations), made.articles)
    newest = [present.state(release).newest for release in build.library.newest_releases]
    yield Supplement(export("releases"), digest(made_with, digest_of(newest)), made.releases)
    for path in sorted(_SCHEMAS.glob("*.json")):
        data = path.read_bytes()
        yield Supplement(schema(path.stem), digest(data), partial(bytes, data))
