"""A site about another project than Linux, from the clone to the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from repository import Repository
from small_site import Built, SmallSite, text

from kernlog_site.cli.main import main

FOO = {"name": "Foo <&> Bar", "tag": "foo-{version}", "release": 1, "candidate": "-beta{n}"}
ESCAPED = "Foo &lt;&amp;&gt; Bar 7"


class Project:
    """A site whose project has tags of its own kind, and the repository of that project."""

    def __init__(self, root: Path, versions: Any, tags: tuple[str, ...], release: str) -> None:
        self.site = SmallSite(root)
        for path in self.site.content.rglob("*.*"):
            if path.suffix in (".md", ".jsonl") and path.name != "index.md":
                path.unlink()
        self.site.settings(nav=None)
        self.site.options(versions=versions)
        self.site.write("series/coming.md", f"---\ntitle: Coming\nrelease: {release}\n---\n")
        self.repository = Repository(root / "linux")
        self.commits = []
        for tag in tags:
            self.commits.append(self.repository.commit(f"net: before {tag}")[:12])
            self.repository.tag(tag)

    def article(self, name: str, release: str, body: str) -> None:
        front = f"title: {name}\nseries: coming\npart: 1\ndate: 2010-02-01\nrelease: {release}"
        self.site.write(f"articles/{name}.md", f"---\n{front}\n---\n{body}\n")

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["-f", str(self.site.config_file), *arguments])


@pytest.fixture
def foo(tmp_path: Path) -> Project:
    project = Project(tmp_path, FOO, ("foo-6", "foo-7-beta1", "foo-7-beta2", "foo-7"), "7")
    _, first, _, last = project.commits
    body = (
        f"(:commit[{first} {last}]) in [the first](commit:foo-7-beta1), [all](commit:foo-6..foo-7),"
    )
    project.article("news", "7", f"{body} [it](release:7).")
    project.site.write("releases/6.md", "")
    return project


def test_the_project_is_named_wherever_a_release_is(foo: Project) -> None:
    foo.repository.commit("net: the next one")
    foo.repository.tag("foo-8-beta1")
    foo.site.write("releases/8.md", "")
    assert foo.run("sync").output.endswith("2 commits (2 new), 3 releases, updated.\n")

    built = foo.site.build()

    assert built.problems == []
    page = (built.folder / "releases/7/index.html").read_text()
    assert f'<h1 class="kl-headline">{ESCAPED}</h1>' in page
    assert f"<title>{ESCAPED}: tracking page – Small Log</title>" in page
    assert "Foo <&> Bar" not in page.replace(_scripts(built, "releases/7/"), "")
    assert json.loads(_scripts(built, "releases/7/"))["@graph"][0]["name"] == "Foo <&> Bar 7"
    assert "Foo <&> Bar 8" in text(built.page(""))
    for address in ("releases/", "series/", "commits/", "articles/news/"):
        assert "Foo <&> Bar 7" in text(built.page(address)), address
    feed = (built.folder / "releases/7/feed.xml").read_text()
    assert "<title>Small Log: Foo &lt;&amp;&gt; Bar 7</title>" in feed
    for name, data in built.files().items():
        if name.endswith((".html", ".xml")) or name.startswith("api/"):
            assert b"Linux" not in data, name


def _scripts(built: Built, address: str) -> str:
    script = built.page(address).find("script", type="application/ld+json")
    assert script
    return script.get_text()


def test_tags_lead_to_releases_on_all_pages(foo: Project) -> None:
    foo.run("sync")

    built = foo.site.build()

    tracking = text(built.page("releases/7/"))
    assert all(label in tracking for label in ("beta1", "beta2", "Newest version 7"))
    assert "before foo-7-beta1" in tracking
    links = {a.get_text(): a["href"] for a in built.page("articles/news/").select("article a")}
    assert links["the first"] == "https://git.example.org/linux.git/tag/?h=foo-7-beta1"
    assert links["it"] == "../../releases/7/"
    lookup = [data for name, data in built.files().items() if name.startswith("api/commits/")]
    assert any(b'"foo-7-beta1": "https://log.example/releases/7/"' in data for data in lookup)
    releases = json.loads((built.folder / "api/releases.json").read_text())["releases"]
    assert [(its["version"], its["newest"], its["status"]) for its in releases] == [
        ("7", "foo-7", "released"),
        ("6", "foo-6", "released"),
    ]
    assert releases[0]["numbers"]["commits"] == 3


def test_the_statistics_are_those_of_the_project(foo: Project) -> None:
    counted = json.loads(foo.run("stats", "foo-6..foo-7", "--json", "--store").output)

    assert counted["version"] == "7"
    assert [step["name"] for step in counted["candidates"]] == ["foo-7-beta1", "foo-7-beta2"]
    line = json.loads((foo.site.content / "_data/releases.jsonl").read_text())
    assert line["version"] == "7"
    assert line["statistics"]["commits"] == 3


def test_a_commit_of_another_release_is_told(foo: Project) -> None:
    foo.article("old", "6", f"(:commit[{foo.commits[3]}])")
    foo.site.edit("articles/old.md", "part: 1", "part: 2")
    foo.run("sync")

    told = foo.run("check").output

    sha = foo.commits[3]
    assert f"Commit {sha} is not in 6: it landed in foo-7." in told
    assert "Correct the hash, or add also: [7] to the front matter." in told


def test_a_version_that_is_none_is_told_in_the_words_of_the_project(foo: Project) -> None:
    foo.article("news", "7.0.1", "[x](release:v7)")
    foo.site.write("releases/next.md", "")
    foo.site.write("releases/8.md", "---\ntags: [{name: v8, date: 2010-02-01}]\n---\n")

    told = foo.run("check").output

    assert (
        "The key 'release' is '7.0.1', which is no Foo <&> Bar version. Write it as in 1 or" in told
    )
    assert "'v7' is no Foo <&> Bar version. Write it as in release:1." in told
    assert "'next.md' names no Foo <&> Bar release. Name the file after the release, as in" in told
    assert "The tag v8 does not belong to the release 8. Its tags are called foo-8-beta1" in told


def test_new_files_follow_the_project(foo: Project) -> None:
    assert foo.run("new", "release", "foo-8").output == (
        "Error: 'foo-8' is no Foo <&> Bar version. Write 8.\n"
    )
    assert foo.run("new", "release", "8-beta1").output == (
        "Error: 8-beta1 is a candidate and no release. Write 8.\n"
    )
    path = Path(foo.run("new", "release", "8").output.strip())
    assert path.name == "8.md"
    assert "# previous: 0 " in path.read_text()


def test_a_release_may_have_its_zero_in_the_tag_alone(tmp_path: Path) -> None:
    git = Project(tmp_path, "git", ("v2.49.0", "v2.50.0-rc0", "v2.50.0", "v2.50.1"), "2.50")
    git.article("news", "2.50", f":commit[{git.commits[1]} {git.commits[2]}]")
    git.site.write("releases/2.50.1.md", "")
    git.run("sync")

    built = git.site.build()

    assert built.problems == []
    tracking = text(built.page("releases/2.50/"))
    assert "Git 2.50" in tracking
    assert "Released Newest version 2.50 since" in tracking
    assert "2.50.0-rc0" in tracking


def test_another_description_makes_all_pages_anew(foo: Project, tmp_path: Path) -> None:
    foo.run("sync")
    foo.site.build()

    foo.site.options(versions={**FOO, "name": "Baz"})
    again = foo.site.build().files()

    (foo.site.root / ".cache/kernlog/pages.db").unlink()
    assert again == foo.site.build().files()
    assert b"Baz 7" in again["releases/7/index.html"]


def test_a_wrong_description_ends_in_one_line(foo: Project) -> None:
    foo.site.options(versions="gitt")

    result = foo.run("check")

    assert result.exit_code == 2
    assert (
        "option 'versions': 'gitt' is no way of writing versions. Did you mean 'git'?"
        in result.output
    )
