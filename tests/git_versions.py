"""The gits to test with: that of the system, and a current one, whichever is first in the path."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path

import pytest

_ENVIRONMENT = Path(sysconfig.get_path("scripts"))

GIT_VERSIONS = ("system", "current")


def put_first(which: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every process started from here on find one of `GIT_VERSIONS` as `git`."""
    there = [place for place in os.environ["PATH"].split(os.pathsep) if Path(place) != _ENVIRONMENT]
    if which == "current":
        folder.mkdir()
        _stand_in(folder / "git")
        there.insert(0, str(folder))
    monkeypatch.setenv("PATH", os.pathsep.join(there))


def _stand_in(path: Path) -> None:
    """The git of the environment, told where its helpers are: it was not built for that place."""
    git = shutil.which("git", path=str(_ENVIRONMENT))
    if git is None:
        pytest.skip("there is no current git for this platform among the dependencies")
    helpers = _ENVIRONMENT.parent / "libexec" / "git-core"
    path.write_text(f'#!/bin/sh\nGIT_EXEC_PATH="{helpers}" exec "{git}" "$@"\n')
    path.chmod(0o755)
