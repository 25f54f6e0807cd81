"""Redirects: pages at the old addresses of articles, which lead on to where those are now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from html import escape
from urllib.parse import quote, urljoin

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.stages.finished import Finished
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


def redirects(site: Finished) -> Iterator[Artifact]:
    """A page for each old address."""
    settings = site.settings
    icon, script = (
        path if site.files.get_file_from_path(path) else "" for path in (_ICON_FILE, _SCRIPT_FILE)
    )
    for redirect in site.redirects:
        here, url = quote(redirect.path), settings.routes.url(redirect.article.path)
        page = MovedPage(
            headline=settings.headlines.headline(redirect.article, site.library),
            href=relative(url, here),
            canonical=urljoin(settings.site_url, url) if settings.site_url else "",
            icon=relative(icon, here) if icon else "",
            script=relative(script, here) if script else "",
        )
        html = page.html(settings.words).encode()
        # It is made as quickly as all that it is made from would be listed.
        yield Artifact(redirect.path, digest(b"moved", html), partial(bytes, html))


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPage:
    """A page at an old address. `href` leads from it to the article, whose absolute address is
    `canonical`.

    `script` leads to the one that takes the fragment along, `icon` to the icon of the site; they
    may be empty.
    """

    headline: str
    href: str
    canonical: str
    icon: str
    script: str

    def html(self, words: Words) -> str:
        """The page in a language."""
        href, script = escape(self.href), escape(self.script)
        return _PAGE.format(
            language=escape(words.language),
            direction=Formats.of(words.language).direction,
            headline=escape(self.headline),
            canonical=escape(self.canonical) or href,
            icon=_ICON.format(src=escape(self.icon)) if self.icon else "",
            script=_SCRIPT.format(src=script, href=href) if script else "",
            href=href,
            moved=escape(words.gettext("This article has moved to another address:")),
        )
