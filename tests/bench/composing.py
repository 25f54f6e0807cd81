"""Composes the articles of the made archive from its vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from bench import vocabulary as words
from bench.archive import Article, Commit, Gems, Group, OnWords, Piece, Pointer, Section, Text
from bench.subsystems import Subsystem

GEMS = 35
ON_WORDS = 4
IN_GROUPS = 51
CITATIONS = GEMS + ON_WORDS + IN_GROUPS
CITED_BEFORE = 9

_SITE = "https://kernlog.example"
_SECTIONS = 5
_PARAGRAPHS = 3
_SENTENCES = (2, 3)
_POINTS = 3
_LARGEST_GROUP = 4


@dataclass(frozen=True, slots=True)
class Assignment:
    """What an article is to be about, before a word of it is written."""

    slug: str
    title: str
    release: str
    date: datetime
    author: str
    subsystem: Subsystem
    series: str = ""
    part: int = 0


def commit(chance: Random, subsystem: Subsystem, release: str, begun: datetime) -> Commit:
    """A commit of the merge window, or one of the fixes after it."""
    authored = begun + timedelta(minutes=chance.randrange(14 * 24 * 60)) - timedelta(days=20)
    candidate = 1 if chance.random() < 0.8 else chance.randint(2, 7)
    subject = f"{chance.choice(subsystem.prefixes)}: {chance.choice(words.ACTIONS)} "
    return Commit(
        sha=f"{chance.getrandbits(160):040x}",
        subject=subject + chance.choice(words.THINGS),
        author=chance.choice(words.PEOPLE),
        authored=authored,
        committed=authored + timedelta(days=chance.randint(0, 12), minutes=7),
        first_tag=f"v{release}-rc{candidate}",
        files=chance.randint(1, 12),
        insertions=chance.randint(1, 400),
        deletions=chance.randint(0, 200),
        areas=tuple(chance.sample(subsystem.folders, 2)),
    )


def article(
    chance: Random, given: Assignment, fresh: Sequence[Commit], known: Sequence[Commit]
) -> Article:
    """Write the article. It cites all of the commits; the list at its end has `fresh` ones only."""
    in_prose = [*fresh[GEMS + ON_WORDS :], *known]
    chance.shuffle(in_prose)
    pen = _Pen(chance, list(_groups(chance, in_prose)), fresh[GEMS : GEMS + ON_WORDS])
    headings = chance.sample(words.HEADINGS, _SECTIONS)
    return Article(
        slug=given.slug,
        title=given.title,
        release=given.release,
        date=given.date,
        author=given.author,
        summary=f"{pen.sentence()}. {pen.sentence()}.",
        subsystem=given.subsystem.name,
        topics=given.subsystem.topics,
        introduction=_introduction(pen, given),
        sections=tuple(pen.section(heading, number) for number, heading in enumerate(headings)),
        gems=tuple(_gems(chance, fresh[:GEMS])),
        series=given.series,
        part=given.part,
    )


def _groups(chance: Random, commits: Sequence[Commit]) -> Iterator[Group]:
    start = 0
    while start < len(commits):
        end = start + chance.randint(1, _LARGEST_GROUP)
        label = chance.choice(words.LABELS) if chance.random() < 0.2 else ""
        yield Group(tuple(commits[start:end]), label)
        start = end


def _gems(chance: Random, commits: Sequence[Commit]) -> Iterator[Gems]:
    headings = chance.sample(words.GEM_HEADINGS, 4)
    share = -(-len(commits) // len(headings))
    for number, heading in enumerate(headings):
        yield Gems(heading, tuple(commits[number * share : (number + 1) * share]))


def _introduction(pen: _Pen, given: Assignment) -> Text:
    version = given.release
    page = Pointer("tracking page", f"release:{version}", f"{_SITE}/releases/{version}/")
    pieces: list[Piece] = [f"{pen.sentence()}. The ", page, f" of Linux {version} lists the rest. "]
    if given.series:
        series = f"{_SITE}/series/{given.series}/"
        pieces += ["All parts are in the ", Pointer("series", f"series:{given.series}", series)]
        pieces.append(f", of which this is part {given.part}. ")
    return (*pieces, f"{pen.sentence()}.")


class _Pen:
    """Writes prose and spreads the citations evenly over it."""

    def __init__(self, chance: Random, groups: list[Group], linked: Sequence[Commit]) -> None:
        self._chance = chance
        self._groups = groups[::-1]
        self._linked = list(linked)
        self._step = len(groups) / (_SECTIONS * _PARAGRAPHS * _SENTENCES[0])
        self._due = 0.0

    def sentence(self) -> str:
        """A sentence without its full stop."""
        pick = self._chance.choice
        opening = pick(words.OPENINGS)
        clause = f"{pick(words.SUBJECTS)} {pick(words.VERBS)} {pick(words.OBJECTS)}"
        ending = pick(words.ENDINGS)
        if self._chance.random() < 0.2:
            ending += f"; {pick(words.ADDITIONS)}"
        return f"{opening} {clause}, {ending}"

    def section(self, heading: str, number: int) -> Section:
        """A section; every second one ends with a list."""
        listed = number % 2
        paragraphs = [self._paragraph() for _ in range(_PARAGRAPHS - listed)]
        points = [self._point() for _ in range(_POINTS)] if listed else []
        if number == _SECTIONS - 1:
            # Whatever the even spread has left over, so that each commit is cited.
            paragraphs.append(tuple(self._rest()))
        return Section(heading, tuple(paragraphs), tuple(points))

    def _paragraph(self) -> Text:
        pieces: list[Piece] = []
        for _ in range(self._chance.randint(*_SENTENCES)):
            pieces += [self.sentence(), *self._evidence(), ". "]
        if self._linked and self._chance.random() < 0.4:
            pieces += self._linking()
        if self._chance.random() < 0.15:
            pieces += self._report()
        return tuple(pieces)

    def _point(self) -> Text:
        pick = self._chance.choice
        subject = pick(words.SUBJECTS)
        text = f"**T{subject[1:]}**" if subject.startswith("the ") else f"**A{subject[1:]}**"
        return (f"{text} {pick(words.VERBS)} {pick(words.OBJECTS)}", *self._evidence())

    def _rest(self) -> Iterator[Piece]:
        yield f"{self.sentence()}."
        while self._linked:
            yield from (" ", *self._linking())
        while self._groups:
            yield from (" ", self.sentence(), " ", self._groups.pop(), ".")

    def _evidence(self) -> Iterator[Piece]:
        """The next group, when one is due after this sentence."""
        self._due += self._step
        if self._due >= 1 and self._groups:
            self._due -= 1
            yield from (" ", self._groups.pop())

    def _linking(self) -> Iterator[Piece]:
        words_linked = self._chance.choice(words.LINK_WORDS)
        yield from ("The ", OnWords(words_linked, self._linked.pop()), " says more about it. ")

    def _report(self) -> Iterator[Piece]:
        number = self._chance.randint(10000, 99999)
        bug = f"https://bugzilla.kernel.org/show_bug.cgi?id={number}"
        yield from ("This closes ", Pointer(f"bug {number}", f"bug:{number}", bug), ". ")
