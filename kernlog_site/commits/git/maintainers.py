"""The sections of a MAINTAINERS file, and which of them a commit belongs to.

    3C505 NETWORK DRIVER
    M:	Philip Blundell <philb@gnu.org>
    F:	drivers/net/3c505*

Patterns mean what the file's own introduction and `scripts/get_maintainer.pl` say. A pattern
matches from the start of a path. One that ends in `/` matches all below; any other only paths with
as many `/` as it has itself, so that `*/net/*` is every file in the folder `net` of any top-level
folder; `**` stands for any number of folders. `X:` takes files out of its section; `N:` is a
regular expression found anywhere in a path. Keywords (`K:`) are about contents and left alone.
"""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kernlog_site.commits.git.client import Clone, GitFailed

Matcher = Callable[[str], bool]
Specificity = tuple[int, int]
"""How deep a pattern reaches, as get_maintainer.pl counts; among equals how long it is."""

_FIELD = re.compile(r"(?P<letter>[A-Z]):(?P<value>.*)")
_INTRODUCTION_ENDS = re.compile(r"^Maintainers List\b", re.MULTILINE)
# Classes of a few letters: to look for the end of one that has none takes its time at each bracket.
_WILDCARD = re.compile(r"\*\*|\*|\?|\[[^\]/]{1,40}+\]")
_EVERYTHING = "*/"
_REPEATED_GROUP = re.compile(r"\)\s*[*+{]")
_REPEATS, _CHOICES, _LONGEST = 2, 8, 255
"""What regular expressions may have of each, and how much of a path they are shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its title, and the patterns of its `F:`, `X:` and `N:` lines."""

    title: str
    files: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    regexes: tuple[str, ...] = ()

    @property
    def is_the_rest(self) -> bool:
        """Whether it is the section of what nobody else maintains."""
        return _EVERYTHING in self.files or self.title.casefold() == "the rest"


@dataclass(frozen=True, slots=True)
class _Pattern:
    section: int
    specificity: Specificity
    matches: Matcher


class Maintainers:
    """The sections of one MAINTAINERS file, in its order. Each path is looked up only once."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self.sections = tuple(sections)
        self._by_folder: dict[str, list[_Pattern]] = defaultdict(list)
        self._regexes: list[_Pattern] = []
        self._excluded: dict[int, list[Matcher]] = {}
        self._known: dict[str, dict[int, Specificity]] = {}
        for number, section in enumerate(self.sections):
            for written in section.files:
                for pattern in _spellings(written):
                    matcher = _Pattern(number, _specificity(pattern), _matcher(pattern))
                    self._by_folder[_folder(pattern)].append(matcher)
            if section.excluded:
                patterns = (p for written in section.excluded for p in _spellings(written))
                self._excluded[number] = [_matcher(pattern) for pattern in patterns]
            for matches in map(_regex, section.regexes):
                if matches:
                    self._regexes.append(_Pattern(number, (0, 0), matches))

    def section_of(self, paths: Iterable[str]) -> str | None:
        """The title of the section that a change of those files belongs to.

        It is the most specific of the sections that match more than half of the files. If none
        does, it is the one that matches most, then the more specific, then the first. Sections
        that match everything count where no other matches anything. None if none matches.
        """
        paths = tuple(paths)
        matched: dict[int, list[Specificity]] = defaultdict(list)
        for path in paths:
            for section, specificity in self._sections_of(path).items():
                matched[section].append(specificity)
        candidates = [s for s in matched if not self.sections[s].is_the_rest] or list(matched)
        if not candidates:
            return None
        most = [s for s in candidates if len(matched[s]) * 2 > len(paths)]
        if most:
            best = min(most, key=lambda s: (*_rank(matched[s]), -len(matched[s]), s))
        else:
            best = min(candidates, key=lambda s: (-len(matched[s]), *_rank(matched[s]), s))
        return self.sections[best].title

    def _sections_of(self, path: str) -> dict[int, Specificity]:
        """The sections that match a file, each with its most specific pattern."""
        known = self._known.get(path)
        if known is None:
            known = {}
            for pattern in self._patterns_for(path):
                best = known.get(pattern.section)
                if (best is None or best < pattern.specificity) and pattern.matches(path):
                    known[pattern.section] = pattern.specificity
            for section in [section for section in known if section in self._excluded]:
                if any(matches(path) for matches in self._excluded[section]):
                    del known[section]
            self._known[path] = known
        return known

    def _patterns_for(self, path: str) -> Iterator[_Pattern]:
        """Only patterns whose part before any wildcard leads to the file's folder or one above."""
        yield from self._by_folder.get("", ())
        slash = path.find("/")
        while slash >= 0:
            yield from self._by_folder.get(path[: slash + 1], ())
            slash = path.find("/", slash + 1)
        yield from self._regexes


