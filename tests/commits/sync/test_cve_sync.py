"""CVEs in the store, from real clones of records like those of the kernel's CNA."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from repository import Repository
from sync_workspace import SyncWorkspace

from kernlog_site.commits.sync.cve_checks import wrong_cves

FIX, STABLE_FIX = "f" * 40, "e" * 40
CVE = "CVE-2024-57974"
PATH = f"cve/published/2024/{CVE}"
SCORED = "f4215fc3 CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H\n\nAC:L - easily\n"


class CveWorkspace(SyncWorkspace):
    """A workspace with a clone of records beside that of the tree."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.vulns = "vulns"
        self.records = Repository(root / "vulns")

    def publish(self, files: Mapping[str, str], message: str = "publish") -> str:
        """Commit files of records by path; an empty one is removed."""
        for path, text in files.items():
            file = self.records.path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
            if not text:
                file.unlink()
        self.records.git("add", "--all")
        return self.records.commit(message)

    def cves(self) -> list[list[dict[str, Any]]]:
        """The key `cves` of each line."""
        return [line.get("cves", []) for line in self.lines()]

    def wrong(self) -> list[str]:
        """What a check finds wrong."""
        return list(map(str, wrong_cves(self.store, "_data", "vulns", self.root)))


def dyad(*lines: str) -> str:
    return "".join(f"{line}\n" for line in ("# dyad version: 1.2.0", *lines))


@pytest.fixture
def workspace(tmp_path: Path) -> CveWorkspace:
    return CveWorkspace(tmp_path)


@pytest.fixture
def sha(workspace: CveWorkspace) -> str:
    """A commit, and the CVE that it introduced."""
    sha = workspace.linux.commit("udp: bind() optimisation")
    lines = (f"2.6.33:{sha}:6.12.13:{STABLE_FIX}", f"2.6.33:{sha}:6.14:{FIX}")
    workspace.publish(
        {f"{PATH}.dyad": dyad(*lines), f"{PATH}.sha1": f"{FIX}\n", f"{PATH}.cvss": SCORED}
    )
    return sha


@pytest.mark.usefixtures("git")
def test_a_commit_learns_what_it_introduced(workspace: CveWorkspace, sha: str) -> None:
    report = workspace.sync([sha[:12]])

    assert workspace.cves() == [
        [
            {
                "id": CVE,
                "role": "introduced",
                "fixed_in": ["6.12.13", "6.14"],
                "published": "2010-01-01T00:00:00+00:00",
                "score": 7.8,
            }
        ]
    ]
    assert (report.cves, report.warnings) == (1, [])
    assert list(workspace.lines()[0])[-2:] == ["fate", "cves"]
    assert workspace.wrong() == []


def test_a_fix_learns_what_it_fixed_and_others_nothing(workspace: CveWorkspace) -> None:
    fix, other = workspace.linux.commit("udp: fix it"), workspace.linux.commit("x86: do it")
    workspace.publish({f"{PATH}.sha1": f"{fix}\n", f"{PATH}.dyad": dyad(f"0:0:6.14:{fix}")})
    workspace.sync([fix, other])

    by_sha = {line["sha"]: line for line in workspace.lines()}
    (entry,) = by_sha[fix]["cves"]
    assert (entry["role"], entry["fixed_in"]) == ("fixed", ["6.14"])
    assert "score" not in entry
    assert "cves" not in by_sha[other]


def test_a_second_sync_changes_nothing(workspace: CveWorkspace, sha: str) -> None:
    workspace.sync([sha])
    before = (workspace.store / "commits.jsonl").read_bytes()

    assert workspace.sync([sha]).changed is False
    assert (workspace.store / "commits.jsonl").read_bytes() == before


def test_without_clone_configured_nobody_asks_and_nothing_is_lost(
    workspace: CveWorkspace, sha: str
) -> None:
    workspace.sync([sha])
    before = workspace.lines()
    workspace.vulns = None
    report = workspace.sync([sha, workspace.linux.commit("x86: do it")])

    assert report.cves is None
    assert before[0] in workspace.lines()


def test_what_came_since_is_read_and_dated_by_its_own_commit(
    workspace: CveWorkspace, sha: str
) -> None:
    workspace.sync([sha])
    later = "cve/published/2026/CVE-2026-31503"
    workspace.publish({f"{later}.dyad": dyad(f"2.6.33:{sha}:0:0"), f"{later}.sha1": f"{FIX}\n"})
    workspace.publish({f"{PATH}.dyad": dyad(f"2.6.33:{sha}:6.14:{FIX}")})
    workspace.sync([sha])

    (entries,) = workspace.cves()
    assert [(its["id"], its["fixed_in"], its["published"]) for its in entries] == [
        (CVE, ["6.14"], "2010-01-01T00:00:00+00:00"),
        ("CVE-2026-31503", [], "2010-01-01T01:00:00+00:00"),
    ]


def test_a_rejected_cve_is_gone(workspace: CveWorkspace, sha: str) -> None:
    workspace.sync([sha])
    files = {f"{PATH}.{kind}": "" for kind in ("dyad", "sha1", "cvss")}
    other = {"cve/published/2024/CVE-2024-1000.sha1": f"{FIX}\n"}
    workspace.publish({**files, **other, f"cve/rejected/2024/{CVE}.sha1": f"{FIX}\n"})
    assert workspace.wrong() != []
    report = workspace.sync([sha])

    assert "cves" not in workspace.lines()[0]
    assert (report.cves, report.changed) == (0, True)


