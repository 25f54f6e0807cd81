from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from kernlog_site.config.options import KernlogConfig

LINUX = {"host": "cgit", "url": "https://git.example.org/linux.git"}


def load(**options: Any) -> tuple[KernlogConfig, list[str]]:
    config = KernlogConfig()
    config.load_dict({"trees": {"linux": LINUX}, **options})
    errors, warnings = config.validate()
    assert warnings == []
    return config, [f"{name}: {error}" for name, error in errors]


def test_everything_but_the_trees_has_a_default() -> None:
    config, errors = load()

    assert errors == []
    assert str(config.timezone) == "UTC"
    assert config.tree == "linux"
    assert config.data_ == "_data"
    assert set(config.links) == {"lwn", "lore", "bug", "cve"}
    assert config.partner is None


def test_schemes_are_added_to_the_known_ones() -> None:
    config, errors = load(links={"kdoc": "https://docs.kernel.org/{}"})

    assert errors == []
    assert {"lwn", "kdoc"} <= set(config.links)


def test_a_tree_may_follow_one_that_follows_another() -> None:
    config, errors = load(
        trees={
            "android": {**LINUX, "follows": "stable"},
            "stable": {**LINUX, "follows": "linux"},
            "linux": LINUX,
        }
    )

    assert errors == []
    assert [tree.follows for tree in config.trees.values()] == ["stable", "linux", None]


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            {"timezone": "Europe/Londn"},
            "timezone: 'Europe/Londn' is no timezone. Allowed are IANA names such as "
            "Europe/London or UTC.",
        ),
        (
            {"articles": "../elsewhere"},
            "articles: '../elsewhere' is no path below docs_dir. Allowed are paths such as "
            "articles.",
        ),
        (
            {"headline": "{seris}: {title}"},
            "headline: '{seris}: {title}' has an unknown {seris}. Did you mean 'series'? "
            "Allowed is text with {kicker}, {series}, {part}, {title}, {release}.",
        ),
        (
            {"headline": "{title"},
            "headline: The braces of '{title' do not match. Allowed is text with {kicker}, "
            "{series}, {part}, {title}, {release}.",
        ),
        ({"tree": "linus"}, "tree: 'linus' is no tree. Did you mean 'linux'? Allowed are linux."),
        ({"serie": "x"}, "serie: kernlog has no such option. Did you mean 'series'?"),
        (
            {"trees": {"linux": {"host": "cgti", "url": "https://x.example/"}}},
            "trees: trees.linux.host is 'cgti'. Did you mean 'cgit'? Allowed are cgit, gitweb, "
            "github, gitlab, gitea, sourcehut, gitiles, bitbucket, forgejo.",
        ),
        (
            {"trees": {"linux": {"host": "cgit", "url": "javascript:alert(1)"}}},
            "trees: trees.linux.url is 'javascript:alert(1)', but should be an address with "
            "http:// or https://.",
        ),
        (
            {"trees": {"linux": {"host": "gitweb", "url": "https://x.example/"}}},
            "trees: trees.linux.project is missing: the path of the repository on its gitweb host.",
        ),
        (
            {"trees": {"linux": {"commit": "https://x.example/{hash}"}}},
            "trees: trees.linux.commit is 'https://x.example/{hash}', but its placeholders should "
            "be {sha}.",
        ),
        (
            {"trees": {"linux": LINUX, "stable": {**LINUX, "follows": "linus"}}},
            "trees: trees.stable.follows is 'linus', which is no tree. Did you mean 'linux'? "
            "Allowed are linux.",
        ),
        (
            {"trees": {"linux": {**LINUX, "follows": "stable"}}},
            "trees: trees.linux.follows is 'stable', which is no tree. There is no other tree.",
        ),
        (
            {"trees": {"linux": {**LINUX, "follows": "linux"}}},
            "trees: trees.linux.follows is 'linux', the tree itself, but should be the one whose "
            "commits it takes over.",
        ),
        (
            {"trees": {"linux": {**LINUX, "follows": ["stable"]}}},
            "trees: trees.linux.follows is ['stable'], but should be text.",
        ),
        (
            {
                "trees": {
                    "linux": {**LINUX, "follows": "rt"},
                    "stable": {**LINUX, "follows": "linux"},
                    "rt": {**LINUX, "follows": "stable"},
                    "own": {**LINUX, "follows": "rt"},
                }
            },
            "trees: trees.linux.follows is 'rt', but trees follow each other in a circle: linux → "
            "rt → stable → linux. trees.stable.follows is 'linux', but trees follow each other in "
            "a circle: stable → linux → rt → stable. trees.rt.follows is 'stable', but trees "
            "follow each other in a circle: rt → stable → linux → rt.",
        ),
        (
            {"versions": "gitt"},
            "versions: 'gitt' is no way of writing versions. Did you mean 'git'? Allowed are "
            "linux, git, u-boot, qemu, systemd, semver, or a mapping such as "
            '{name: Foo, tag: "foo-{version}", release: 3}.',
        ),
        (
            {"versions": {"tag": "foo"}},
            "versions: versions.tag is 'foo', but should be how a tag is written, such as "
            "foo-{version}: {version} once, and letters, digits, dots, hyphens, underscores and "
            "slashes around it.",
        ),
        (
            {"links": {"lwn": "https://lwn.net/"}},
            "links: links.lwn is 'https://lwn.net/', but should be an address with one {} in it.",
        ),
        (
            {"links": {"commit": "https://x.example/{}"}},
            "links: links.commit: 'commit' has a meaning of its own; choose another name.",
        ),
        (
            {"links": {"js": "javascript:{}"}},
            "links: links.js is 'javascript:{}', but should be an address with http:// or https://.",
        ),
    ],
)
def test_a_wrong_option_names_itself_its_value_and_what_is_allowed(
    options: dict[str, Any], error: str
) -> None:
    _, errors = load(**options)

    assert errors == [error]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"series": "articles"}, "articles: 'articles' and series 'articles' overlap."),
        ({"articles": "archive"}, "articles: 'archive' is taken. Allowed are all folders but"),
        ({"series": "topics/all"}, "series: 'topics/all' is taken."),
        ({"data": "articles/data"}, "articles: 'articles' and data 'articles/data' overlap."),
        ({"authors": "series/who.yml"}, "series: 'series' and authors 'series/who.yml' overlap."),
        ({"authors": "index.md"}, "authors: 'index.md' is no YAML file."),
        ({"trees": {"o n@x": LINUX}}, "trees: trees.o n@x: a tree is called by letters"),
    ],
)
def test_options_that_would_lose_something_are_refused(options: dict[str, Any], told: str) -> None:
    _, errors = load(**options)

    assert len(errors) == 1
    assert errors[0].startswith(told)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (
            {"accent_colour": "reddish"},
            "accent_colour: 'reddish' is no colour. Allowed are",
        ),
        ({"accent_colour": "#a3281f80"}, "accent_colour: '#a3281f80' is no colour."),
        ({"link_colour": {"dark": "navy"}}, "link_colour: {'dark': 'navy'} is no colour."),
        (
            {"typeface": "comic"},
            "typeface: Expected one of: ('serif', 'sans') but received: 'comic'",
        ),
        ({"wordmark": "../w.svg"}, "wordmark: '../w.svg' is no path below docs_dir."),
        ({"wordmark": {"wide": "w.svg"}}, "wordmark: {'wide': 'w.svg'} is no picture."),
    ],
)
def test_a_look_that_is_none_is_refused(options: dict[str, Any], error: str) -> None:
    _, errors = load(**options)

    assert [told[: len(error)] for told in errors] == [error]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "imprint", "/imprint/", "mailto:x y@z", 3])
