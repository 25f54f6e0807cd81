"""Addresses and anchors: the only place that knows them.

A *source path* names a file below the content folder (`releases/2.6.33.md`), a *URL* the page made
from it, relative to the root of the site (`releases/2.6.33/`), encoded for a link.
"""

from __future__ import annotations

import enum
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize
from urllib.parse import quote, unquote, urlsplit

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.names import composed, is_word
from kernlog_site.core.versions import Version

_INDEX_NAMES = ("index", "README")
_ENDING = re.compile(r"\.(?:html?|md)$")
FEED, JSON_FEED, EVENT_FEED = "feed.xml", "feed.json", "aftermath.xml"
SITEMAP, ROBOTS = "sitemap.xml", "robots.txt"
"""Files, below the root of the site; there are feeds in folders, too."""
EXPORTS, SEARCH_INDEX = "api", "pagefind"
"""Folders, below the root of the site, that only kernlog fills."""
RESERVED = ("topics", "authors", "archive", "commits", EXPORTS)
"""Folders of the site in which writers' pages at most introduce others."""
LONGEST_FILE_NAME, LONGEST_PATH = 255, 1024
"""Bytes in the name of a file, and in a whole path, that all systems allow."""
LONGEST_NAME = 200
"""Bytes of a name made from a topic or an id, to which an ending comes."""
_LONGEST_ENDING = len("-card.png")


@fingerprinted
class Kind(enum.Enum):
    """What a source path stands for."""

    ARTICLE = "article"
    SERIES = "series"
    RELEASE = "release"
    SERIES_INDEX = "series-index"
    RELEASE_INDEX = "release-index"
    TOPIC = "topic"
    TOPIC_INDEX = "topic-index"
    AUTHOR = "author"
    AUTHOR_INDEX = "author-index"
    ARCHIVE = "archive"
    YEAR = "year"
    LOOKUP = "commits"
    HOME = "home"
    PAGE = "page"


@fingerprinted
@dataclass(frozen=True, slots=True)
class Routes:
    """Where everything is, by the folders the site is configured with."""

    articles: str = "articles"
    series: str = "series"
    releases: str = "releases"
    directory_urls: bool = True

    @property
    def home(self) -> str:
        """The source path of the home page."""
        return "index.md"

    @property
    def series_index(self) -> str:
        """The source path of the list of all series."""
        return f"{self.series}/index.md"

    @property
    def release_index(self) -> str:
        """The source path of the list of all releases."""
        return f"{self.releases}/index.md"

    @property
    def topic_index(self) -> str:
        """The source path of the list of all topics."""
        return "topics/index.md"

    @property
    def author_index(self) -> str:
        """The source path of the list of all who write."""
        return "authors/index.md"

    @property
    def archive(self) -> str:
        """The source path of the list of all articles."""
        return "archive/index.md"

    @property
    def lookup(self) -> str:
        """The source path of the page that looks commits up."""
        return "commits/index.md"

    def kind(self, source_path: str) -> Kind:
        """What the Markdown file at that path is for. Records end in `.md`."""
        if not source_path.endswith(".md"):
            return Kind.PAGE
        source_path = composed(source_path)
        indexes = {
            self.home: Kind.HOME,
            self.series_index: Kind.SERIES_INDEX,
            self.release_index: Kind.RELEASE_INDEX,
            self.topic_index: Kind.TOPIC_INDEX,
            self.author_index: Kind.AUTHOR_INDEX,
            self.archive: Kind.ARCHIVE,
            self.lookup: Kind.LOOKUP,
            f"{self.articles}/index.md": Kind.PAGE,
        }
        folder, filename = posixpath.split(source_path)
        if filename == "README.md":
            source_path = posixpath.join(folder, "index.md")
        if source_path in indexes:
            return indexes[source_path]
        if folder == self.articles or folder.startswith(f"{self.articles}/"):
            return Kind.ARTICLE
        if folder == "archive" and filename.removesuffix(".md").isdecimal():
            return Kind.YEAR
        records = {
            "topics": Kind.TOPIC,
            "authors": Kind.AUTHOR,
            self.series: Kind.SERIES,
            self.releases: Kind.RELEASE,
        }
        return records.get(folder, Kind.PAGE)

    def series_source(self, series_id: str) -> str:
        """The source path of a series."""
        return f"{self.series}/{series_id}.md"

    def release_source(self, version: Version) -> str:
        """The source path of a release."""
        return f"{self.releases}/{version}.md"

    def topic_source(self, slug: str) -> str:
        """The source path of a topic."""
        return f"topics/{slug}.md"

    def author_source(self, person_id: str) -> str:
        """The source path of someone who writes."""
        return f"authors/{person_id}.md"

    def year_source(self, year: int) -> str:
        """The source path of a year of the archive."""
        return f"archive/{year}.md"

    def url(self, source_path: str) -> str:
        """The URL of the page made from a Markdown file."""
        return _url(source_path, self.directory_urls)

    def feed(self, source_path: str) -> str:
        """The file, below the root of the site, of the feed that belongs to a page."""
        return posixpath.join(self._folder_of_feeds(source_path), FEED)

    def event_feed(self, source_path: str) -> str:
        """The same for the feed of what became of commits."""
        return posixpath.join(self._folder_of_feeds(source_path), EVENT_FEED)

    def _folder_of_feeds(self, source_path: str) -> str:
        return "" if source_path == self.home else posixpath.splitext(source_path)[0]

    def excess(self, source_path: str) -> int:
        """The bytes by which the name of a file is too long for what is made from it.

        Only where pages have no folders of their own they get longer endings than `.md`.
        """
        name = posixpath.splitext(posixpath.basename(source_path))[0]
        longest = LONGEST_FILE_NAME - (0 if self.directory_urls else _LONGEST_ENDING)
        return max(len(name.encode("utf-8", "surrogatepass")) - longest, 0)

    def card(self, source_path: str) -> str:
        """The file, below the root of the site, of the picture that social networks show."""
        url = unquote(self.url(source_path))
        return f"{url}card.png" if self.directory_urls else f"{url.removesuffix('.html')}-card.png"


