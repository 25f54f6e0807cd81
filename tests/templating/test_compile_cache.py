"""What a build gives does not depend on what this process compiled before."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from compile_cache import _compile, compile_cache
from editable_site import EPOCH, EditableSite
from jinja2 import Environment
from mkdocs.theme import Theme

from kernlog_site.templating.environment import furnish


@pytest.fixture
def editable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditableSite:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return EditableSite(tmp_path, plain=False)


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_site_is_the_same_with_all_its_templates_compiled_anew(
    editable: EditableSite, language: str
) -> None:
    editable.configure(theme={**editable.config["theme"], "language": language})
    with patch.object(Environment, "compile", _compile):
        anew = editable.clean()
    with compile_cache():
        editable.configure(theme={**editable.config["theme"], "language": "fr"})
        other = editable.clean()
        editable.configure(theme={**editable.config["theme"], "language": language})

        assert editable.clean().differences(anew) == []
        assert editable.clean().differences(anew) == []
        assert other.differences(anew) != []


def test_an_edited_template_is_compiled_anew(editable: EditableSite) -> None:
    editable.clean()
    editable.write("theme/404.html", "Nothing here.")

    assert editable.clean().files["404.html"] == b"Nothing here."


def test_no_template_is_compiled_twice(editable: EditableSite) -> None:
    with compile_cache(), patch("compile_cache._compile", wraps=_compile) as compiling:
        editable.clean()
        first = compiling.call_count
        editable.clean()

    assert compiling.call_count == first > 20


def test_blocks_that_are_kept_stay_apart(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("{% once 0 %}one{% endonce %}")
    (tmp_path / "other.html").write_text("{% once 0 %}other{% endonce %}")

    def rendered(*names: str) -> list[str]:
        env = Theme(name=None, custom_dir=str(tmp_path)).get_env()
        furnish(env)
        return [env.get_template(name).render() for name in names]

    with compile_cache():
        assert rendered("one.html") == ["one"]
        assert rendered("other.html", "one.html") == ["other", "one"]
