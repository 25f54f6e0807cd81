"""What is wrong between records: the checks that no file can make on its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from unicodedata import category, normalize
from urllib.parse import unquote

from kernlog_site.content.library import Library
from kernlog_site.core.model import Article, Part, Series
from kernlog_site.core.names import alike, spelled
from kernlog_site.core.problems import Problem, Severity, did_you_mean
from kernlog_site.core.routes import Routes, topic_slug


def check(library: Library, routes: Routes, trees: Collection[str]) -> Iterator[Problem]:
    """All problems between the records of a library."""
    yield from _addresses(library, routes)
    yield from _topics(library)
    yield from _authors(library)
    yield from _trees(library.articles, trees)
    for series in library.series.values():
        yield from _series_file(series, library)
        yield from _numbering(series, library.parts(series.id))
    for release in library.releases.values():
        if release.previous is not None and release.previous >= release.version:
            problem = Problem(
                f"The release before {release.version} cannot be {release.previous}.",
                "Correct previous, or remove it.",
            )
            yield problem.at(release.source.path, release.source.line("previous"))
        for tag in release.tags:
            if tag.version is None or tag.version.release != release.version:
                problem = Problem(
                    f"The tag {tag.name} does not belong to the release {release.version}.",
                    f"Its tags are called {release.version.first_candidate.tag} and so on.",
                )
                yield problem.at(release.source.path, release.source.line("tags"))


def _addresses(library: Library, routes: Routes) -> Iterator[Problem]:
    """Pages that are one file to some host: it does not tell Part-1 from part-1."""
    by_url: dict[str, list[Article | Series]] = defaultdict(list)
    records: list[Article | Series] = [*library.articles, *library.series.values()]
    for record in records:
        by_url[alike(unquote(routes.url(record.source.path)))].append(record)
    for sharing in by_url.values():
        for record in sharing if len(sharing) > 1 else ():
            own = record.source.path
            others = (other.source.path for other in sharing if other is not record)
            problem = Problem(
                f"The address /{routes.url(own)} is also that of "
                f"{', '.join(sorted(spelled(path, own) for path in others))}.",
                "Rename one of the files.",
            )
            yield problem.at(*_place_of_name(record, library))


def check_files(files: Mapping[str, str], library: Library) -> Iterator[Problem]:
    """Files of the site that are one file to some host, but for records, of which `check` tells.

    They are given by path, each with the path of its source; empty if kernlog makes it.
    """
    records = {article.path for article in library.articles}
    records |= {series.source.path for series in library.series.values()}
    by_path: dict[str, list[str]] = defaultdict(list)
    for path in files:
        by_path[alike(path)].append(path)
    for sharing in by_path.values():
        for path in sharing if len(sharing) > 1 else ():
            source = files[path]
            others = [other for other in sharing if other != path]
            if source and not records.issuperset(files[other] for other in sharing):
                shown = ", ".join(sorted(spelled(other, path) for other in others))
                problem = Problem(
                    f"Some hosts do not tell {spelled(path, *others)} from {shown}.",
                    "Rename one of the files.",
                    Severity.WARNING,
                )
                yield problem.at(source, 1)


def _place_of_name(record: Article | Series, library: Library) -> tuple[str, int | None]:
    """Where a record has its name: in its file, or in the first article of a series without."""
    if isinstance(record, Article) or record.has_file:
        return record.source.path, 1
    first = library.articles_in(record.id)[-1]
    return first.path, first.source.line("series")


def _topics(library: Library) -> Iterator[Problem]:
    for article in library.articles:
        for index, name in enumerate(article.topics):
            for problem in _topic(name, library):
                yield problem.at(article.path, article.source.line(f"topics.{index}"))


def _topic(name: str, library: Library) -> Iterator[Problem]:
    topic = library.topics.get(topic_slug(name))
    if topic is None:
        yield Problem(
            f"No topic can be called '{name}'.",
            "Name it with letters or digits, in a few words; 'index' is taken.",
        )
    elif name == topic.name:
        return
    elif _without_separators(name) == _without_separators(topic.name):
        yield Problem(
            f"The topic '{name}' is elsewhere spelled '{topic.name}'.",
            "Use one spelling.",
            Severity.WARNING,
        )
    else:
        yield Problem(
            f"The topic '{name}' has the same address as '{topic.name}', topics/{topic.slug}/.",
            "Use one of them, or names that differ in letters or digits.",
        )


def _without_separators(name: str) -> str:
    """A name without what may differ between two spellings: capitals, spaces, hyphens."""
    text = normalize("NFKC", name).casefold()
    return "".join(c for c in text if category(c) not in {"Pc", "Pd"} and not c.isspace())


_Mentions = Mapping[str, Sequence[tuple[Article, str]]]
"""What some articles name, each with the keys that do."""


def _authors(library: Library) -> Iterator[Problem]:
    named = _by_name(
        (person, article, f"authors.{index}")
        for article in library.articles
        for index, person in enumerate(article.authors)
        if person not in library.people
    )
    for person, articles in named.items():
        hint = did_you_mean(person, library.people) or f"Add {person} to {library.people_path}."
        yield _problem_where_first(Problem(f"Unknown author '{person}'.", hint), articles)


def _trees(articles: Iterable[Article], trees: Collection[str]) -> Iterator[Problem]:
    named = _by_name(
        (article.tree, article, "tree")
        for article in articles
        if article.tree is not None and article.tree not in trees
    )
    for tree, naming in named.items():
        hint = did_you_mean(tree, trees) or f"Known trees are {', '.join(sorted(trees))}."
        yield _problem_where_first(Problem(f"Unknown tree '{tree}'.", hint), naming)


def _series_file(series: Series, library: Library) -> Iterator[Problem]:
    """A series without a file is allowed, but may be a slip of the pen."""
    naming = [(part.article, "series") for part in library.parts(series.id) if part.article]
    if series.has_file or not naming:
        return
    filed = [s.id for s in library.series.values() if s.has_file]
    guess = did_you_mean(series.id, filed)
    problem = Problem(
        f"The series '{series.id}' has no file {series.source.path}.",
        guess or "Create it to give the series a title and its planned parts.",
        Severity.WARNING if guess else Severity.NOTICE,
    )
    yield _problem_where_first(problem, naming)


def _by_name(mentions: Iterable[tuple[str, Article, str]]) -> _Mentions:
    """What was found by name, and in the order of files."""
    named: dict[str, list[tuple[Article, str]]] = defaultdict(list)
    for name, article, key in sorted(mentions, key=lambda mention: mention[1].path):
        named[name].append((article, key))
    return named


def _problem_where_first(problem: Problem, naming: Sequence[tuple[Article, str]]) -> Problem:
    """What is wrong with a name, told where it is first, however many articles have it."""
    first, key = naming[0]
    count = len({article.path for article, _ in naming})
    every = f"{count} articles name it." if count > 1 else ""
    message = f"{problem.message} {every}".strip()
    return replace(problem, message=message).at(first.path, first.source.line(key))


def _numbering(series: Series, parts: Sequence[Part]) -> Iterator[Problem]:
    counted = Counter(part.number for part in parts)
    planned = Counter(plan.part for plan in series.planned)
    for index, plan in enumerate(series.planned):
        if planned[plan.part] > 1:
            problem = Problem(f"Part {plan.part} is planned twice.", "Remove one of them.")
            yield problem.at(series.source.path, series.source.line(f"planned.{index}"))
    missing: list[int] = []
    for part in parts:
        if part.article and counted[part.number] > 1:
            yield _shared_number(part.article, part.number, parts)
        if part.article and planned and part.number > max(planned):
            problem = Problem(
                f"Part {part.number} is beyond the {max(planned)} planned parts of the series "
                f"'{series.id}'.",
                f"Add it to planned in {series.source.path}, or correct the number.",
                Severity.WARNING,
            )
            yield problem.at(part.article.path, part.article.source.line("part"))
        if part.is_missing:
            missing.append(part.number)
        elif missing:
            yield _gap(series, missing, part)
            missing = []


def _shared_number(article: Article, number: int, parts: Iterable[Part]) -> Problem:
    others = ", ".join(
        part.article.path
        for part in parts
        if part.number == number and part.article and part.article is not article
    )
    problem = Problem(f"Part {number} is also the number of {others}.", "Give each its own number.")
    return problem.at(article.path, article.source.line("part"))


def _gap(series: Series, missing: Sequence[int], following: Part) -> Problem:
    first, last = missing[0], missing[-1]
    numbers = f"part {first}" if first == last else f"parts {first} to {last}"
    problem = Problem(
        f"The series '{series.id}' has a part {following.number}, but no {numbers}.",
        f"Write it, or add {{part: {first}, title: ...}} to planned in {series.source.path}.",
        Severity.WARNING,
    )
    if following.article:
        return problem.at(following.article.path, following.article.source.line("part"))
    index = next(i for i, plan in enumerate(series.planned) if plan.part == following.number)
    return problem.at(series.source.path, series.source.line(f"planned.{index}"))
