"""Redirects: pages at the old addresses of articles, which lead on to where those are now."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from urllib.parse import quote, urljoin

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.build import Build
from kernlog_site.core.formats import Formats
from kernlog_site.core.i18n import Words
from kernlog_site.core.routes import relative
from kernlog_site.incremental.digest import digest

_ICON_FILE = "assets/images/favicon.png"
_SCRIPT_FILE = "assets/scripts/moved.js"

_PAGE = """\
<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>{headline}</title>
<link rel="canonical" href="{canonical}">
{icon}{script}<meta http-equiv="refresh" content="0; url={href}">
</head>
<body>
<p>{moved}</p>
<p><a href="{href}">{headline}</a></p>
</body>
</html>
"""
_SCRIPT = '<script src="{src}" data-to="{href}"></script>\n'
"""Stands before what leads on without it, so that it comes first."""
_ICON = '<link rel="icon" href="{src}">\n'
"""Without one, browsers ask for /favicon.ico."""


def redirects(build: Build) -> Iterator[Artifact]:
    """A page for each old address."""
    icon, script = (
        path if build.files.get_file_from_path(path) else "" for path in (_ICON_FILE, _SCRIPT_FILE)
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
        yield Artifact(redirect.path, digest(b"moved", page.encode()), page.encode)


def moved(  # noqa: PLR0913, PLR0917
    headline: str, href: str, canonical: str, icon: str, script: str, words: Words
) -> str:
    """The page. `href` leads from it to the article, whose absolute address is `canonical`.

    `script` leads to the one that takes the fragment along, `icon` to the icon of the site; they
    may be empty.
    """
    shown = _SCRIPT.format(src=escape(script), href=escape(href)) if script else ""
    return _PAGE.format(
        language=escape(words.language),
        direction=Formats.of(words.language).direction,
        headline=escape(headline),
        canonical=escape(canonical or href),
        icon=_ICON.format(src=escape(icon)) if icon else "",
        script=shown,
        href=escape(href),
        moved=escape(words.gettext("This article has moved to another address:")),
    )
