"""From an address in a git web back to the commit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.web.commit_urls import Addresses, Shown
from kernlog_site.commits.web.hosts import HOSTS
from kernlog_site.commits.web.trees import tree_from

SHA = "7c68af6e32c73992bad24107311f3433c89016e2"
SHORT = SHA[:12]
PUB = "git.kernel.org/pub/scm/linux/kernel/git"
OLD = "linux/kernel/git/torvalds/linux-2.6.git"
OLD_STABLE = "linux/kernel/git/stable/linux-2.6.32.y.git"
LINUX = {"host": "cgit", "url": f"https://{PUB}/torvalds/linux.git"}
STABLE = {"host": "github", "url": "https://github.com/gregkh/linux"}
OWN = {"commit": "https://own.example.org/c/{sha}?a={{b}}"}
OTHER = {"host": "gitweb", "url": "https://git.example.org/", "project": "some/project.git"}
TREES = {
    name: tree_from(name, options)
    for name, options in {"linux": LINUX, "stable": STABLE, "own": OWN, "other": OTHER}.items()
}
ADDRESSES = Addresses(TREES)

OF_LINUX = [
    f"http://git.kernel.org/?p={OLD};a=commit;h={SHA}",
    f"http://git.kernel.org/?p={OLD}&a=commit&h={SHA}",
    f"http://git.kernel.org/?p={OLD};a=commitdiff;h={SHA}",
    f"http://git.kernel.org/?a=commit;p={OLD};h={SHA}",
    f"http://git.kernel.org/gitweb.cgi?p={OLD};a=commit;h={SHA}",
    f"http://git.kernel.org/cgi-bin/gitweb.cgi?p={OLD};a=commit;h={SHA}",
    f"http://www.kernel.org/git/?p={OLD};a=commit;h={SHA}",
    f"http://kernel.org/git/gitweb.cgi?p={OLD};a=commitdiff_plain;h={SHA}",
    f"http://git.eu.kernel.org/?p={OLD};a=commit;h={SHA}",
    f"https://git.kernel.org/?p=linux%2Fkernel%2Fgit%2Ftorvalds%2Flinux.git;a=commit;h={SHA}",
    f"http://git.kernel.org/linus/{SHA}",
    f"https://git.kernel.org/linus/{SHA[:7]}",
    f"https://git.kernel.org/torvalds/c/{SHORT}",
    f"https://git.kernel.org/torvalds/linux/c/{SHA}/",
    f"https://{PUB}/torvalds/linux.git/commit/?id={SHA}",
    f"http://{PUB}/torvalds/linux-2.6.git/commit?id={SHA.upper()}",
    f"https://{PUB}/torvalds/linux.git/commit/?h=v2.6.33&id={SHA}",
    f"https://{PUB}/torvalds/linux.git/commit/mm/ksm.c?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/patch/?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/diff/?id={SHA}",
    f"https://git.kernel.org/cgit/{OLD}/commit/?id={SHA}",
    f"https://git.kernel.org/gitweb.cgi/{OLD}/commitdiff/{SHA}",
    f"https://github.com/torvalds/linux/commit/{SHA}",
    f"https://www.github.com/torvalds/linux/commit/{SHORT}.patch",
    f"https://github.com/torvalds/linux/commit/{SHA}?diff=split",
    f"https://kernel.googlesource.com/pub/scm/{OLD}/+/{SHA}",
    f"https://kernel.googlesource.com/pub/scm/{OLD}/+/{SHA}%5E%21/",
    f"https://github.com/torvalds/linux/pull/17/commits/{SHA}",
    f"https://github.com/torvalds/linux/pull/17/commits/{SHORT}/?w=1",
]
NO_COMMITS = [
    f"https://{PUB}/torvalds/linux.git/tree/mm/ksm.c?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/log/?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/log/mm/commit/?id={SHA}/x",
    f"https://{PUB}/torvalds/linux.git/diff/mm/ksm.c?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/diff/?id={SHA}&id2={SHORT}",
    f"https://{PUB}/torvalds/linux.git/commit/?id=v2.6.33",
    f"https://{PUB}/torvalds/linux.git/commit/?h=master",
    f"https://{PUB}/torvalds/linux.git/commit/?id={SHA}#n3",
    f"http://git.kernel.org/?p={OLD};a=commitdiff;h={SHA};hp={SHORT}",
    f"http://git.kernel.org/?p={OLD};a=blob;f=mm/ksm.c;h={SHA}",
    f"http://git.kernel.org/?p={OLD};a=shortlog;h={SHA}",
    f"http://git.kernel.org/?p={OLD};a=tree;h={SHA}",
    f"http://git.kernel.org/?p={OLD};a=commit;h=HEAD",
    f"http://git.kernel.org/?p={OLD};a=commit",
    f"https://github.com/torvalds/linux/blob/{SHA}/mm/ksm.c",
    f"https://github.com/torvalds/linux/commits/{SHA}",
    f"https://github.com/torvalds/linux/commit/{SHA}#commitcomment-1",
    f"https://github.com/torvalds/linux/commit/{SHA[:6]}",
    f"https://github.com/torvalds/linux/commit/{SHA}0",
    f"https://kernel.googlesource.com/pub/scm/{OLD}/+/{SHA}/mm/ksm.c",
    f"https://kernel.googlesource.com/pub/scm/{OLD}/+/{SHA}^",
    f"https://{PUB}/torvalds/linux.git/tree/commit/ksm.c?id={SHA}",
    f"https://{PUB}/torvalds/linux.git/plain/Documentation/commit/x.rst?id={SHA}",
    f"https://github.com/torvalds/linux/tree/{SHA}",
    f"https://github.com/torvalds/linux/blob/master/commit/{SHA}",
    f"https://github.com/torvalds/linux/pull/17/commits/{SHA}#diff-1",
    f"https://github.com/torvalds/linux/pull/17/files/{SHA}",
    f"https://codeberg.org/example/linux/src/commit/{SHA}",
    f"https://codeberg.org/example/linux/src/commit/{SHA}/mm/ksm.c",
    f"https://codeberg.org/example/linux/raw/commit/{SHA}",
    f"https://codeberg.org/example/linux/commits/commit/{SHA}",
    f"https://git.example.org/sub/example/linux/src/commit/{SHA}",
    f"https://git.example.org/linux.git/blob/{SHA}:/commit/{SHORT}",
    f"https://gitlab.com/linux/kernel/-/tree/{SHA}",
    f"https://gitlab.com/linux/kernel/-/blob/{SHA}/mm/ksm.c",
    f"https://gitlab.com/linux/kernel/-/merge_requests/17/diffs?start_sha={SHA}",
    f"https://git.sr.ht/~x/linux/tree/{SHA}/item/mm/ksm.c",
    f"https://bitbucket.org/x/linux/src/{SHA}/",
    f"https://android.googlesource.com/kernel/common/+/{SHA}/mm/ksm.c",
    "https://lwn.net/Articles/373989/",
    f"https://[git.kernel.org/linus/{SHA}",
    f"ftp://git.kernel.org/linus/{SHA}",
    f"/linus/{SHA}",
    "",
]


@pytest.mark.parametrize("url", OF_LINUX)
def test_all_addresses_of_a_repository_are_one(url: str) -> None:
    shown = ADDRESSES.find(url)

    assert shown
    assert shown.tree == "linux"
    assert SHA.startswith(shown.sha)


@pytest.mark.parametrize("url", NO_COMMITS)
def test_what_shows_something_else(url: str) -> None:
    assert ADDRESSES.find(url) is None


@pytest.mark.parametrize(
    ("url", "tree"),
    [
        (f"https://git.kernel.org/stable/c/{SHA}", "stable"),
        (f"http://git.kernel.org/?p={OLD_STABLE};a=commit;h={SHA}", "stable"),
        (f"https://{PUB}/stable/linux-stable.git/commit/?id={SHA}", "stable"),
        (f"http://own.example.org/c/{SHORT}?a={{b}}", "own"),
        (f"https://OWN.example.org/c/{SHA}?a={{b}}", "own"),
        (f"http://git.example.org/gitweb.cgi?p=some/project.git;a=commit;h={SHA}", "other"),
        (f"https://git.example.org/some/project.git/commit/{SHA}", "other"),
        (f"https://{PUB}/davem/net-next.git/commit/?id={SHA}", None),
        (f"https://github.com/someone/linux/commit/{SHA}", None),
        (f"https://git.kernel.org/pub/scm/git/git.git/commit/?id={SHA}", None),
        (f"https://git.example.org/some/project/pulls/17/commits/{SHA}", "other"),
        (f"https://git.example.org/some/project/-/merge_requests/7/diffs?commit_id={SHA}", "other"),
        (f"https://bitbucket.org/some/project/pull-requests/17/commits/{SHA}", None),
        # A repository may be called as what hosts show of one.
        (f"https://github.com/openbsd/src/commit/{SHA}", None),
        (f"https://gitlab.com/group/sub/src/-/commit/{SHA}", None),
        (f"https://git.sr.ht/~x/tree/commit/{SHA}", None),
        (f"https://git.example.org/tree/linux.git/commit/?id={SHA}", None),
    ],
)
def test_the_tree_of_an_address(url: str, tree: str | None) -> None:
    shown = ADDRESSES.find(url)

    assert shown
    assert shown.tree == tree


def test_of_two_trees_at_one_place_the_first_is_meant() -> None:
    twice = Addresses({name: tree_from(name, LINUX) for name in ("b", "a")})

    assert twice.find(f"https://git.kernel.org/linus/{SHA}") == Shown("b", SHA)


def test_a_tree_may_be_called_as_what_others_show_of_one() -> None:
    url = "https://gitlab.example.org/group/sub/src"
    trees = {"src": tree_from("src", {"host": "gitlab", "url": url})}
    addresses = Addresses(trees, [("https://gitlab.example.org/old", "src")])

    assert addresses.find(f"{url}/commit/{SHA}") == Shown("src", SHA)
    assert addresses.find(f"https://gitlab.example.org/old/it/src/commit/{SHA}") is None


def test_an_address_that_moved_is_given_by_its_beginning() -> None:
    old = "http://git.infradead.org/users/dhowells/linux.git"
    addresses = Addresses(TREES, [("https://GIT.infradead.org/users/dhowells/", "linux")])

    assert addresses.find(f"{old}/commit/{SHA}") == Shown("linux", SHA)
    assert addresses.find(f"{old}/blob/{SHA}:/mm/ksm.c") is None
    assert ADDRESSES.find(f"{old}/commit/{SHA}") == Shown(None, SHA)


@pytest.mark.parametrize("name", ["media", "log", "src", "tree", "raw"])
def test_a_tree_that_moved_may_be_called_as_what_others_show_of_one(name: str) -> None:
    trees = {name: tree_from(name, {"host": "github", "url": f"https://github.com/x/{name}"})}
    old = f"https://git.example.org/linux/tv/{name}"
    addresses = Addresses(trees, [(f"{old}.git", name)])

    assert addresses.find(f"{old}/commit/{SHA}") == Shown(name, SHA)
    assert addresses.find(f"{old}.git/commit/{SHA}") == Shown(name, SHA)
    assert addresses.find(f"{old}/{name}/commit/{SHA}") is None


@pytest.mark.parametrize(
    ("old", "url", "is_of_it"),
    [
        ("https://old.example/linux", f"https://old.example/linux/commit/{SHA}", True),
        ("https://old.example/linux", f"https://old.example/linux.git/commit/{SHA}", True),
        ("https://old.example/linux", f"https://old.example/linux-stable/commit/{SHA}", False),
        ("https://old.example/linux", f"https://old.example/linux.github/commit/{SHA}", False),
        ("https://old.example/linux.git", f"https://old.example/linux/commit/{SHA}", True),
        (
            "https://old.example/?p=linux",
            f"https://old.example/?p=linux.git;a=commit;h={SHA}",
            True,
        ),
        ("https://old.example/?p=linux", f"https://old.example/?p=linux2;a=commit;h={SHA}", False),
        ("https://old.example/?p=", f"https://old.example/?p=linux2;a=commit;h={SHA}", True),
        ("https://old.example", f"https://old.example.org/linux/commit/{SHA}", False),
    ],
)
def test_an_old_address_ends_where_a_name_does(old: str, url: str, is_of_it: bool) -> None:
    found = Addresses(TREES, [(old, "linux")]).find(url)

    assert found == Shown("linux" if is_of_it else None, SHA)


@pytest.mark.parametrize("host", sorted(HOSTS))
@given(digits=st.text("0123456789abcdef", min_size=7, max_size=40))
def test_every_kind_of_host_is_read_as_it_is_written(host: str, digits: str) -> None:
    url, options = "https://git.example.org/a (b)/{c}", {"host": host}
    tree = tree_from("it", {**options, "url": url.replace(" ", "%20"), "project": "x y/z.git"})

    assert Addresses({"it": tree}).find(tree.commit(digits)) == Shown("it", digits)


@given(st.text(max_size=60), st.sampled_from(["", *OF_LINUX, *NO_COMMITS]), st.integers(0, 99))
def test_any_text_may_be_asked_for(text: str, url: str, position: int) -> None:
    changed = url[:position] + text + url[position:]

    found = ADDRESSES.find(changed)
    assert found is None or 7 <= len(found.sha) <= 40
