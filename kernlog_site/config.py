"""The plugin's options in `mkdocs.yml`: their types, their defaults, what they may be."""

from __future__ import annotations

import os
import re
import string
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path, PurePath, PurePosixPath
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mkdocs.config import config_options as opt
from mkdocs.config.base import BaseConfigOption, Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig

from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.commits.version_schemes import BadVersions, scheme_from
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES, BadScheme, check_scheme
from kernlog_site.commits.web.trees import BadTree, Tree, tree_from
from kernlog_site.content.fields import Conventions
from kernlog_site.core.characters import printable, printable_values
from kernlog_site.core.names import composed
from kernlog_site.core.problems import Problem, Severity, did_you_mean
from kernlog_site.core.routes import LONGEST_NAME, RESERVED, Routes, can_be_names, is_web_address
from kernlog_site.core.versions import VersionScheme
from kernlog_site.templating.colours import (
    DARK_PAPER,
    LEAST_CONTRAST,
    PAPER,
    Colour,
    colour_from,
)
from kernlog_site.views.headlines import FIELDS
from kernlog_site.views.share_links import SHARES

_T = TypeVar("_T")
_MAIL = re.compile(r"mailto:[^\s@\"'<>]+@[^\s@\"'<>?]+")

_SAMPLE = "kernlog.example"
"""The host of the sample site, whose mkdocs.yml others start from."""
_NAMESPACE = re.compile(r"[^#]*\bfeed_namespace\s*:")


class Option(BaseConfigOption[_T]):
    """An option with a default, given as it would stand in `mkdocs.yml`."""

    def __init__(self, default: object = None) -> None:
        super().__init__()
        self.default = default


class DisplayText(opt.Type[str]):
    """Text that readers see."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__(str, default=default)

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        return printable(super().run_validation(value))


class Timezone(Option[ZoneInfo]):
    """A timezone by its IANA name."""

    def run_validation(self, value: object) -> ZoneInfo:
        """Give the value, or raise `ValidationError`."""
        try:
            return ZoneInfo(str(value))
        except (KeyError, ValueError, OSError) as error:
            raise ValidationError(
                f"{value!r} is no timezone. Allowed are IANA names such as Europe/London or UTC."
            ) from error


class Folder(Option[str]):
    """A folder, or a file, below the content folder."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        path = PurePosixPath(str(value))
        inside = not path.is_absolute() and ".." not in path.parts and path.parts
        if not isinstance(value, str) or not inside:
            raise ValidationError(
                f"{value!r} is no path below docs_dir. Allowed are paths such as articles."
            )
        if not can_be_names(value):
            raise ValidationError(
                f"{value!r} has a name that is longer than a file can be called. Allowed are "
                f"{LONGEST_NAME} bytes, as many plain letters."
            )
        return composed(path.as_posix())


class Headline(Option[str]):
    """The pattern of the headlines of articles in a series."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        allowed = f"Allowed is text with {', '.join(f'{{{field}}}' for field in FIELDS)}."
        if not isinstance(value, str):
            raise ValidationError(f"{value!r} is no text. {allowed}")
        try:
            parsed = list(string.Formatter().parse(value))
        except ValueError as error:
            raise ValidationError(f"The braces of {value!r} do not match. {allowed}") from error
        for _, field, spec, conversion in parsed:
            if field is not None and (field not in FIELDS or spec or conversion):
                guess = did_you_mean(field, FIELDS)
                raise ValidationError(f"{value!r} has an unknown {{{field}}}. {guess} {allowed}")
        return printable(value)


class Trees(Option[dict[str, Tree]]):
    """Repositories by name."""

    def run_validation(self, value: object) -> dict[str, Tree]:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, Mapping) or not value:
            raise ValidationError(
                f"{value!r} names no tree. Allowed are trees by name, such as "
                "linux: {host: cgit, url: https://git.kernel.org/...}."
            )
        trees, wrong = {}, []
        for name, options in value.items():
            try:
                trees[str(name)] = tree_from(str(name), options)
            except BadTree as error:
                wrong.append(str(error))
        if wrong:
            raise ValidationError(" ".join(wrong))
        return trees


class Versions(Option[VersionScheme]):
    """How versions and their tags are written."""

    def run_validation(self, value: object) -> VersionScheme:
        """Give the value, or raise `ValidationError`."""
        try:
            return scheme_from(value)
        except BadVersions as error:
            raise ValidationError(str(error)) from error


class Schemes(Option[dict[str, str]]):
    """Link schemes by name, added to the known ones."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, Mapping):
            raise ValidationError(
                f"{value!r} is no mapping. Allowed are templates by name, such as "
                "lwn: https://lwn.net/Articles/{}/."
            )
        wrong = []
        for name, template in value.items():
            try:
                check_scheme(str(name), template)
            except BadScheme as error:
                wrong.append(str(error))
        if wrong:
            raise ValidationError(" ".join(wrong))
        return {**DEFAULT_SCHEMES, **value}


