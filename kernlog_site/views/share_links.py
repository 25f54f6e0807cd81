"""Links with which readers pass an article on: plain addresses, no scripts of others."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from kernlog_site.views.models import Share

_SHARES = {
    "mastodon": ("Mastodon", "https://share.joinmastodon.org/#text={title}%20{url}"),
    "reddit": ("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
    "hackernews": ("Hacker News", "https://news.ycombinator.com/submitlink?u={url}&t={title}"),
    "linkedin": ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
}
SHARES = tuple(_SHARES)
"""The names by which `share` asks for them."""


def shares(names: Sequence[str], headline: str, permalink: str) -> list[Share]:
    """The share links of an article with an absolute address."""
    title, url = quote(headline, safe=""), quote(permalink, safe="")
    return [
        Share(label, template.format(title=title, url=url))
        for label, template in (_SHARES[name] for name in names)
    ]


def mail(headline: str, permalink: str) -> str:
    """The address that opens a mail about an article."""
    return f"mailto:?subject={quote(headline, safe='')}&body={quote(permalink, safe='')}"
