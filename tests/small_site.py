"""Builds the small whole site in tests/site for real, as it stands or changed."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

HERE = Path(__file__).parent
PREVIEW = "http://127.0.0.1:8000/"


class _Listening(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.messages: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append((record.levelname, record.getMessage()))


@dataclass(frozen=True)
class Built:
    """A built site: its folder, what was logged, and whether a strict build failed."""

    folder: Path
    log: list[tuple[str, str]]
    aborted: bool

    def page(self, address: str) -> BeautifulSoup:
        path = self.folder / address
        path = path / "index.html" if path.is_dir() or address.endswith("/") else path
        return BeautifulSoup(path.read_text(), "html.parser")

    @property
    def problems(self) -> list[str]:
        return [text for level, text in self.log if level in ("WARNING", "ERROR")]

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}

    def pages(self) -> list[str]:
        return sorted(p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*.html"))

    def target(self, page: str, href: str) -> tuple[Path, str]:
        """The file and the anchor that a link in a page leads to."""
        address, anchor = urldefrag(urljoin(f"https://site.example/{page}", href))
        path = self.folder / unquote(urlsplit(address).path).lstrip("/")
        return (path / "index.html" if path.is_dir() else path), unquote(anchor)


class SmallSite:
    """A copy of tests/site in a folder of its own, to change and to build."""

    def __init__(self, root: Path) -> None:
        self.root = root / "site"
        shutil.copytree(HERE / "site", self.root)
        self.content = self.root / "content"
        self.config_file = self.root / "mkdocs.yml"
        self.settings()  # as it is written out after changes, too
        self._built = 0

    def _configure(self, change: Any) -> None:
        config = yaml.safe_load(self.config_file.read_text())
        change(config)
        self.config_file.write_text(yaml.safe_dump(config, sort_keys=False))

    def options(self, **options: Any) -> None:
        """Change options of the plugin."""
        self._configure(lambda config: config["plugins"][0]["kernlog"].update(options))

    def settings(self, **settings: Any) -> None:
        """Change settings of MkDocs."""
        self._configure(lambda config: config.update(settings))

    def write(self, path: str, text: str) -> None:
        file = self.content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.content / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def build(self, *, strict: bool = True, preview: bool = False) -> Built:
        self._built += 1
        folder = self.root.parent / f"built-{self._built}"
        listening = _Listening()
        logger = logging.getLogger("mkdocs")
        logger.addHandler(listening)
        logger.setLevel(logging.INFO)
        aborted = False
        try:
            config = load_config(str(self.config_file), site_dir=str(folder), strict=strict)
            config.plugins.on_startup(command="serve" if preview else "build", dirty=False)
            build(config, serve_url=PREVIEW if preview else None)
        except Abort:
            aborted = True
        finally:
            logger.removeHandler(listening)
        return Built(folder, listening.messages, aborted)


def links(soup: BeautifulSoup | Tag) -> list[str]:
    return [str(anchor["href"]) for anchor in soup.find_all("a", href=True)]


def text(soup: BeautifulSoup | Tag) -> str:
    return " ".join(soup.get_text(" ").split())


def broken_links(built: Built) -> list[str]:
    """The links inside a site that lead to no page or no anchor."""
    broken = []
    for page in built.pages():
        if page == "404.html":  # its links start at the root of the site, wherever that is
            continue
        for href in links(built.page(page)):
            if href.startswith(("http:", "https:", "mailto:")):
                continue
            file, anchor = built.target(page, href)
            there = file.is_file() and (not anchor or _has(file.read_text(), anchor))
            if not there:
                broken.append(f"{page}: {href}")
    return broken


def _has(html: str, anchor: str) -> bool:
    return f'id="{anchor}"' in html or f"id={anchor} " in html or anchor == "__skip"
