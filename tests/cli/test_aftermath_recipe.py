"""The recipes that ask every week what became of commits work as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from calling import kernlog
from repository import ENVIRONMENT, Repository
from small_site import SmallSite

TEXT = (Path(__file__).parent.parent.parent / "content" / "handbook" / "aftermath.md").read_text()
BLOCK = re.compile(r"^```\w+\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
BLOCKS = [found["code"] for found in BLOCK.finditer(TEXT)]
(FETCH,) = [code for code in BLOCKS if "fetch-clones.sh:" in code]
KERNEL = "https://git.kernel.org/pub/scm/linux/"

PROGRAM = """#!/bin/sh
echo "{name} $*" >> {root}/called
case "$*" in
  "pr create"* | *"source_branch=aftermath --data"*) test ! -e {root}/open ;;
  *state=opened*) echo '[{{"iid": 7}}]' ;;
esac
"""
"""Takes a note of what it is called with, and fails where there is a request that is open."""

pytestmark = [
    pytest.mark.no_cover,
    pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash"),
]


def recipe(name: str) -> Any:
    """A file in YAML, by the name in its first line."""
    (code,) = [code for code in BLOCKS if code.startswith(f"# {name}")]
    return yaml.safe_load(code)


@dataclass(frozen=True)
class Weekly:
    """A site in a repository, its origin, and a kernel to fetch; other programs only take notes."""

    root: Path
    site: SmallSite
    linux: Repository
    sha: str

    @property
    def origin(self) -> Path:
        return self.root / "origin.git"

    def run(self, *scripts: str, **more: str) -> str:
        """Run scripts one after the other as CI does, and give what they print."""
        config = {
            f"url.{self.root.as_uri()}/kernels/.insteadOf": KERNEL,
            f"url.{self.origin.as_uri()}.insteadOf": "https://aftermath:token@git.example/a/log.git",
            "protocol.file.allow": "always",
        }
        settings = {"GIT_CONFIG_COUNT": str(len(config))}
        for number, (name, value) in enumerate(config.items()):
            settings |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        programs = f"{self.root / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {**os.environ, **ENVIRONMENT, **settings, "PATH": programs, **more}
        said = ""
        for script in scripts:
            done = subprocess.run(
                ["bash", "-e", "-o", "pipefail", "-c", script],
                cwd=self.site.root,
                capture_output=True,
                text=True,
                check=False,
                env=environment,
            )
            assert done.returncode == 0, done.stdout + done.stderr
            said += done.stdout
        return said

    def called(self) -> list[str]:
        """The first arguments of what was called since the last time."""
        file = self.root / "called"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines

    def pushed(self) -> str:
        """The commit store on the branch of the pull request."""
        shown = ["git", "show", "aftermath:content/_data/commits.jsonl"]
        return subprocess.run(
            shown, cwd=self.origin, capture_output=True, text=True, check=True
        ).stdout


@pytest.fixture
def weekly(tmp_path: Path) -> Weekly:
    kernels = tmp_path / "kernels"
    linux = Repository(kernels / "kernel/git/torvalds/linux.git")
    (linux.path / "file").write_text("it\n")
    linux.git("add", "--all")
    sha = linux.commit("a: do it")
    linux.tag("v2.6.33-rc1")
    others = ("kernel/git/stable/linux.git", "security/vulns.git")
    for repository in (linux, *(Repository(kernels / path) for path in others)):
        repository.git("config", "uploadpack.allowFilter", "true")
        repository.commit("Begin")
    site = SmallSite(tmp_path)
    for file in [*(site.content / "_data").iterdir(), *(site.content / "articles").rglob("*.md")]:
        file.unlink()
    site.write("about.md", "About.\n")
    site.write("articles/d.md", f"---\ntitle: D\ndate: 2010-01-01\n---\n:commit[{sha[:12]}]\n")
    tree = {"host": "cgit", "url": "https://git.example.org/linux.git"}
    site.options(trees={"linux": {**tree, "clone": str(linux.path)}})
    assert kernlog(site, "sync").exit_code == 0
    site.options(trees={"linux": {**tree, "clone": "clones/linux"}})
    (site.root / "fetch-clones.sh").write_text(FETCH)
    (site.root / "fetch-clones.sh").chmod(0o755)
    (site.root / ".gitignore").write_text("clones/\n.cache/\n")
    repository = Repository(site.root)
    repository.git("init", "--quiet", "--initial-branch=master")
    repository.git("add", "--all")
    repository.commit("Begin")
    repository.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    repository.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("gh", "curl", "pip"):
        (programs / name).write_text(PROGRAM.format(name=name, root=tmp_path))
        (programs / name).chmod(0o755)
    return Weekly(tmp_path, site, linux, sha)


def revert(weekly: Weekly) -> None:
    weekly.linux.commit(f'Revert "a: do it"\n\nThis reverts commit {weekly.sha}.\n')


def back_to_the_start(weekly: Weekly) -> None:
    """What the next run checks out."""
    Repository(weekly.site.root).git("switch", "--quiet", "--force", "master")


def github(weekly: Weekly, tmp_path: Path) -> None:
    """Run the steps of the workflow."""
    output = tmp_path / "output"
    output.write_text("")
    (job,) = recipe(".github/workflows/aftermath.yml")["jobs"].values()
    for step in job["steps"]:
        is_due = "if" not in step or "changed=true\n" in output.read_text()
        if "run" in step and is_due:
            weekly.run(step["run"], RUNNER_TEMP=str(tmp_path), GITHUB_OUTPUT=str(output))


def test_github_opens_a_pull_request_and_renews_it(weekly: Weekly, tmp_path: Path) -> None:
    github(weekly, tmp_path)
    assert weekly.called() == ["pip install --requirement requirements.txt"], "nothing is new"

    revert(weekly)
    github(weekly, tmp_path)
    _, opened = weekly.called()
    assert opened.startswith("gh pr create --head aftermath --title")
    assert "/aftermath.md" in opened
    assert '"kind": "reverted"' in weekly.pushed()
    comment = (tmp_path / "aftermath.md").read_text()
    assert f"`{weekly.sha[:12]}`" in comment
    assert "`a: do it`: reverted (" in comment

    back_to_the_start(weekly)
    (tmp_path / "open").touch()
    github(weekly, tmp_path)
    assert [line.split()[2] for line in weekly.called()[1:]] == ["create", "edit"]


def test_the_workflow_may_do_what_it_needs_and_nothing_else() -> None:
    workflow = recipe(".github/workflows/aftermath.yml")
    (job,) = workflow["jobs"].values()

    assert workflow["permissions"] == {}
    assert job["permissions"] == {"contents": "write", "pull-requests": "write"}
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}
    assert "secrets." not in TEXT
    # What others wrote reaches a shell in files alone.
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert not [run for run in runs if "${{" in run]


def test_gitlab_opens_a_merge_request_and_adds_to_it(weekly: Weekly, tmp_path: Path) -> None:
    job = recipe(".gitlab-ci.yml, beside the job that publishes")["aftermath"]
    assert job["cache"]["paths"] == [".cache", "clones"]
    script = "\n".join(job["script"]).replace("/tmp/aftermath.md", f"{tmp_path}/aftermath.md")
    variables = {
        "AFTERMATH_TOKEN": "token",
        "CI_SERVER_HOST": "git.example",
        "CI_PROJECT_PATH": "a/log",
        "CI_PROJECT_ID": "5",
        "CI_API_V4_URL": "https://git.example/api/v4",
        "CI_DEFAULT_BRANCH": "master",
    }
    weekly.run(script, **variables)
    assert len(weekly.called()) == 1, "nothing is new"

    revert(weekly)
    weekly.run(script, **variables)
    _, opened = weekly.called()
    assert opened.endswith("https://git.example/api/v4/projects/5/merge_requests")
    assert '"kind": "reverted"' in weekly.pushed()

    back_to_the_start(weekly)
    (tmp_path / "open").touch()
    weekly.run(script, **variables)
    assert weekly.called()[-1].endswith("/merge_requests/7/notes")


def test_clones_without_files_are_enough_to_sync_from(weekly: Weekly) -> None:
    revert(weekly)
    weekly.run("./fetch-clones.sh", "./fetch-clones.sh")
    clone = weekly.site.root / "clones" / "linux"
    missing = Repository(clone).git("rev-list", "--objects", "--all", "--missing=print")
    result = kernlog(weekly.site, "sync")

    assert "\n?" in missing, "it has no files"
    assert (result.exit_code, "updated" in result.stdout) == (0, True), result.output
