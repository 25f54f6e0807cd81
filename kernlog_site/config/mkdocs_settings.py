"""What kernlog reads of MkDocs' own settings, and mends in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

from kernlog_site.config.options import KernlogConfig
from kernlog_site.core.characters import printable, printable_values
from kernlog_site.core.problems import Problem, Severity

_SAMPLE = "kernlog.example"
"""The host of the sample site, whose mkdocs.yml others start from."""
_COLOUR_AS_COMMENT = re.compile(
    r"\s*(?P<name>accent_colour|link_colour)\s*:\s*(?P<colour>#[0-9a-fA-F]{3,8})\b"
)
_NAMESPACE = re.compile(r"[^#]*\bfeed_namespace\s*:")


def content_folder(config: MkDocsConfig) -> str:
    """The folder of the content as messages write it: from that of `mkdocs.yml`."""
    return _from_folder_of(config.config_file_path, config.docs_dir)


@lru_cache(maxsize=1)  # every page asks for it
def _from_folder_of(file: str, path: str) -> str:
    return PurePath(os.path.relpath(path, os.path.dirname(file) or ".")).as_posix()


def config_path(config: MkDocsConfig) -> str:
    """The path of `mkdocs.yml` from the folder of the content, as problems have it."""
    path = config.config_file_path or "mkdocs.yml"  # which MkDocs has read from its input
    return PurePath(os.path.relpath(path, config.docs_dir)).as_posix()


def problems_of_options(options: KernlogConfig, config: MkDocsConfig) -> Iterator[Problem]:
    """What is wrong with values that each are allowed, by path from the content folder."""
    lines, path = _lines(config), config_path(config)
    for number, line in enumerate(lines, start=1):
        if colour := _COLOUR_AS_COMMENT.match(line):
            yield _unquoted(**colour.groupdict()).at(path, number)
    host = urlsplit(config.site_url or "").hostname
    # `mkdocs serve` puts an address of its own in place of that of the site.
    is_another = host and host not in (_SAMPLE, config.dev_addr.host)
    if is_another and options.feed_namespace.partition("/")[0] == _SAMPLE:
        problem = Problem(
            f"feed_namespace is '{options.feed_namespace}', that of kernlog's sample site. To "
            "readers' programs an article here and one with the same address there are the same.",
            f"Set it to a name of your own, such as {host}, before the first article is published, "
            "and never change it.",
            Severity.WARNING,
        )
        numbered = enumerate(lines, start=1)
        yield problem.at(path, next((n for n, line in numbered if _NAMESPACE.match(line)), None))


def _lines(config: MkDocsConfig) -> list[str]:
    """The lines of `mkdocs.yml`; none of a configuration that came another way than from a file."""
    try:
        return Path(config.config_file_path).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


def _unquoted(name: str, colour: str) -> Problem:
    return Problem(
        f"{name} is empty: what begins with # is a comment in YAML.",
        f'Quote the colour: {name}: "{colour}".',
        Severity.WARNING,
    )


def make_printable(config: MkDocsConfig) -> None:
    """Take out of what MkDocs shows of its own configuration what no reader should meet."""
    for name in ("site_name", "site_description", "site_author"):
        if isinstance(text := config[name], str):
            config[name] = printable(text)
    config.nav = _with_printable_titles(config.nav)


def _with_printable_titles(nav: Any) -> Any:
    if isinstance(nav, list):
        return [_with_printable_titles(entry) for entry in nav]
    if isinstance(nav, dict):
        titles = ((printable_values(title), below) for title, below in nav.items())
        return {title: _with_printable_titles(below) for title, below in titles}
    return nav