class WebAddress(Option[str]):
    """An address that a reader may be sent to."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, str) or not is_web_address(value):
            raise ValidationError(f"{value!r} is no address with http:// or https://.")
        return value


class Partner(Config):
    """Whom the site is published with."""

    text = opt.Optional(DisplayText())
    """Before the name; by default "In association with" in the language of the site."""
    name = DisplayText()
    url = WebAddress()


class PartnerOrNone(Option[Partner | None]):
    """A partner, for sites that have one."""

    def run_validation(self, value: object) -> Partner | None:
        """Give the value, or raise `ValidationError`."""
        return None if value is None else opt.SubConfig(Partner).validate(value)


class NamedLink(Config):
    """A link with a name."""

    name = DisplayText()
    url = WebAddress()


class SchemedColour(NamedTuple):
    """A colour in the light scheme and its counterpart in the dark one."""

    light: Colour
    dark: Colour

    def weak(self) -> Iterator[tuple[str, Colour, float]]:
        """The schemes in which text in the colour is hard to read: name, colour, contrast ratio."""
        for scheme, colour, paper in (
            ("light", self.light, PAPER),
            ("dark", self.dark, DARK_PAPER),
        ):
            if (contrast := colour.contrast(paper)) < LEAST_CONTRAST:
                yield scheme, colour, contrast


class ColourOption(Option[SchemedColour | None]):
    """A colour, or one for each scheme; the dark one is made from the light one by default."""

    def run_validation(self, value: object) -> SchemedColour | None:
        """Give the value, or raise `ValidationError`."""
        if value is None:
            return None
        both = value if isinstance(value, Mapping) else {"light": value}
        if "light" not in both or both.keys() - {"light", "dark"}:
            raise ValidationError(
                f"{value!r} is no colour. Allowed are a colour such as '#a3281f', or one for each "
                "scheme: {light: '#a3281f', dark: '#ff9484'}."
            )
        colours = {scheme: self._colour(colour) for scheme, colour in both.items()}
        light = colours["light"]
        return SchemedColour(light, colours.get("dark") or light.lightened_for(DARK_PAPER))

    @staticmethod
    def _colour(value: object) -> Colour:
        colour = colour_from(value)
        if colour is None:
            raise ValidationError(
                f"{value!r} is no colour. Allowed are opaque ones as in CSS, such as '#a3281f'; "
                "quote those with a #, which begins a comment in YAML."
            )
        return colour


class Picture(Option[Mapping[str, str] | None]):
    """A picture below the content folder, or one for each scheme, by scheme."""

    def run_validation(self, value: object) -> Mapping[str, str] | None:
        """Give the value, or raise `ValidationError`."""
        if value is None:
            return None
        both = value if isinstance(value, Mapping) else {"light": value}
        if "light" not in both or both.keys() - {"light", "dark"}:
            raise ValidationError(
                f"{value!r} is no picture. Allowed are a path below docs_dir, or one for each "
                "scheme: {light: name.svg, dark: name-dark.svg}."
            )
        return {scheme: Folder().run_validation(path) for scheme, path in both.items()}


class FootAddress(Option[str]):
    """Where a link in the foot leads: to the web, to a mailbox, or to a page of the site."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        if isinstance(value, str):
            if is_web_address(value) or _MAIL.fullmatch(value):
                return value
            if value.endswith(".md"):
                return Folder().run_validation(value)
        raise ValidationError(
            f"{value!r} leads nowhere. Allowed are https://..., mailto:..., or a Markdown file "
            "below docs_dir, such as imprint.md."
        )


