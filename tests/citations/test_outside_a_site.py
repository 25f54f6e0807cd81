"""The Markdown extension in a program that knows nothing of a site."""

from __future__ import annotations

import pytest
from markdown import markdown

from kernlog_site.commits.version_schemes import BadVersions

TREES = {"foo": {"host": "cgit", "url": "https://git.example.org/foo.git"}}


def rendered(text: str, versions: object) -> str:
    options = {"trees": TREES, "versions": versions}
    return markdown(text, extensions=["kernlog"], extension_configs={"kernlog": options})


def test_tags_are_written_as_the_program_says() -> None:
    text = "[the first](commit:foo-1.2-rc1)"

    assert 'href="https://git.example.org/foo.git/tag/?h=foo-1.2-rc1"' in rendered(
        text, {"tag": "foo-{version}"}
    )
    assert "is not hexadecimal, and neither a tag nor a range" in rendered(text, "git")


def test_an_unknown_way_of_writing_versions_is_refused() -> None:
    with pytest.raises(BadVersions, match="Did you mean 'git'"):
        rendered("text", "gitt")
