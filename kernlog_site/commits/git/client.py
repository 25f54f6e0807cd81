"""The only door to git: a clone answers questions about many commits at once.

Every question is one process, whatever the number of commits. What comes from the content goes in
through standard input, never as an argument, so it can be no option.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kernlog_site.commits.git.dates import RAW, exact_date, first_date
from kernlog_site.commits.version_schemes import LINUX
from kernlog_site.core.model import Tag
from kernlog_site.core.versions import Version, VersionScheme

_SETTINGS = (
    # Without a limit git maps a whole pack, gigabytes in a large clone, and is no faster.
    "-c",
    "core.packedGitWindowSize=8m",
    "-c",
    "core.packedGitLimit=64m",
    "-c",
    "core.disambiguate=commit",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "log.showSignature=false",
    # Nothing runs that a clone or its owner has set up to run.
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.fsmonitor=false",
    # GIT_GRAFT_FILE is a file without grafts, about which git would give a hint all the same.
    "-c",
    "advice.graftFileDeprecated=false",
    # Nothing counts other than with git's defaults: what is text, which file is first, who is who.
    "-c",
    f"core.attributesFile={os.devnull}",
    "-c",
    "attr.tree=",
    "-c",
    "core.bigFileThreshold=512m",
    "-c",
    f"diff.orderFile={os.devnull}",
    "-c",
    "log.mailmap=false",
    # A bare clone is as welcome as another: its path was written down for this.
    "-c",
    "safe.bareRepository=all",
)
_TAG = "%(refname:lstrip=2)%00%(objectname)%00%(creatordate:raw)%00%(*committerdate:raw)"
_FACTS = "tformat:%H%x00%an%x00%ad%x00%cd%x00%s%x00%b"

_OLDEST = (2, 36)
"""The oldest git that all this is tested with."""

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # for a git before 2.45, which does not know GIT_NO_LAZY_FETCH
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
"""No network behind a partial clone, no attributes of the machine, no locks, no questions, messages
in one language. And the history as everybody has it: without the grafts and replacements of this
one clone."""


class GitFailed(Exception):
    """Raised when git or a clone cannot be used; says why and what to do."""


@dataclass(frozen=True, slots=True)
class FoundObject:
    """The object that an abbreviation stands for in a clone: one, or none, or several."""

    sha: str | None
    kind: str
    """`commit`, or another kind of object; `missing`; `ambiguous`."""


@dataclass(frozen=True, slots=True)
class CommitFacts:
    """Subject, author, dates and body of a commit. Times are ISO 8601 with offset, as in the store.

    Where one of the two cannot be told, it is the other; `is_dated` is whether `committed` is just
    what git has.
    """

    sha: str
    subject: str
    author: str
    authored: str
    committed: str
    body: str
    is_dated: bool


@dataclass(frozen=True, slots=True)
class TagFacts:
    """A tag of a clone, the commit it leads to and the version it stands for."""

    tag: Tag
    commit: str
    version: Version


class Clone:
    """A local repository, bare or not."""

    def __init__(self, path: str, versions: VersionScheme = LINUX) -> None:
        """`versions` tells which tags are those of versions.

        Raises `GitFailed` if there is no repository at the path, or git is too old.
        """
        self.path = path
        self.versions = versions
        if not os.path.isdir(path):
            what = "is no folder" if os.path.exists(path) else "does not exist"
            raise GitFailed(f"The clone {path} {what}. Clone the tree there.")
        # Asked without the work tree that it may have elsewhere (core.worktree), git says where the
        # repository is from here.
        self._where = ["-C", path, "--work-tree=."]
        _check_version(self.run("version"))
        git_dir = self.run("rev-parse", "--git-dir").removesuffix("\n")
        # In the folder of another repository, git would answer for that one.
        if git_dir not in (".", ".git") and not os.path.isfile(os.path.join(path, ".git")):
            raise GitFailed(f"{path} is no repository, but a folder of one.")
        # git has found it, and trusts its owner. From now on it neither looks for the repository
        # nor into a work tree: bare or not, whatever is checked out, the answers are the same.
        self._where = ["-C", os.path.join(path, git_dir), "--git-dir=.", "--work-tree=."]

    def find(self, abbreviations: Sequence[str]) -> dict[str, FoundObject]:
        """The object that each abbreviated hash stands for. They must be hexadecimal."""
        answers = self._answers(
            "cat-file", "--batch-check=%(objectname) %(objecttype)", given=abbreviations
        )
        objects = {}
        for abbreviation, answer in zip(abbreviations, answers, strict=True):
            sha, _, kind = answer.rpartition(" ")
            objects[abbreviation] = FoundObject(
                None if kind in ("missing", "ambiguous") else sha, kind
            )
        return objects

    def starting_with(self, prefixes: Sequence[str]) -> dict[str, list[str]]:
        """The commits whose hash starts with each prefix, by one walk for all of them."""
        commits: dict[str, list[str]] = {prefix: [] for prefix in prefixes}
        for sha in self.run("rev-list", "--all").split("\n") if prefixes else ():
            if sha.startswith(tuple(prefixes)):
                for prefix in prefixes:
                    if sha.startswith(prefix):
                        commits[prefix].append(sha)
        return commits

    def facts(self, hashes: Sequence[str]) -> Iterator[CommitFacts]:
        """The facts about commits, given by their full hashes, in that order."""
        answer = self._answer(
            "log", "--no-walk=unsorted", "--stdin", "-z", RAW, f"--format={_FACTS}", given=hashes
        )
        fields = iter(answer.split("\0"))
        for sha, author, authored, committed, subject, body in zip(*[fields] * 6, strict=False):
            yield CommitFacts(
                sha=sha,
                subject=subject,
                author=author,
                authored=first_date(authored, committed).isoformat(),
                committed=first_date(committed, authored).isoformat(),
                body=body,
                is_dated=exact_date(committed) is not None,
            )

    def tags(self) -> list[TagFacts]:
        """All version tags of commits, oldest first. Those without a date have their commit's."""
        patterns = self.versions.tag_patterns()
        lines = self.run("for-each-ref", f"--format={_TAG}", *patterns).split("\n")[:-1]
        rows = [line.split("\0") for line in lines]
        # How far for-each-ref itself follows a tag of a tag depends on the version of git.
        targets = self.find(list(dict.fromkeys(f"{sha}^{{commit}}" for _, sha, *_ in rows)))
        tags = []
        for name, sha, own_date, commit_date in rows:
            commit = targets[f"{sha}^{{commit}}"]
            version = self.versions.of_tag(name)
            if version and commit.kind == "commit" and commit.sha:
                tag = Tag(name, first_date(own_date, commit_date), version)
                tags.append(TagFacts(tag, commit.sha, version))
        return sorted(tags, key=lambda facts: (facts.tag.date, facts.tag.name))

    def tag_names(self) -> list[str]:
        """The names of all tags, whatever they stand for."""
        answer = self.run("for-each-ref", "--format=%(refname:lstrip=2)", "refs/tags/")
        return answer.split("\n")[:-1]

    def ask_at_length(self, *arguments: str, given: Sequence[str]) -> Iterator[str]:
        """The lines of a long answer, one after the other: a list of all would be twice as big."""
        answer = self._answer(*arguments, given=given)
        start = 0
        while (end := answer.find("\n", start)) >= 0:
            yield answer[start:end]
            start = end + 1

    def _answers(self, *arguments: str, given: Sequence[str]) -> list[str]:
        """One line of answer for each line given."""
        return self._answer(*arguments, given=given).split("\n")[:-1]

    def _answer(self, *arguments: str, given: Sequence[str]) -> str:
        """The answer about the lines given; without any, git might answer about HEAD."""
        return self.run(*arguments, given=given) if given else ""

    def point(self, ref: str, new: str, old: str | None) -> None:
        """Let a ref lead to a commit if it still leads to `old`, or to none. No other ref changes,
        even if this one has come to stand for it, and no hook runs. Raises `GitFailed`.
        """
        # Since git 2.54 a configuration may have hooks, too; each is switched off by its name.
        listed = self.run("config", "--list", "--name-only", "-z", errors="surrogateescape")
        names = listed.split("\0")
        hooks = {name.rpartition(".")[0] for name in names if re.match(r"hook\..*\.", name, re.S)}
        self.run(
            "update-ref",
            "--no-deref",
            ref,
            new,
            old or "0" * len(new),
            settings={f"{hook}.enabled": "false" for hook in sorted(hooks)},
        )

    def run(
        self,
        *arguments: str,
        given: Sequence[str] | bytes = (),
        settings: Mapping[str, str] | None = None,
        errors: str = "replace",
        fine: Collection[int] = (0,),
    ) -> str:
        """Ask git one thing, by one process.

        Parameters: the `arguments` are the caller's own; what is of any origin is `given`, as lines
        or bytes on standard input, or a name of one of the `settings`. `errors` is how bytes that
        are not UTF-8 are read, by default as U+FFFD, `fine` is how git ends if nothing is wrong.
        Returns: all that git wrote to standard output.
        Raises: `GitFailed` with what git said.
        """
        command = ["git", *_SETTINGS, *self._where, "--no-pager", *arguments]
        given_bytes = (
            given if isinstance(given, bytes) else "".join(f"{line}\n" for line in given).encode()
        )
        try:
            process = subprocess.run(  # noqa: S603 - the arguments are this module's own
                command,
                input=given_bytes,
                capture_output=True,
                check=False,
                env={**_inherited(), **_ENVIRONMENT, **_settings_variables(settings)},
            )
        except (FileNotFoundError, PermissionError) as error:
            raise GitFailed("git is not installed. Install git and try again.") from error
        if process.returncode not in fine:
            message = process.stderr.decode(errors="replace").strip()
            if "not a git repository" in message:
                raise GitFailed(f"{self.path} is no git repository. Clone the tree there.")
            question = next(word for word in arguments if not word.startswith("-"))
            raise GitFailed(f"git {question} failed in {self.path}: {message}")
        return process.stdout.decode(errors=errors)


def clone_at(root: Path, path: str, versions: VersionScheme = LINUX) -> Clone:
    """The clone at a configured path, which may start with `~`; a relative one starts at `root`.

    Raises `GitFailed`.
    """
    try:
        return Clone(str(root / Path(path).expanduser()), versions)
    except RuntimeError as error:
        raise GitFailed(f"The clone {path} has a home that is unknown. Write its path.") from error


def _check_version(answer: str) -> None:
    """Refuse a git that does not know all options. `answer` is what `git version` says."""
    version = re.match(r"git version (\d+)\.(\d+)", answer)
    if version and (int(version[1]), int(version[2])) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise GitFailed(f"git is too old: {answer.strip()}. Install git {oldest} or newer.")


def _settings_variables(settings: Mapping[str, str] | None) -> dict[str, str]:
    """The environment variables of settings, which names with `=` in them cannot escape."""
    variables = {"GIT_CONFIG_COUNT": str(len(settings or {}))}
    for number, (name, value) in enumerate((settings or {}).items()):
        variables[f"GIT_CONFIG_KEY_{number}"] = name
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables


def _inherited() -> dict[str, str]:
    """The environment without what would lead git to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
