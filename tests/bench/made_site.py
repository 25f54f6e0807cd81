"""Writes the made archive as a kernlog site.

PYTHONPATH=tests python -m bench.made_site FOLDER --articles 2000
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from mkdocs.utils.yaml import yaml_load

from bench.archive import Article, Commit, Issue, Release, Series
from bench.dialects import Kernlog
from bench.files import save, with_matter
from bench.making import archive
from bench.vocabulary import PEOPLE, WRITERS

PROJECT = Path(__file__).parents[2]

_TREE = "linux"


def write(folder: Path, articles: int) -> list[tuple[Article, Path]]:
    """Write a whole site of that many articles into a folder; gives each with its file."""
    content = folder / "content"
    save(folder / "mkdocs.yml", configuration())
    save(content / "index.md", "---\ndescription: A made archive.\n---\n")
    save(content / "authors.yml", _yaml(_people()))
    written: list[tuple[Article, Path]] = []
    commits: list[str] = []
    releases: list[str] = []
    for issue in archive(articles):
        written += _write_issue(content, issue)
        commits += (_json(_commit(commit)) for commit in issue.commits)
        releases.append(_json(_facts(issue.release)))
    # Every line starts with the hash, by which `kernlog sync` sorts within a tree.
    save(content / "_data/commits.jsonl", "".join(sorted(commits)))
    save(content / "_data/releases.jsonl", "".join(releases))
    return written


def sample_settings() -> dict[str, Any]:
    """The settings of the sample site, without functions, which only Python can read."""
    settings: dict[str, Any] = yaml_load((PROJECT / "mkdocs.yml").read_text("utf-8"))
    for extension in settings["markdown_extensions"]:
        for options in extension.values() if isinstance(extension, dict) else ():
            for name in [name for name, value in options.items() if callable(value)]:
                del options[name]
    return settings


def configuration() -> str:
    """The settings of the sample site, without its handbook, search, and cards for networks.

    No other generator searches or draws in the benchmark.
    """
    config = sample_settings()
    config["nav"] = [entry for entry in config["nav"] if "Handbook" not in entry]
    for plugin in config["plugins"]:
        plugin["kernlog"] |= {"cards": False, "search": False, "foot": []}
    return _yaml(config)


def _write_issue(content: Path, issue: Issue) -> Iterator[tuple[Article, Path]]:
    for series in issue.series:
        save(content / f"series/{series.id}.md", _series(series))
    save(content / f"releases/{issue.release.version}.md", _release(issue.release))
    for article in issue.articles:
        yield article, save(content / f"{article.address}.md", page_source(article))


def page_source(article: Article) -> str:
    """The file of an article."""
    matter = {
        "title": article.title,
        **({"series": article.series, "part": article.part} if article.series else {}),
        "release": article.release,
        "date": article.date.isoformat(" ", "minutes"),
        "authors": [article.author],
        "summary": article.summary,
        "topics": list(article.topics),
    }
    return with_matter(matter, Kernlog().body(article))


def _series(series: Series) -> str:
    planned = [{"part": part, "title": title} for part, title in enumerate(series.parts, 1)]
    matter = {
        "title": series.title,
        "release": series.release,
        "summary": series.summary,
        "planned": planned,
    }
    return with_matter(matter, f"{series.summary} Every claim is backed by links to the commits.\n")


def _release(release: Release) -> str:
    matter = {"version": release.version, "status": "released", "previous": release.previous}
    return with_matter(
        matter, f"Linux {release.version} was released on {release.date:%d %B %Y}.\n"
    )


def _people() -> dict[str, Any]:
    return {
        writer: {"name": name, "bio": f"{name} writes about the kernel."}
        for writer, name in WRITERS.items()
    }


def _commit(commit: Commit) -> dict[str, Any]:
    """A line of the store, with the keys that `kernlog sync` writes."""
    return {
        "sha": commit.sha,
        "tree": _TREE,
        "subject": commit.subject,
        "author": commit.author,
        "authored": commit.authored.isoformat(),
        "committed": commit.committed.isoformat(),
        "first_tag": commit.first_tag,
        "files": commit.files,
        "insertions": commit.insertions,
        "deletions": commit.deletions,
        "areas": commit.areas,
        "links": [],
        "bugs": [],
        "fate": [],
        "pull": {
            "sha": commit.sha[::-1],
            "subject": f"Merge branch 'for-linus' of git://git.example.org/{commit.areas[0]}",
        },
    }


def _facts(release: Release) -> dict[str, Any]:
    tags = [
        {"name": tag.name, "date": tag.date.isoformat(), "commit": tag.commit}
        for tag in release.tags
    ]
    return {
        "version": release.version,
        "tree": _TREE,
        "tags": tags,
        "statistics": dict(_statistics(release)),
    }


def _statistics(release: Release) -> Iterator[tuple[str, Any]]:
    yield "days", (release.date - release.begun).days
    yield from {"commits": 12000, "non_merges": 11000, "authors": 1300, "new_authors": 250}.items()
    yield from {"files": 10000, "insertions": 800000, "deletions": 450000}.items()
    yield "renames", "found"
    yield (
        "candidates",
        [
            {"name": tag.name, "date": tag.date.isoformat(), "commits": 400, "non_merges": 350}
            for tag in release.tags[:-1]
        ],
    )
    most = [{"name": name, "commits": 100, "lines": 9000} for name in PEOPLE]
    yield "top_authors", {"by_commits": most, "by_lines": most}
    yield "top_areas", [{"name": "net", "commits": 500, "lines": 40000}]


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _yaml(value: Any) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


def main() -> None:
    """Write a site from the command line."""
    parser = argparse.ArgumentParser(description="Write the made archive as a kernlog site.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    options = parser.parse_args()
    write(options.folder, options.articles)


if __name__ == "__main__":
    main()
