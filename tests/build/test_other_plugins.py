"""Other plugins and hooks see every page in every build, as they do in MkDocs without kernlog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from editable_site import EditableSite, files_of

HOOKS = {
    "page_markdown": "def on_page_markdown(text, page, **_):\n"
    "    return see(page, text) + '\\n\\nSeen as Markdown.\\n'\n",
    "page_content": "def on_page_content(html, page, **_):\n"
    "    return see(page, html) + '<p>Seen as HTML.</p>'\n",
    "page_context": "def on_page_context(context, page, **_):\n    return see(page, context)\n",
    "post_page": "def on_post_page(output, page, **_):\n"
    "    return see(page, output) + '<!-- Seen as a page. -->'\n",
    "pre_page": "def on_pre_page(page, **_):\n    return see(page, page)\n",
    "post_build": "def on_post_build(config):\n"
    "    for path in sorted(Path(config.site_dir).rglob('*.html')):\n"
    "        path.write_text(path.read_text() + '<!-- Seen at the end. -->')\n"
    "        see_path(path.relative_to(config.site_dir).as_posix())\n",
}
SEEING = """
from pathlib import Path

def see(page, value):
    see_path(page.file.dest_uri)
    return value

def see_path(path):
    with Path(__file__).with_name("seen").open("a") as seen:
        print(path, file=seen)

"""


def edit(editable: EditableSite) -> None:
    meta = {"title": "rc8 is out", "date": "2010-02-13 10:00"}
    editable.write_page("articles/rc8.md", meta, "Each of (:commit[7dd65feb6c60]).")


@pytest.mark.no_cover
@pytest.mark.parametrize("event", HOOKS)
@pytest.mark.parametrize("preview", [False, True])
def test_a_hook_sees_every_page_in_every_build(
    editable: EditableSite, event: str, preview: bool
) -> None:
    editable.again(preview=preview)
    editable.write("hook.py", SEEING + HOOKS[event])
    editable.configure(hooks=["hook.py"])
    seen = editable.root / "seen"

    for change in (None, None, edit):
        if change:
            change(editable)
        seen.unlink(missing_ok=True)
        again = editable.again(preview=preview, parallel=True)
        pages = {path for path in again.files if path.endswith("index.html")}
        assert pages <= set(seen.read_text().split())
        assert again.differences(editable.clean(preview=preview)) == []
        if event not in ("pre_page", "page_context"):
            assert all(b"Seen " in again.files[page] for page in pages)
    editable.configure(hooks=None)
    again = editable.again(preview=preview)
    assert again.differences(editable.clean(preview=preview)) == []
    assert not any(b"Seen " in data for data in again.files.values())


def test_what_a_hook_gives_to_all_templates_is_shown(editable: EditableSite) -> None:
    editable.write("word.txt", "one")
    editable.write("theme/main.html", "{{ word }}")
    editable.write(
        "hook.py",
        "from pathlib import Path\n"
        "def on_env(env, **_):\n"
        "    env.globals['word'] = Path(__file__).with_name('word.txt').read_text()\n"
        "    return env\n",
    )
    editable.configure(hooks=["hook.py"])
    editable.again()
    editable.write("word.txt", "two")

    again = editable.again()
    assert again.files["about/index.html"] == b"two"
    assert again.differences(editable.clean()) == []


def test_a_changed_hook_is_another_hook(editable: EditableSite) -> None:
    editable.configure(hooks=["hook.py"])
    for word in ("one", "two"):
        editable.write(
            "hook.py",
            f"def on_config(config):\n    config['site_name'] = {word!r}\n    return config\n",
        )
        assert word.encode() in editable.again().files["about/index.html"]


def test_a_plugin_may_add_pages_and_files(editable: EditableSite) -> None:
    editable.write("word.txt", "one")
    editable.write(
        "hook.py",
        "from pathlib import Path\n"
        "from mkdocs.structure.files import File\n"
        "def on_files(files, config):\n"
        "    word = Path(__file__).with_name('word.txt').read_text()\n"
        "    files.append(File.generated(config, 'made.md', content=f'# Made {word}'))\n"
        "    files.append(File.generated(config, 'made.txt', content=word))\n"
        "    return files\n",
    )
    editable.configure(hooks=["hook.py"])
    for word in ("one", "two"):
        editable.write("word.txt", word)
        again = editable.again()
        assert f"Made {word}".encode() in again.files["made/index.html"]
        assert again.files["made.txt"] == word.encode()
        assert again.differences(editable.clean()) == []


def test_a_file_that_a_text_includes_may_change(editable: EditableSite) -> None:
    snippets = {"pymdownx.snippets": {"base_path": [str(editable.root)]}}
    editable.configure(markdown_extensions=["toc", snippets])
    editable.write("content/about.md", '---\ntitle: About\n---\n\n--8<-- "bit.txt"\n')
    for word in ("One thing.", "Another thing."):
        editable.write("bit.txt", word)
        assert word.encode() in editable.again().files["about/index.html"]


@pytest.mark.parametrize("name", ["search", "material/search"])
def test_the_search_finds_every_page_in_every_build(tmp_path: Path, name: str) -> None:
    editable = EditableSite(tmp_path, plain=False)
    editable.configure(plugins=[name, *editable.config["plugins"]])
    found = []
    for change in (None, None, edit):
        if change:
            change(editable)
        again = editable.again(parallel=True)
        index = json.loads(again.files["search/search_index.json"])
        found.append({entry["location"].partition("#")[0] for entry in index["docs"]})
        assert again.differences(editable.clean()) == []
    pages = {path.removesuffix("index.html") for path in again.files if path.endswith("index.html")}
    assert {page for page in pages if page.startswith("articles/")} < found[0]
    assert found[0] == found[1] == found[2]
    assert "Each of" in str(index)


def test_it_is_told_for_whom_every_page_is_finished(
    editable: EditableSite, caplog: pytest.LogCaptureFixture
) -> None:
    told = "kernlog: MkDocs finishes every page in every build, for the hook on_pre_page."
    with caplog.at_level("INFO", "mkdocs"):
        editable.again()
        assert told not in caplog.messages
        editable.write("hook.py", SEEING + HOOKS["pre_page"])
        editable.configure(hooks=["hook.py"])
        editable.again()
    assert told in caplog.messages


def test_a_plugin_that_fails_before_the_build_begins_fails_with_its_own_words(
    editable: EditableSite,
) -> None:
    editable.again()
    site = files_of(editable.root / "site")
    editable.write("hook.py", "def on_config(config):\n    raise ValueError('not today')\n")
    editable.configure(hooks=["hook.py"])

    with pytest.raises(ValueError, match="not today"):
        editable.again()
    assert files_of(editable.root / "site") == site
