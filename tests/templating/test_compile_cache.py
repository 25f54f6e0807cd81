"""What a build gives does not depend on what this process compiled before."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest
from compile_cache import _compile, compile_cache
from jinja2 import Environment
from livingsite import EPOCH, LivingSite


@pytest.fixture
def living(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LivingSite:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return LivingSite(tmp_path, plain=False)


@pytest.mark.no_cover
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_site_is_the_same_with_all_its_templates_compiled_anew(
    living: LivingSite, language: str
) -> None:
    living.configure(theme={**living.config["theme"], "language": language})
    with patch.object(Environment, "compile", _compile):
        anew = living.clean()
    with compile_cache():
        living.configure(theme={**living.config["theme"], "language": "fr"})
        other = living.clean()
        living.configure(theme={**living.config["theme"], "language": language})

        assert living.clean().differences(anew) == []
        assert living.clean().differences(anew) == []
        assert other.differences(anew) != []


def test_an_edited_template_is_compiled_anew(living: LivingSite) -> None:
    living.clean()
    living.write("theme/404.html", "Nothing here.")

    assert living.clean().files["404.html"] == b"Nothing here."


def test_no_template_is_compiled_twice(living: LivingSite) -> None:
    with compile_cache(), patch("compile_cache._compile", wraps=_compile) as compiling:
        living.clean()
        first = compiling.call_count
        living.clean()

    assert compiling.call_count == first > 20
