"""What a clone says about the project that a new site is about: its release, its newest commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kernlog_site.commits.git.changes import Change
from kernlog_site.commits.git.client import Clone, GitFailed, TagFacts, clone_at
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.core.versions import Version, VersionScheme
from kernlog_site.tools.site_scaffold.remotes import Remote, remote_of

_CITED = 3
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a clone comes from, and what the repository is called, there or here.

    `remote` is None if that is nowhere on the web.
    """

    remote: Remote | None
    repository: str


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The newest release of a clone: the newest of its tags, that of the release before it.

    It is in development while it has candidates and nothing else. `commits` are its newest ones
    without merges, newest first.
    """

    version: Version
    tag: str
    is_in_development: bool
    previous_tag: str | None
    commits: tuple[Change, ...]

    @property
    def cited(self) -> tuple[Change, ...]:
        """The commits that a text may cite."""
        return self.commits[:_CITED]

    @property
    def listed(self) -> tuple[Change, ...]:
        """The commits of a list: others, where there are enough of them."""
        return self.commits[_CITED:] or self.commits


def open_clone(path: Path, versions: VersionScheme) -> Snapshot:
    """The clone at a path. Raises `GitFailed`, also for one that no release could be told from."""
    snapshot = Snapshot.of(clone_at(Path(), str(path), versions))
    if snapshot.is_shallow:
        raise GitFailed(
            f"The clone {path} is shallow, so that nobody can tell where its commits landed. "
            "Fetch the rest: git fetch --unshallow --tags."
        )
    if not snapshot.ends:
        raise GitFailed(f"The clone {path} has no commit. Fetch some: git fetch --tags.")
    return snapshot


def origin_of(path: Path) -> Origin:
    """Where the clone at a path comes from, by its remote `origin`. Raises `GitFailed`."""
    clone = clone_at(Path(), str(path))
    address = clone.run("config", "--default", "", "--get", "remote.origin.url").strip()
    remote = remote_of(address)
    folder = Path(clone.path).resolve()
    here = folder.parent.name if folder.name == ".git" else folder.name
    repository = remote.repository if remote else here
    return Origin(remote, repository.removesuffix(".git"))


def newest_release(snapshot: Snapshot) -> ReleaseFacts:
    """The newest release of which there is a tag, be it of a candidate. Raises `GitFailed`."""
    clone, tags = snapshot.clone, snapshot.tags
    # Updates come out for years beside newer releases, and suffixes are somebody's own.
    steps = [tag for tag in tags if tag.version.is_plain and not tag.version.is_update]
    if not steps:
        raise GitFailed(
            f"The clone {clone.path} has no tag of a release, as in "
            f"{clone.versions.range_example}. Fetch them: git fetch --tags. If they are written "
            "otherwise, leave out --clone, and set versions in mkdocs.yml."
        )
    newest = max(steps, key=_by_version)
    release = newest.version.release
    out = [tag for tag in steps if tag.version.release < release and not tag.version.is_candidate]
    previous = max(out, key=_by_version).tag.name if out else None
    before = [tag.commit for tag in tags if tag.version.release < release]
    commits = _newest_commits(clone, newest.commit, before)
    is_in_development = newest.version.is_candidate
    return ReleaseFacts(release, newest.tag.name, is_in_development, previous, commits)


def _by_version(tag: TagFacts) -> Version:
    return tag.version


def _newest_commits(clone: Clone, end: str, before: Sequence[str]) -> tuple[Change, ...]:
    """The newest commits of `end` without merges that `before` lacks, newest first.

    What they changed is not looked at: a partial clone has no files.
    """
    answer = clone.run(
        "log",
        "--no-merges",
        f"--max-count={_CITED + _LISTED}",
        "--stdin",
        "-z",
        "--abbrev=12",
        "--format=tformat:%H%x00%h%x00%an%x00%s",
        given=[end, *(f"^{commit}" for commit in dict.fromkeys(before))],
    )
    fields = iter(answer.split("\0"))
    return tuple(
        Change(sha, subject, author, (), 0, 0, abbreviation)
        for sha, abbreviation, author, subject in zip(*[fields] * 4, strict=False)
    )
