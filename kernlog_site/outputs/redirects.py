"""The pages at old addresses of articles."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urljoin

from kernlog_site.build.artifacts import Supplement
from kernlog_site.build.build import Build
from kernlog_site.core.routes import relative
from kernlog_site.incremental.digest import digest
from kernlog_site.outputs.moved import moved

_ICON = "assets/images/favicon.png"
_SCRIPT = "assets/scripts/moved.js"


def redirects(build: Build) -> Iterator[Supplement]:
    """A page for each old address."""
    icon, script = (
        path if build.files.get_file_from_path(path) else "" for path in (_ICON, _SCRIPT)
    )
    for redirect in build.redirects:
        here, url = quote(redirect.path), build.routes.url(redirect.article.path)
        page = moved(
            headline=build.headlines.headline(redirect.article, build.library),
            href=relative(url, here),
            canonical=urljoin(build.site_url, url) if build.site_url else "",
            icon=relative(icon, here) if icon else "",
            script=relative(script, here) if script else "",
            words=build.words,
        )
        # It is made as quickly as all that it is made from would be listed.
        yield Supplement(redirect.path, digest(b"moved", page.encode()), page.encode)
