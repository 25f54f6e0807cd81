"""Links to git webs become citations, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from git_web_links import FOREIGN, GITWEB, PUB, STABLE, imported, importer
from site_core import EXTENSION_SETS, Extensions, SiteCore

from kernlog_site.tools.import_links.importer import Imported

A, B, C, D = (digit * 40 for digit in "abcd")
a, b, c, d = (sha[:12] for sha in (A, B, C, D))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"[words *here*]({GITWEB}{A})", f"[words *here*](commit:{a})"),
        (f'[w](<{GITWEB}{A}> "A title")', f'[w](commit:{a} "A title")'),
        (f"[w [x] y]({GITWEB}{A})", f"[w [x] y](commit:{a})"),
        (f"[w]({STABLE}{A})", f"[w](commit:stable@{a})"),
        (f"[w](http://git.kernel.org/linus/{A[:7]})", f"[w](commit:{A[:7]})"),
        (f"[`git`]({GITWEB}{A})", f"[`git`](commit:{a})"),
        # Numbers are groups.
        (f"([1]({GITWEB}{A}), [2]({GITWEB}{B}))", f"(:commit[{a} {b}])"),
        (f"([1]({GITWEB}{A}) [2]({STABLE}{B}))", f"(:commit[{a} stable@{b}])"),
        (f"([1]({GITWEB}{A}),\n[2]({GITWEB}{B}))", f"(:commit[{a}\n{b}])"),
        (
            f"- x [1]({GITWEB}{A}),\n    [2]({GITWEB}{B})",
            f"- x :commit[{a}\n    {b}]",
        ),
        (f"see [1]({GITWEB}{A}).", f"see :commit[{a}]."),
        (f"([2]({GITWEB}{A}))", f"([2](commit:{a}))"),
        (
            f"([1]({GITWEB}{A}), [2]({GITWEB}{B}), [1]({GITWEB}{C}))",
            f"(:commit[{a} {b}], :commit[{c}])",
        ),
        (
            f"([1]({GITWEB}{A}), [2](https://lwn.net/1/), [3]({GITWEB}{C}))",
            f"(:commit[{a}], [2](https://lwn.net/1/), [3](commit:{c}))",
        ),
        (f"([1]({GITWEB}{A}) and [2]({GITWEB}{B}))", f"(:commit[{a}] and [2](commit:{b}))"),
        (f"- [1]({GITWEB}{A})\n\n[2]({GITWEB}{B})", f"- :commit[{a}]\n\n[2](commit:{b})"),
        (f"[1]({GITWEB}{A}){{.x}}", f"[1](commit:{a}){{.x}}"),
        # Labels.
        (
            f"(for example [1]({GITWEB}{A}), [2]({GITWEB}{B}), [documentation]({GITWEB}{C}))",
            f"(for example :commit[{a} {b} documentation={c}])",
        ),
        (
            f"([1]({GITWEB}{A}), [git documentation]({GITWEB}{B}), [2]({GITWEB}{C}))",
            f'(:commit[{a} "git documentation"={b} {c}])',
        ),
        (
            f"([1]({GITWEB}{A}), [the *docs*]({GITWEB}{B}))",
            f"(:commit[{a}], [the *docs*](commit:{b}))",
        ),
        (
            f"In [1]({GITWEB}{A}), [KVM]({GITWEB}{B}) gains",
            f"In :commit[{a}], [KVM](commit:{b}) gains",
        ),
        (
            f"([docs]({GITWEB}{A}), [1]({GITWEB}{B}))",
            f"([docs](commit:{a}), :commit[{b}])",
        ),
        # Anchors.
        (f'<a href="{GITWEB}{A}">some *words*</a>', f"[some *words*](commit:{a})"),
        (f"<A class=x HREF='{GITWEB}{A}' title=\"a > b\">w</A >", f"[w](commit:{a})"),
        (f"x <a\nhref={GITWEB}{A}>a] b</a>", f"x [a\\] b](commit:{a})"),
        (
            f'(<a href="{GITWEB.replace(";", "&amp;")}{A}">1</a>, [2]({GITWEB}{B}))',
            f"(:commit[{a} {b}])",
        ),
        # By name, and bare.
        (f"[w][1] and [1].\n\n[1]: {GITWEB}{A} 'T'", f"[w][1] and [1].\n\n[1]: commit:{a} 'T'"),
        (f"[w]\n\n  [w]: <{GITWEB}{A}>", f"[w]\n\n  [w]: commit:{a}"),
        (f"See <{GITWEB}{A}>.", f"See [{a}](commit:{a})."),
        (f"See <{STABLE}{A}>.", f"See [{a}](commit:stable@{a})."),
        # In other things.
        (f"- item\n\n    [1]({GITWEB}{A})", f"- item\n\n    :commit[{a}]"),
        (
            f"> quoted [1]({GITWEB}{A}),\n> [2]({GITWEB}{B})",
            f"> quoted :commit[{a}],\n> [2](commit:{b})",
        ),
        (
            f"| a | b |\n|---|---|\n| [1]({GITWEB}{A}) | x |",
            f"| a | b |\n|---|---|\n| :commit[{a}] | x |",
        ),
        (f"## Heading ([1]({GITWEB}{A}))", f"## Heading (:commit[{a}])"),
        (
            f'<div markdown="1">\n[1]({GITWEB}{A})\n</div>',
            f'<div markdown="1">\n:commit[{a}]\n</div>',
        ),
        (f"`code` [w]({GITWEB}{A}) `code`", f"`code` [w](commit:{a}) `code`"),
        (f"a[^1]\n\n[^1]: See [w]({GITWEB}{A})", f"a[^1]\n\n[^1]: See [w](commit:{a})"),
    ],
)
def test_what_becomes_of_links(before: str, after: str) -> None:
    result = imported(before)

    assert result.text == after
    assert result.problems == ()
    assert imported(after) == Imported(after)


@pytest.mark.parametrize(
    "text",
    [
        f"`[1]({GITWEB}{A})`",
        f"``[w]({GITWEB}{A}) ` [w]({GITWEB}{A})``",
        f"```\n[1]({GITWEB}{A})\n```",
        f'~~~ html\n<a href="{GITWEB}{A}">1</a>\n~~~',
        f"Text\n\n    [1]({GITWEB}{A})\n",
        f"<!-- [1]({GITWEB}{A}) -->",
        f"\\[1]({GITWEB}{A})",
        f"\\<a href='{GITWEB}{A}'>2</a>",
        f"![picture]({GITWEB}{A})",
        f"[1]: {GITWEB}{A}",
        f"{GITWEB}{A}",
        f"[never [closed]({GITWEB}{A}",
        f"[file]({PUB}/torvalds/linux.git/tree/mm/ksm.c?id={A})",
        f"[log]({PUB}/torvalds/linux.git/log/?id={A})",
        "[w](commit:7dd65feb6c60), (:commit[7dd65feb6c60])",
        "[relative](../x.md) [w](https://lwn.net/Articles/1/)",
        "```commits\n7dd65feb6c60 https://x.example/commit/7dd65feb6c60\n```",
    ],
)
def test_what_is_no_link_to_a_commit_stays(text: str) -> None:
    assert imported(text) == Imported(text)


def test_links_of_other_repositories_are_told() -> None:
    text = f"\n[1]({GITWEB}{A}), [2]({FOREIGN}{B})\n`[2]({FOREIGN}{B})`\n[2](<{FOREIGN}{B}>)\n"
    result = imported(text)

    assert result.text == text.replace(f"[1]({GITWEB}{A})", f":commit[{a}]")
    assert [(p.line, p.text) for p in result.problems] == [
        (
            line,
            f"No tree of the site is at {FOREIGN}{B}. "
            "Add it to trees, or give --tree NAME=ADDRESS.",
        )
        for line in (2, 4)
    ]


def test_links_in_blocks_of_html_are_told() -> None:
    text = f"One\n\n<div>\n<a href='{GITWEB}{A}'>1</a>\n</div>\n\n[w]({GITWEB}{A})\n"
    result = imported(text)

    assert result.text == text.replace(f"[w]({GITWEB}{A})", f"[w](commit:{a})")
    assert [(p.line, p.hint) for p in result.problems] == [
        (4, f"Write [words](commit:{a}) outside of it, or try --html.")
    ]


def test_many_links_in_html_are_told_once_with_the_first_line() -> None:
    row = "".join(f"<li><a href='{GITWEB}{A}'>w</a></li>\n" for _ in range(611))
    [problem] = imported(f"One\n\n<ul>\n{row}</ul>\n\n[f]({GITWEB}{B})\n").problems

    assert (problem.line, problem.message) == (
        4,
        f"The link to {GITWEB}{A} and 610 more stand in HTML that is left as it is.",
    )


LINK = f'<a href="{GITWEB}{A}">w</a>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"<p>Text, {LINK} & it.</p>", f"Text, [w](commit:{a}) & it."),
        (f"<P>\n    two <b>lines</b>,\n  {LINK}\n</P>", f"\ntwo <b>lines</b>,\n[w](commit:{a})\n"),
        (
            f'<p>(<a href="{GITWEB}{A}">1</a>,<br />\n<a href="{GITWEB}{B}">2</a>)</p>',
            f"(:commit[{a}],<br />\n[2](commit:{b}))",
        ),
        (f"<p>{LINK}</p>\n\n<p>*x* {LINK}</p>", f"[w](commit:{a})\n\n<p>*x* {LINK}</p>"),
    ],
)
def test_paragraphs_in_html_are_taken_on_demand(before: str, after: str) -> None:
    result = importer().import_markdown(f"# One\n\n{before}\n\n<p>two</p>\n", "linux", html=True)

    assert result.text == f"# One\n\n{after}\n\n<p>two</p>\n"
    assert imported(result.text).text == result.text
    assert imported(before).text == before


@pytest.mark.parametrize(
    "text",
    [
        f"<p>*never* italic {LINK}</p>",
        f"<p>1. no list {LINK}</p>".replace("<p>1", "<p>\n1"),
        f"<p>one\n\n{LINK}</p>",
        f"<p class='x'>{LINK}</p>",
        f"<div>\n<p>{LINK}</p>\n</div>",
        f"Text\n<p>{LINK}</p>\nmore",
        f"<!--\n\n<p>{LINK}</p>\n\n-->",
        f"```\n<p>{LINK}</p>\n```",
        f"    <p>{LINK}</p>",
        f"<p>{LINK.replace(GITWEB, FOREIGN)}</p>",
        "<p>[w](https://example.org/)</p>",
    ],
)
def test_html_that_would_be_something_else_in_markdown_stays(text: str) -> None:
    result = importer().import_markdown(text, "linux", html=True)

    assert result.text == text
    assert not any("--html" in problem.hint for problem in result.problems)


def test_the_tree_of_the_file_needs_no_name() -> None:
    text = f"([1]({GITWEB}{A}), [2]({STABLE}{B}))"

    assert imported(text, "stable").text == f"(:commit[linux@{a} {b}])"


@pytest.mark.parametrize("extensions", EXTENSION_SETS.values(), ids=EXTENSION_SETS)
def test_with_the_extensions_of_the_site(extensions: Extensions) -> None:
    text = f"([1]({GITWEB}{A}), [2]({GITWEB}{B})) `[1]({GITWEB}{A})` <{GITWEB}{C}>"

    result = importer(extensions=extensions).import_markdown(text, "linux")
    assert result.text == f"(:commit[{a} {b}]) `[1]({GITWEB}{A})` [{c}](commit:{c})"


def test_the_store_lengthens_and_proves(core: SiteCore) -> None:
    known = core.library.store
    assert known
    [commit] = known.find("linux", "7c68af6e32c7")
    mistyped = commit.sha[:20] + "0" * 20
    text = f"[w]({GITWEB}{commit.sha[:8]}) [w]({GITWEB}{mistyped})\n[w]({GITWEB}{D})"

    result = importer(core).import_markdown(text, "linux")
    assert result.text == f"[w](commit:7c68af6e32c7) [w](commit:{mistyped})\n[w](commit:{d})"
    assert [(p.line, p.severity.value, p.text) for p in result.problems] == [
        (
            1,
            "notice",
            f"Unknown commit '{mistyped}' in the tree 'linux'. Run `kernlog sync`.",
        ),
        (2, "notice", f"Unknown commit '{d}' in the tree 'linux'. Run `kernlog sync`."),
    ]


def test_twelve_digits_that_two_commits_share_are_not_cut(core: SiteCore) -> None:
    store = core.library.store
    assert store
    [commit] = store.find("linux", "7c68af6e32c7")
    twin = replace(commit, sha=commit.sha[:12] + "0" * 28)
    both = core.with_commits([commit, twin])

    text = importer(both).import_markdown(f"[w]({GITWEB}{twin.sha})", "linux").text
    assert text == f"[w](commit:{twin.sha})"


HTML = """<html><body><!-- <a href="{url}">1</a> -->
<script>x = '<a href="{url}">1</a>'</script>
<p>Text (<a href="{url}">1</a>, <a class="x" href='{url}'>2</a>) <code><a href="{url}">3</a></code>
<a href="{url}"><b>bold</b> <code>words</code></a> <a href="{foreign}">f</a> <a name="x">x</a></p>
"""


def test_a_file_in_html() -> None:
    text = HTML.format(url=f"{GITWEB}{A}".replace(";", "&amp;"), foreign=f"{FOREIGN}{B}")
    result = importer().import_html(text, "linux")

    assert result.text.splitlines()[:2] == text.splitlines()[:2]
    assert result.text.splitlines()[2].startswith(f"<p>Text (:commit[{a} {a}]) <code><a href=")
    assert result.text.splitlines()[3].startswith(f"[<b>bold</b> <code>words</code>](commit:{a}) ")
    assert (result.links, [p.line for p in result.problems]) == (3, [4])
    assert importer().import_html(result.text, "linux").text == result.text
