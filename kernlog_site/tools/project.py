"""A project as the command line sees it: `mkdocs.yml` and the content, without building a site.

What its citations point to, known or not, is collected for a sync; what articles say of a commit
becomes the text of its note.
"""

from __future__ import annotations

import logging
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import get_files

from kernlog_site.build.fingerprints import fingerprint_for_texts
from kernlog_site.build.markdown.texts import Watch
from kernlog_site.build.stages.build_mode import CHECKING, PUBLISHING, BuildMode
from kernlog_site.build.stages.finished import finish
from kernlog_site.build.stages.loaded import TextTools, load
from kernlog_site.build.stages.rendered import Rendered
from kernlog_site.build.stages.site_settings import SiteSettings
from kernlog_site.build.state import Reuse
from kernlog_site.citations import grammar
from kernlog_site.citations.backlinks import Cited
from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Place, tree_name
from kernlog_site.citations.targets import Target, nowhere
from kernlog_site.commits.followups.wording import outcomes
from kernlog_site.commits.sync.cve_checks import wrong_cves
from kernlog_site.commits.sync.store_sync import Wanted
from kernlog_site.commits.sync.verify import verify
from kernlog_site.content.library import Library
from kernlog_site.core import clock
from kernlog_site.core.commit import Commit
from kernlog_site.core.i18n import ENGLISH
from kernlog_site.core.problems import Problem, in_order
from kernlog_site.core.versions import Version
from kernlog_site.incremental.cache import Cache
from kernlog_site.outputs.feeds.content import feed_html
from kernlog_site.tools.settings import UNREADABLE, BrokenProject, Settings, not_used
from kernlog_site.views.headlines import Headlines


@dataclass(frozen=True, slots=True)
class Project(Settings):
    """A configured site whose pages can be rendered."""

    def wanted(self, watch: Watch = iter) -> Wanted:
        """Everything that the content cites, drafts and articles of the future included.

        Raises `NewerForm`.
        """
        self.ensure_known_store()
        with self._rendered(watch, CHECKING) as site:
            loaded = site.loaded
            collector = Collector(loaded.library)
            for page in loaded.pages:
                collector.collect(loaded.texts.commits(page), page.place)
        trees = self.options.trees
        hashes = {t: frozenset(h) for t, h in collector.hashes.items() if t in trees}
        return Wanted(hashes, frozenset(collector.releases))

    def problems(self, watch: Watch = iter) -> tuple[Problem, ...]:
        """Everything that is wrong with the content, drafts and articles of the future included.

        It is what a build would tell about them, in the same words.
        """
        with self._rendered(watch, CHECKING) as site:
            return finish(site).problems

    def with_clones(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems in order with those of the store against the clones. Raises `GitFailed`."""
        options = self.options
        found = verify(self.store, options.data_, options.trees, self.root, options.versions)
        if options.vulns is not None:
            found += wrong_cves(self.store, options.data_, options.vulns, self.root)
        return in_order([*problems, *found])

    def notes(self, tree: str | None, watch: Watch = iter) -> Mapping[str, str]:
        """The note of each commit of a tree that readers can see cited, by its hash.

        Raises `BrokenProject` for a site without an address, and `NewerForm`.
        """
        self.ensure_known_store()
        if not self.site_url:
            name = self.config.config_file_path
            raise BrokenProject(f"{name} has no site_url. Set it to the address of the site.")
        with self._rendered(watch, PUBLISHING) as site:
            cited = {page.source.path: page.citations for page in site.loaded.pages}
            return notes(
                site.loaded.library,
                cited,
                self.headlines,
                lambda path: urljoin(self.site_url, self.routes.url(path)),
                tree or str(self.options.tree),
            )

    @contextmanager
    def _rendered(self, watch: Watch, mode: BuildMode) -> Iterator[Rendered]:
        """The site with all pages rendered, reusing and leaving what builds of the site do."""
        extension = CitationExtension(nowhere)
        self.config.markdown_extensions.append(extension)  # type: ignore[arg-type]
        with _silence(), Cache(self.cache) as cache:
            reuse = Reuse(cache, fingerprint_for_texts(self.config))
            settings = SiteSettings(self.options, self.config, ENGLISH, clock.now(), mode)
            tools = TextTools(extension, feed_html, reuse)
            loaded = load(get_files(self.config), settings, tools)
            loaded.render(loaded.pages, watch)
            yield Rendered.of(loaded)
        self.config.markdown_extensions.pop()


def open_project(config_file: str | None) -> Project:
    """Read `mkdocs.yml`, by default that of the current folder. Raises `BrokenProject`."""
    listener = _Listening()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(listener)
    try:
        config = load_config(config_file)
    except (Abort, ConfigurationError) as error:
        raise BrokenProject("\n".join([*listener.messages, str(error)])) from error
    except UNREADABLE as error:
        path = config_file or "mkdocs.yml"
        raise BrokenProject(f"{path} is no configuration of MkDocs: {error}") from error
    finally:
        logger.removeHandler(listener)
    for name, plugin in config.plugins.items():
        if posixpath.basename(name) == "kernlog":
            return Project(config, plugin.config)
    raise BrokenProject(not_used(config.config_file_path))


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps MkDocs from telling about links, which is for builds to tell."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


class _Listening(logging.Handler):
    """Keeps what MkDocs logs about a configuration."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class Collector:
    """The hashes by tree, and the releases of tags, that citations point to."""

    def __init__(self, library: Library) -> None:
        self.hashes: dict[str, set[str]] = defaultdict(set)
        self.releases: set[Version] = set(library.releases)
        self._library = library

    def collect(self, targets: Iterable[Target], place: Place) -> None:
        """Remember what the citations of a page point to."""
        for target in targets:
            cited = grammar.target(target.value, self._library.versions)
            if cited is not None:
                self._remember(cited, tree_name(cited, place, self._library))

    def _remember(self, cited: grammar.CommitTarget, tree: str) -> None:
        if isinstance(cited, grammar.Hash):
            self.hashes[tree].add(cited.digits)
        elif isinstance(cited, grammar.TagName):
            release = self._library.versions.release_of_tag(cited.name)
            if release is not None:
                self.releases.add(release)
        else:
            for end in (cited.start, cited.end):
                revision = grammar.target(end, self._library.versions)
                assert revision is not None
                self._remember(revision, tree)


def notes(
    library: Library, cited: Cited, headlines: Headlines, address: Callable[[str], str], tree: str
) -> dict[str, str]:
    """The note of each commit that articles cite from a tree, by its hash: who cites it, newest
    article first, and what became of it.

    `address` gives that of an article by its path.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for article in library.articles:
        headline = " ".join(headlines.headline(article, library).split())
        url = address(article.path)
        for citation in cited[article.path]:
            name, sha = citation.commit
            if name == tree:
                section = f", {citation.section}" if citation.section else ""
                lines[sha].append(f"{headline}{section} <{url}#{citation.anchor}>\n")
    for sha, commit in _stored(library, tree, list(lines)):
        lines[sha] += [f"{outcome}\n" for outcome in outcomes(commit, ENGLISH)]
    return {sha: "".join(of_commit) for sha, of_commit in lines.items()}


def _stored(library: Library, tree: str, hashes: Iterable[str]) -> Iterator[tuple[str, Commit]]:
    """What the store knows of commits, given by their full hashes."""
    if library.store is None:
        return
    for sha in hashes:
        yield from ((sha, commit) for commit in library.store.find(tree, sha))
