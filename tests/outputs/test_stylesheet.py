from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kernlog_site.config.options import KernlogConfig
from kernlog_site.incremental.cache import Cache
from kernlog_site.outputs.stylesheet import LAYOUT, SOURCE, bind

MATERIAL = "assets/stylesheets/main.57a0d79d.min.css"
PALETTE = "assets/stylesheets/palette.fb2fffe2.min.css"


def bound(
    parts: dict[str, str],
    cache: Cache | None = None,
    palette: object = None,
    options: dict[str, object] | None = None,
) -> dict[str, str]:
    config = MkDocsConfig()
    theme = {"name": "material", "palette": palette}
    folder = str(Path(__file__).parent)
    config.load_dict({"site_name": "Kernel Log", "docs_dir": folder, "theme": theme})
    assert config.validate() == ([], [])
    config.plugins._current_plugin = "kernlog"  # whose event this is
    files = Files([File.generated(config, uri, content=text) for uri, text in parts.items()])
    kernlog = KernlogConfig()
    tree = {"host": "github", "url": "https://github.com/torvalds/linux"}
    kernlog.load_dict({"trees": {"linux": tree}, **(options or {})})
    assert kernlog.validate() == ([], [])
    bind(files, config, kernlog, cache or Cache(None))
    return {file.src_uri: file.content_string for file in files}


def test_what_is_imported_stands_in_order_in_one_file_and_nowhere_else() -> None:
    files = bound(
        {
            SOURCE: '/* order */\n@import "b.css";\n@import "../a.css";\nbody {}\n',
            "assets/styles/b.css": "b {}\n",
            "assets/a.css": "a {}\n",
            "assets/styles/preview.css": "mark {}\n",
        }
    )

    assert files == {
        SOURCE: "@layer material{}\nb {}\na {}\nbody {}\n",
        LAYOUT: "@layer material{}\n",
        "assets/styles/preview.css": "mark {}\n",
    }


def test_material_is_a_layer_below_without_its_map_and_charset_and_layout() -> None:
    files = bound(
        {
            PALETTE: "p{}\n/*# sourceMappingURL=palette.fb2fffe2.min.css.map */",
            MATERIAL: '@charset "UTF-8";m{}.md-nav{}\n/*# sourceMappingURL=main.min.css.map */',
            SOURCE: "o {\n  color: red;\n}",
        }
    )

    assert files[SOURCE] == "@layer material{m{}p{}}\no {\ncolor: red;\n}"
    assert files[LAYOUT] == "@layer material{.md-nav{}}\n"


def test_colours_that_no_palette_names_are_left_out() -> None:
    red, purple = "[data-md-color-primary=red]{}", "[data-md-color-accent=deep-purple]{}"
    indigo = "[data-md-color-primary=indigo]{}"
    parts = {MATERIAL: red + purple + indigo, SOURCE: ""}
    palettes = [{"accent": "red", "primary": "red"}, {"accent": "deep purple", "primary": "red"}]

    assert bound(parts)[SOURCE] == "@layer material{}\n"
    assert bound(parts, palette={"scheme": "slate"})[SOURCE] == f"@layer material{{{indigo}}}\n"
    assert bound(parts, palette=palettes)[SOURCE] == f"@layer material{{{red}{purple}}}\n"


def test_material_is_taken_apart_once() -> None:
    cache = Cache(None)
    parts = {MATERIAL: "m{}", SOURCE: ""}

    first, again = bound(parts, cache), bound(parts, cache)
    other = bound({MATERIAL: "n{}", SOURCE: ""}, cache)

    assert first == again
    assert other[SOURCE] == "@layer material{n{}}\n"


def test_an_import_of_what_is_not_there_stays() -> None:
    text = '@import "gone.css";\n@import url("other.css");\n@import "https://example.org/x.css";\n'

    assert bound({SOURCE: text})[SOURCE] == f"@layer material{{}}\n{text}"


def test_a_theme_without_the_file_stays_as_it_is() -> None:
    files = {MATERIAL: "m {}", "assets/styles/tokens.css": "body {}"}

    assert bound(files) == files


def test_chosen_colours_and_typeface_come_last_and_dark_ones_are_made_from_light_ones() -> None:
    options = {"accent_colour": "#0a6b4f", "link_colour": {"light": "navy", "dark": "#fff"}}
    files = bound({SOURCE: "a {}"}, options={**options, "typeface": "sans"})

    assert files[SOURCE] == (
        "@layer material{}\na {}\nbody[data-md-color-primary] {\n"
        "--kl-brand: #0a6b4f;\n--md-accent-fg-color: #0a6b4f;\n"
        "--md-accent-fg-color--transparent: #0a6b4f14;\n--md-typeset-a-color: #000080;\n"
        "--kl-display: var(--kl-interface);\n}\n"
        'body[data-md-color-primary][data-md-color-scheme="slate"] {\n'
        "--kl-brand: #76ac9c;\n--md-accent-fg-color: #76ac9c;\n"
        "--md-accent-fg-color--transparent: #76ac9c14;\n--md-typeset-a-color: #ffffff;\n}\n"
    )
