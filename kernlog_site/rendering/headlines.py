"""Headlines: composed, so that a writer types the topic alone."""

from __future__ import annotations

from dataclasses import dataclass

from kernlog_site.library import Library
from kernlog_site.model import Article

FIELDS = ("kicker", "series", "part", "title", "release")


@dataclass(frozen=True, slots=True)
class Headlines:
    """Composes headlines by a pattern with the placeholders of `FIELDS`."""

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
