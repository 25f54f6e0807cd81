"""Nothing that is set up in a clone, or for its owner, runs or changes an answer."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from git_history import change, lines, merge
from hostile_repository import ATTRIBUTES, CALLING, SIGNATURE, Canary
from repository import Repository

from kernlog_site.commits.followups.cve_clone import CveClone
from kernlog_site.commits.git.changes import changes, changes_of, compare
from kernlog_site.commits.git.client import Clone, GitFailed
from kernlog_site.commits.git.git_notes import compare as compare_notes
from kernlog_site.commits.git.git_notes import write
from kernlog_site.commits.git.history import (
    Snapshot,
    brought_in,
    messages,
    revisions,
    with_subjects,
)
from kernlog_site.commits.git.landings import landings_of
from kernlog_site.commits.git.maintainers import maintainers_at
from kernlog_site.commits.git.statistics import statistics

GONE = "deadbeef" * 5
"""What a clone lacks, so that a partial one would fetch it."""

NOW = datetime(2010, 2, 12, 12, tzinfo=UTC)

HARMLESS = (
    ("color.diff", "always"),
    ("color.ui", "always"),
    ("core.abbrev", "4"),
    ("core.bigFileThreshold", "1"),
    ("core.commitGraph", "false"),
    ("core.disambiguate", "tree"),
    ("core.logAllRefUpdates", "always"),
    ("core.notesRef", "refs/notes/odd"),
    ("core.quotePath", "true"),
    ("diff.algorithm", "patience"),
    ("diff.dirstat", "lines"),
    ("diff.ignoreSubmodules", "all"),
    ("diff.mnemonicPrefix", "true"),
    ("diff.noprefix", "true"),
    ("diff.odd.binary", "true"),
    ("diff.relative", "true"),
    ("diff.renameLimit", "1"),
    ("diff.renames", "copies"),
    ("diff.submodule", "log"),
    ("format.notes", "true"),
    ("format.pretty", "raw"),
    ("i18n.commitEncoding", "ISO-8859-1"),
    ("i18n.logOutputEncoding", "ISO-8859-1"),
    ("grep.column", "true"),
    ("grep.fullName", "false"),
    ("grep.lineNumber", "false"),
    ("grep.patternType", "perl"),
    ("log.abbrevCommit", "true"),
    ("log.date", "raw"),
    ("log.decorate", "full"),
    ("log.diffMerges", "first-parent"),
    ("log.follow", "true"),
    ("log.mailmap", "true"),
    ("log.showRoot", "false"),
    ("mailmap.blob", "HEAD:.mailmap"),
    ("notes.displayRef", "refs/notes/*"),
    ("tag.sort", "-version:refname"),
    ("versionsort.suffix", "-rc"),
)
"""Settings that change what git shows its user."""

RECORD = "cve/published/2024/CVE-2024-1000.sha1"
FILES = (
    ("core.attributesFile", "attributes"),
    ("diff.orderFile", "order"),
    ("mailmap.file", "people"),
)
"""Those that name a file."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of whoever runs kernlog."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return home


@pytest.fixture
def repository(tmp_path: Path, home: Path) -> Repository:
    """A history with renamed, binary and odd files, two authors and a merge."""
    repository = Repository(tmp_path / "linux")
    first = {"net/a.c": lines(*range(20)), "b.txt": lines(1, 2, 3), RECORD: f"{'f' * 40}\n"}
    change(repository, "net: first", first)
    change(repository, "doc: Größe", {"größe.txt": lines(1), "MAINTAINERS": "NET\nF:\tnet/\n"})
    repository.tag("v2.6.32")
    change(
        repository,
        'net: move it\n\nFixes: 1234567890ab ("net: first")',
        {"net/a.c": None, "net/c.c": lines(*range(1, 20)), "picture": b"\0\1\2"},
        author="Bob",
    )
    repository.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    change(repository, "doc: more", {"b.txt": lines(3, 2, 1), "largé": lines(*range(9000))})
    repository.git("checkout", "--quiet", "master")
    merge(repository, "side", "Merge side")
    repository.tag("v2.6.33-rc1", annotated=False)
    change(repository, "ksm: last", {".mailmap": "Ada Other <ada@example.org> Bob <a@b>\n"})
    (repository.path / ".mailmap").unlink()
    signed(repository)
    return repository


def signed(repository: Repository) -> None:
    """A commit with a signature, which nobody is to check."""
    raw = repository.git("cat-file", "commit", "HEAD").replace(
        "\n\n", f"\n{SIGNATURE.decode()}\n", 1
    )
    options = ("-t", "commit", "-w", "--stdin")
    sha = repository.git("hash-object", *options, given=f"{raw} again\n".encode())
    repository.git("reset", "--quiet", "--soft", sha)


