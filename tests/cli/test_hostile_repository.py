"""A repository that means harm goes all the way: nothing of it runs, breaks a page or gets lost."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from calling import kernlog
from click.testing import Result
from feed_validation import read_atom, read_json
from hostile_repository import HostileRepository
from lxml import etree
from repository import Repository
from schemas import validate
from small_site import Built, SmallSite

from kernlog_site.commits.git.git_notes import REF
from kernlog_site.core.characters import printable


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> HostileRepository:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return HostileRepository.at(tmp_path / "linux")


@pytest.fixture
def site(tmp_path: Path, hostile: HostileRepository) -> SmallSite:
    """The small site, with an article that cites all commits in every way."""
    site = SmallSite(tmp_path)
    shutil.rmtree(site.content / "_data")
    shutil.rmtree(site.content / "articles")
    site.write("about.md", "Nothing.\n")
    hashes = [sha[:12] for sha in hostile.commits.values()]
    cited = "\n\n".join(f"(:commit[{sha}]) and [words](commit:{sha})" for sha in hashes)
    listed = "\n".join(["```commits", "## All", *hashes, "```"])
    front = {"title": "News", "date": "2010-02-01", "release": "2.6.33", "also": "[2.6.32]"}
    lines = ["---", *(f"{key}: {value}" for key, value in front.items()), "---"]
    site.write("articles/news.md", "\n".join([*lines, cited, "", listed, ""]))
    return site


def told(site: SmallSite, *arguments: str, fine: tuple[int, ...] = (0,)) -> Result:
    """What a command says, which a terminal can be trusted with."""
    result = kernlog(site, *arguments)
    assert result.exit_code in fine, result.output
    assert printable(result.output) == result.output
    return result


def stored(site: SmallSite) -> dict[str, str]:
    """The lines of the store, by hash."""
    text = (site.content / "_data/commits.jsonl").read_text()
    return {json.loads(line)["sha"]: line for line in text.split("\n")[:-1]}


@pytest.mark.no_cover
def test_a_hostile_repository_goes_all_the_way(site: SmallSite, hostile: HostileRepository) -> None:
    refs, files = hostile.refs(), hostile.files()

    told(site, "sync", fine=(0, 1))
    lines = stored(site)
    assert lines.keys() >= set(hostile.commits.values())
    told(site, "sync", fine=(0, 1))
    assert stored(site) == lines
    problems = json.loads(told(site, "check", "--json", fine=(0, 1)).stdout)
    assert not [its for its in problems if its["severity"] == "error"], problems
    told(site, "check", "--clones", fine=(0, 1))
    built = site.build(strict=True)
    assert built.problems == []
    check_site(built)
    page = built.page("articles/news/")
    assert all(page.find(id=f"c-{sha[:12]}") for sha in hostile.commits.values())
    assert "{{ 7*7 }}" in page.get_text()
    assert "<script>alert(1)</script>" in page.get_text()
    told(site, "notes")
    for sha in hostile.commits.values():
        assert json.loads(told(site, "show", "--json", sha).stdout)["sha"] == sha
        told(site, "show", sha[:12])
    told(site, "gems", "v2.6.32..v2.6.33", fine=(0, 1))
    told(site, "gems", "v2.6.32..v2.6.33", "--maintainers", "--all")
    told(site, "gems", "v2.6.32..v2.6.33", "--author", "Ada", "--path", "--option", fine=(0, 1))
    told(site, "stats", "v2.6.32..v2.6.33")
    told(site, "stats", "v2.6.32..v2.6.33", "--json", "--store")
    told(site, "announce", "articles/news.md")

    assert not hostile.canary.called()
    ours = f"{REF} "
    assert [r for r in hostile.refs() if not r.startswith(ours)] == [
        r for r in refs if not r.startswith(ours)
    ]
    after = hostile.files()
    changed = {path for path in {*files, *after} if files.get(path) != after.get(path)}
    git = f"{hostile.repository.path}/.git"
    assert changed == {f"{git}/{REF}", f"{git}/logs/{REF}"}


def test_what_was_stored_outlives_the_repository(
    site: SmallSite, hostile: HostileRepository
) -> None:
    told(site, "sync", fine=(0, 1))
    lines = stored(site)
    shutil.rmtree(hostile.repository.path)
    Repository(hostile.repository.path).commit("another")

    told(site, "sync", fine=(1,))

    assert stored(site) == lines


def check_site(built: Built) -> None:
    """Every file of a site is what its name says, and nothing in it does anything."""
    assert not built.aborted
    for name, data in built.files().items():
        if name.endswith(".html"):
            assert not list(harm_in(data)), name
        elif name.endswith("feed.xml"):
            read_atom(data)
        elif name.endswith("feed.json"):
            read_json(data)
        elif name == "api/commits/cves.json":
            validate("commits-cves", data)
        elif name.startswith("api/commits/") and not name.endswith("index.json"):
            validate("commits", data)
        elif name.endswith(".json"):
            json.loads(data)
        elif name.endswith((".xml", ".svg")):
            etree.fromstring(data)


def harm_in(data: bytes) -> Iterator[str]:
    """What would run if a browser showed a page."""
    for element in BeautifulSoup(data, "html.parser").find_all(True):
        yield from (name for name in element.attrs if name.startswith("on"))
        for name in ("href", "src", "action"):
            if str(element.get(name, "")).strip().lower().startswith(("javascript:", "data:text")):
                yield str(element)
        is_code = element.name == "script" and not str(element.get("type", "")).endswith("json")
        if is_code and "alert(1)" in element.get_text():
            yield str(element)
