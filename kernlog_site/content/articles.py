"""A Markdown file below the articles folder becomes an `Article`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence

from kernlog_site.content import front_matter
from kernlog_site.content.fields import Conventions
from kernlog_site.content.front_matter_keys import ArticleMatter
from kernlog_site.content.record_file import opened
from kernlog_site.core.characters import printable
from kernlog_site.core.model import Article, Source, Status, Update
from kernlog_site.core.problems import Problem, Severity


def read_article(
    path: str,
    data: bytes,
    conventions: Conventions,
    parse: front_matter.Parse = front_matter.parse,
) -> tuple[Article, tuple[Problem, ...]]:
    """Read one article. Whatever is wrong with it, its text is kept and it gets a title."""
    file = opened(path, data, ArticleMatter, conventions, parse)
    front, source, matter = file.front, file.source, file.matter
    article = Article(
        source=source,
        title=matter.title or title_from(path),
        body=front.body,
        date=matter.date,
        series=matter.series if matter.part else None,
        part=matter.part if matter.series else None,
        release=matter.release,
        updates=tuple(Update(update.date, update.note) for update in matter.updated),
        authors=tuple(matter.authors),
        summary=matter.summary,
        topics=tuple(matter.topics),
        tree=matter.tree,
        also=tuple(matter.also),
        status=_status(front, matter, file.mistyped, source),
        aliases=tuple(matter.aliases),
    )
    missing = missing_keys(front, source, ("title", "date")) + _half_a_series(front, source)
    return article, file.problems + missing + tuple(_early_updates(article))


def _status(
    front: front_matter.FrontMatter,
    matter: ArticleMatter,
    mistyped: Iterable[Problem],
    source: Source,
) -> Status | None:
    """None if it cannot be known: a draft must not come out because of a slip of the pen."""
    unreadable = front.problems and not front.values
    lines = {problem.line for problem in mistyped}
    return None if unreadable or source.line("status") in lines - {None} else matter.status


def _early_updates(article: Article) -> Iterator[Problem]:
    """Updates from before there was an article."""
    for index, update in enumerate(article.updates):
        if article.date is not None and update.date < article.date:
            problem = Problem(
                f"The update '{update.note}' is older than the article.",
                "Correct its date, or that of the article.",
                Severity.WARNING,
            )
            yield problem.at(article.path, article.source.line(f"updated.{index}.date"))


def title_from(path: str) -> str:
    """What to call a file that has no title: its name, in words."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    return printable(name.replace("-", " ").replace("_", " ").capitalize())


def missing_keys(
    front: front_matter.FrontMatter, source: Source, required: Sequence[str]
) -> tuple[Problem, ...]:
    """A problem for each required key that is absent or empty; none if the YAML is broken."""
    if not front.exists:
        problem = Problem(
            "The file has no front matter.",
            f"Start it with a line ---, the keys {' and '.join(required)}, and a line ---.",
        )
        return (problem.at(source.path, 1),)
    if not front.values and front.problems:
        return ()
    return tuple(
        Problem(f"The key '{key}' is missing.", f"Add {key}: ...").at(
            source.path, source.line(key) or 1
        )
        for key in required
        if front.values.get(key, "") == ""
    )


def _half_a_series(front: front_matter.FrontMatter, source: Source) -> tuple[Problem, ...]:
    has_series, has_part = (front.values.get(key, "") != "" for key in ("series", "part"))
    if has_part and not has_series:
        problem = Problem(
            "A part number without a series.", "Add series: <id>, or remove the part."
        )
        return (problem.at(source.path, source.line("part")),)
    if has_series and not has_part:
        problem = Problem(
            "A series without a part number.", "Add part: <number>, or remove the series."
        )
        return (problem.at(source.path, source.line("series")),)
    return ()
