"""What the files of a new site are called in its language: ids and addresses, which readers see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kernlog_site.tools.site_scaffold.clone_facts import ReleaseFacts

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Names:
    """Ids of the author and of the series: about a release in development, about one that is out,
    or about none; the names of its first article, and the pattern of headlines where it is not
    kernlog's.
    """

    author: str
    coming: str
    out: str
    examples: str
    newest: str
    citing: str
    headline: str = ""

    def series(self, release: ReleaseFacts | None) -> str:
        """The id of the series."""
        if release is None:
            return self.examples
        return f"{self.coming if release.is_in_development else self.out}-{release.version}"

    def article(self, release: ReleaseFacts | None) -> str:
        """The path of the first article below the folder of articles."""
        folder = release.version if release else self.examples
        return f"{folder}/{self.newest if release else self.citing}.md"


_NAMES: Mapping[str, Names] = {
    _ENGLISH: Names(
        author="editors",
        coming="coming-in",
        out="new-in",
        examples="first-steps",
        newest="newest-changes",
        citing="how-to-cite",
    ),
    "de": Names(
        author="redaktion",
        coming="das-bringt",
        out="neu-in",
        examples="erste-schritte",
        newest="neueste-aenderungen",
        citing="commits-belegen",
        headline="{kicker}: {series} (Teil {part}) - {title}",
    ),
}


def language_of_texts(language: str) -> str:
    """The language that the texts of a new site are in: its own if there are any, else English."""
    return language if language in _NAMES else _ENGLISH


def names_in(language: str) -> Names:
    """The names in the language of the texts of a site."""
    return _NAMES[language_of_texts(language)]
