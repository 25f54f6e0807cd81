"""What is written out of a configuration tells all that matters, and the same in every process."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from editable_site import EditableSite
from mkdocs.config import load_config

import kernlog_site
from kernlog_site.build.fingerprints import fingerprint_for_pages, fingerprint_for_texts
from kernlog_site.incremental import digest
from kernlog_site.incremental.cache import unpack

TELL = """
from mkdocs.config import load_config
from kernlog_site.build.fingerprints import fingerprint_for_pages, fingerprint_for_texts
config = load_config("mkdocs.yml")
print(fingerprint_for_texts(config).hex(), fingerprint_for_pages(config).hex())
"""
SLUGS = """
markdown_extensions:
  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}
"""
FENCES = """
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
"""
SCRIPTS = "extra_javascript: [a.js, {path: b.js, async: true}]\n"
PATHS = "exclude_docs: a.md\nnot_in_nav: b.md\ndraft_docs: c.md\n"
EDITING = "repo_url: https://git.example/log\nedit_uri_template: edit/{path}\n"


def told(editable: EditableSite, seed: str) -> str:
    """Both digests, made in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=editable.root,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONHASHSEED": seed, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("settings", ["", SLUGS, FENCES, SCRIPTS, PATHS, EDITING])
def test_every_process_tells_the_same(editable: EditableSite, settings: str) -> None:
    if "markdown_extensions" in settings:
        editable.configure(markdown_extensions=None)
    with (editable.root / "mkdocs.yml").open("a") as file:
        file.write(settings)

    assert told(editable, "1") == told(editable, "2")


@pytest.mark.parametrize(
    ("settings", "texts_too"),
    [
        ({"site_name": "Other"}, False),
        ({"site_url": "https://other.example/"}, False),
        ({"extra": {"word": "other"}}, False),
        ({"extra_css": ["other.css"]}, False),
        ({"copyright": "Other"}, False),
        ({"use_directory_urls": False}, True),
        ({"markdown_extensions": ["toc"]}, True),
        ({"markdown_extensions": ["tables", {"toc": {"permalink": True}}]}, True),
        ({"validation": {"links": {"not_found": "ignore"}}}, True),
        ({"hooks": ["hook.py"]}, True),
        ({"site_dir": "elsewhere"}, None),
        ({"strict": True}, None),
        ({"dev_addr": "127.0.0.1:9000"}, None),
    ],
)
def test_settings_count_where_they_matter(
    editable: EditableSite, settings: dict[str, Any], texts_too: bool | None
) -> None:
    editable.write("hook.py", "")
    texts, pages = _digests(editable)
    editable.configure(**settings)
    other_texts, other_pages = _digests(editable)

    assert (other_texts != texts) == bool(texts_too)
    assert (other_pages != pages) == (texts_too is not None)


@pytest.mark.parametrize(
    "options",
    [
        {"kicker": "Other"},
        {"headline": "{title}"},
        {"timezone": "Asia/Tokyo"},
        {"share": []},
        {"trees": {"linux": {"host": "cgit", "url": "https://other.example/linux.git"}}},
        {"links": {"bug": "https://other.example/{}"}},
        {"partner": {"name": "Other", "url": "https://other.example/"}},
    ],
)
def test_every_option_of_kernlog_counts(editable: EditableSite, options: dict[str, Any]) -> None:
    before = _digests(editable)
    editable.options(**options)

    assert all(one != other for one, other in zip(before, _digests(editable), strict=True))


@pytest.mark.parametrize("path", ["main.html", "components/words.html", "styles/new.css"])
def test_every_file_of_the_theme_counts_for_pages(editable: EditableSite, path: str) -> None:
    texts, pages = _digests(editable)
    editable.write(f"theme/{path}", "other")
    other_texts, other_pages = _digests(editable)

    assert other_texts == texts
    assert other_pages != pages


def test_icons_of_the_theme_count_for_texts(editable: EditableSite) -> None:
    texts, _ = _digests(editable)
    editable.write("theme/.icons/own/tux.svg", "<svg/>")

    assert _digests(editable)[0] != texts


@pytest.mark.parametrize("name", ["citations/commit_rows.py", "languages/de.po"])
def test_every_program_and_every_catalogue_counts(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "kernlog_site"
    monkeypatch.setattr(kernlog_site, "__file__", str(own / "__init__.py"))
    before = digest.digest_of_programs.__wrapped__()
    (own / name).parent.mkdir(parents=True)
    (own / name).write_text("other")

    assert digest.digest_of_programs.__wrapped__() != before


@pytest.mark.parametrize("folder", ["tool-{}.dist-info/METADATA", "tool.egg-info/PKG-INFO"])
def test_every_version_that_is_installed_counts(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    found = {digest.digest_of_programs.__wrapped__()}
    for version in ("1.0", "1.1"):
        file = tmp_path / folder.format(version)
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"Name: tool\nVersion: {version}\n")
        found.add(digest.digest_of_programs.__wrapped__())

    assert len(found) == 3


def test_other_programs_take_nothing_from_the_cache(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for files that are under a digest of themselves, and the list of what is in the site."""
    editable.again()
    before = _in_cache(editable)
    monkeypatch.setattr(sys, "version", f"{sys.version} and another")
    digest.digest_of_programs.cache_clear()
    editable.again()
    monkeypatch.undo()
    digest.digest_of_programs.cache_clear()
    after = _in_cache(editable)
    of_themselves = {key for key, data in before.items() if digest.digest(data) == key}
    listed = digest.digest(b"site", os.fsencode(editable.root / "site"))

    assert len(of_themselves) == 6
    assert after.keys() >= before.keys() >= {listed}
    assert len(after) == 2 * len(before) - len(of_themselves) - len([listed])


@pytest.mark.parametrize("name", [None, "mkdocs", "readthedocs"])
def test_a_theme_that_shows_the_time_is_never_the_same(
    editable: EditableSite, name: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name:
        editable.configure(theme={"name": name, "custom_dir": "theme"})
        for path in ("main.html", "404.html"):
            editable.write(f"theme/{path}", None)
        editable.write("theme/home.html", "{% extends 'base.html' %}")
    else:
        editable.write("theme/home.html", "{{ build_date_utc }}")
    for time in ("1268401600", "1268401700"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
        assert editable.again().differences(editable.clean()) == []


def _digests(editable: EditableSite) -> tuple[bytes, bytes]:
    config = load_config(str(editable.root / "mkdocs.yml"))
    return fingerprint_for_texts(config), fingerprint_for_pages(config)


def _in_cache(editable: EditableSite) -> dict[bytes, bytes]:
    """What the cache has, by key."""
    with closing(sqlite3.connect(editable.cache)) as connection:
        rows = connection.execute("SELECT key, zstd FROM entries")
        return {key: unpack(packed) for key, packed in rows}
