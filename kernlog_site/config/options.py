"""The plugin's options in `mkdocs.yml` and their defaults."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from mkdocs.config import config_options as opt
from mkdocs.config.base import Config, ValidationError

from kernlog_site.commits.store.reader import COMMITS, RELEASES
from kernlog_site.config.appearance_types import ColourOption, Picture
from kernlog_site.config.option_types import (
    DisplayText,
    Folder,
    FootAddress,
    Headline,
    Option,
    Schemes,
    Timezone,
    Trees,
    Versions,
    VulnsClone,
    WebAddress,
)
from kernlog_site.content.fields import Conventions
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import RESERVED, Routes
from kernlog_site.templating.colours import (
    LEAST_CONTRAST,
)
from kernlog_site.views.share_links import SHARES


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
    vulns = VulnsClone()
    """The clone of the kernel's CVE records, which the command line alone reads."""

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
