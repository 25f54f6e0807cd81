"""The parts of MkDocs and Jinja2 that kernlog uses though nobody documents them."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest
from code_objects import code_of
from jinja2 import DictLoader, Environment
from markdown import Markdown
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import _SCRIPT_TEMPLATE_STR, LiveReloadServer
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import (
    Page,
    _ExtractAnchorsTreeprocessor,
    _ExtractTitleTreeprocessor,
    _RawHTMLPreprocessor,
    _RelativePathTreeprocessor,
)
from mkdocs.utils.templates import script_tag_filter, url_filter

from kernlog_site.build.fingerprints import _TIME_OF_BUILD
from kernlog_site.config.options import KernlogConfig
from kernlog_site.tools.settings import _Bare


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "Log", "plugins": []})
    assert config.validate()[0] == []
    return config


def test_mkdocs_renders_a_page_with_the_processors_that_are_used_in_its_place() -> None:
    private = {name for name in code_of(Page.render).co_names if name.startswith("_")}

    assert private == {
        "_RawHTMLPreprocessor",
        "_ExtractAnchorsTreeprocessor",
        "_RelativePathTreeprocessor",
        "_ExtractTitleTreeprocessor",
        "_register",
        "_title_from_render",
    }
    assert {"present_anchor_ids", "links_to_anchors"} <= set(code_of(Page.render).co_names)


def test_processors_of_mkdocs_find_what_is_taken_from_them(config: MkDocsConfig) -> None:
    source, other = (File(f"{name}.md", None, "site", True) for name in ("a", "b"))
    site = Files([source, other])
    raw_html, title = _RawHTMLPreprocessor(), _ExtractTitleTreeprocessor()
    anchors = _ExtractAnchorsTreeprocessor(source, site, config)
    paths = _RelativePathTreeprocessor(source, site, config)
    markdown = Markdown(extensions=["toc"])
    for part in (raw_html, anchors, paths, title):
        part._register(markdown)

    markdown.convert('# One\n\n[two](b.md#three)\n\n<p id="four"></p>')

    assert title.title == "One"
    assert anchors.present_anchor_ids == {"one"}
    assert raw_html.present_anchor_ids == {"four"}
    assert paths.links_to_anchors == {other: {"three": "b.md#three"}}
    assert "_possible_target_uris" in code_of(_RelativePathTreeprocessor.path_to_url).co_names
    assert {"c", "c.md"} <= set(paths._possible_target_uris(source, "c", True))


def test_a_page_takes_its_title_from_what_was_rendered(config: MkDocsConfig) -> None:
    page = Page(None, File("a.md", None, "site", True), config)
    page.markdown = ""
    page._title_from_render = "Rendered"

    assert page.title == "Rendered"


def test_files_are_kept_by_their_paths() -> None:
    file = File("a.md", None, "site", True)

    assert Files([file])._src_uris == {"a.md": file}


def test_a_build_asks_for_the_pages_that_it_makes_by_their_inclusion() -> None:
    tree = ast.parse(inspect.getsource(build.build))
    asked = [
        [keyword.arg for keyword in node.keywords]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "documentation_pages"
    ]

    assert asked == [["inclusion"], ["inclusion"]]


def test_a_build_gives_templates_what_kernlog_gives_them() -> None:
    assert list(inspect.signature(build.get_context).parameters) == [
        "nav",
        "files",
        "config",
        "page",
        "base_url",
    ]
    assert {"get_context", "active", "render"} <= set(code_of(build._build_page).co_names)
    assert _TIME_OF_BUILD[0].decode() in inspect.getsource(build.get_context)
    assert _TIME_OF_BUILD[1].decode() in inspect.getsource(Page)


def test_a_build_counts_what_fails_a_strict_one_and_logs_by_its_name() -> None:
    assert {"CountHandler", "get_counts"} <= set(code_of(build.build).co_names)
    assert build.log.name == "mkdocs.commands.build"


def test_plugins_are_known_by_event() -> None:
    assert PluginCollection().events["page_markdown"] == []


def test_options_are_known_by_name() -> None:
    names = [name for name, _ in KernlogConfig._schema]

    assert {"articles", "data", "trees"} <= set(names)


def test_options_that_load_code_can_be_left_alone() -> None:
    names = [name for name, _ in MkDocsConfig._schema]

    assert {"theme", "plugins", "hooks"} <= set(names)
    assert [name for name, _ in _Bare._schema] == names


def test_filters_of_mkdocs_take_page_and_root_of_the_context_alone() -> None:
    context = {"page": None, "base_url": ".."}

    assert url_filter(context, "a/") == "../a/"  # type: ignore[arg-type]
    assert script_tag_filter(context, "a.js") == '<script src="../a.js"></script>'  # type: ignore[arg-type]


def test_the_server_of_mkdocs_has_what_that_of_the_preview_works_with(tmp_path: Path) -> None:
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    server.server_close()

    kept = vars(server)
    assert {
        "_epoch_cond",
        "_rebuild_cond",
        "_visible_epoch",
        "_want_rebuild",
        "_wanted_epoch",
        "_watch_refs",
        "_watched_paths",
        "build_delay",
        "builder",
        "error_handler",
        "mount_path",
        "observer",
        "root",
    } <= kept.keys()
    assert server.poll_response_timeout == 60
    loop = set(code_of(LiveReloadServer._build_loop).co_names)
    assert {"builder", "_want_rebuild", "_wanted_epoch", "_visible_epoch"} <= loop
    assert '"/livereload/" + epoch + "/" + requestId' in _SCRIPT_TEMPLATE_STR


def test_a_line_of_a_template_is_a_frame_that_is_marked() -> None:
    env = Environment(loader=DictLoader({"a.html": "\n{{ 1 // 0 }}"}))
    with pytest.raises(ZeroDivisionError) as raised:
        env.get_template("a.html").render()

    marked = [e for e in raised.traceback if "__jinja_exception__" in e.frame.f_globals]
    assert [entry.lineno + 1 for entry in marked] == [2]


def test_templates_look_up_names_with_the_functions_of_their_environment() -> None:
    env = Environment(autoescape=False)
    env.getattr = lambda item, name: f"{name} of {item}"  # type: ignore[method-assign, assignment]
    env.getitem = lambda item, name: f"[{name}] of {item}"  # type: ignore[method-assign, assignment]

    assert env.from_string("{{ a.b }}, {{ a['c'] }}").render(a="A") == "b of A, [c] of A"
