"""The theme of a site: Material's, ours over it, and over both what the site replaces itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from kernlog_site.core.i18n import Words
from kernlog_site.core.problems import Problem, Severity
from kernlog_site.core.routes import Kind
from kernlog_site.templating.theme_files import IS_CHECKOUT, THEME, is_theme, theme_problems

_MATERIAL = "partials/nav.html"
"""One of Material's templates that ours need, and have not themselves."""
_TEMPLATES = (*(f"{kind.value}.html" for kind in Kind if kind is not Kind.PAGE), _MATERIAL)
_FONTS_OF_MATERIAL = {"text": "Roboto", "code": "Roboto Mono"}
"""`font` in mkdocs_theme.yml of Material 9.8: what browsers would load from elsewhere."""


def lay_theme(config: MkDocsConfig) -> None:
    """Put our theme between Material's and the site's own, and watch what may be edited.

    Raises `PluginError` where no pages could be made with it, and `OSError`.
    """
    theme, own = config.theme, config.theme.custom_dir
    material = [folder for folder in theme.dirs if folder != own and _has(folder, _MATERIAL)]
    if material and not any(map(is_theme, theme.dirs)):
        theme.dirs.insert(theme.dirs.index(material[-1]), str(THEME))
        if IS_CHECKOUT:
            config.watch.append(str(THEME))
    if own:
        config.watch.append(own)
    for template in _TEMPLATES:
        if not any(_has(folder, template) for folder in theme.dirs):
            raise PluginError(
                f"The theme has no {template}. kernlog's own lies over Material: set "
                "theme: {name: material}."
            )
    root = os.path.dirname(config.config_file_path) or "."
    outdated = [
        problem for problem in _problems(config, root) if problem.severity is Severity.ERROR
    ]
    if outdated:
        raise PluginError("\n".join(map(str, outdated)))


def problems_of_theme(config: MkDocsConfig) -> Iterator[Problem]:
    """What is to be done about the site's own part of the theme. Raises `OSError`."""
    return _problems(config, config.docs_dir)


def complete_theme(config: MkDocsConfig, words: Words) -> None:
    """Give the theme what the site does not say of it: both schemes, and fonts of its own alone."""
    theme = config.theme
    if "palette" not in theme:
        to_dark = words.gettext("Switch to the dark scheme")
        to_light = words.gettext("Switch to the light scheme")
        theme["palette"] = [
            _scheme("default", "light", {"icon": "material/weather-night", "name": to_dark}),
            _scheme("slate", "dark", {"icon": "material/weather-sunny", "name": to_light}),
        ]
    if theme.get("font") == _FONTS_OF_MATERIAL:
        theme["font"] = False


def _scheme(name: str, media: str, toggle: Mapping[str, str]) -> dict[str, object]:
    return {
        "media": f"(prefers-color-scheme: {media})",
        "scheme": name,
        "primary": "custom",  # the colours of theme/assets/styles/tokens.css
        "accent": "custom",
        "toggle": toggle,
    }


def _problems(config: MkDocsConfig, beside: str) -> Iterator[Problem]:
    """Those of the folder of the site, by path from another folder."""
    if own := config.theme.custom_dir:
        path = os.path.relpath(own, beside).replace(os.sep, "/")
        for problem in theme_problems(own):
            yield problem.under(path)


def _has(folder: str, template: str) -> bool:
    return os.path.exists(os.path.join(folder, template))
