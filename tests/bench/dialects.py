"""An article's text as Markdown: with kernlog's citations, or with plain links for all others."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

from bench.archive import Article, Commit, Gems, Group, OnWords, Pointer, Text

COMMIT_URL = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id="

_WIDTH = 120
_MARKUP = re.compile(r"([\\`*_\[\]<>])")


class Dialect(ABC):
    """How the parts of an article are written."""

    def body(self, article: Article) -> str:
        """Everything below the front matter."""
        return "\n".join(self._lines(article))

    def _lines(self, article: Article) -> Iterator[str]:
        yield wrapped(self._text(article.introduction))
        for section in article.sections:
            yield f"\n## {section.heading}"
            for paragraph in section.paragraphs:
                yield "\n" + wrapped(self._text(paragraph))
            if section.points:
                yield ""
                yield from (f"- {self._text(point)}" for point in section.points)
        yield "\n## Minor gems\n"
        yield from self.gems(article.gems)
        yield ""

    def _text(self, text: Text) -> str:
        return "".join(self._piece(piece) for piece in text).strip()

    def _piece(self, piece: str | Group | OnWords | Pointer) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, Group):
            return f"({self.group(piece)})"
        if isinstance(piece, OnWords):
            return f"[{piece.words}]({self.commit(piece.commit)})"
        return f"[{piece.words}]({self.pointer(piece)})"

    @abstractmethod
    def group(self, group: Group) -> str:
        """The numbered group between the brackets."""

    @abstractmethod
    def commit(self, commit: Commit) -> str:
        """The target of a link to a commit."""

    @abstractmethod
    def pointer(self, pointer: Pointer) -> str:
        """The target of a link to something else."""

    @abstractmethod
    def gems(self, gems: tuple[Gems, ...]) -> Iterator[str]:
        """The lines of the list of commits."""


class Kernlog(Dialect):
    """Citations as kernlog's writers write them."""

    def group(self, group: Group) -> str:
        items = [commit.abbreviation for commit in group.commits]
        if group.label:
            items[-1] = f"{group.label}={items[-1]}"
        return f":commit[{' '.join(items)}]"

    def commit(self, commit: Commit) -> str:
        return f"commit:{commit.abbreviation}"

    def pointer(self, pointer: Pointer) -> str:
        return pointer.target

    def gems(self, gems: tuple[Gems, ...]) -> Iterator[str]:
        yield "```commits"
        for group in gems:
            yield f"## {group.heading}"
            yield from (f"{commit.abbreviation} {commit.subject}" for commit in group.commits)
        yield "```"


class Plain(Dialect):
    """The same words with the same links, written out as any Markdown processor takes them."""

    def group(self, group: Group) -> str:
        names = [str(number) for number in range(1, len(group.commits) + 1)]
        if group.label:
            names[-1] = group.label.strip('"')
        links = zip(names, group.commits, strict=True)
        return ", ".join(f"[{name}]({self.commit(commit)})" for name, commit in links)

    def commit(self, commit: Commit) -> str:
        return COMMIT_URL + commit.sha

    def pointer(self, pointer: Pointer) -> str:
        return pointer.url

    def gems(self, gems: tuple[Gems, ...]) -> Iterator[str]:
        for group in gems:
            yield f"### {group.heading}\n"
            for commit in group.commits:
                subject = _MARKUP.sub(r"\\\1", commit.subject)
                yield f"- [{commit.abbreviation}]({self.commit(commit)}) {subject}"
            yield ""


def wrapped(text: str) -> str:
    """Text in lines of usual length; `textwrap` would take most of the time of all this."""
    lines: list[str] = []
    words: list[str] = []
    width = -1
    for word in text.split(" "):
        if width + len(word) >= _WIDTH:
            lines.append(" ".join(words))
            words, width = [], -1
        words.append(word)
        width += len(word) + 1
    lines.append(" ".join(words))
    return "\n".join(lines)
