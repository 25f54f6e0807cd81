"""Commands on a site with an extension of Markdown that fails: a line that names the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from calling import kernlog
from small_site import SmallSite


def test_an_extension_that_fails_names_the_page(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "fragile.py").write_text(
        "from markdown.extensions import Extension\n"
        "from markdown.preprocessors import Preprocessor\n"
        "class Breaking(Preprocessor):\n"
        "    def run(self, lines):\n"
        "        if any('All of' in line for line in lines):\n"
        "            raise ValueError('broken')\n"
        "        return lines\n"
        "class Breakable(Extension):\n"
        "    def extendMarkdown(self, md):\n"
        "        md.preprocessors.register(Breaking(md), 'breaking', 1)\n"
        "def makeExtension(**kwargs):\n"
        "    return Breakable(**kwargs)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    site.settings(markdown_extensions=["fragile"])
    address = f"https://git.example.org/linux.git/commit/?id=7dd65feb6c60{'0' * 28}"
    site.edit("articles/rc8.md", "All of", f"All of :commit[7dd65feb6c60] [and more]({address})")
    page, file = "reading page 'articles/rc8.md'", site.content / "articles/rc8.md"
    for command, what in {
        "check": page,
        "sync": page,
        "show 7dd65feb6c60": page,
        "announce articles/rc8.md": page,
        f"import-links --dry-run {file}": f"reading '{file}'",
    }.items():
        result = kernlog(site, *command.split())
        assert result.exit_code == 1, command
        assert result.stderr.splitlines()[-1] == f"Error: {what}: ValueError: broken", command
