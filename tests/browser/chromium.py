"""Finds a Chromium for the browser tests, or installs one; prints its path."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> str:
    return installed() or from_playwright() or from_debian() or missing()


def installed() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def from_playwright() -> str | None:
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    where = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    if subprocess.run(install, stdout=sys.stderr, check=False).returncode != 0:
        return None
    found = subprocess.run(
        [sys.executable, "-c", where], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


def from_debian() -> str | None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return None
    for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
        subprocess.run(["apt-get", *command], stdout=sys.stderr, check=False)
    return shutil.which("chromium")


def missing() -> str:
    sys.exit("No Chromium found or installed. Install one, or set CHROMIUM to its path.")


if __name__ == "__main__":
    print(main())
