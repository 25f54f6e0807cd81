"""Trees: the addresses of every kind of host, templates by hand, wrong configurations."""

from __future__ import annotations

import pytest

from kernlog_site.commits.web.hosts import ALIASES, HOSTS, SHAPES
from kernlog_site.commits.web.trees import BadTree, Tree, tree_from

SHA = "7c68af6e32c73992bad24107311f3433c89016e2"
BASES = {
    "cgit": "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git",
    "gitweb": "https://git.example.org/",
    "github": "https://github.com/torvalds/linux",
    "gitlab": "https://gitlab.com/group/linux",
    "gitea": "https://codeberg.org/someone/linux",
    "forgejo": "https://codeberg.org/someone/linux",
    "sourcehut": "https://git.sr.ht/~someone/linux",
    "gitiles": "https://kernel.googlesource.com/linux",
    "bitbucket": "https://bitbucket.org/someone/linux",
}
PROJECT = "linux/kernel/git/torvalds/linux-2.6.git"
# From the table of hosts in the research for this project: commit, tag, range, file, log.
ADDRESSES = {
    "cgit": (
        f"/commit/?id={SHA}",
        "/tag/?h=v2.6.33",
        "/log/?qt=range&q=v2.6.32..v2.6.33",
        "/tree/mm/ksm.c?id=v2.6.33",
        "/log/?id=v2.6.33",
    ),
    "gitweb": (
        f"?p={PROJECT};a=commit;h={SHA}",
        f"?p={PROJECT};a=tag;h=v2.6.33",
        f"?p={PROJECT};a=commitdiff;h=v2.6.33;hp=v2.6.32",
        f"?p={PROJECT};a=blob;f=mm/ksm.c;hb=v2.6.33",
        f"?p={PROJECT};a=log;h=v2.6.33",
    ),
    "github": (
        f"/commit/{SHA}",
        "/releases/tag/v2.6.33",
        "/compare/v2.6.32...v2.6.33",
        "/blob/v2.6.33/mm/ksm.c",
        "/commits/v2.6.33",
    ),
    "gitlab": (
        f"/-/commit/{SHA}",
        "/-/tags/v2.6.33",
        "/-/compare/v2.6.32...v2.6.33",
        "/-/blob/v2.6.33/mm/ksm.c",
        "/-/commits/v2.6.33",
    ),
    "gitea": (
        f"/commit/{SHA}",
        "/src/tag/v2.6.33",
        "/compare/v2.6.32...v2.6.33",
        "/src/commit/v2.6.33/mm/ksm.c",
        "/commits/commit/v2.6.33",
    ),
    "sourcehut": (
        f"/commit/{SHA}",
        "/refs/v2.6.33",
        "/log/v2.6.33",
        "/tree/v2.6.33/item/mm/ksm.c",
        "/log/v2.6.33",
    ),
    "gitiles": (
        f"/+/{SHA}",
        "/+/refs/tags/v2.6.33",
        "/+log/v2.6.32..v2.6.33",
        "/+/v2.6.33/mm/ksm.c",
        "/+log/v2.6.33",
    ),
    "bitbucket": (
        f"/commits/{SHA}",
        "/src/v2.6.33",
        "/branches/compare/v2.6.33..v2.6.32",
        "/src/v2.6.33/mm/ksm.c",
        "/commits/v2.6.33",
    ),
}
ADDRESSES["forgejo"] = ADDRESSES["gitea"]


def tree(host: str, **options: str) -> Tree:
    known = {"host": host, "url": BASES[host]}
    project = {"project": PROJECT} if host == "gitweb" else {}
    return tree_from(host, known | project | options)


@pytest.mark.parametrize("host", ADDRESSES)
def test_every_host_has_its_addresses(host: str) -> None:
    made, base = tree(host), BASES[host].rstrip("/") + ("/" if host == "gitweb" else "")
    commit, tag, range_, file, log = ADDRESSES[host]
    assert made.commit(SHA) == base + commit
    assert made.tag("v2.6.33") == base + tag
    assert made.range("v2.6.32", "v2.6.33") == base + range_
    assert made.templates["file"].format(rev="v2.6.33", path="mm/ksm.c") == base + file
    assert made.templates["log"].format(rev="v2.6.33") == base + log


def test_no_host_is_untested() -> None:
    assert set(ADDRESSES) == {*HOSTS, *ALIASES}
    assert all(set(templates) == set(SHAPES) for templates in HOSTS.values())


