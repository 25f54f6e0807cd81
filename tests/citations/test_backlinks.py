"""From a commit to the places that cite it."""

from __future__ import annotations

from record_factories import article, commit

from kernlog_site.citations.backlinks import (
    Citations,
    by_area,
    places,
    repeated_gems,
    shared,
)
from kernlog_site.core.commit import Citation, Commit
from kernlog_site.core.model import Article

KSM, KVM, NET = commit("a" * 12, "ksm: x"), commit("b" * 12, "KVM: x"), commit("c" * 12, "net: x")


def cites(*commits: Commit, gem: bool = True) -> Citations:
    return Citations.of(Citation(c.id, "", gem=gem) for c in commits)


def part(number: int, series: str = "coming") -> Article:
    return article(f"articles/{series}-{number}.md", series=series, part=number)


def test_a_commit_cited_twice_is_listed_once_where_it_comes_first() -> None:
    assert cites(KSM, KVM, KSM, NET, KVM).distinct() == (KSM.id, KVM.id, NET.id)


def test_every_place_of_a_commit_is_known_by_article_in_the_order_given() -> None:
    one, two, three = part(1), part(2), part(3)
    cited = {two.path: cites(KSM, KVM, KSM), one.path: cites(KSM)}
    found = places([one, two, three], cited)
    assert found == {
        KSM.id: [(one, "", 0), (two, "", 0), (two, "", 1)],
        KVM.id: [(two, "", 0)],
    }
    assert list(found) == [KSM.id, KVM.id]
    assert places([one, two, three], cited, {hash(KVM.id)}) == {KVM.id: [(two, "", 0)]}


def test_citations_are_numbered_by_the_digits_that_anchors_are_made_of() -> None:
    stable = ("stable", KSM.sha)
    citations = Citations.of(
        Citation(its, "", section, gem=False)
        for its, section in [
            (KSM.id, "A"),
            (KVM.id, ""),
            (stable, "B"),
            (NET.id, ""),
            (KSM.id, "A"),
        ]
    )

    assert list(citations.numbered()) == [
        (KSM.id, "A", 0, False),
        (KVM.id, "", 0, False),
        (stable, "B", 1, False),
        (NET.id, "", 0, False),
        (KSM.id, "A", 2, False),
    ]


def test_what_several_articles_cite_is_found_with_all_its_places() -> None:
    one, two, other = part(1), part(2), part(1, "other")
    cited = {one.path: cites(KSM, KVM, KVM), two.path: cites(NET), other.path: cites(NET, KSM)}
    found = shared([other, two, one], cited)
    assert {key: [citing for citing, _, _ in its] for key, its in found.items()} == {
        NET.id: [other, two],
        KSM.id: [other, one],
    }
    assert shared([two, one], cited) == {}


def test_citations_come_back_as_they_were_from_the_little_room_they_are_kept_in() -> None:
    stable = ("stable", KSM.sha)
    made = [
        Citation(KSM.id, "c-aaaaaaaaaaaa", "A section", gem=True),
        Citation(stable, "c-aaaaaaaaaaaa-2", ""),
        Citation(NET.id, "c-cccccccccccc", "A section"),
    ]
    kept = Citations.of(made)
    assert list(kept) == made
    assert list(kept.commits()) == [KSM.id, stable, NET.id]
    assert list(kept.gems()) == [KSM.id]
    assert list(Citations.of([])) == []
    one_tree = Citations.of(made[:1] + made[2:])
    assert one_tree.trees == ("linux",)
    assert list(one_tree) == made[:1] + made[2:]


def test_commits_are_grouped_by_area_and_the_rest_comes_last() -> None:
    subjects = ["net: b", "KVM: a", "No area", "net: a", "kvm: c", "KVM: b", "lone: x", "[Net] c"]
    commits = [commit(f"{n:012x}", subject) for n, subject in enumerate(subjects)]
    groups = [(area, [c.subject for c in found]) for area, found in by_area(commits)]
    assert groups == [
        ("KVM", ["KVM: a", "KVM: b", "kvm: c"]),
        ("net", ["[Net] c", "net: a", "net: b"]),
        ("", ["No area", "lone: x"]),
    ]


def test_nothing_has_no_areas() -> None:
    assert by_area([]) == []


def test_a_gem_in_two_parts_is_told_for_the_later_one() -> None:
    one, two, three = part(1), part(2), part(3)
    cited = {p.path: cites(KSM) for p in (one, two, three)}
    found = list(repeated_gems([three, two, one], cited))
    assert [repeated.article for repeated in found] == [two, three]
    assert found[0].problem.text == (
        "Commit aaaaaaaaaaaa is already listed in part 1 (articles/coming-1.md). "
        "Remove it from one of the two lists."
    )


def test_other_citations_may_repeat() -> None:
    one, two, other, lone = part(1), part(2), part(1, "other"), article("articles/news.md")
    cited = {
        one.path: cites(KSM, KSM),
        two.path: cites(KSM, gem=False),
        other.path: cites(KSM),
        lone.path: cites(KSM),
    }
    assert list(repeated_gems([one, two, other, lone], cited)) == []
