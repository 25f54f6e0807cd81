"""What leaves the site and what comes into it: feeds, addresses, links to be imported."""

from __future__ import annotations

import posixpath
from datetime import UTC, datetime
from html.parser import HTMLParser
from unicodedata import is_normalized
from urllib.parse import urlsplit

from git_web_links import PUB, TREES
from lxml import etree
from markdown import Markdown

from fuzz.target import Target, text_of
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.commits.web.commit_urls import Addresses
from kernlog_site.content.aliases import BadAlias, file_of
from kernlog_site.core.routes import relative, topic_slug
from kernlog_site.outputs.feeds import content as syndicating
from kernlog_site.outputs.feeds.feed_formats import Author, Category, Feed, FeedEntry, atom
from kernlog_site.outputs.search.documents import SearchDocument
from kernlog_site.tools.import_links.hyperlinks import in_html, in_markdown
from kernlog_site.tools.import_links.importer import Importer

SHA = "7c68af6e32c7" * 3 + "7c68"
SITE = "https://log.example/news/"
NOW = datetime(2010, 2, 12, 12, tzinfo=UTC)
_MOST_ROUNDS = 6


class _Safe(HTMLParser):
    """Holds HTML to what feeds may have."""

    tags = frozenset(syndicating._TAGS.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.tags, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name in ("href", "src", "poster"):
                assert urlsplit(value or "").scheme in ("http", "https", "mailto"), value


def feed(data: bytes) -> None:
    """Text in a feed has tags and addresses that do no harm, and the feed is XML."""
    text = text_of(data)
    html = syndicating.at_home(syndicating.feed_html(text, "articles/a/"), SITE)
    parser = _Safe()
    parser.feed(html)
    parser.close()
    title, _, rest = text.partition("\n")
    entry = FeedEntry(
        "urn:a", f"{SITE}a/", title, NOW, NOW, rest, (Author(title),), (Category("a", title),)
    )
    about = Feed("urn:b", title, SITE, f"{SITE}feed.xml", title, "en", "ltr", rest)
    root = etree.fromstring(atom(about, [entry], [html]))
    content = root.findtext(".//{*}entry/{*}content")
    # XML ends its lines in one way.
    assert (content or "").strip() == html.replace("\r\n", "\n").replace("\r", "\n").strip()
    SearchDocument("a/", text, title).document()


def aliases(data: bytes) -> None:
    """An old address is a file below the root of the site that every system can have, or none."""
    try:
        file = file_of(text_of(data), SITE)
    except BadAlias:
        return
    names = file.split("/")
    assert all(names)
    assert not {".", ".."} & {*names}
    assert file.isprintable()
    assert len(file.encode()) <= 1100
    assert max(len(name.encode()) for name in names) <= 255


def addresses(data: bytes) -> None:
    """Addresses of commits, links between pages, names of topics."""
    text = text_of(data)
    found = Addresses(TREES).find(text)
    assert found is None or len(found.sha) <= 40
    slug = topic_slug(text)
    assert topic_slug(slug) == slug
    assert is_normalized("NFC", slug)
    assert not {*"/\\.?#%: \0"} & {*slug}
    path = "/".join(name for name in slug.split("-") if name) or "a"
    way = relative(f"{path}/", "articles/x/")
    assert posixpath.normpath(posixpath.join("/articles/x", way)) == f"/{path}"


def imported(data: bytes) -> None:
    """Importing changes links to commits and nothing else, tells where, and is done at once."""
    text = data.decode("utf-8", "surrogateescape")
    for link in (*in_markdown(text), *in_html(text)):
        assert 0 <= link.start <= link.at[0] <= link.at[1] <= link.end <= len(text)
    rounds = 0

    def markdown(extension: CitationExtension) -> Markdown:
        nonlocal rounds
        rounds += 1
        return Markdown(extensions=["fenced_code", "tables", extension])

    importer = Importer(Addresses(TREES), None, markdown)
    try:
        Markdown(extensions=["fenced_code", "tables"]).convert(text_of(data))
        done = importer.import_markdown(text, "linux")
    except RecursionError:  # nested too deep for Markdown
        return
    assert rounds <= _MOST_ROUNDS
    lines = text.count("\n") + 1
    assert all(1 <= (problem.line or 0) <= lines for problem in done.problems)
    assert done.links or done.text == text
    importer.import_html(text, "linux")


HOSTS = (
    f"{PUB}/torvalds/linux.git/commit/?id={SHA}",
    f"https://github.com/torvalds/linux/commit/{SHA}",
    f"https://git.kernel.org/linus/{SHA}",
    f"http://git.kernel.org/?p=linux/kernel/git/torvalds/linux-2.6.git;a=commit;h={SHA}",
)

TARGETS = (
    Target(
        "feeds",
        feed,
        (
            *(
                "<a ",
                'href="',
                "javascript:",
                "jav&#x09;ascript:",
                '"',
                ">",
                "</a>",
                "<script>",
                "</script>",
            ),
            *(
                "<svg>",
                "<math>",
                "<style>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<img srcset='",
                "a 1x, ",
            ),
            *(
                '<mark class="problem">',
                "</mark>",
                '<span class="problem-message">',
                "</span>",
                "<p>",
                "\n",
            ),
            *(
                "&amp;",
                "&#0;",
                "&#xD800;",
                "&",
                "\x00",
                "\x0b",
                "\ufffe",
                "onclick=",
                "<iframe src='",
                "'",
            ),
            *(
                '<a class="headerlink" href="#a">',
                "<details open>",
                "../",
                "https://a.example/",
                "]]>",
            ),
        ),
    ),
    Target(
        "aliases",
        aliases,
        (
            *(
                "/",
                "//",
                "..",
                ".",
                "a",
                "%2e",
                "%2F",
                "%5c",
                "%00",
                "%",
                "?",
                "#",
                "\\",
                "old.html",
                ".php",
            ),
            *(
                SITE,
                "https://",
                "http:",
                "é",
                "e\u0301",
                "index.html",
                " ",
                "\n",
                "\u202e",
                "a" * 200,
            ),
        ),
    ),
    Target(
        "addresses",
        addresses,
        (
            *HOSTS,
            *(
                SHA,
                "7c68af6",
                "/commit/",
                "?id=",
                ";h=",
                "&",
                "#",
                "//",
                "[",
                "]",
                "@",
                ":80",
                "%41",
            ),
            *(
                "https://",
                "git.kernel.org",
                "é",
                "e\u0301",
                "\u0345",
                "ß",
                "İ",
                "ﬁ",
                "-",
                "_",
                ".",
                "½",
            ),
        ),
    ),
    Target(
        "links",
        imported,
        (
            *HOSTS,
            *(
                "[1](",
                "[2](",
                "[a](",
                "[",
                "](",
                ")",
                "<",
                ">",
                '<a href="',
                '">',
                "</a>",
                "`",
                "```\n",
            ),
            *(
                "\n",
                "\n\n",
                ", ",
                " ",
                "    ",
                "(",
                "![",
                "\\",
                '"',
                "'",
                "[a]: ",
                "[^1]: ",
                "<!--",
                "-->",
            ),
            *(
                "<code>",
                "</code>",
                "|",
                "> ",
                "- ",
                "\r\n",
                "\udcff".encode("utf-8", "replace").decode(),
            ),
        ),
    ),
)
