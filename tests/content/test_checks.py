"""Checks between records. The messages themselves are golden files in cases/problems."""

from __future__ import annotations

import pytest
from record_factories import site

from kernlog_site.core.problems import Severity

AUTHORS = "anna: {name: Anna}\n"


def written(**keys: str) -> str:
    """An article with these keys."""
    matter = {"title": "T", "date": "2010-02-12 15:51"} | keys
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in matter.items()) + "---\n"


def part(number: int, **keys: str) -> str:
    return written(series="coming", part=str(number), **keys)


SERIES = "---\ntitle: Coming\n---\n"


def test_a_series_with_neither_parts_nor_plans_is_fine() -> None:
    """As `kernlog new series` makes it, before there is an article."""
    assert site(series__coming=SERIES).problems() == ()


def test_an_empty_site_has_no_problems() -> None:
    assert site().problems() == ()


def test_a_sound_series_has_no_problems() -> None:
    planned = "---\ntitle: Coming\nrelease: 2.6.33\nplanned: [{part: 3}]\n---\n"
    found = site(series__coming=planned, articles__a=part(1), articles__b=part(2))
    assert found.problems() == ()


def test_parts_after_the_last_are_no_gap() -> None:
    assert site(series__coming=SERIES, articles__a=part(1)).problems() == ()


def test_every_missing_part_is_told_at_once() -> None:
    found = site(series__coming=SERIES, articles__a=part(1), articles__d=part(4)).problems()
    told = " ".join(problem.text for problem in found)
    assert "no part 2" in told or "parts 2" in told
    assert "3" in told
    assert {problem.path for problem in found} == {"articles/d.md"}


def test_a_slip_in_a_part_number_does_not_drown_everything_else() -> None:
    """Nor may it take long: the number may have six digits."""
    found = site(series__coming=SERIES, articles__a=part(1), articles__b=part(2010)).problems()
    assert 1 <= len(found) <= 3


def test_a_gap_between_planned_parts_is_told_in_the_file_of_the_series() -> None:
    planned = "---\ntitle: Coming\nplanned:\n  - {part: 1}\n  - {part: 3}\n---\n"
    (problem,) = site(series__coming=planned).problems()
    assert (problem.path, problem.line) == ("series/coming.md", 5)


def test_a_part_planned_twice_is_told_at_both_places() -> None:
    planned = "---\ntitle: Coming\nplanned:\n  - {part: 1}\n  - {part: 1}\n---\n"
    found = site(series__coming=planned).problems()
    assert [(p.line, p.message) for p in found] == [
        (4, "Part 1 is planned twice."),
        (5, "Part 1 is planned twice."),
    ]


def test_a_series_without_a_file_is_only_a_notice() -> None:
    (problem,) = site(articles__a=part(1)).problems()
    assert problem.severity is Severity.NOTICE
    assert (problem.path, problem.line) == ("articles/a.md", 4)


def test_a_series_without_a_file_is_told_once_where_its_first_part_is() -> None:
    found = site(
        articles__z=part(1), articles__a=part(2), articles__b=part(3), articles__c=written()
    ).problems()
    assert [(p.path, p.line, p.message) for p in found] == [
        (
            "articles/z.md",
            4,
            "The series 'coming' has no file series/coming.md. 3 articles name it.",
        )
    ]


def test_names_that_nobody_knows_are_told_once() -> None:
    found = site(
        **{
            "authors.yml": AUTHORS,
            "articles__b": written(authors="[anna, bob]", tree="linus"),
            "articles__a": written(authors="[bob, bob]", tree="linus"),
            "articles__c": written(authors="[eve]", tree="nowhere"),
        }
    ).problems()
    assert [(p.path, p.line, p.message) for p in found] == [
        ("articles/a.md", 4, "Unknown author 'bob'. 2 articles name it."),
        ("articles/a.md", 5, "Unknown tree 'linus'. 2 articles name it."),
        ("articles/c.md", 4, "Unknown author 'eve'."),
        ("articles/c.md", 5, "Unknown tree 'nowhere'."),
    ]


