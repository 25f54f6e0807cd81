"""The environment that has the rivals; what it lacks is installed."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path

from bench.generators import Generator
from bench.results import LeftOut

PLOTTING = "matplotlib"


def provide(
    folder: Path, generators: Iterable[Generator], say: Callable[[str], None]
) -> tuple[Path, list[LeftOut]]:
    """Install what the generators require; gives its Python, and who could not be installed."""
    python = folder.absolute() / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    missing = []
    for generator in generators:
        reason = _install(python, generator.requirements, say)
        if reason:
            missing.append(LeftOut(generator.name, f"cannot be installed: {reason}"))
    _install(python, (PLOTTING,), say)
    return python, missing


def versions(python: Path, generators: Iterable[Generator]) -> dict[str, str]:
    """The version of each generator that is there, and of what those in Python have in common."""
    listed = [str(python), "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
    answer = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    installed = {package["name"].lower(): package["version"] for package in json.loads(answer)}
    found = {
        generator.name: installed[generator.distribution]
        for generator in generators
        if generator.requirements and generator.distribution in installed
    }
    own = {"kernlog": metadata.version("kernlog"), "Python": platform.python_version()}
    common = {name: metadata.version(name) for name in ("mkdocs", "markdown")}
    return {**own, **common, **found}


def _install(python: Path, requirements: tuple[str, ...], say: Callable[[str], None]) -> str:
    """Install packages; gives why that was not possible, or nothing."""
    if not requirements:
        return ""
    say(f"installing {', '.join(requirements)}")
    options = ["--quiet", "--disable-pip-version-check"]
    command = [str(python), "-m", "pip", "install", *options, *requirements]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return (said or ["pip failed"])[0] if done.returncode else ""
