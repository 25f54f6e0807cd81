"""The account of a commit: what the store knows of it, and who cites it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from kernlog_site.citations import grammar
from kernlog_site.citations.resolver import ambiguous
from kernlog_site.commits.followups.pull_messages import PullMessage, pull_of
from kernlog_site.commits.git.client import GitFailed
from kernlog_site.commits.hashes import IN_TEXT, is_too_long
from kernlog_site.commits.store.commit_lines import commit_of
from kernlog_site.commits.store.form import ensure_known_form
from kernlog_site.commits.store.reader import COMMITS, CommitStore, read_commits
from kernlog_site.core.commit import Commit, CommitId
from kernlog_site.core.problems import Problem
from kernlog_site.core.regular_files import decode, read_file
from kernlog_site.tools.references.citing import FEWEST, CitingPlace, citers
from kernlog_site.tools.settings import NoClone, Settings

_IN_ADDRESS = re.compile(rf"(?<![0-9A-Za-z]){IN_TEXT}(?![0-9A-Za-z])")
_CVE = re.compile(
    r"(?:cve:|https?://[^\s]*[/=])?+(?P<number>CVE-[0-9]{4}-[0-9]{4,19})", re.IGNORECASE
)
_HOW = "Write at least four of its hexadecimal digits, or its address in the git web."


@dataclass(frozen=True, slots=True)
class Account:
    """The account of a commit: its line in the store, its address in the git web, who cites it.

    `commit` is the same line typed. `url` is None where `mkdocs.yml` no longer has its tree.
    `elsewhere` are the addresses of the same commit in other trees.
    """

    commit: Commit
    line: dict[str, Any]
    url: str | None
    elsewhere: dict[str, str]
    articles: tuple[CitingPlace, ...]


def look_up(site: Settings, text: str) -> Account | Problem:
    """The account of the commit that someone asks for by its hash or an address.

    Raises `NewerForm`, and `OSError` for a file that cannot be read.
    """
    wanted = hash_in(text)
    if isinstance(wanted, Problem):
        return wanted
    store = _store_of(site)
    if isinstance(store, Problem):
        return store
    commit = find(wanted, store.path, store.data, store.tree)
    return commit if isinstance(commit, Problem) else _account(commit, site)


def look_up_cve(site: Settings, number: str) -> tuple[Account, ...] | Problem:
    """The accounts of the commits that introduced a CVE or fixed it. Raises as `look_up` does."""
    store = _store_of(site)
    if isinstance(store, Problem):
        return store
    hashes = with_cve(number, store.data)
    found = (find(grammar.Hash(None, sha), store.path, store.data, store.tree) for sha in hashes)
    accounts = tuple(_account(commit, site) for commit in found if isinstance(commit, FoundCommit))
    return accounts or Problem(
        f"No commit of the store has to do with {number}.",
        "Check the number. CVEs get into the store by `kernlog sync`.",
    )


class _Store(NamedTuple):
    """The bytes of the store, its path, and the tree of bare hashes."""

    path: str
    data: bytes
    tree: str


def _store_of(site: Settings) -> _Store | Problem:
    path = site.store / COMMITS
    if not os.path.lexists(path):
        return Problem(f"There is no commit store {path}.", "Run `kernlog sync`.")
    data = read_file(path)
    ensure_known_form(str(path), data)
    assert site.options.tree is not None
    return _Store(str(path), data, site.options.tree)


def _account(commit: FoundCommit, site: Settings) -> Account:
    found = citers(site, [commit.sha], commit.nearby)
    of_trees = site.options.trees
    trees = {entry.commit.tree: of_trees.get(entry.commit.tree) for entry in commit.entries}
    addresses = {name: tree.commit(commit.sha) for name, tree in trees.items() if tree}
    first = commit.entries[0]
    return Account(
        commit=first.commit,
        line=dict(first.line),
        url=addresses.pop(first.commit.tree, None),
        elsewhere=addresses,
        articles=tuple(map(found.place, found.lines)),
    )


def pull_message(site: Settings, commit: Commit) -> PullMessage | None:
    """What the merge that brought a commit says, if a clone that has it is at hand."""
    if commit.pull is None or commit.tree not in site.options.trees:
        return None
    try:
        return pull_of(site.clone(commit.tree), commit.pull.sha)
    except (NoClone, GitFailed):
        return None  # the store alone tells enough


@dataclass(frozen=True, slots=True)
class Stored:
    """A commit in the store: the record of its line, and the same typed."""

    commit: Commit
    line: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FoundCommit:
    """The commit that an abbreviation stands for, with an entry for each tree that has it.

    `nearby` has every commit that shares its first digits, for what is ambiguous elsewhere.
    """

    entries: tuple[Stored, ...]
    nearby: CommitStore

    @property
    def sha(self) -> str:
        """The full hash."""
        return self.entries[0].commit.sha


def cve_in(text: str) -> str | None:
    """The number of a CVE that someone asks for: itself, as a link has it, or at the end of an
    address; None where it is none."""
    found = _CVE.fullmatch(text.strip())
    return found["number"].upper() if found else None


def with_cve(number: str, store: bytes) -> list[str]:
    """The full hashes of the commits in the bytes of the store that a CVE is about."""
    entries = _stored(_lines(store, f'"{number}"'.encode()))
    about = (e.commit.sha for e in entries if any(cve.id == number for cve in e.commit.cves))
    return list(dict.fromkeys(about))


def hash_in(text: str) -> grammar.Hash | Problem:
    """The hash in what someone asks for: `abbreviation`, `tree@abbreviation`, a git-web address."""
    text = text.strip().removeprefix(f"{grammar.COMMIT}:")
    if "/" in text:
        digits = max(reversed(_IN_ADDRESS.findall(text)), key=len, default="")
        if not digits:
            return Problem(f"There is no hash of a commit in {text}.", _HOW)
        return grammar.Hash(None, digits.lower())
    target = grammar.target(text)
    if not isinstance(target, grammar.Hash):
        return Problem(f"'{text}' is no hash of a commit.", _HOW)
    if len(target.digits) < FEWEST or is_too_long(target.digits):
        return Problem(f"'{target.digits}' has {len(target.digits)} digits.", _HOW)
    return target


def find(wanted: grammar.Hash, path: str, store: bytes, tree: str) -> FoundCommit | Problem:
    """The commit of a hash in the bytes of the store, the tree of bare hashes first."""
    lines = list(_lines(store, b'"' + wanted.digits[:FEWEST].encode()))
    nearby, _ = read_commits(path, b"\n".join(lines))
    entries = [entry for entry in _stored(lines) if entry.commit.sha.startswith(wanted.digits)]
    if wanted.tree:
        entries = [entry for entry in entries if entry.commit.tree == wanted.tree]
    entries.sort(key=lambda entry: (entry.commit.tree != tree, entry.commit.id))
    candidates = {entry.commit.sha: entry.commit for entry in entries}
    if len(candidates) > 1:
        return ambiguous(wanted.digits, list(candidates.values()))
    if not entries:
        where = f" of the tree '{wanted.tree}'" if wanted.tree else ""
        return Problem(
            f"The store has no commit '{wanted.digits}'{where}.",
            "Check the digits. What an article cites gets into the store by `kernlog sync`.",
        )
    return FoundCommit(tuple(entries), nearby)


def _lines(data: bytes, needle: bytes) -> Iterator[bytes]:
    """The lines of a file that contain something."""
    position = data.find(needle)
    while position != -1:
        start, end = data.rfind(b"\n", 0, position) + 1, data.find(b"\n", position)
        end = len(data) if end == -1 else end
        yield data[start:end]
        position = data.find(needle, end)


def _stored(lines: Iterable[bytes]) -> Iterable[Stored]:
    """The commits that lines of the store are about; of two lines of one the first counts."""
    by_id: dict[CommitId, Stored] = {}
    for line in lines:
        text, _ = decode("", line)
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            continue
        commit = commit_of(record) if isinstance(record, dict) else None
        if commit:
            by_id.setdefault(commit.id, Stored(commit, record))
    return by_id.values()