@lru_cache(maxsize=1 << 16)  # every page asks for those of its neighbours
def _url(source_path: str, directory_urls: bool) -> str:
    folder, filename = posixpath.split(source_path)
    name = posixpath.splitext(filename)[0]
    if name in _INDEX_NAMES:
        name = "index"
    if not directory_urls:
        return quote(posixpath.join(folder, f"{name}.html"))
    path = folder if name == "index" else posixpath.join(folder, name)
    return quote(f"{path}/") if path else ""


def file_at(path: str) -> str:
    """The file that hosts show at a path, both from the root of the site and not encoded.

    What is no HTML file is a folder with an index, wherever it comes from: hosts lead from /old to
    /old/, and send a file old.php as a download.
    """
    if path.lower().endswith((".html", ".htm")):
        return path
    return posixpath.join(path, "index.html")


def relative(url: str, page_url: str) -> str:
    """The link from one page to another, both given from the root of the site."""
    base = posixpath.dirname(f"/{page_url}") if page_url else "/"
    target, hash_, fragment = url.partition("#")
    path = posixpath.relpath(f"/{target}", base)
    if target.endswith("/") or not target:
        path = "./" if path == "." else f"{path}/"
    return f"{path}{hash_}{fragment}"


def lasting_name(path: str) -> str:
    """What a source path and the files that may be made from it have in common.

    `a/x.md`, `a/x/index.md`, `a/x.html` and `a/x/index.html` are all `a/x`.
    """
    folder, name = posixpath.split(path)
    name = _ENDING.sub("", name)
    return folder if name in _INDEX_NAMES else posixpath.join(folder, name)


def is_web_address(text: str) -> bool:
    """Whether the text is an absolute http(s) address."""
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return (
        address.scheme in ("http", "https")
        and bool(address.netloc)
        and not re.search(r"[\s\ufffd]", text)
    )


def is_index(source_path: str) -> bool:
    """Whether a file makes the page of its folder."""
    return posixpath.splitext(posixpath.basename(source_path))[0] in _INDEX_NAMES


def is_series_id(text: str) -> bool:
    """Whether a series can be called so: it is part of an address, and not that of the list."""
    return is_word(text) and not is_too_long(text) and text not in _INDEX_NAMES


def is_person_id(text: str) -> bool:
    """Whether someone who writes can be called so, for the same reason."""
    return is_series_id(text) and _can_be_a_name(text)


def citation_anchor(abbreviation: str, earlier: int = 0) -> str:
    """The id of a citation in a page that cites the same commit `earlier` times before.

    That of the commit's row in a list is made from the same: `c-7dd65feb6c60`, the second citation
    `c-7dd65feb6c60-2`, and the row of both `k-7dd65feb6c60`.
    """
    return f"c-{abbreviation}" if not earlier else f"c-{abbreviation}-{earlier + 1}"


def row_anchor(abbreviation: str, earlier: int = 0) -> str:
    """The id of a commit's row in a list; another tree may have `earlier` rows for the same."""
    return f"k-{abbreviation}" if not earlier else f"k-{abbreviation}-{earlier + 1}"


def to_root(url: str) -> str:
    """What leads from a page to the root of the site."""
    return "../" * url.count("/")


@lru_cache(maxsize=1 << 12)  # few topics, named by every article
def topic_slug(topic: str) -> str:
    """The one spelling under which a topic is filed; empty if it makes no address.

    Letters and digits of all scripts, with the marks on them; whatever is between is a hyphen.
    """
    slug = ""
    for character in normalize("NFC", normalize("NFKC", topic).casefold()):
        kind = category(character)[0]
        if kind in "LN" or (kind == "M" and slug[-1:] not in ("", "-")):
            slug += character
        elif slug and not slug.endswith("-"):
            slug += "-"
    slug = slug.rstrip("-")
    return slug if _can_be_a_name(slug) else ""


def _can_be_a_name(text: str) -> bool:
    """Whether a page can be called so: not like the list it is in, and not for too long."""
    is_index = text.casefold() in map(str.casefold, _INDEX_NAMES)
    return bool(text) and not is_too_long(text) and not is_index


def is_too_long(name: str) -> bool:
    """Whether a name is longer than a page can be called, in the bytes that systems count."""
    return len(name.encode("utf-8", "surrogatepass")) > LONGEST_NAME


def can_be_names(path: str) -> bool:
    """Whether the folders of a path, and the file at its end, are not called by names too long."""
    return not any(map(is_too_long, path.split("/")))


def export(name: str) -> str:
    """The file, below the root of the site, that has something for other programs.

    `articles`, `releases`; `commits/7c4` for the commits whose hashes begin so.
    """
    return f"{EXPORTS}/{name}.json"


def schema(name: str) -> str:
    """The file, below the root of the site, that says what an export looks like."""
    return f"{EXPORTS}/schema/{name}.json"
