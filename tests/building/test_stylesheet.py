from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from kernlog_site.building.stylesheet import SOURCE, bind

MATERIAL = "assets/stylesheets/main.57a0d79d.min.css"
PALETTE = "assets/stylesheets/palette.fb2fffe2.min.css"


def bound(parts: dict[str, str]) -> dict[str, str]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "Kernel Log", "docs_dir": str(Path(__file__).parent)})
    assert config.validate() == ([], [])
    config.plugins._current_plugin = "kernlog"  # whose event this is
    files = Files([File.generated(config, uri, content=text) for uri, text in parts.items()])
    bind(files, config)
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
        SOURCE: "@layer material{}\n/* order */\nb {}\na {}\nbody {}\n",
        "assets/styles/preview.css": "mark {}\n",
    }


def test_material_is_a_layer_below_without_its_map_and_charset() -> None:
    files = bound(
        {
            PALETTE: "p {}\n/*# sourceMappingURL=palette.fb2fffe2.min.css.map */",
            MATERIAL: '@charset "UTF-8";m {}\n/*# sourceMappingURL=main.57a0d79d.min.css.map */',
            SOURCE: "o {}",
        }
    )

    assert files[SOURCE] == "@layer material{m {}\np {}\n}\no {}"


def test_an_import_of_what_is_not_there_stays() -> None:
    text = '@import "gone.css";\n@import url("other.css");\n@import "https://example.org/x.css";\n'

    assert bound({SOURCE: text}) == {SOURCE: f"@layer material{{}}\n{text}"}


def test_a_theme_without_the_file_stays_as_it_is() -> None:
    files = {MATERIAL: "m {}", "assets/styles/tokens.css": "body {}"}

    assert bound(files) == files