@pytest.mark.parametrize("trouble", ["missing", "file", "no repository", "folder", "layout"])
def test_what_was_known_stays_while_the_clone_cannot_be_read(
    workspace: CveWorkspace, sha: str, trouble: str
) -> None:
    workspace.sync([sha])
    before = workspace.cves()
    path = workspace.records.path
    if trouble == "layout":
        workspace.records.git("checkout", "--quiet", "--orphan", "main")
        workspace.records.git("rm", "-rq", "--cached", ".")
        workspace.records.commit("a workflow")
    elif trouble == "folder":
        workspace.vulns = "vulns/cve"
    else:
        shutil.rmtree(path)
        if trouble == "file":
            path.write_text("")
        elif trouble == "no repository":
            path.mkdir()
    workspace.linux.tag("v2.6.33")
    report = workspace.sync([sha])

    assert workspace.cves() == before
    assert workspace.lines()[0]["first_tag"] == "v2.6.33"
    (warning,) = report.warnings
    assert warning.startswith("CVEs could not be read, and those in the store stay. ")
    assert ("check out the branch that has them: master" in warning) is (trouble == "layout")


def test_broken_lines_are_told_with_their_place(workspace: CveWorkspace, sha: str) -> None:
    workspace.publish({f"{PATH}.dyad": dyad(f"2.6.33:{sha}:6.12.13", f"2.6.33:{sha}:6.14:{FIX}")})
    report = workspace.sync([sha])

    (warning,) = report.warnings
    assert f"{PATH}.dyad:2: the line '2.6.33:{sha}:6.12.13' has 3 fields, not 4." in warning
    assert workspace.cves()[0][0]["fixed_in"] == ["6.14"]


def test_what_was_known_stays_where_a_record_is_not_there_or_broken(
    workspace: CveWorkspace, sha: str
) -> None:
    workspace.sync([sha])
    known = workspace.cves()
    workspace.publish({f"{PATH}.dyad": dyad(f"2.6.33:{sha}:6.14")})
    workspace.sync([sha])
    assert workspace.cves() == known
    assert workspace.wrong() == []

    older = {f"{PATH}.{kind}": "" for kind in ("dyad", "sha1", "cvss")}
    workspace.publish({**older, "cve/published/2023/CVE-2023-1000.sha1": f"{FIX}\n"})
    report = workspace.sync([sha])
    assert workspace.cves() == known
    assert report.cves == 1


def test_a_cve_of_another_commit_is_gone(workspace: CveWorkspace, sha: str) -> None:
    workspace.sync([sha])
    workspace.publish({f"{PATH}.dyad": dyad(f"2.6.33:{STABLE_FIX}:6.14:{FIX}")})
    workspace.sync([sha])

    assert workspace.cves() == [[]]


def test_a_check_goes_on_without_the_clone(workspace: CveWorkspace, sha: str) -> None:
    workspace.sync([sha])
    shutil.rmtree(workspace.records.path)

    (problem,) = workspace.wrong()
    assert "CVEs cannot be verified. The clone" in problem


def test_hostile_records_are_no_hashes_no_versions_and_no_options(
    workspace: CveWorkspace, sha: str
) -> None:
    evil = f"2.6.33:{sha}:<script>alert(1)</script>:{FIX}"
    workspace.publish(
        {
            f"{PATH}.dyad": f"\0\x1b[31m:x:\n{evil}\n2.6.33:{sha}:6.14:{FIX}\r\n",
            "cve/published/2024/--upload-pack=x.dyad": f"2.6.33:{sha}:6.14:{FIX}\n",
            "cve/published/2024/CVE-2024-1<b>.dyad": f"2.6.33:{sha}:6.14:{FIX}\n",
        }
    )
    report = workspace.sync([sha])

    assert [its["fixed_in"] for its in workspace.cves()[0]] == [["6.14"]]
    assert "\x1b" not in report.warnings[0]


@pytest.mark.parametrize(("depth", "is_dated"), [(1, False), (2, True)])
def test_a_shallow_clone_dates_what_came_after_its_beginning(
    workspace: CveWorkspace, sha: str, depth: int, is_dated: bool
) -> None:
    workspace.sync([sha])
    known = workspace.cves()
    later = "cve/published/2026/CVE-2026-31503"
    workspace.publish({f"{later}.dyad": dyad(f"2.6.33:{sha}:0:0"), f"{later}.sha1": f"{FIX}\n"})
    source, shallow = f"file://{workspace.records.path}", str(workspace.root / "shallow")
    workspace.records.git("clone", "--quiet", "--bare", f"--depth={depth}", source, shallow)
    workspace.vulns = "shallow"
    workspace.sync([sha])

    (entries,) = workspace.cves()
    assert entries[0] == known[0][0]
    assert ("published" in entries[1]) is is_dated


def test_a_check_tells_every_line_that_is_not_as_the_records_say(
    workspace: CveWorkspace, sha: str
) -> None:
    workspace.sync([sha])
    workspace.publish({f"{PATH}.dyad": dyad(f"2.6.33:{sha}:6.14:{FIX}")})

    (problem,) = workspace.wrong()
    assert problem.startswith(f"_data/commits.jsonl:1: The cves of {sha[:12]} are [")


def test_a_clone_that_lost_the_last_revision_is_read_whole(
    workspace: CveWorkspace, sha: str
) -> None:
    (workspace.root / "cache").mkdir()
    (workspace.root / "cache" / "sync-vulns.revision").write_bytes(b"\xff--upload-pack\n")
    workspace.sync([sha])
    assert workspace.cves()[0][0]["published"] == "2010-01-01T00:00:00+00:00"
    (workspace.root / "cache" / "sync-vulns.revision").write_text("0" * 40)
    workspace.publish({"cve/published/2024/CVE-2024-2000.sha1": f"{sha}\n"})
    workspace.sync([sha])

    assert [its["id"] for its in workspace.cves()[0]] == ["CVE-2024-2000", CVE]