def test_a_link_in_the_foot_leads_to_the_web_a_mailbox_or_a_page(url: object) -> None:
    _, errors = load(foot=[{"name": "Imprint", "url": url}])
    assert len(errors) == 1
    assert "leads nowhere" in errors[0]

    good = ["https://example.org/", "mailto:desk@example.org", "imprint.md"]
    config, errors = load(foot=[{"name": "x", "url": each} for each in good])
    assert errors == []
    assert [link.url for link in config.foot] == good


def test_colours_that_are_hard_to_read_are_warned_of() -> None:
    config = KernlogConfig()
    faint = {"accent_colour": "#0b6", "link_colour": {"light": "navy", "dark": "#444"}}
    config.load_dict({"trees": {"linux": LINUX}, **faint})

    assert config.validate() == (
        [],
        [
            (
                "accent_colour",
                "#00bb66 is hard to read in the light scheme: its contrast is 2.5:1. Take one with "
                "at least 4.5:1.",
            ),
            (
                "link_colour",
                "#444444 is hard to read in the dark scheme: its contrast is 1.9:1. Take one with "
                "at least 4.5:1.",
            ),
        ],
    )


def test_all_wrong_options_are_told_at_once() -> None:
    _, errors = load(timezone="x", headline=3, trees=None)

    assert [error.partition(":")[0] for error in errors] == ["timezone", "headline", "trees"]


@pytest.mark.parametrize("option", ["partner", "follow", "network"])
def test_links_with_a_dangerous_address_are_refused(option: str) -> None:
    link = {"name": "x", "url": "javascript:alert(1)"}

    _, errors = load(**{option: link if option == "partner" else [link]})

    assert len(errors) == 1
    assert "javascript:alert(1)" in errors[0]


def test_an_unknown_share_is_refused() -> None:
    _, errors = load(share=["mastodon", "orkut"])

    assert "orkut" in errors[0]
    assert "reddit" in errors[0]


def test_the_sample_site_shows_every_option_once() -> None:
    text = (Path(__file__).parent.parent / "mkdocs.yml").read_text()
    options = [name for name, _ in KernlogConfig._schema]

    assert [name for name in options if text.count(f"\n      {name}:") != 1] == []


def test_an_option_error_stops_mkdocs_with_the_message(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_name": "x", "plugins": [{"kernlog": {"timezone": "Mars"}}]})

    errors, _ = config.validate()

    messages = " ".join(str(error) for _, error in errors)
    assert "'timezone'" in messages
    assert "'Mars' is no timezone" in messages
    assert "trees" in messages
