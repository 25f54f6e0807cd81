"""Headlines: composed, so that a writer types the topic alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kernlog_site.content.library import Library
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Article

FIELDS = ("kicker", "series", "part", "title", "release")


_JOINT = " :|·–—-"


@fingerprinted
class Lead(NamedTuple):
    """The part of a headline before the title: kicker, text, and what joins it to the title.

    `"Kernel Log: "`, `"Coming in 2.6.33 (Part 4)"`, `" - "`.
    """

    kicker: str
    text: str
    joint: str


@fingerprinted
@dataclass(frozen=True, slots=True)
class Headlines:
    """The pattern of headlines, with the placeholders of `FIELDS`, and the kicker."""

    kicker: str
    pattern: str

    def headline(self, article: Article, library: Library) -> str:
        """`Kernel Log: Coming in 2.6.33 (Part 4) - Graphics`, or of a one-off `Kernel Log: ...`."""
        if article.series is None:
            return f"{self.kicker}: {article.title}" if self.kicker else article.title
        return self.pattern.format(
            kicker=self.kicker,
            series=library.series[article.series].title,
            part=article.part,
            title=article.title,
            release=library.release_of(article) or "",
        )

    def lead(self, headline: str, title: str) -> Lead | None:
        """The parts of a headline that ends with the title and says more than the kicker."""
        before = headline.removesuffix(title)
        rest = before.removeprefix(self.kicker)
        text = rest.strip(_JOINT) if before != headline else ""
        if not text:
            return None
        start = before.index(text, len(before) - len(rest))
        return Lead(before[:start], text, before[start + len(text) :])
