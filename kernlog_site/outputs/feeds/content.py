"""The text of an article as feeds carry it: lean, safe, and with addresses that hold anywhere.

    <a class="citation" id="c-7dd65feb6c60" href="https://..." title="lib: add support ...">1</a>
    <a href="../storage/#disks">disks</a>                                                  becomes
    <a href="https://..." title="lib: add support ...">1</a>
    <a href="https://log.example/articles/storage/#disks">disks</a>

A text is made ready once, before anybody knows which feeds it is in or where the site will stand:
a mark takes the place of the address of the site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from nh3 import Cleaner

from kernlog_site.citations.problem_marks import without_marks
from kernlog_site.outputs.feeds import fallbacks

_HOST = "https://site.invalid/"
_SITE = f"{_HOST}root/"
"""What stands for the address of the site, and before it for that of its host."""
_NOT_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_ILLEGAL = re.compile(f"[{_NOT_XML}]")
_SCHEMES = (
    "ftp ftps gemini geo git http https irc ircs magnet mailto matrix news nntp sip sips sms tel"
    " webcal xmpp"
)
"""Of addresses that lead somewhere and run nothing."""

_PERMALINK = re.compile(r'<a class="headerlink"[^<>]*+>[^<]*+</a>')
_SPAN = re.compile(r'<span(?: class="[^"<>]*+")?>|</span>')
_STYLED = re.compile(r'<(\w+)(?: (?:class|id)="[^"<>]*+")++>')
_LINK = re.compile(
    r'<a (?:class="[^"<>]*+" )?href="([^"<>]*+)"(?: (?:id|rel)="[^"<>]*+")*+( title="[^"<>]*+")?>'
)
_WITHIN = re.compile(r"[\w./#?=%-]*")
"""An address that is certainly one of the same site, and no other when entities are read."""

_TAGS = (
    "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd"
    " del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i"
    " img ins kbd li mark menu ol p picture pre q rp rt ruby s samp section small source strike"
    " strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr"
)
_PLAIN = re.compile(
    rf"(?:[^<>{_NOT_XML}]++"
    rf'|<a href="https?://[^"<>\s\[\]{_NOT_XML}]*+"(?: title="[^"<>{_NOT_XML}]*+")?>'
    rf'|</?(?:{_TAGS.replace(" ", "|")})>|<details open="">)*+'
)
"""What Markdown and we make of most articles. There is nothing in it to be cleaned."""
_LEFT_OUT = (
    "annotation annotation-xml button canvas datalist dialog embed form head iframe input math nav"
    " object script select style svg template textarea title"
)
"""What is left out with all that is in it; of other tags what is in them stays."""
_PLAYERS = {"audio": {"controls": ""}, "video": {"controls": ""}}
"""Without them nobody could play what a page plays by itself."""
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NO_SCRIPT = re.compile(
    r"<noscript\b[^<>]*>([^<]*+(?:<(?!/?noscript\b)[^<]*+)*+)</noscript\s*>", re.IGNORECASE
)
"""What is for readers whose programs run no scripts, as those of feeds do not."""
_ATTRIBUTES = {
    "*": "dir lang title",
    "a": "href hreflang type",
    "audio": "controls src",
    "col": "span",
    "colgroup": "span",
    "del": "datetime",
    "details": "open",
    "img": "alt height src srcset sizes width",
    "ins": "datetime",
    "li": "value",
    "ol": "reversed start type",
    "source": "media sizes src srcset type",
    "td": "colspan headers rowspan",
    "th": "colspan headers rowspan scope",
    "time": "datetime",
    "track": "kind label src srclang",
    "video": "controls height poster src width",
}


def feed_html(html: str, url: str) -> str:
    """The text of a page, whose address is given from the root of the site, ready for feeds."""
    base = f"{_SITE}{url}"
    html = _lean(without_marks(html), base)
    if _PLAIN.fullmatch(html):
        return html
    # Cleaning reads entities, which may stand for what XML cannot have, too.
    return legal(_cleaned(legal(html), base))


def at_home(text: str, site: str) -> str:
    """A text that was made ready, in the site at that absolute address."""
    return text.replace(_SITE, site).replace(_HOST, urljoin(site, "/"))


def legal(text: str) -> str:
    """Text as XML allows it: what it does not becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def _lean(html: str, base: str) -> str:
    """The text without what is of use on the page alone. It does not look at all that there may be,
    but quickly at what there nearly always is."""

    def link(found: re.Match[str]) -> str:
        href = found[1]
        if not href.startswith(("https://", "http://")) and _WITHIN.fullmatch(href):
            href = _address(base, href)
        return f'<a href="{href}"{found[2] or ""}>'

    html = _SPAN.sub("", _PERMALINK.sub("", html))
    return _STYLED.sub(r"<\1>", _LINK.sub(link, html))


def _cleaned(html: str, base: str) -> str:
    """The text without what is of no use in feeds, or would do harm."""
    html = _NO_SCRIPT.sub(lambda found: _cleaned(found[1], base), html)
    chooses = "srcset" in html
    if fallbacks.has_embedded(html):
        parsed = _cleaner(base, fallbacks.ATTRIBUTES).clean(html)
        html = fallbacks.with_fallbacks(parsed, base)
    return _cleaner(base, chooses=chooses).clean(html)


def _cleaner(base: str, besides: Mapping[str, str] = _NOTHING, *, chooses: bool = False) -> Cleaner:
    """What cleans the text of a page, but for elements and their attributes that are left besides;
    `chooses` if some image is one of several."""
    attributes = {
        tag: {*_ATTRIBUTES.get(tag, "").split(), *besides.get(tag, "").split()}
        for tag in _ATTRIBUTES.keys() | besides
    }
    return Cleaner(
        tags={*_TAGS.split(), *besides},
        clean_content_tags=set(_LEFT_OUT.split()).difference(besides),
        attributes=attributes,
        # It is called for every attribute, which takes its time.
        attribute_filter=partial(_chosen, base) if chooses else None,
        set_tag_attribute_values=_PLAYERS,
        link_rel=None,
        url_schemes=set(_SCHEMES.split()),
        url_relative=("rewrite_with_base", base),
    )


def _chosen(base: str, _tag: str, name: str, value: str) -> str | None:
    """The value of an attribute. Images to choose from, each an address and for which screens it
    is, get whole addresses; those that no one may load are left out."""
    if name != "srcset":
        return value
    found = (candidate.partition(" ") for candidate in re.split(r",\s+|,$", value.strip()))
    whole = ((_address(base, address), screens) for address, _, screens in found if address)
    return ", ".join(" ".join(candidate).rstrip() for candidate in whole if candidate[0]) or None


def _address(base: str, value: str) -> str:
    """A whole address for one as it is written; empty where it leads nowhere."""
    try:
        address = urljoin(base, value)
        return address if urlsplit(address).scheme in _SCHEMES.split() else ""
    except ValueError:
        return ""
