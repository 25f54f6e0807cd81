"""What a citation leads to: the contract between the Markdown extension and whoever resolves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kernlog_site.core.commit import Commit
from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.problems import Problem


class Target(NamedTuple):
    """A citation as written: `commit` and `7dd65feb6c60`, `lwn` and `373989`.

    `subject` is the one given beside the hash in a list of commits.
    """

    scheme: str
    value: str
    subject: str | None = None

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@fingerprinted
class Link(NamedTuple):
    """Where a citation leads. `problems` do not keep it from leading there.

    A commit is not `proven` where there is no store to find it in.
    """

    href: str
    title: str = ""
    commit: Commit | None = None
    problems: tuple[Problem, ...] = ()
    proven: bool = True


Resolve = Callable[[Target], Link | Problem | None]
"""Answers a target with its link, with what is wrong with it, or None: an ordinary address."""


def nowhere(_: Target) -> None:
    """A resolver that leaves every link as it is, for before anything is known."""