def answers(path: Path) -> dict[str, Any]:
    """What is asked of a clone, all of it, with the answers."""
    clone = Clone(str(path))
    ends = revisions(clone, "v2.6.32..HEAD")
    tip = ends.end_sha
    hashes = clone.run("rev-list", "--all").split()
    return {
        "facts": list(clone.facts(hashes)),
        "found": clone.find([hashes[0][:12], GONE, GONE[:12]]),
        "starting": clone.starting_with([hashes[0][:5]]),
        "landings": landings_of(Snapshot.of(clone), hashes),
        "tags": clone.tags(),
        "ends": Snapshot.of(clone).ends,
        "messages": list(messages(clone, [tip], [], ["fixes:", "revert"])),
        "subjects": with_subjects(clone, [tip], ["net: first", "doc: Größe"]),
        "brought": brought_in(clone, "HEAD~1", "HEAD~2"),
        "changes": [*changes(clone, ends), *changes(clone, ends, paths=["net"], merges=True)],
        "by author": list(changes(clone, ends, author="^Bob ")),
        "by word": list(changes(clone, ends, grep="(move|last)")),
        "changed": list(changes_of(clone, hashes)),
        "compared": [compare(clone, ends), compare(clone, ends, renames=False)],
        "sections": maintainers_at(clone, tip).section_of(["net/c.c"]),
        "statistics": statistics(Snapshot.of(clone), ends),
        "records": list(CveClone.of(clone).lines()),
        "published": CveClone.of(clone).published(),
    }


def configure(repository: Repository, config: Path, settings: Iterable[tuple[str, str]]) -> None:
    for name, value in settings:
        repository.git("config", "--file", str(config), "--add", name, value)


@pytest.mark.parametrize("whose", ["clone", "home"])
def test_no_setting_changes_an_answer(repository: Repository, home: Path, whose: str) -> None:
    before = answers(repository.path)
    (repository.path / "order").write_text("*.txt\n")
    (repository.path / "people").write_text("Ada Other <ada@example.org> Bob <a@b>\n")
    (repository.path / "attributes").write_text(ATTRIBUTES)
    config = home / ".gitconfig" if whose == "home" else repository.path / ".git" / "config"
    paths = {name: str(repository.path / file) for name, file in FILES}
    configure(repository, config, [*HARMLESS, *paths.items()])

    assert answers(repository.path) == before


def test_bare_or_with_files_a_clone_says_the_same(
    repository: Repository, home: Path, tmp_path: Path
) -> None:
    configure(repository, home / ".gitconfig", [("safe.bareRepository", "explicit")])
    change(
        repository, "attributes", {".gitattributes": ATTRIBUTES, ".mailmap": "Eve <e@b> <a@b>\n"}
    )
    here = answers(repository.path)
    configure(repository, home / ".gitconfig", [("attr.tree", "HEAD")])
    repository.git("clone", "--quiet", "--mirror", ".", str(tmp_path / "bare"))
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "beside"))
    (repository.path / ".gitattributes").unlink()
    (repository.path / ".mailmap").unlink()

    assert here["changed"][0].insertions == 4
    assert answers(repository.path) == here
    assert answers(tmp_path / "bare") == here
    assert answers(tmp_path / "beside") == here


@pytest.mark.usefixtures("git")
@pytest.mark.parametrize("files", ["there", "gone"])
@pytest.mark.parametrize("path", [".", ".git"])
def test_the_work_tree_of_a_clone_may_be_anywhere(
    repository: Repository, tmp_path: Path, files: str, path: str
) -> None:
    before = answers(repository.path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b.txt").write_text("in progress")
    repository.git("config", "core.worktree", str(elsewhere) if files == "there" else "/nowhere")

    assert answers(repository.path / path) == before
    clone = Clone(str(repository.path / path))
    write(clone, compare_notes(clone, {revisions(clone, "HEAD~1..HEAD").end_sha: "x\n"}), NOW)
    assert [file.name for file in elsewhere.iterdir()] == ["b.txt"]
    with pytest.raises(GitFailed, match="is no repository, but a folder of one"):
        Clone(str(repository.path / "net"))


def test_replaced_parents_are_no_history(repository: Repository) -> None:
    before = answers(repository.path)
    tip, first = repository.git("rev-parse", "HEAD", "v2.6.32^{}").split()
    (repository.path / ".git/info").mkdir(exist_ok=True)
    (repository.path / ".git/info/grafts").write_text(f"{tip} {first}\n")

    assert answers(repository.path) == before


def test_nothing_runs_that_is_set_up_to_run(
    repository: Repository, home: Path, tmp_path: Path
) -> None:
    canary = Canary(tmp_path)
    before = answers(repository.path)
    for config in (home / ".gitconfig", repository.path / ".git" / "config"):
        configure(repository, config, [(n, v.format(canary.script)) for n, v in CALLING])
    (repository.path / ".gitattributes").write_text(ATTRIBUTES)
    (repository.path / "b.txt").write_text("in progress")
    canary.be_every_hook_of(repository)

    assert answers(repository.path) == before
    clone = Clone(str(repository.path))
    noted = compare_notes(clone, dict.fromkeys(repository.git("rev-list", "HEAD").split(), "x\n"))
    write(clone, noted, NOW)
    assert noted
    clone.run("status", "--porcelain")  # nor with a question about files, which nobody asks so far
    assert not canary.called()
    repository.git("update-ref", "refs/heads/new", "HEAD")
    assert canary.called(), "the canary is dead"


def test_a_repository_of_somebody_else_is_not_trusted(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "kernlog_site.commits.git.client._inherited",
        lambda: {**os.environ, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"},
    )

    with pytest.raises(GitFailed, match=r"ownership|owned by"):
        Clone(str(repository.path))