def maintainers_at(clone: Clone, sha: str) -> Maintainers:
    """The MAINTAINERS file as a commit, given by its full hash, has it.

    Raises `GitFailed` if there is none.
    """
    header, _, text = clone.run("cat-file", "--batch", given=[f"{sha}:MAINTAINERS"]).partition("\n")
    if header.split()[1:2] != ["blob"]:
        raise GitFailed(
            f"Commit {sha[:12]} in the clone {clone.path} has no file MAINTAINERS. Group by area "
            "instead."
        )
    return Maintainers(sections(text))


def sections(text: str) -> Iterator[Section]:
    """The sections of a MAINTAINERS file: a title and, right after it, lines such as `F:`."""
    introduction = _INTRODUCTION_ENDS.search(text)
    title = ""
    fields: dict[str, list[str]] = defaultdict(list)
    for line in text[introduction.end() if introduction else 0 :].split("\n"):
        field = _FIELD.fullmatch(line)
        if field and title:
            fields[field["letter"]].append(field["value"].strip())
        elif field or line.startswith("#"):
            continue
        elif line.strip():
            if fields:
                yield _section(title, fields)
                fields = defaultdict(list)
            # What is indented, or has no field right below, is an explanation.
            title = "" if line[0].isspace() else " ".join(line.split())
        elif not fields:
            title = ""
    if fields:
        yield _section(title, fields)


def _section(title: str, fields: dict[str, list[str]]) -> Section:
    files, excluded, regexes = (tuple(filter(None, fields[letter])) for letter in "FXN")
    return Section(title, files, excluded, regexes)


def _spellings(pattern: str) -> tuple[str, ...]:
    """A name without wildcards may be a folder's: get_maintainer.pl looks on the disk for it."""
    is_name = not pattern.endswith("/") and not _WILDCARD.search(pattern)
    return (pattern, f"{pattern}/") if is_name else (pattern,)


def _folder(pattern: str) -> str:
    """The folder that everything a pattern matches is in or below."""
    wildcard = _WILDCARD.search(pattern)
    literal = pattern[: wildcard.start()] if wildcard else pattern
    return literal[: literal.rfind("/") + 1]


def _specificity(pattern: str) -> Specificity:
    depth = pattern.count("/") + (not pattern.endswith("/"))
    return -1 if pattern.startswith("*") else depth, len(_WILDCARD.sub("", pattern))


def _matcher(pattern: str) -> Matcher:
    slashes = None if pattern.endswith("/") or "**" in pattern else pattern.count("/")
    if not _WILDCARD.search(pattern):
        if slashes is None:
            return lambda path: path.startswith(pattern)
        return lambda path: path.startswith(pattern) and path.count("/") == slashes
    start = _compiled(_as_regex(pattern), re.DOTALL)
    assert start
    return lambda path: (slashes is None or path.count("/") == slashes) and bool(start.match(path))


def _as_regex(pattern: str) -> str:
    """`*` goes over `/` too, as in get_maintainer.pl; counting the slashes holds it back.

    Each takes as little as it can and never more: only the start of a path has to match, so that
    loses nothing, and many of them take no time to speak of.
    """
    pieces = [""]
    position = 0
    for wildcard in _WILDCARD.finditer(pattern):
        pieces[-1] += re.escape(pattern[position : wildcard.start()])
        written = wildcard[0]
        if written.startswith("["):
            pieces[-1] += written if _compiled(written) else re.escape(written)
        elif written == "?":
            pieces[-1] += "."
        else:
            pieces.append("")
        position = wildcard.end()
    pieces[-1] += re.escape(pattern[position:])
    return pieces[0] + "".join(f"(?>.*?{piece})" for piece in pieces[1:])


def _regex(written: str) -> Matcher | None:
    """Perl's syntax as far as Python shares it and is quick at it; what is not matches nothing."""
    if _REPEATED_GROUP.search(written) or not _is_simple(written):
        return None
    compiled = _compiled(written, re.VERBOSE)
    return compiled and (lambda path: bool(compiled.search(path[:_LONGEST])))


def _is_simple(written: str) -> bool:
    """Whether there are few ways to match it, however the path was made up."""
    repeats, choices = (len(re.findall(letters, written)) for letters in (r"[*+{]", r"[?|]"))
    return repeats <= _REPEATS and choices <= _CHOICES


def _compiled(regex: str, flags: int = 0) -> re.Pattern[str] | None:
    try:
        with warnings.catch_warnings():  # of what Python may read differently some day
            warnings.simplefilter("ignore")
            return re.compile(regex, flags)
    except (re.error, OverflowError, RecursionError):
        return None


def _rank(specificities: list[Specificity]) -> tuple[float, float]:
    """Smaller for a section whose patterns are, on average, more specific."""
    count = len(specificities)
    return (
        -sum(depth for depth, _ in specificities) / count,
        -sum(length for _, length in specificities) / count,
    )
