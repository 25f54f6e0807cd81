"""Link schemes: `lwn:373989` becomes an address by a template with one `{}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from kernlog_site.core.routes import is_web_address

DEFAULT_SCHEMES: Mapping[str, str] = {
    "lwn": "https://lwn.net/Articles/{}/",
    "lore": "https://lore.kernel.org/r/{}/",
    "bug": "https://bugzilla.kernel.org/show_bug.cgi?id={}",
    "cve": "https://www.cve.org/CVERecord?id={}",
}
OWN_SCHEMES = ("commit", "part", "release", "series")
"""What leads to a git web or to a page of the site; no template can take their place."""

ORDINARY_SCHEMES = frozenset(
    ("http", "https", "mailto", "tel", "ftp", "ftps", "irc", "ircs", "xmpp", "matrix", "news")
)
"""What an ordinary link may start with. Everything else is unknown, `javascript:` above all."""

_NAME = re.compile(r"[a-z][a-z0-9+.-]*")


class BadScheme(ValueError):
    """Raised for a link scheme that is configured wrongly."""


def check_scheme(name: str, template: object) -> None:
    """Raise `BadScheme` if links cannot be made of a template."""
    at = f"links.{name}"
    if not _NAME.fullmatch(name):
        raise BadScheme(f"{at}: a scheme is a word in lower case, such as lwn.")
    if name in OWN_SCHEMES or name in ORDINARY_SCHEMES:
        raise BadScheme(f"{at}: '{name}' has a meaning of its own; choose another name.")
    if not isinstance(template, str) or template.count("{}") != 1:
        raise BadScheme(f"{at} is {template!r}, but should be an address with one {{}} in it.")
    if not is_web_address(template):
        raise BadScheme(f"{at} is '{template}', but should be an address with http:// or https://.")


def address(template: str, target: str) -> str:
    """The address of a target. In a query all is encoded; in a path `/`, `?` and `#` keep their
    meaning, and `%2F` stays as written."""
    before, after = template.split("{}")
    if "?" in before:
        return before + quote(target, safe="@:") + after
    return before + quote(target, safe="@:/?#=&%+,;~!$'()*") + after
