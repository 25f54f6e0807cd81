"""A site whose files change, and which is built over and over, in this process.

The folder of the site, its cache, and what a preview remembers stay from build to build. A clean
build of the same files has none of these. With a theme that is a few lines long, a build takes some
hundredths of a second.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from small_site import HERE, PREVIEW

from kernlog_site import plugin
from kernlog_site.build.mkdocs_hooks import plugins_with_page_hooks
from kernlog_site.build.state import Memory
from kernlog_site.core.routes import Kind
from kernlog_site.incremental import workers
from kernlog_site.outputs.search.pagefind import ENTRY
from kernlog_site.preview.hot_reload import LastBuild
from kernlog_site.preview.search_on_demand import SearchOnDemand

TEMPLATE = """{% import "components/words.html" as words %}
<title>{{ page.title }} - {{ config.site_name }}</title>
{% for item in nav.pages %}<a href="{{ item.url | url }}">{{ item.title }}</a>{% endfor %}
{{ page.canonical_url }} {{ page.edit_url }} {{ page.meta }} {{ page.next_page.url }}
{{ page.toc | map(attribute="title") | join }} {{ words.hello() }} {{ kernlog.kicker }}
<main>{{ page.content }}</main>
{{ metadata | string | e }} {{ linked_data }}
{{ view | string | e }} {{ problems | default("") | string | e }}
"""
THEME = {
    **{
        f"{name}.html": TEMPLATE
        for name in ("main", *(kind.value for kind in Kind if kind is not Kind.PAGE))
    },
    "404.html": "{{ nav.homepage.title }} is elsewhere",
    "partials/nav.html": "",
    "components/words.html": "{% macro hello() %}Hello{% endmacro %}",
    "styles/site.css": "body {}",
}
EPOCH = "1268401600"
"""When its builds take place: 12 March 2010."""
MADE = (".cache", "site", "preview")
"""Folders with what builds make."""
OF_THE_MOMENT = (
    "INFO Documentation built in",
    "INFO Building documentation to",
    "INFO kernlog: MkDocs finishes every page",
)
"""How messages begin that tell of time and place."""


@dataclass(frozen=True)
class Outcome:
    """What a build left: the files by path, what it said in order of the alphabet."""

    files: dict[str, bytes]
    log: tuple[str, ...]
    aborted: bool

    def differences(self, other: Outcome) -> list[str]:
        """What is not the same in the other; files by name, messages in full."""
        paths = sorted(self.files.keys() | other.files.keys())
        different = [path for path in paths if self.files.get(path) != other.files.get(path)]
        different += sorted(set(self.log) ^ set(other.log))
        if self.aborted != other.aborted or (not different and self.log != other.log):
            different.append("the end of the log")
        return different


class EditableSite:
    """A copy of tests/site, to change and to build."""

    def __init__(self, root: Path, *, plain: bool = True) -> None:
        self.root = root / "editable"
        self.content = self.root / "content"
        self.cache = self.root / ".cache" / "kernlog" / "pages.db"
        shutil.copytree(HERE / "site", self.root)
        self.config: dict[str, Any] = yaml.safe_load((self.root / "mkdocs.yml").read_text())
        self._memory = Memory()
        self._search_on_demand = SearchOnDemand()
        self._previewed: LastBuild | None = None
        self._elsewhere = root / "clean"
        if plain:
            for path, text in THEME.items():
                self.write(f"theme/{path}", text)
            templates = ["404.html", "sitemap.xml"]
            theme = {"name": None, "custom_dir": "theme", "static_templates": templates}
        else:
            shutil.copytree(HERE.parent / "theme", self.root / "theme")
            theme = {**self.config["theme"], "custom_dir": "theme"}
        self.configure(theme=theme)

    def configure(self, **settings: Any) -> None:
        """Change settings of MkDocs; None takes one away."""
        self.config = {k: v for k, v in (self.config | settings).items() if v is not None}
        self.write("mkdocs.yml", yaml.safe_dump(self.config, sort_keys=False))

    def options(self, **options: Any) -> None:
        """Change options of kernlog; None takes one away."""
        known = self.config["plugins"][0]["kernlog"] | options
        plugins = [{"kernlog": {key: its for key, its in known.items() if its is not None}}]
        self.configure(plugins=plugins + self.config["plugins"][1:])

    def write(self, path: str, data: str | bytes | None) -> None:
        """Make a file what it is said to be; None takes it away."""
        file = self.root / path
        if data is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def write_page(self, path: str, meta: Mapping[str, Any], text: str) -> None:
        front = yaml.safe_dump(dict(meta), sort_keys=False) if meta else ""
        self.write(f"content/{path}", f"---\n{front}---\n\n{text}\n")

    def edit(self, text: str) -> None:
        """Give an article another text."""
        meta = {"title": "rc8 is out", "date": "2010-02-13 10:00", "release": "2.6.33"}
        self.write_page("articles/rc8.md", meta, text)

    def write_lines(self, path: str, lines: list[dict[str, Any]]) -> None:
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
        self.write(f"content/_data/{path}", text)

    def sources(self) -> dict[str, bytes]:
        """All that is written, by path: what a clean build is made of."""
        files = files_of(self.root)
        return {path: data for path, data in files.items() if path.split("/")[0] not in MADE}

    def again(
        self, *, preview: bool = False, parallel: bool = False, strict: bool = False
    ) -> Outcome:
        """Build where it was built before, with all that is left from there."""
        config = _config(self.root, preview, strict)
        kernlog = _kernlog_in(config)
        kernlog.memory = self._memory if preview else Memory()
        kernlog.search_on_demand = self._search_on_demand
        with _in_processes(parallel):
            outcome = _built(config, preview)
        self._previewed = kernlog.last if preview else None
        return outcome

    def show_edited(self, paths: Iterable[str]) -> None:
        """Show edited files of the content, if what was built last was a preview and can do it."""
        if self._previewed is not None:
            self._previewed.show_edited(str(self.content / path) for path in paths)

    def search_file(self, path: str) -> bytes | None:
        """A file of the index, as the preview gives it to those who ask."""
        return self._search_on_demand.file(path)

    def searched(self) -> dict[str, bytes]:
        """All files of the index of the preview, after somebody asked for it."""
        self.search_file(ENTRY)
        return dict(self._search_on_demand.files)

    def clean(
        self, *, preview: bool = False, as_mkdocs: bool = False, strict: bool = False
    ) -> Outcome:
        """Build a copy of what is written, with nothing left from before.

        As MkDocs does it means that every page goes through all of its events.
        """
        shutil.rmtree(self._elsewhere, ignore_errors=True)
        ignored = shutil.ignore_patterns(*MADE)
        shutil.copytree(self.root, self._elsewhere, ignore=ignored, symlinks=True)
        config = _config(self._elsewhere, preview, strict)
        _kernlog_in(config).memory = Memory()
        looking = (lambda *_: ["a test"]) if as_mkdocs else plugins_with_page_hooks
        with patch("kernlog_site.plugin.plugins_with_page_hooks", looking), _in_processes(False):
            return _built(config, preview)


def assert_same_site(again: Outcome, clean: Outcome) -> None:
    """Nothing differs but for what was said of the cache, and that is no warning."""
    assert again.files == clean.files
    assert again.aborted == clean.aborted
    assert _warnings(again) == _warnings(clean)


def _warnings(outcome: Outcome) -> list[str]:
    return [text for text in outcome.log if not text.startswith("INFO")]


def files_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder by path."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _config(root: Path, preview: bool, strict: bool) -> MkDocsConfig:
    folder = "preview" if preview else "site"
    config = load_config(str(root / "mkdocs.yml"), site_dir=folder, strict=strict)
    if preview:
        config.site_url = PREVIEW
    config.plugins.on_startup(command="serve" if preview else "build", dirty=False)
    return config


def _kernlog_in(config: MkDocsConfig) -> plugin.KernlogPlugin:
    """The plugin, of which there is one in a process."""
    kernlog = config.plugins["kernlog"]
    assert isinstance(kernlog, plugin.KernlogPlugin)
    return kernlog


def _built(config: MkDocsConfig, preview: bool) -> Outcome:
    aborted = False
    folder = Path(config.site_dir)
    root = os.path.dirname(config.config_file_path)
    with _listening() as messages:
        try:
            build(config, serve_url=PREVIEW if preview else None)
        except Abort:
            aborted = True
    said = (text.replace(root, "") for text in messages if not text.startswith(OF_THE_MOMENT))
    return Outcome(files_of(folder), tuple(sorted(said)), aborted)


@contextmanager
def _in_processes(parallel: bool) -> Iterator[None]:
    """With processes for as little as two pages, or for none."""
    # What watches files for other tests may leave a thread, which would keep us from forking.
    alone = patch.object(workers, "_can_fork", lambda: True)
    with alone, patch.object(workers, "_WORTH_IT", 1 if parallel else 2**30):
        yield


@contextmanager
def _listening() -> Iterator[list[str]]:
    """Collects what MkDocs says from level INFO on."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(f"{record.levelname} {record.getMessage()}")

    logger, listener = logging.getLogger("mkdocs"), Listener(logging.INFO)
    level = logger.level
    logger.addHandler(listener)
    logger.setLevel(logging.INFO)
    try:
        yield messages
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)
