"""What templates get besides views: filters for times, and ways to be lean and quick."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import count

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    nodes,
    pass_context,
)
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context

from kernlog_site.core.formats import Formats
from kernlog_site.core.i18n import ENGLISH, Words
from kernlog_site.templating.theme_files import THEME

_INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


# Upstream: material/templates/base.html (mkdocs-material 9.8.2)
# Upstream: material/templates/partials/nav-item.html (mkdocs-material 9.8.2)
# Upstream: material/templates/partials/search.html (mkdocs-material 9.8.2)
MENDED = (
    (
        '{% import "partials/language.html" as lang with context %}',
        '{% once config.theme.language import "partials/language.html" as lang %}',
    ),
    (' type="checkbox" id="__drawer" autocomplete="off">', ' type="checkbox" id="__drawer">'),
    (' type="checkbox" id="__search" autocomplete="off">', ' type="checkbox" id="__search">'),
    (' tabindex="{{ tabindex }}"', '{% if tabindex %} tabindex="{{ tabindex }}"{% endif %}'),
    (
        ' data-md-component="search" role="dialog"',
        ' data-md-component="search" role="dialog" aria-label="{{ lang.t(\'search\') }}"',
    ),
    ('aria-label="{{ config.site_name }}"', 'aria-label="{{ config.site_name | e }}"'),
    ("\n    {{ config.site_name }}\n", "\n    {{ config.site_name | e }}\n"),
)
"""Parts of Material's templates, each with what takes its place."""


def machine(value: date | datetime) -> str:
    """A time in the form of ISO 8601, for <time datetime>: 2010-02-12T15:51:00+00:00."""
    return value.isoformat()


class Mended(Extension):
    """A Jinja extension that mends what Material's templates do against the standard, and what
    they do for each page though it is the same on all.

    A template that has changed there stays as it is.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as it is compiled."""
        for faulty, right in MENDED:
            source = source.replace(faulty, right)
        return source


class Unindented(Extension):
    """A Jinja extension that leaves indentation out of pages; a line stays a line.

    Only out of HTML: in other formats it may mean something.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as it is compiled."""
        return _INDENTATION.sub("", source) if name and name.endswith(".html") else source


class Spoken(Extension):
    """A Jinja extension that puts words into templates as these are compiled."""

    _WORDS = re.compile(r"""\{\{ _\((?:"([^"\\]*)"|'([^'\\]*)')\) \}\}""")

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template as it is compiled."""
        return self._WORDS.sub(self._translated, source)

    def _translated(self, match: re.Match[str]) -> str:
        words: Words = self.environment.words  # type: ignore[attr-defined]
        spoken = words.gettext(match[1] or match[2]) % {}
        return match[0] if set("{}#").intersection(spoken) else spoken


class Once(Extension):
    """The tag `{% once base_url %}...{% endonce %}`: a block kept for all pages of those values.

    It is rendered for the first page that shows it, and kept in the environment for all others.

    `{% once base_url from "people.html" import names %}` imports macros in the same way, and
    `{% once base_url import "people.html" as people %}`. Of a page they see the values alone, and
    beside them the configuration, which all pages have.
    """

    tags = {"once"}  # noqa: RUF012

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._blocks = count()
        self._kept: dict[tuple[int, object], str] = {}
        self._modules: dict[tuple[str, object], TemplateModule] = {}

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """A call of `_keep` with the block and what tells its contents apart, or an import."""
        line = next(parser.stream).lineno
        values = parser.parse_tuple(with_condexpr=True)
        if parser.stream.current.test_any("name:import", "name:from"):
            return self._parse_import(parser, values, line)
        block = parser.parse_statements(("name:endonce",), drop_needle=True)
        keep = self.call_method("_keep", [nodes.Const(next(self._blocks)), values])
        return nodes.CallBlock(keep, [], [], block).set_lineno(line)

    def _parse_import(self, parser: Parser, values: nodes.Expr, line: int) -> list[nodes.Node]:
        is_whole = next(parser.stream).value == "import"
        template = parser.stream.expect("string").value
        seen = [node.name for node in nodes.Tuple([values], "load").find_all(nodes.Name)]
        arguments = [nodes.Const(template), values, nodes.Const(seen), nodes.ContextReference()]
        module = self.call_method("_import", arguments, lineno=line)
        if is_whole:
            parser.stream.expect("name:as")
            target = parser.parse_assign_target(name_only=True)
            return [nodes.Assign(target, module, lineno=line)]
        parser.stream.expect("name:import")
        target = parser.parse_assign_target()
        macros = list(nodes.Tuple([target], "store").find_all(nodes.Name))
        return [
            nodes.Assign(macro, nodes.Getattr(module, macro.name, "load"), lineno=line)
            for macro in macros
        ]

    def _keep(self, block: int, values: object, caller: Callable[[], str]) -> str:
        text = self._kept.get((block, values))
        if text is None:
            text = self._kept[block, values] = caller()
        return text

    def _import(
        self, name: str, values: object, seen: Sequence[str], context: Context
    ) -> TemplateModule:
        module = self._modules.get((name, values))
        if module is None:
            names = {variable: context.resolve(variable) for variable in ("config", *seen)}
            module = self.environment.get_template(name).make_module(names)
            self._modules[name, values] = module
        return module


def _from_root(filter_: Callable[..., str]) -> Callable[..., str]:
    """A filter of MkDocs' that makes links by way of the root of the site.

    Left to itself it makes the shortest link, which is another one on each page. By way of the
    root it is the same on all pages of one depth, so what they have in common can be kept.
    """

    @pass_context
    def from_root(context: Context, value: object) -> str:
        # Upstream: mkdocs/utils/templates.py (mkdocs 1.6.1): all that filters take of the context.
        rootwards = {"page": None, "base_url": context["base_url"]}
        link = filter_(rootwards, value)
        return link[:-1] if link.endswith("/.") else link

    return from_root


def _with_ours(loader: BaseLoader | None) -> BaseLoader:
    """The templates of a loader, and ours as `kernlog/article.html`: what replaces one of them can
    extend it all the same."""
    ours = PrefixLoader({"kernlog": FileSystemLoader(THEME)})
    return ChoiceLoader([loader, ours]) if loader else ours


def furnish(env: Environment, words: Words = ENGLISH) -> None:
    """Prepare an environment of MkDocs' for our templates, and Material's below them.

    Templates write `_("Topics")`, or `{% trans %}` around a sentence with values in it.

    Whitespace between tags, which is a third of a page of Material's, is left out while templates
    are compiled, so that it costs nothing per page.
    """
    formats = Formats.of(words.language)
    env.filters |= {
        "day": formats.day,
        "month": formats.month,
        "month_and_year": formats.month_and_year,
        "moment": formats.moment,
        "zone": formats.zone,
        "number": formats.number,
        "enumerated": formats.enumerated,
        "machine": machine,
    }
    env.loader = _with_ours(env.loader)
    env.add_extension("jinja2.ext.i18n")
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(  # type: ignore[attr-defined]
        words.gettext, words.ngettext, newstyle=True, pgettext=words.pgettext
    )
    for name in ("url", "script_tag"):
        env.filters[name] = _from_root(env.filters[name])
    env.add_extension(Mended)
    env.add_extension(Unindented)
    env.extend(words=words)
    env.add_extension(Spoken)
    env.add_extension(Once)
    env.trim_blocks = True
