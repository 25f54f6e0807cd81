"""The recipes of the handbook's page on publishing work as they stand."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from editable_site import files_of
from small_site import SmallSite

from kernlog_site.cli.main import main

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "content" / "handbook" / "publishing.md").read_text()
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [(found["language"], found["code"]) for found in BLOCK.finditer(TEXT)]
RSYNC, BUCKET = (code for language, code in BLOCKS if code.startswith("#!/bin/sh"))

needs_rsync = pytest.mark.skipif(shutil.which("rsync") is None, reason="there is no rsync")


def recipe(name: str) -> Any:
    """A file in YAML, by the name in its first line."""
    (code,) = [code for _, code in BLOCKS if code.startswith(f"# {name}\n")]
    return yaml.safe_load(code)


def test_every_recipe_builds_strictly() -> None:
    assert TEXT.count("mkdocs build --strict\n") == 4
    assert "make " not in "".join(code for _, code in BLOCKS)


@pytest.mark.parametrize("written", sorted(set(re.findall(r"`kernlog ([^`]+)`", TEXT))))
def test_every_command_is_one(written: str) -> None:
    result = CliRunner().invoke(main, [*written.split(), "--help"])

    assert result.exit_code == 0, result.output


def test_github_pages() -> None:
    workflow = recipe(".github/workflows/publish.yml")
    events = workflow[True]  # what YAML 1.1 makes of the key `on`

    (schedule,) = events["schedule"]
    assert events["push"] == {"branches": ["main"]}
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    minutes = [int(minute) for minute in schedule["cron"].split()[0].split(",")]
    assert {later - earlier for earlier, later in pairwise(minutes)} == {15}
    assert 0 not in minutes
    (job,) = workflow["jobs"].values()
    steps = job["steps"]
    for step in steps:
        assert len({"uses", "run"} & step.keys()) == 1
    (cache,) = [step["with"] for step in steps if step.get("uses", "").startswith("actions/cache@")]
    assert cache["path"] == ".cache"
    assert cache["key"].startswith(cache["restore-keys"])
    runs = [step["run"] for step in steps if "run" in step]
    assert runs == ["pip install --requirement requirements.txt", "mkdocs build --strict"]
    (site,) = [step["with"]["path"] for step in steps if "upload-pages" in step.get("uses", "")]
    assert site == "site"
    deployed = [step.get("id") for step in steps].index("deployment")
    assert deployed == len(steps) - 1
    assert f"steps.{steps[deployed]['id']}.outputs.page_url" in job["environment"]["url"]


def test_gitlab_pages(tmp_path: Path) -> None:
    job = recipe(".gitlab-ci.yml")["pages"]

    assert job["cache"]["paths"] == [".cache"]
    assert job["variables"]["PIP_CACHE_DIR"].startswith("$CI_PROJECT_DIR/.cache/")
    assert job["artifacts"]["paths"] == ["public"]
    install, build, *after = job["script"]
    assert install == "pip install --requirement requirements.txt"
    assert build == "mkdocs build --strict"
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitemap.xml").write_text("<urlset/>")
    (site / "sitemap.xml.gz").write_text("another")
    (site / "card.png").write_text("a picture")
    subprocess.run(["sh", "-euc", "\n".join(after)], cwd=tmp_path, check=True)
    public = {path.name for path in (tmp_path / "public").iterdir()}
    assert public == {"sitemap.xml", "sitemap.xml.gz", "card.png"}
    packed = (tmp_path / "public" / "sitemap.xml.gz").read_bytes()
    assert packed.startswith(b"\x1f\x8b")


def test_systemd() -> None:
    units = [code for language, code in BLOCKS if language == "ini"]
    service, timer = (configparser.ConfigParser(interpolation=None) for _ in units)
    service.read_string(units[0])
    timer.read_string(units[1])

    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].endswith("/publish.sh")
    assert timer["Timer"]["OnCalendar"] == "*:0/5"
    assert timer["Install"]["WantedBy"] == "timers.target"


class Publication:
    """A repository that writers push to, a clone that publishes it, and what readers are served."""

    def __init__(self, site: SmallSite, recipe: str) -> None:
        self.written = site
        self.published = site.root.parent / "published"
        self.readers = site.root.parent / "readers"
        (site.root / "publish.sh").write_text(recipe)
        (site.root / ".gitignore").write_text("/site/\n/.cache/\n/.venv/\n")
        self.git("init", "--quiet")
        self.commit()
        self.git("clone", "--quiet", ".", str(self.published))
        self.have_mkdocs(f'exec {shlex.quote(sys.executable)} -m mkdocs --quiet "$@"')

    def have_mkdocs(self, script: str) -> None:
        """Make an environment with a program `mkdocs` that does this."""
        program = self.published / ".venv" / "bin" / "mkdocs"
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\nset -eu\n{script}\n")
        program.chmod(0o755)

    def git(self, *arguments: str) -> None:
        name = ("-c", "user.name=Anna", "-c", "user.email=anna@example.org")
        subprocess.run(["git", *name, *arguments], cwd=self.written.root, check=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "News")

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["sh", str(self.published / "publish.sh"), *arguments],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def publish(self, now: str = "1268401600") -> int:
        return self.run(f"{self.readers}/", SOURCE_DATE_EPOCH=now).returncode


@needs_rsync
def test_rsync_sends_what_changed_and_deletes_what_is_gone(site: SmallSite) -> None:
    publication = Publication(site, RSYNC)
    assert publication.publish() == 0
    assert files_of(publication.readers) == files_of(publication.published / "site")
    unchanged = publication.readers / "about" / "index.html"
    before = unchanged.stat().st_mtime_ns

    site.edit("articles/rc8.md", "title: ", "title: At last ")
    (site.content / "articles" / "stable.md").unlink()
    publication.commit()
    assert publication.publish() == 0

    assert "At last" in (publication.readers / "articles/rc8/index.html").read_text()
    assert not (publication.readers / "articles" / "stable").exists()
    assert unchanged.stat().st_mtime_ns == before
    assert files_of(publication.readers) == files_of(publication.published / "site")


@needs_rsync
def test_rsync_sends_what_changed_within_a_second(site: SmallSite) -> None:
    publication = Publication(site, RSYNC)
    page = "site/page.html"
    build = f'printf %s "$WORD" > {page} && touch -d "2010-03-12T13:46:40.$WORD" {page}'
    publication.have_mkdocs(f"mkdir -p site && {build}")

    for word in ("1", "2"):
        assert publication.run(f"{publication.readers}/", WORD=word).returncode == 0
        assert (publication.readers / "page.html").read_text() == word


@needs_rsync
def test_rsync_sends_nothing_that_a_strict_build_refused(site: SmallSite) -> None:
    publication = Publication(site, RSYNC)
    publication.publish()
    before = files_of(publication.readers)

    site.edit("articles/rc8.md", "title: ", "titel: ")
    publication.commit()

    assert publication.publish() != 0
    assert files_of(publication.readers) == before


@needs_rsync
def test_an_article_goes_online_with_the_first_run_after_its_date(site: SmallSite) -> None:
    site.write("articles/soon.md", "---\ntitle: Soon\ndate: 2010-03-12 14:00\n---\nText.\n")
    publication = Publication(site, RSYNC)
    page = publication.readers / "articles" / "soon" / "index.html"

    publication.publish("1268402399")
    assert not page.exists()
    publication.publish("1268402400")
    assert page.exists()


def test_a_bucket_gets_pages_last_and_loses_files_after_that(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = Publication(site, BUCKET)
    programs = site.root.parent / "bin"
    programs.mkdir()
    told = site.root.parent / "told"
    (programs / "aws").write_text(f'#!/bin/sh\necho "$*" >> {told}\n')
    (programs / "aws").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    assert publication.run(BUCKET="kernel-log").returncode == 0
    *puts, last = told.read_text().splitlines()
    assert all(line.startswith("s3 sync site s3://kernel-log --no-progress ") for line in puts)
    assert not any("--delete" in line for line in puts)
    assert last == "s3 sync site s3://kernel-log --no-progress --delete"
    assert "--include *.html --content-type text/html; charset=utf-8" in puts[-1]
    assert not any("--include *.html" in line for line in puts[:-1])
    told.unlink()
    assert publication.run().returncode != 0, "without the name of a bucket nothing is to be sent"
    assert not told.exists()
