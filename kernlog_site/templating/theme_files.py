"""The files of kernlog's theme: where they are, and what a site keeps of older ones in its own.

They come with the package. A site's `custom_dir` lies over them, with what it replaces alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import kernlog_site
from kernlog_site.core.problems import Problem, Severity

_PACKAGE = Path(kernlog_site.__file__).parent
_INSTALLED = _PACKAGE / "theme"
IS_CHECKOUT = not _INSTALLED.is_dir()
"""Whether kernlog runs from its repository, where somebody may be working on the theme."""
THEME = _PACKAGE.parent / "theme" if IS_CHECKOUT else _INSTALLED
"""The folder of templates, styles, scripts, icons and fonts."""

_OF_A_COPY = ("article.html", "assets/styles/kernlog.css")
"""What nobody has in a folder of their own but with all the rest."""
_RENAMED = {
    "assets/scripts/card.js": "assets/scripts/citation-card.js",
    "assets/scripts/find.js": "assets/scripts/search.js",
    "assets/styles/card.css": "assets/styles/citation-card.css",
    "assets/styles/find.css": "assets/styles/search.css",
    "assets/styles/lost.css": "assets/styles/not-found.css",
    "assets/styles/pieces.css": "assets/styles/shared.css",
    "assets/styles/ways.css": "assets/styles/taxonomies.css",
    "components/find.html": "components/search-box.html",
    "components/naming.html": "components/titles.html",
    "components/search.html": "components/search-opener.html",
    "components/undone.html": "components/fates.html",
    "ways.html": "taxonomies.html",
}
"""What files of the theme are called that had another name before."""
_TEXTS = (".css", ".html", ".js")
_TEMPLATE = re.compile(r"""\b(?:extends|from|import|include)\s+["'](?P<path>[\w./-]+\.html)["']""")
_ASSET = re.compile(r"""["'](?P<path>[\w./-]+\.(?:css|js))["']""")


def is_theme(folder: str) -> bool:
    """Whether a folder is that of kernlog's theme."""
    return os.path.isdir(folder) and os.path.samefile(folder, THEME)


def theme_problems(folder: str) -> Iterator[Problem]:
    """What is to be done about a site's own folder for themes, by path below that folder.

    Errors are references to files of ours that have another name now. Raises `OSError`.
    """
    if is_theme(folder):
        return
    paths = {path.relative_to(folder).as_posix(): path for path in _files(Path(folder))}
    mentioned = set()
    for path, file in paths.items():
        for line, name in _mentions(path, file) if path.endswith(_TEXTS) else ():
            mentioned.add(name)
            if name not in paths:
                problem = Problem(
                    f"{name} is called {_RENAMED[name]} now.",
                    "Write its new name, and compare what this file takes from it.",
                )
                yield problem.at(path, line)
    if paths.keys() >= set(_OF_A_COPY):
        yield _copied(paths)
        return
    for name in sorted(paths.keys() & _RENAMED.keys() - mentioned):
        problem = Problem(
            f"kernlog's {name} is called {_RENAMED[name]} now, so this file replaces nothing.",
            "Rename it, and compare it with that one.",
            Severity.WARNING,
        )
        yield problem.at(name)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _mentions(path: str, file: Path) -> Iterator[tuple[int, str]]:
    """The lines that name a file of ours by its old name, as templates and as styles do."""
    folder = PurePosixPath(path).parent
    for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), start=1):
        for found in (*_TEMPLATE.finditer(line), *_ASSET.finditer(line)):
            beside = os.path.normpath(folder / found["path"]).replace(os.sep, "/")
            for name in sorted({found["path"], beside} & _RENAMED.keys()):
                yield number, name


def _copied(paths: dict[str, Path]) -> Problem:
    """The notice about a copy of our theme, which was how a site got it once."""
    ours = {path for path in paths if (THEME / path).is_file()}
    same = {path for path in ours if (THEME / path).read_bytes() == paths[path].read_bytes()}
    steps = {
        "These are the same there, delete them": same,
        "These differ, keep only what you changed on purpose": ours - same,
        "These have another name there, delete or rename them": paths.keys() & _RENAMED.keys(),
    }
    hints = (f"{step}: {', '.join(sorted(names))}." for step, names in steps.items() if names)
    message = "This is a copy of the theme that comes with kernlog."
    if same == paths.keys():
        hint = "It is the same: delete it, and take custom_dir out of the configuration."
        return Problem(message, hint, Severity.NOTICE)
    return Problem(message, " ".join(hints), Severity.NOTICE)
