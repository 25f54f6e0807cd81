"""The CVEs of the store against the records of the CNA: is every line what a sync would write?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kernlog_site.commits.followups.cve_clone import CveClone
from kernlog_site.commits.followups.cve_records import read_records
from kernlog_site.commits.git.client import GitFailed, clone_at
from kernlog_site.commits.store.reader import COMMITS
from kernlog_site.commits.sync.cve_sync import OfInterest, entries_of, stored_entries
from kernlog_site.commits.sync.verify import SYNC, lines_by_tree
from kernlog_site.core.problems import Problem, Severity


def wrong_cves(folder: Path, name: str, clone: str, root: Path) -> Iterator[Problem]:
    """The problems of a store, located by its lines; `name` is the folder's, for messages.

    When a CVE was published is not compared: a shallow clone does not know it.
    """
    try:
        of_clone = list(CveClone.of(clone_at(root, clone)).lines())
    except GitFailed as error:
        problem = Problem("CVEs cannot be verified.", str(error), Severity.WARNING)
        yield problem.at(f"{name}/{COMMITS}")
        return
    lines = [line for of_tree in lines_by_tree(folder / COMMITS).values() for line in of_tree]
    hashes = {str(record.get("sha")) for _, record in lines}
    records = read_records(of_clone, OfInterest(hashes))
    named = records.by_commit()
    for number, record in sorted(lines, key=lambda line: line[0]):
        sha = str(record.get("sha"))
        right = entries_of(sha, named.get(sha, ()), {})
        here = [
            {key: value for key, value in entry.items() if key != "published"}
            for entry in stored_entries(record)
            if entry["id"] in records.settled
        ]
        if here != right:
            message = f"The cves of {sha[:12]} are {here!r} here, but {right!r} in {clone}."
            yield Problem(message, SYNC).at(f"{name}/{COMMITS}", number)
