"""Files beside the pages: made where they are missing, and never in the place of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from mkdocs.structure.files import File, Files

from kernlog_site.build.artifacts import Artifact, write_artifacts
from kernlog_site.build.output_dir import OutputDir
from kernlog_site.incremental.cache import Cache


class ArtifactSite:
    """A site in a folder, with what was made for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: list[str] = []

    def artifact(self, path: str, fingerprint: bytes = b"1", text: str = "") -> Artifact:
        def make() -> bytes:
            self.made.append(path)
            return (text or path).encode()

        return Artifact(path, fingerprint + path.encode(), make)

    def print(self, *kinds: Iterable[Artifact], content: Sequence[str] = ()) -> dict[str, str]:
        """Build a site of these alone; gives its files."""
        self.made.clear()
        files = Files(
            [File(path, str(self.folder), str(self.folder / "site"), True) for path in content]
        )
        site = OutputDir(self.folder / "site", self.folder / "lock")
        site.begin()
        with Cache(self.folder / "cache.db") as cache:
            site.restore_fingerprints(cache)
            write_artifacts(kinds, files, site, cache)
            site.publish()
            site.save_fingerprints(cache)
        site.end()
        found = (path for path in site.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(site.folder)): path.read_text() for path in found}


def test_they_are_made_once(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    kinds = (
        [artifact_site.artifact("a/feed.xml"), artifact_site.artifact("b/feed.xml")],
        [artifact_site.artifact("api")],
    )
    first = artifact_site.print(*kinds)
    assert first == {path: path for path in ("a/feed.xml", "b/feed.xml", "api")}
    assert sorted(artifact_site.made) == ["a/feed.xml", "api", "b/feed.xml"]

    assert artifact_site.print(*kinds) == first
    assert artifact_site.made == []


def test_what_changed_is_made_again_and_what_is_gone_leaves(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    artifact_site.print(
        [artifact_site.artifact("a"), artifact_site.artifact("b"), artifact_site.artifact("c")]
    )
    changed = [artifact_site.artifact("a"), artifact_site.artifact("b", b"2", "new")]

    assert artifact_site.print(changed) == {"a": "a", "b": "new"}
    assert artifact_site.made == ["b"]


def test_one_that_was_made_long_ago_comes_from_the_cache(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    artifact_site.print([artifact_site.artifact("a")])
    artifact_site.print([artifact_site.artifact("a", b"2", "new")])

    assert artifact_site.print([artifact_site.artifact("a")]) == {"a": "a"}
    assert artifact_site.made == []


def test_what_writers_put_at_a_path_is_left_alone(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    artifacts = [
        artifact_site.artifact(path) for path in ("robots.txt", "old", "old/index.html", "new")
    ]

    assert artifact_site.print(artifacts, content=["robots.txt", "old.md"]) == {"new": "new"}


def test_none_is_below_a_file(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    artifacts = [
        artifact_site.artifact(path) for path in ("LICENSE/feed.xml", "old", "old/feed.xml")
    ]

    assert artifact_site.print(artifacts, content=["LICENSE"]) == {"old": "old"}


def test_of_several_the_first_has_the_path(tmp_path: Path) -> None:
    artifact_site = ArtifactSite(tmp_path)
    first = [artifact_site.artifact("a", text="first"), artifact_site.artifact("a", text="second")]

    assert artifact_site.print(first, [artifact_site.artifact("a", text="third")]) == {"a": "first"}
