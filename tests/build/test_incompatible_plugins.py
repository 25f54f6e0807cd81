"""Plugins that take pages away from kernlog, or build the site themselves: one message each."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest
from editable_site import EditableSite, Outcome
from mkdocs.config.config_options import Plugins
from mkdocs.config.defaults import MkDocsConfig

TRANSLATING = """
from pathlib import PurePath
from mkdocs.commands.build import build
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files


class Translating(BasePlugin):
    \"\"\"Does with files and builds what mkdocs-static-i18n 1.3.1 does.\"\"\"

    language, building = "en", False

    @event_priority(-100)
    def on_files(self, files, config):
        made = Files([])
        for file in files:
            if PurePath(file.abs_src_path).is_relative_to(config.docs_dir):
                dest = file.dest_uri if self.language == "en" else f"fr/{file.dest_uri}"
                file = File(
                    file.src_path, config.docs_dir, config.site_dir,
                    config.use_directory_urls, dest_uri=dest, inclusion=file.inclusion,
                )
            made.append(file)
        return made

    @event_priority(-100)
    def on_post_build(self, config):
        if not self.building:
            self.building, self.language = True, "fr"
            build(config)
"""
REPLACING = """
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File

@event_priority(-50)
def on_files(files, config):
    file = files.get_file_from_path("articles/rc8.md")
    files.remove(file)
    {more}
    return files
"""
AGAIN = """
from mkdocs.commands.build import build

def on_{event}({arguments}):
    build(config)
"""


def errors(outcome: Outcome) -> list[str]:
    assert outcome.aborted
    assert outcome.files == {}
    return [text.removeprefix("ERROR ") for text in outcome.log if text.startswith("ERROR")]


def install(editable: EditableSite, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let MkDocs find the plugin that translates by that name."""
    (editable.root / "translating.py").write_text(TRANSLATING)
    monkeypatch.syspath_prepend(str(editable.root))
    option = dict(MkDocsConfig._schema)["plugins"]
    assert isinstance(option, Plugins)
    entry = EntryPoint(name, "translating:Translating", "mkdocs.plugins")
    monkeypatch.setitem(option.installed_plugins, name, entry)


@pytest.mark.parametrize("is_first", [False, True])
def test_a_plugin_that_builds_once_for_each_language_is_refused(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    install(editable, monkeypatch, "i18n")
    plugins = editable.config["plugins"]
    editable.configure(plugins=["i18n", *plugins] if is_first else [*plugins, "i18n"])

    (error,) = errors(editable.again())
    assert error.startswith("kernlog does not work beside the plugin 'i18n' (mkdocs-static-i18n)")
    assert "Remove it from plugins" in error


def test_one_that_is_not_enabled_does_no_harm(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(editable, monkeypatch, "i18n")
    editable.configure(plugins=[*editable.config["plugins"], {"i18n": {"enabled": False}}])

    assert not editable.again().aborted


@pytest.mark.parametrize(
    "more",
    ["", "files.append(File(file.src_uri, config.docs_dir, config.site_dir, True))"],
)
def test_a_plugin_that_takes_a_page_away_is_named(editable: EditableSite, more: str) -> None:
    editable.write("hook.py", REPLACING.format(more=more))
    editable.configure(hooks=["hook.py"])

    (error,) = errors(editable.again())
    assert error == (
        "A plugin has taken articles/rc8.md away or put another file in its place, after kernlog "
        "had read it. List it before kernlog in plugins, or remove it: the hook on_files."
    )


def test_a_plugin_that_does_so_before_does_no_harm(editable: EditableSite) -> None:
    editable.write("hook.py", REPLACING.format(more="").replace("-50", "50"))
    editable.configure(hooks=["hook.py"])

    outcome = editable.again()

    assert not outcome.aborted
    assert "articles/rc8/index.html" not in outcome.files


@pytest.mark.parametrize(
    ("event", "arguments"), [("env", "env, config, files"), ("post_build", "config")]
)
def test_a_build_within_a_build_is_refused_and_waits_for_nothing(
    editable: EditableSite, event: str, arguments: str
) -> None:
    editable.write("hook.py", AGAIN.format(event=event, arguments=arguments))
    editable.configure(hooks=["hook.py"])

    (error,) = errors(editable.again())
    assert error == (
        "A plugin builds the site during a build of kernlog's, with the same configuration. "
        "Remove it from plugins or hooks: hook.py."
    )