def test_a_gap_is_told_once_however_many_articles_have_the_next_number() -> None:
    found = site(
        series__coming=SERIES, articles__a=part(1), articles__b=part(3), articles__c=part(3)
    ).problems()
    assert sum("but no part 2" in problem.message for problem in found) == 1


def test_an_entry_behind_a_broken_one_is_told_on_its_own_line() -> None:
    """What is left out of a list does not move the lines of the rest."""
    keys = "authors:\n- [x]\n- bob\ntopics:\n- [x]\n- net\n- [y]\n- index\n"
    text = f"---\ntitle: T\ndate: 2010-02-12 15:51\n{keys}---\n"
    planned = "---\ntitle: Coming\nplanned:\n- {part: x}\n- {part: 1}\n- {part: 3}\n---\n"
    found = site(articles__a=text, series__coming=planned).problems()
    told = {(p.path, p.line): p.message for p in found}
    assert told["articles/a.md", 6] == "Unknown author 'bob'."
    assert told["articles/a.md", 11] == "No topic can be called 'index'."
    assert "has a part 3, but no part 2" in told["series/coming.md", 6]


def test_a_series_nearly_called_like_one_with_a_file_is_a_warning() -> None:
    found = site(series__comming=SERIES, articles__a=part(1)).problems()
    (problem,) = (p for p in found if p.path == "articles/a.md")
    assert problem.severity is Severity.WARNING
    assert "Did you mean 'comming'?" in problem.text


def test_series_that_differ_in_numbers_are_no_misspellings() -> None:
    found = site(
        **{
            "series__coming-in-2.6.33.md": SERIES,
            "articles__a": written(series="coming-in-2.6.34", part="1"),
        }
    )
    assert "Did you mean" not in " ".join(problem.text for problem in found.problems())


def test_the_rarer_spelling_of_a_topic_is_told() -> None:
    found = site(
        articles__a=written(topics="[Tracing]"),
        articles__b=written(topics="[net, tracing]"),
        articles__c=written(topics="[tracing]"),
    ).problems()
    assert [(p.path, p.line) for p in found] == [("articles/a.md", 4)]


def test_topics_that_only_share_an_address_are_told_where_they_are_rarer() -> None:
    found = site(
        articles__a=written(topics="[C++]"),
        articles__b=written(topics="[c, C++]"),
        articles__c=written(topics="['C#']"),
    ).problems()

    assert [(p.path, p.severity) for p in found] == [
        ("articles/b.md", Severity.ERROR),
        ("articles/c.md", Severity.ERROR),
    ]
    assert "'C#' has the same address as 'C++', topics/c/." in found[1].message


@pytest.mark.parametrize("topic", ["'!!!'", "🐧", "Index", "''", "x" * 201])
def test_a_topic_that_makes_no_address_is_told(topic: str) -> None:
    (problem,) = site(articles__a=written(topics=f"[net, {topic}]")).problems()

    assert (problem.path, problem.line, problem.severity) == ("articles/a.md", 4, Severity.ERROR)
    assert problem.message.startswith("No topic can be called '")


def test_authors_are_looked_up_in_the_list_of_people() -> None:
    rooms = site(**{"authors.yml": AUTHORS, "articles__a": written(authors="[anna, bob]")})
    (problem,) = rooms.problems()
    assert problem.message == "Unknown author 'bob'."


def test_tags_of_another_release_are_told() -> None:
    release = "---\ntags:\n  - {name: v2.6.34-rc1, date: 2010-03-08}\n---\n"
    (problem,) = site(**{"releases__2.6.33.md": release}).problems()
    assert (problem.path, problem.line) == ("releases/2.6.33.md", 2)
    assert "v2.6.34-rc1" in problem.message


def test_two_files_with_one_address_are_told_in_both() -> None:
    found = site(**{"articles__x.md": written(), "articles__x__index.md": written()}).problems()
    assert [p.path for p in found] == ["articles/x.md", "articles/x/index.md"]