@pytest.mark.parametrize("host", sorted(set(ADDRESSES) - {"gitweb"}))
def test_a_slash_after_the_address_of_a_repository_does_not_matter(host: str) -> None:
    with_slash = tree(host, url=BASES[host] + "/")
    assert with_slash.commit(SHA) == tree(host).commit(SHA)


def test_the_scripts_of_old_gitwebs_work() -> None:
    made = tree("gitweb", url="https://git.example.org/gitweb.cgi")
    assert made.commit(SHA) == f"https://git.example.org/gitweb.cgi?p={PROJECT};a=commit;h={SHA}"


def test_a_template_by_hand_replaces_that_of_the_host() -> None:
    made = tree("cgit", commit="https://git.kernel.org/linus/{sha}")
    assert made.commit(SHA) == f"https://git.kernel.org/linus/{SHA}"
    assert made.tag("v6.10") == f"{BASES['cgit']}/tag/?h=v6.10"


def test_a_tree_needs_only_a_commit_template() -> None:
    made = tree_from("own", {"commit": "https://own.example/{sha}", "clone": "../own"})
    assert made.commit("a1") == "https://own.example/a1"
    assert (made.tag("v1.0.0"), made.range("a", "b"), made.clone) == (None, None, "../own")


def test_values_are_encoded_and_braces_in_an_address_are_text() -> None:
    made = tree("github", url="https://example.org/{x}/~me")
    assert made.tag('v1"><script>&{sha}') == (
        "https://example.org/{x}/~me/releases/tag/v1%22%3E%3Cscript%3E%26%7Bsha%7D"
    )
    assert "proj%20%3B%7Bect" in tree("gitweb", project="proj ;{ect").commit("a1")


BAD: list[tuple[object, list[str]]] = [
    ("cgit", ["trees.x is 'cgit'", "{host: cgit, url: ...}"]),
    (None, ["trees.x is None"]),
    ({}, ["trees.x has neither a host", "commit template"]),
    ({"url": "https://example.org/"}, ["has neither a host"]),
    ({"hots": "cgit"}, ["unknown option 'hots'", "Did you mean 'host'?"]),
    ({"xyzzy": "1"}, ["unknown option 'xyzzy'", "Allowed are host, url, project"]),
    ({"host": ""}, ["trees.x.host is ''", "should be text"]),
    ({"host": 5}, ["trees.x.host is 5", "should be text"]),
    ({"host": "gitbub", "url": "https://a.org/"}, ["'gitbub'", "Did you mean 'github'?"]),
    ({"host": "svn", "url": "https://a.org/"}, ["'svn'. Allowed are cgit", "forgejo"]),
    ({"host": "cgit"}, ["trees.x.url is missing"]),
    ({"host": "cgit", "url": "git://a.org/x"}, ["'git://a.org/x'", "http:// or https://"]),
    ({"host": "gitweb", "url": "https://a.org/"}, ["trees.x.project is missing"]),
    ({"commit": "https://a.org/"}, ["trees.x.commit", "placeholders should be {sha}"]),
    ({"commit": "https://a.org/{hash}"}, ["placeholders should be {sha}"]),
    ({"commit": "https://a.org/{sha}{tag}"}, ["placeholders should be {sha}"]),
    ({"commit": "https://a.org/{sha"}, ["braces do not match"]),
    ({"commit": "https://a.org/{}"}, ["placeholders should be {sha}"]),
    ({"commit": "https://a.org/{sha.x}"}, ["placeholders should be {sha}"]),
    ({"commit": "javascript:{sha}"}, ["should be an address with http:// or https://"]),
    (
        {"commit": "https://a.org/{sha}", "range": "https://a.org/{start}"},
        ["trees.x.range", "{end} and {start}"],
    ),
]


@pytest.mark.parametrize(("options", "told"), BAD)
def test_a_wrong_configuration_names_option_value_and_what_is_allowed(
    options: object, told: list[str]
) -> None:
    with pytest.raises(BadTree) as raised:
        tree_from("x", options)
    assert all(text in str(raised.value) for text in told), raised.value
    assert "  " not in str(raised.value)


@pytest.mark.parametrize("placeholder", ["{sha:d}", "{sha!r}", "{sha:>50}", "{sha:{sha}}"])
def test_a_placeholder_is_a_name_and_nothing_else(placeholder: str) -> None:
    with pytest.raises(BadTree):
        tree_from("x", {"commit": f"https://a.org/{placeholder}"})
