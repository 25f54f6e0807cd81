"""Sites that `kernlog new site` has made, to look at and to build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result
from repository import Repository
from small_site import SmallSite

from kernlog_site.cli.main import main


class MadeSite(SmallSite):
    """A site in a folder, as it was made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.config_file = root / "mkdocs.yml"
        self._built = 0

    @property
    def config(self) -> dict[str, Any]:
        """What stands in `mkdocs.yml`, but for the extensions of Markdown."""
        text, _, rest = self.config_file.read_text().partition("markdown_extensions:")
        config: dict[str, Any] = yaml.safe_load(text)
        assert "validation:" in rest
        return config

    @property
    def plugin(self) -> dict[str, Any]:
        (entry,) = self.config["plugins"]
        options: dict[str, Any] = entry["kernlog"]
        return options

    @property
    def tree(self) -> dict[str, str]:
        (tree,) = self.plugin["trees"].values()
        options: dict[str, str] = tree
        return options

    @property
    def article(self) -> Path:
        (path,) = (self.content / "articles").rglob("*.md")
        return path


def new_site(folder: Path, *arguments: str, answers: str | None = None) -> Result:
    command = ["new", "site", str(folder), *arguments]
    result = CliRunner().invoke(main, command, input=answers)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def made(folder: Path, *arguments: str) -> MadeSite:
    result = new_site(folder, *arguments)
    assert result.exit_code == 0, result.output
    return MadeSite(folder)


def a_clone(path: Path, *tags: str, origin: str = "") -> Repository:
    """A repository in which ten commits lead to each of the tags."""
    repository = Repository(path)
    for tag in tags:
        for number in range(10):
            repository.commit(f"net: change {number} before {tag}")
        repository.tag(tag)
    if origin:
        repository.git("remote", "add", "origin", origin)
    return repository