class FootLink(Config):
    """A link in the foot of every page."""

    name = DisplayText()
    url = FootAddress()


class KernlogConfig(Config):
    """The options of the `kernlog` plugin. Only `trees` has no default."""

    timezone = Timezone(default="UTC")
    """Of dates without one."""
    kicker = DisplayText(default="Kernel Log")
    headline = Headline(default="{kicker}: {series} (Part {part}) - {title}")

    articles = Folder(default="articles")
    series = Folder(default="series")
    releases = Folder(default="releases")
    authors = Folder(default="authors.yml")
    # MkDocs takes the underscore away: a mapping of its own has an attribute called data.
    data_ = Folder(default="_data")

    tree = opt.Optional(opt.Type(str))
    """The tree of bare hashes; by default the first one."""
    trees = Trees()
    links = Schemes(default={})

    versions = Versions(default="linux")
    """How the project writes its versions and tags, and what it is called."""

    partner = PartnerOrNone()
    share = opt.ListOfItems(opt.Choice(SHARES), default=[])
    follow = opt.ListOfItems(opt.SubConfig(NamedLink), default=[])
    network = opt.ListOfItems(opt.SubConfig(NamedLink), default=[])
    foot = opt.ListOfItems(opt.SubConfig(FootLink), default=[])
    """Imprint, privacy, contact, newsletter: links in the foot of every page."""

    accent_colour = ColourOption()
    """The colour of the site's name and of marks; by default a red."""
    link_colour = ColourOption()
    """Of links in the text; by default a blue."""
    typeface = opt.Choice(("serif", "sans"), default="serif")
    """Of headlines and texts."""
    wordmark = Picture()
    """In place of the site's name in the bar at the top."""
    words = opt.Optional(opt.Type(str))
    """A catalogue of the site's own, whose words of the interface win; from `mkdocs.yml`."""

    feed_namespace = opt.Type(str, default="")
    """What ids in feeds are made from besides addresses, for sites that have the same ones."""

    cards = opt.Type(bool, default=True)
    """Whether articles get a picture for social networks."""
    search = opt.Type(bool, default=True)
    """Whether readers can search the site."""

    def validate(self) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Check all options, all problems at once; MkDocs alone would stop at the first.

        An unknown option is an error, and `tree` has to be one of the trees.
        """
        failed: list[tuple[str, Exception]] = []
        # Upstream: mkdocs/config/base.py (mkdocs 1.6.1): the options by name.
        for name, option in self._schema:
            try:
                self[name] = option.validate(self[name])
            except ValidationError as error:
                failed.append((name, error))
        names = [name for name, _ in self._schema]
        for name in self.keys() - set(names):
            hint = did_you_mean(name, names) or f"Allowed are {', '.join(names)}."
            failed.append((name, ValidationError(f"kernlog has no such option. {hint}")))
        if not failed:
            failed += self._overlaps()
        if not failed:
            self.tree = self.tree or next(iter(self.trees))
            if self.tree not in self.trees:
                hint = did_you_mean(self.tree, self.trees)
                message = f"'{self.tree}' is no tree. {hint} Allowed are {', '.join(self.trees)}."
                failed.append(("tree", ValidationError(message)))
        return failed, [] if failed else list(self._hard_to_read())

    def _hard_to_read(self) -> Iterator[tuple[str, str]]:
        """Colours in which text can hardly be read."""
        for name, option in (
            ("accent_colour", self.accent_colour),
            ("link_colour", self.link_colour),
        ):
            for scheme, colour, contrast in option.weak() if option else ():
                yield (
                    name,
                    f"{colour} is hard to read in the {scheme} scheme: its contrast is "
                    f"{contrast:.1f}:1. Take one with at least {LEAST_CONTRAST}:1.",
                )

    def _overlaps(self) -> Iterator[tuple[str, Exception]]:
        """Folders of which one is the other, or in it."""
        named = {name: self[name] for name in ("articles", "series", "releases", "data", "authors")}
        for (name, path), (other, other_path) in combinations(named.items(), 2):
            if f"{path}/".startswith(f"{other_path}/") or f"{other_path}/".startswith(f"{path}/"):
                message = (
                    f"'{path}' and {other} '{other_path}' overlap. Allowed are separate paths."
                )
                yield name, ValidationError(message)
        for name in ("articles", "series", "releases"):
            if named[name].partition("/")[0] in RESERVED:
                reserved = ", ".join(RESERVED)
                message = f"'{named[name]}' is taken. Allowed are all folders but {reserved}."
                yield name, ValidationError(message)
        if not self.authors.endswith((".yml", ".yaml")):
            message = f"'{self.authors}' is no YAML file. Allowed are names such as authors.yml."
            yield "authors", ValidationError(message)

    @property
    def lists(self) -> tuple[str, ...]:
        """The files below the content folder that are read and no pages: people and the store."""
        return self.authors, f"{self.data_}/{COMMITS}", f"{self.data_}/{RELEASES}"

    @property
    def conventions(self) -> Conventions:
        """What front matter of this site leaves open."""
        return Conventions(self.timezone, self.versions)

    def routes(self, directory_urls: bool) -> Routes:
        """Where the pages of this site are."""
        return Routes(self.articles, self.series, self.releases, directory_urls)


def content_folder(config: MkDocsConfig) -> str:
    """The folder of the content as messages write it: from that of `mkdocs.yml`."""
    return _from_folder_of(config.config_file_path, config.docs_dir)


@lru_cache(maxsize=1)  # every page asks for it
def _from_folder_of(file: str, path: str) -> str:
    return PurePath(os.path.relpath(path, os.path.dirname(file) or ".")).as_posix()


def problems_of_options(options: KernlogConfig, config: MkDocsConfig) -> Iterator[Problem]:
    """What is wrong with values that each are allowed, by path from the content folder."""
    host = urlsplit(config.site_url or "").hostname
    # `mkdocs serve` puts an address of its own in place of that of the site.
    is_another = host and host not in (_SAMPLE, config.dev_addr.host)
    if is_another and options.feed_namespace.partition("/")[0] == _SAMPLE:
        problem = Problem(
            f"feed_namespace is '{options.feed_namespace}', that of kernlog's sample site. To "
            "readers' programs an article here and one with the same address there are the same.",
            f"Set it to a name of your own, such as {host}, before the first article is published, "
            "and never change it.",
            Severity.WARNING,
        )
        path = os.path.relpath(config.config_file_path, config.docs_dir)
        yield problem.at(path.replace(os.sep, "/"), _line(config))


def _line(config: MkDocsConfig) -> int | None:
    """The line of the configuration that has the namespace, if it is not in another file."""
    lines = Path(config.config_file_path).read_text("utf-8", "replace").splitlines()
    return next((n for n, line in enumerate(lines, start=1) if _NAMESPACE.match(line)), None)


def make_printable(config: MkDocsConfig) -> None:
    """Take out of what MkDocs shows of its own configuration what no reader should meet."""
    for name in ("site_name", "site_description", "site_author"):
        if isinstance(text := config[name], str):
            config[name] = printable(text)
    config.nav = _with_printable_titles(config.nav)


def _with_printable_titles(nav: Any) -> Any:
    if isinstance(nav, list):
        return [_with_printable_titles(entry) for entry in nav]
    if isinstance(nav, dict):
        titles = ((printable_values(title), below) for title, below in nav.items())
        return {title: _with_printable_titles(below) for title, below in titles}
    return nav
