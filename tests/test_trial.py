"""The trial of a built package says what went wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from trial import Installation, check_origin, preview, wheel_in

SERVER = """#!{python}
import http.server, sys
host, port = sys.argv[-1].split(":")
http.server.test(http.server.SimpleHTTPRequestHandler, port=int(port), bind=host)
"""


@pytest.fixture
def installed(tmp_path: Path) -> Installation:
    """An environment without programs, and a folder with a site that has a front page."""
    for folder in ("bin", "site"):
        (tmp_path / folder).mkdir()
    (tmp_path / "site" / "index.html").write_text("News")
    return Installation(tmp_path / "bin", tmp_path, dict(os.environ))


def have(installed: Installation, name: str, script: str) -> None:
    program = installed.programs / name
    program.write_text(script)
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([], "neither"),
        (["a.whl"], "a.whl"),
        (["a.whl", "b.whl", "a.tar.gz"], "a.whl, b.whl, a.tar.gz"),
    ],
)
def test_a_folder_with_another_package_is_refused(
    tmp_path: Path, names: list[str], found: str
) -> None:
    for name in names:
        (tmp_path / name).touch()

    with pytest.raises(SystemExit, match=f"It has {found}.$"):
        wheel_in(tmp_path)


def test_a_command_that_fails_is_shown_with_what_it_said(installed: Installation) -> None:
    have(installed, "mkdocs", "#!/bin/sh\necho 'No theme!' >&2\nexit 3\n")

    with pytest.raises(SystemExit) as ended:
        installed.run("mkdocs", "build", "--strict")

    assert ended.value.code == "No theme!\n\nmkdocs build --strict ended with 3."


def test_a_package_from_elsewhere_is_none(installed: Installation) -> None:
    have(installed, "python", "#!/bin/sh\necho /elsewhere/kernlog_site/__init__.py\n")

    with pytest.raises(SystemExit, match=r"comes from /elsewhere/kernlog_site/__init__\.py, not"):
        check_origin(installed, installed.programs)


def test_a_preview_that_shows_its_front_page_is_stopped_again(installed: Installation) -> None:
    have(installed, "mkdocs", SERVER.format(python=sys.executable))

    preview(installed, "site")

    assert '"GET / HTTP/1.1" 200' in (installed.folder / "serve.log").read_text()


def test_a_preview_that_ends_is_told_with_its_log(installed: Installation) -> None:
    have(installed, "mkdocs", "#!/bin/sh\necho 'Broken configuration'\nexit 1\n")

    with pytest.raises(SystemExit) as ended:
        preview(installed, "site")

    assert ended.value.code == "Broken configuration\n\nThe preview did not show the front page."
