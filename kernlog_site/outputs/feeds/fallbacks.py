"""Fallbacks: what feeds have in place of embedded content that feed readers do not show.

    <iframe src="https://video.example/x" title="Recording">     becomes
    <a href="https://video.example/x">Recording</a>

What has no address that could be linked, such as a drawing, becomes a link to the page that shows
it. What the page itself has for those who do not see it, as `<object>` may, is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ATTRIBUTES = {
    "audio": "aria-label",
    "canvas": "aria-label",
    "embed": "aria-label src",
    "iframe": "aria-label src",
    "input": "checked type",
    "math": "alttext aria-label",
    "object": "aria-label data",
    "svg": "aria-label",
    "title": "",
    "video": "aria-label",
}
"""What has to be left in a text until it has fallbacks: elements, and attributes of each."""

_EMBEDDED = re.compile(
    r"<(?:audio|canvas|embed|iframe|input|math|object|svg|video|img\b[^<>]*\bdata:)", re.IGNORECASE
)
_TAG = re.compile(
    r"<iframe(?P<frame>[^<>]*)>.*?</iframe>"
    r"|<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<written>[^<>]*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_SHOWN = ("audio", "canvas", "object", "video")
"""Elements that may have a fallback of their own in them."""
_DRAWN = ("math", "svg")
"""Elements with nothing in them that is of use without the drawing."""
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")


def has_embedded(html: str) -> bool:
    """Whether there may be embedded content in a text, in whichever form it is written."""
    return _EMBEDDED.search(html) is not None


def with_fallbacks(html: str, page: str) -> str:
    """A text with fallbacks for all that is embedded, and the address of the page that shows it.

    The text has to be as a parser of HTML writes it: all elements closed, values between double
    quotes, `<` and `>` as such in tags alone.
    """
    return _Walk(page).through(html)


@dataclass(slots=True)
class _Element:
    """An embedded element that is still open; its tag is the piece `begin` of the text.

    `plays` says that it has something to be played, `tells` that something in it can be read.
    """

    tag: str
    attributes: dict[str, str]
    begin: int
    plays: bool = False
    tells: bool = False
    depth: int = 1


class _Walk:
    """Goes through a text once, from tag to tag."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._pieces: list[str] = []
        self._open: list[_Element] = []
        self._linked: dict[str, int] = {}
        """The last piece that is a link to an address; with an empty one, to any."""

    def through(self, html: str) -> str:
        """The whole text."""
        end = 0
        for found in _TAG.finditer(html):
            self._add(html[end : found.start()])
            self._pass(found)
            end = found.end()
        self._add(html[end:])
        return "".join(self._pieces)

    def _add(self, piece: str) -> None:
        """Add what can be read, if it is not blank."""
        self._pieces.append(piece)
        if self._open and not self._open[-1].tells:
            self._open[-1].tells = bool(piece.strip())

    def _pass(self, found: re.Match[str]) -> None:
        """Go past a tag, or a frame with all that is in it."""
        tag, written = found["tag"] or "iframe", found[0]
        attributes = dict(_ATTRIBUTE.findall(found["frame"] or found["written"] or ""))
        if self._open and self._open[-1].tag in _DRAWN:
            self._draw(self._open[-1], tag, written)
        elif found["end"] and tag in _SHOWN:
            self._close(self._open.pop())
        elif found["end"]:
            self._pieces.append(written)
        elif tag in _SHOWN or tag in _DRAWN:
            plays = tag in {"audio", "video"} and "src" in attributes
            self._open.append(_Element(tag, attributes, len(self._pieces), plays))
            self._pieces.append(written)
        else:
            self._replace(tag, attributes, written)

    def _replace(self, tag: str, attributes: dict[str, str], written: str) -> None:
        """Put something else in the place of a tag, where readers would miss what it stands for."""
        match tag:
            case "a":
                self._note(attributes.get("href", ""))
                self._pieces.append(written)
            case "iframe" | "embed":
                self._add_link(attributes.get("src", ""), _name(attributes))
            case "img" if "src" in attributes:
                self._add(written)
            case "img":
                self._add_link("", attributes.get("alt") or _name(attributes))
            case "input":
                self._add(_ticked(attributes))
            case "source" | "track" if self._open:
                player = self._open[-1]
                player.plays |= tag == "source" and "src" in attributes
                self._pieces.append(written if player.plays else "")
            case _:
                self._pieces.append(written)

    def _add_link(self, address: str, name: str) -> None:
        self._note(address)
        self._add(self._link(address, name))

    def _note(self, address: str) -> None:
        """Note that the piece to come is a link."""
        self._linked[address] = self._linked[""] = len(self._pieces)

    def _draw(self, drawing: _Element, tag: str, written: str) -> None:
        """Go past a tag in a drawing, or the last one of it."""
        self._pieces.append(written)
        if tag == drawing.tag:
            drawing.depth += -1 if written.startswith("</") else 1
        if not drawing.depth:
            self._open.pop()
            name = _name_of_drawing(drawing.attributes, "".join(self._pieces[drawing.begin :]))
            del self._pieces[drawing.begin :]
            self._add_link("", name)

    def _close(self, element: _Element) -> None:
        """End an element that may have a fallback of its own in it. That is kept, and is enough if
        it says where to find what is embedded."""
        if element.plays:
            self._add(f"</{element.tag}>")
            return
        address, link = element.attributes.get("data", ""), ""
        if not element.tells or self._linked.get(address, -1) < element.begin:
            name, poster = _name(element.attributes), element.attributes.get("poster", "")
            link = self._link(address, name, poster)
        self._pieces[element.begin] = f"{link} " if element.tells and link else link
        if self._open:
            self._open[-1].tells |= element.tells or bool(link)

    def _link(self, address: str, name: str, picture: str = "") -> str:
        """A link to what is embedded or, without an address of that, to the page that shows it;
        nothing if there is nothing to say of it."""
        words = f'<img alt="{name}" src="{picture}">' if picture else name or address
        return f'<a href="{address or self._page}">{words}</a>' if words else ""


def _name(attributes: dict[str, str]) -> str:
    names = (attributes.get(name, "").strip() for name in ("title", "aria-label", "alttext"))
    return next(filter(None, names), "")


def _name_of_drawing(attributes: dict[str, str], inner: str) -> str:
    titled = _TITLE.search(inner)
    return _name(attributes) or " ".join(_MARKUP.sub("", titled[1] if titled else inner).split())


def _ticked(attributes: dict[str, str]) -> str:
    """An item of a list of tasks says whether it is done. Nobody enters anything in a feed."""
    if attributes.get("type") != "checkbox":
        return ""
    return "☑" if "checked" in attributes else "☐"
