"""First tags and pulls, told by the history: with two gits, and whatever dates say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from git_history import merge
from hypothesis import given
from hypothesis import strategies as st
from record_factories import version
from repository import Repository

from kernlog_site.commits.git.client import Clone, TagFacts
from kernlog_site.commits.git.history import Snapshot
from kernlog_site.commits.git.landings import landings, landings_of
from kernlog_site.core.model import Tag


@pytest.fixture
def linux(tmp_path: Path, git: str) -> Repository:
    repository = Repository(tmp_path / "linux")
    repository.commit("base")
    repository.tag("v6.0")
    return repository


def landed(repository: Repository, *hashes: str) -> list[str | None]:
    found = landings_of(Snapshot.of(Clone(str(repository.path))), hashes)
    assert list(found) == list(hashes)
    return [landing.tag for landing in found.values()]


def test_the_oldest_tag_counts_though_a_newer_one_is_nearer(linux: Repository) -> None:
    """A topic that reaches v6.1-rc1 by three merges, and v6.2-rc1 by one: since git 2.40 `name-rev`
    names the latter."""
    linux.git("switch", "--quiet", "--create", "topic")
    sha = linux.commit("net: topic")
    linux.commit("net: more")
    linux.git("switch", "--quiet", "--create", "net", "v6.0")
    merge(linux, "topic", "Merge topic")
    linux.git("switch", "--quiet", "--create", "net-next", "v6.0")
    merge(linux, "net", "Merge net")
    linux.git("switch", "--quiet", "master")
    linux.commit("mm: before")
    merge(linux, "net-next", "Merge net-next")
    linux.tag("v6.1-rc1")
    linux.commit("mm: after")
    linux.tag("v6.1")
    linux.git("switch", "--quiet", "topic")
    later = linux.commit("net: later")
    linux.git("switch", "--quiet", "master")
    merge(linux, "topic", "Merge topic again")
    linux.tag("v6.2-rc1")

    assert landed(linux, sha, later) == ["v6.1-rc1", "v6.2-rc1"]


def test_a_commit_dated_after_the_tag_that_contains_it_is_in_it(linux: Repository) -> None:
    linux.hour += 24 * 20
    late = linux.commit("clock: far ahead")
    linux.hour -= 24 * 20
    linux.commit("clock: right again")
    linux.tag("v6.1-rc1")
    linux.commit("next")
    linux.tag("v6.1")

    assert landed(linux, late) == ["v6.1-rc1"]


def test_a_commit_below_one_of_long_ago_is_found(linux: Repository) -> None:
    """Walks that end where dates are older than what is looked for never come to it."""
    sha = linux.commit("mm: today")
    ancient = linux.hour
    linux.hour -= 30 * 365 * 24
    old = linux.commit("clock: at the beginning of time")
    linux.hour = ancient
    linux.tag("v6.1-rc1")

    assert landed(linux, sha) == ["v6.1-rc1"]
    assert landed(linux, old) == ["v6.1-rc1"]


def test_tags_made_in_any_order_count_in_the_order_of_the_history(linux: Repository) -> None:
    first = linux.commit("first")
    second = linux.commit("second")
    linux.tag("v6.1")
    linux.git("tag", "--annotate", "--message=late", "v6.1-rc1", first)

    assert landed(linux, first, second) == ["v6.1-rc1", "v6.1"]


def test_two_tags_on_one_commit_count_as_versions_sort(linux: Repository) -> None:
    sha = linux.commit("only")
    linux.tag("v6.1")
    linux.tag("v6.1-rc8")
    linux.tag("v6.1-rc8-again")

    assert landed(linux, sha) == ["v6.1-rc8"]


def test_what_stable_branches_add_is_theirs(linux: Repository) -> None:
    mainline = linux.commit("mm: for everyone")
    linux.tag("v6.1")
    linux.git("switch", "--quiet", "--create", "stable")
    backport = linux.commit("mm: backport")
    linux.tag("v6.1.1")
    linux.git("switch", "--quiet", "master")
    following = linux.commit("mm: next")
    linux.tag("v6.2-rc1")

    assert landed(linux, mainline, backport, following) == ["v6.1", "v6.1.1", "v6.2-rc1"]


def test_of_branches_that_both_have_a_commit_the_older_tag_counts(linux: Repository) -> None:
    linux.git("switch", "--quiet", "--create", "fix")
    fix = linux.commit("net: embargoed")
    linux.git("switch", "--quiet", "master")
    linux.git("switch", "--quiet", "--create", "stable")
    linux.commit("stable: other")
    merge(linux, "fix", "Merge fix into stable")
    linux.tag("v6.0.1")
    linux.git("switch", "--quiet", "master")
    linux.commit("mm: other")
    merge(linux, "fix", "Merge fix")
    linux.tag("v6.1-rc1")

    assert landed(linux, fix) == ["v6.0.1"]


@pytest.mark.parametrize("name", ["v5.12-rc1-dontuse", "v4.14.356-openela-rc1", "v2026.07-rc1"])
def test_tags_of_every_pattern_count(linux: Repository, name: str) -> None:
    sha = linux.commit("some")
    linux.tag("vfs-for-next")
    linux.tag(name)
    linux.commit("more")
    linux.tag("v9999.12")

    assert landed(linux, sha) == [name]


@pytest.mark.usefixtures("git")
def test_without_a_tag_there_is_no_first(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new")
    sha = repository.commit("first")

    assert landed(repository, sha) == [None]


def test_replaced_and_grafted_history_is_not_that_of_everybody(linux: Repository) -> None:
    old = linux.commit("old")
    linux.tag("v6.1-rc1")
    new = linux.commit("new")
    linux.tag("v6.1")
    # Who grafts older history below a commit would have it land there, and what it had before not.
    linux.git("replace", "--graft", new)
    assert "old" not in linux.git("log", "--format=%s", "v6.1")

    assert landed(linux, old, new) == ["v6.1-rc1", "v6.1"]

    linux.git("replace", "--delete", new)
    (linux.path / ".git" / "info").mkdir(exist_ok=True)
    (linux.path / ".git" / "info" / "grafts").write_text(f"{old}\n")
    linux.git("tag", "--delete", "v6.1-rc1")
    linux.git("branch", "base", "v6.0")
    linux.git("tag", "--delete", "v6.0")
    base = linux.git("rev-parse", "base")

    assert landed(linux, base, old) == ["v6.1", "v6.1"]


def brought_by_git(repository: Repository, tag: str) -> dict[str, str]:
    """The merge on the main line of a tag that brought each commit to it, asked of plain git."""
    merges = repository.git("rev-list", "--first-parent", "--merges", "--reverse", tag).split()
    brought: dict[str, str] = {}
    for pull in merges:
        for sha in repository.git("rev-list", f"{pull}^1..{pull}").split():
            if sha != pull:
                brought.setdefault(sha, pull)
    return brought


def pulls(repository: Repository) -> dict[str, str]:
    """The pull of each commit that has one, the same as plain git says."""
    hashes = repository.git("rev-list", "--all").split()
    found = landings_of(Snapshot.of(Clone(str(repository.path))), hashes)
    by_git = {tag: brought_by_git(repository, tag or "HEAD") for tag, _ in found.values()}
    for sha, landing in found.items():
        assert landing.pull == by_git[landing.tag].get(sha)
    return {sha: landing.pull for sha, landing in found.items() if landing.pull}


def branch(repository: Repository, name: str, start: str) -> None:
    repository.git("switch", "--quiet", "--create", name, start)


def back(repository: Repository, name: str = "master") -> None:
    repository.git("switch", "--quiet", name)


def test_the_pull_of_a_commit_is_the_merge_that_brought_it_to_the_main_line(
    linux: Repository,
) -> None:
    branch(linux, "topic", "v6.0")
    sha = linux.commit("net: topic")
    branch(linux, "net", "v6.0")
    inner = merge(linux, "topic", "Merge topic into net")
    back(linux)
    direct = linux.commit("mm: applied as a patch")
    pull = merge(linux, "net", "Merge net")
    linux.tag("v6.1-rc1")

    found = pulls(linux)
    assert found == {sha: pull, inner: pull}
    assert direct not in found


def test_what_has_no_tag_yet_came_with_a_pull_to_head(linux: Repository) -> None:
    branch(linux, "topic", "v6.0")
    sha = linux.commit("net: topic")
    elsewhere = linux.git("rev-parse", "HEAD")
    back(linux)
    pull = merge(linux, "topic", "Merge topic")
    linux.commit("mm: after")
    assert pulls(linux) == {sha: pull}

    back(linux, "topic")
    linux.commit("net: never pulled")
    assert elsewhere == sha
    assert pulls(linux) == {}

    linux.tag("v6.1-rc1")
    back(linux)
    assert pulls(linux) == {}
    assert landed(linux, sha) == ["v6.1-rc1"]


def test_of_several_pulls_the_first_brought_it(linux: Repository) -> None:
    branch(linux, "topic", "v6.0")
    early = linux.commit("net: early")
    back(linux)
    first = merge(linux, "topic", "Merge topic")
    back(linux, "topic")
    late = linux.commit("net: late")
    back(linux)
    second = merge(linux, "topic", "Merge topic again")
    linux.tag("v6.1-rc1")

    assert pulls(linux) == {early: first, late: second}


def test_an_octopus_brings_all_its_arms(linux: Repository) -> None:
    arms = []
    for number in range(3):
        branch(linux, f"arm-{number}", "v6.0")
        arms.append(linux.commit(f"arm {number}"))
    back(linux)
    linux.commit("mm: before")
    parents = [option for name in ("master", *arms) for option in ("-p", name)]
    octopus = linux.git("commit-tree", *parents, "-m", "Merge arms", "HEAD^{tree}")
    linux.git("reset", "--quiet", "--hard", octopus)
    linux.tag("v6.1-rc1")

    assert pulls(linux) == dict.fromkeys(arms, octopus)


def test_a_merge_of_the_main_line_into_a_topic_takes_nothing_from_it(linux: Repository) -> None:
    branch(linux, "topic", "v6.0")
    sha = linux.commit("net: topic")
    back(linux)
    direct = linux.commit("mm: on the main line")
    linux.tag("v6.1-rc1")
    back(linux, "topic")
    back_merge = merge(linux, "v6.1-rc1", "Merge tag 'v6.1-rc1' into topic")
    after = linux.commit("net: after")
    back(linux)
    linux.commit("mm: goes on")
    pull = merge(linux, "topic", "Merge topic")
    linux.tag("v6.1-rc2")

    found = pulls(linux)
    assert found == {sha: pull, back_merge: pull, after: pull}
    assert direct not in found


def test_a_merge_the_wrong_way_round_makes_a_main_line_of_the_topic(linux: Repository) -> None:
    """A foxtrot: who pulled pushed a merge whose first parent was the own work."""
    old = linux.commit("mm: old main line")
    branch(linux, "topic", "v6.0")
    topic = linux.commit("net: topic")
    foxtrot = merge(linux, "master", "Merge branch 'master'")
    back(linux)
    linux.git("merge", "--quiet", "--ff-only", "topic")
    linux.tag("v6.1-rc1")

    found = pulls(linux)
    assert found == {old: foxtrot}
    assert topic not in found


def test_tags_on_side_branches_have_main_lines_of_their_own(linux: Repository) -> None:
    branch(linux, "fixes", "v6.0")
    fix = linux.commit("net: embargoed")
    branch(linux, "stable", "v6.0")
    linux.commit("stable: other")
    to_stable = merge(linux, "fixes", "Merge fixes into stable")
    linux.tag("v6.0.1")
    back(linux)
    linux.commit("mm: other")
    merge(linux, "fixes", "Merge fixes")
    branch(linux, "topic", "v6.0")
    topic = linux.commit("net: topic")
    linux.git("tag", "--annotate", "--message=for the desk", "net-6.1")
    back(linux)
    to_master = merge(linux, "topic", "Merge tag 'net-6.1'")
    linux.tag("v6.1-rc1")

    assert pulls(linux) == {fix: to_stable, topic: to_master}


def test_history_of_another_root_comes_with_the_merge_that_joined_it(linux: Repository) -> None:
    linux.git("switch", "--quiet", "--orphan", "btrfs")
    root, more = linux.commit("btrfs: begin"), linux.commit("btrfs: go on")
    back(linux)
    linux.hour += 1
    joined = ("--allow-unrelated-histories", "--message=Merge btrfs", "btrfs")
    linux.git("merge", "--quiet", "--no-ff", *joined)
    pull = linux.git("rev-parse", "HEAD")
    linux.tag("v6.1-rc1")

    assert pulls(linux) == {root: pull, more: pull}


def test_a_merge_dated_before_what_it_brings_is_found(linux: Repository) -> None:
    branch(linux, "topic", "v6.0")
    linux.hour += 24 * 365
    sha = linux.commit("clock: far ahead")
    linux.hour -= 24 * 366
    back(linux)
    pull = merge(linux, "topic", "Merge topic")
    linux.tag("v6.1-rc1")

    assert pulls(linux) == {sha: pull}


History = list[tuple[str, Sequence[str]]]

WHEN = datetime(2010, 1, 1, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, list[TagFacts]]:
    """Any history, children before parents, with tags of any dates on some of its commits."""
    size = draw(st.integers(1, 12))
    history: History = []
    for number in range(size):
        older = st.lists(st.integers(0, number - 1), max_size=3, unique=True)
        parents = draw(older) if number else []
        history.append((str(number), [str(parent) for parent in parents]))
    tagged = draw(st.lists(st.integers(0, size - 1), max_size=6))
    days = [draw(st.integers(0, 5)) for _ in tagged]
    tags = [
        TagFacts(
            Tag(f"v6.{number}", WHEN + timedelta(days=day)), str(commit), version(f"6.{number}")
        )
        for number, (commit, day) in enumerate(zip(tagged, days, strict=True), 1)
    ]
    return history[::-1], tags


def _contained(history: History) -> dict[str, set[str]]:
    """The commits that each commit has, itself among them."""
    having = {sha: {sha} for sha, _ in history}
    for sha, parents in reversed(history):
        having[sha].update(*(having[parent] for parent in parents))
    return having


@given(histories())
def test_a_first_tag_contains_the_commit_and_no_other_tag_that_does(
    made: tuple[History, list[TagFacts]],
) -> None:
    history, tags = made
    having = _contained(history)
    at = {facts.tag.name: facts.commit for facts in tags}

    for sha, _, first, _ in landings(history, tags):
        containing = {name for name, commit in at.items() if sha in having[commit]}
        if first is None:
            assert not containing
            continue
        assert first in containing
        older = {name for name in containing if at[name] in having[at[first]]}
        assert {at[name] for name in older} == {at[first]}


@given(histories())
def test_the_order_in_which_tags_are_given_does_not_matter(
    made: tuple[History, list[TagFacts]],
) -> None:
    history, tags = made
    assert list(landings(history, tags)) == list(landings(history, tags[::-1]))


@given(histories(), st.integers(0, 11))
def test_a_pull_is_the_oldest_merge_on_the_main_line_that_has_the_commit(
    made: tuple[History, list[TagFacts]], head: int
) -> None:
    history, tags = made
    parents = dict(history)
    having = _contained(history)
    at = {facts.tag.name: facts.commit for facts in tags}
    tip = str(head % len(history))

    for sha, _, tag, pull in landings(history, tags, tip):
        end = at[tag] if tag else tip
        main_line = [end]
        while parents[main_line[-1]]:
            main_line.append(parents[main_line[-1]][0])
        bringing = [its for its in main_line if sha in having[its]]
        assert pull == (bringing[-1] if bringing and bringing[-1] != sha else None)
        assert pull is None or len(parents[pull]) > 1
