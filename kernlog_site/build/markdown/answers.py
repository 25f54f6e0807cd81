"""The answers to what texts cite and link by name, and what those depend on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kernlog_site.build.fingerprints import fingerprint_of_names, fingerprint_of_releases
from kernlog_site.build.markdown.result import Dependencies
from kernlog_site.citations.resolver import Place, Resolver
from kernlog_site.citations.targets import Resolve, Target
from kernlog_site.incremental.digest import digest


@dataclass(frozen=True, slots=True)
class Answers:
    """A resolver, and digests of all that any of its answers may depend on.

    `all_commits` is that of answers about commits, `all_names` that of answers about pages by name,
    both in hexadecimal digits.
    """

    resolver: Resolver
    all_commits: str
    all_names: str

    @classmethod
    def of(cls, resolver: Resolver, digest_of_store: bytes) -> Answers:
        """The answers that a library gives, whose commit store has that digest."""
        all_commits = digest(digest_of_store, fingerprint_of_releases(resolver.library))
        return cls(resolver, all_commits.hex(), fingerprint_of_names(resolver.library).hex())

    def at(self, place: Place) -> Resolve:
        """The function that answers the targets of a page."""
        return self.resolver.at(place)

    def digest_for(self, targets: Iterable[Target], place: Place) -> str:
        """A digest of what the answers to some targets of a page depend on."""
        return digest(*(self.resolver.dependencies(target, place) for target in targets)).hex()

    def dependencies(
        self, commits: Iterable[Target], names: Iterable[Target], place: Place
    ) -> Dependencies:
        """The dependencies of a text with those targets, but for the files that it links."""
        names = tuple(names)
        return Dependencies(
            about_commits=self.digest_for(commits, place),
            all_commits=self.all_commits,
            names=names,
            about_names=self.digest_for(names, place),
            all_names=self.all_names,
        )
