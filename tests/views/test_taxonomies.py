"""The lists of topics, of authors and of the archive, as values."""

from __future__ import annotations

import pytest
from record_factories import site
from site_core import SiteCore

from kernlog_site.core.model import Article
from kernlog_site.views.models import AuthorLink, Teaser, TopicLink
from kernlog_site.views.taxonomies import Period, Taxonomies, authors_of, topics_of

PEOPLE = "anna: {name: Anna, links: [{title: a, url: 'https://a.example/'}]}\nben: {name: Ben}\n"


def written(date: str | None, **keys: str) -> str:
    matter = {"title": "T", "authors": "[anna]"} | keys | ({"date": date} if date else {})
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in matter.items()) + "---\n"


def core(*articles: str, people: str = PEOPLE) -> SiteCore:
    files = {f"articles__a{number}": text for number, text in enumerate(articles)}
    return site(**{"authors.yml": people}, **files)


def teaser(article: Article) -> Teaser:
    url = f"articles/{article.path}"
    return Teaser(article.title, article.title, url, article.date, "", (), False)


def taxonomies(*articles: str, people: str = PEOPLE) -> Taxonomies:
    found = core(*articles, people=people)
    return Taxonomies(found.library, found.routes, teaser)


def outline(periods: list[Period] | tuple[Period, ...]) -> list[tuple[str, int]]:
    return [(period.anchor, len(period.articles)) for period in periods]


def test_the_articles_of_a_topic_stand_by_year_the_newest_first() -> None:
    made = taxonomies(
        written("2009-12-31", topics="[net]"),
        written("2010-01-01", topics="[Net]", title="Newer"),
        written("2010-05-01", topics="[net]", title="Newest"),
        written("2010-02-01", topics="[disks]"),
    )
    view = made.topic(made.library.topics["net"])

    assert (view.name, view.articles, view.index) == ("net", 3, "topics/")
    assert [(y.anchor, [a.title for a in y.articles]) for y in view.years] == [
        ("2010", ["Newest", "Newer"]),
        ("2009", ["T"]),
    ]


def test_of_many_articles_the_first_have_summaries_and_earlier_years_are_folded() -> None:
    many = [written(f"{year}-02-{day:02}") for year in (2007, 2008, 2009) for day in range(1, 29)]
    made = taxonomies(*many, written("2010-01-01"), written("2010-01-02"))
    years = made.author(made.library.people["anna"]).years

    assert outline(list(years)) == [("2010", 2), ("2009", 28), ("2008", 28), ("2007", 28)]
    assert [year.led for year in years] == [2, 4, 0, 0]
    assert [year.is_folded for year in years] == [False, False, False, False]
    made = taxonomies(*many, *many[:12])
    years = made.author(made.library.people["anna"]).years
    assert [year.is_folded for year in years] == [False, False, False]
    made = taxonomies(*many, *many[-12:])
    years = made.author(made.library.people["anna"]).years
    assert [year.is_folded for year in years] == [False, False, True]


def test_articles_without_a_date_come_first() -> None:
    made = taxonomies(written(None, title="Undated"), written("2010-01-01"))
    (undated, january) = made.archive().months

    assert (undated.anchor, undated.first) == ("", None)
    assert undated.articles[0].title == "Undated"
    assert january.anchor == "2010-01"


def test_topics_stand_in_the_order_of_the_alphabet() -> None:
    made = taxonomies(
        written("2010-01-01", topics="[zram, Éclair, drm, .config, 9p]"),
        written("2010-01-02", topics="[drm]"),
    )
    ((letter, topics),) = made.all_topics().letters

    assert letter == ""
    assert [topic.name for topic in topics] == ["9p", ".config", "drm", "Éclair", "zram"]
    assert [topic.articles for topic in topics] == [1, 1, 2, 1, 1]
    newest = topics[2].newest
    assert newest
    assert newest.day == 2
    assert topics[1].url == "topics/config/"


def test_many_topics_stand_below_their_letters() -> None:
    names = [*(f"net {n}" for n in range(40)), "Éclair", "9p", "64-bit", "网络", "驱动", "أمن"]
    made = taxonomies(written("2010-01-01", topics=f"[{', '.join(names)}]"))

    letters = {letter: len(topics) for letter, topics in made.all_topics().letters}

    assert letters == {"0–9": 2, "E": 1, "N": 40, "ا": 1, "漢字": 2}
    assert list(letters) == ["0–9", "E", "N", "ا", "漢字"]


def test_who_has_written_something_is_in_the_list() -> None:
    people = f"{PEOPLE}a/b: {{name: Zoe}}\nadam: {{name: Adam}}\n"
    made = taxonomies(
        written("2010-01-01", authors="[ben, anna, ben]", title="Old"),
        written("2010-01-02", authors="[ben, a/b, nobody]", title="New"),
        people=people,
    )

    assert [
        (entry.person.name, entry.url, entry.articles, entry.newest.title)
        for entry in made.all_authors().authors
    ] == [("Anna", "authors/anna/", 1, "Old"), ("Ben", "authors/ben/", 2, "New")]


def test_the_archive_shows_whole_months_and_leads_to_all() -> None:
    newest = [written("2011-03-01") for _ in range(30)]
    made = taxonomies(*newest, *[written("2010-12-01") for _ in range(20)], written("2010-11-01"))
    view = made.archive()

    assert outline(list(view.months)) == [("2011-03", 30), ("2010-12", 20)]
    assert view.rest
    assert view.rest.url == "archive/2010/"
    assert [(year.first.year, year.articles) for year in view.years] == [(2011, 30), (2010, 21)]
    months = view.years[1].months
    assert [month.articles for month in months] == [0] * 10 + [1, 20]
    assert months[11].url == "archive/2010/#2010-12"


def test_a_small_archive_is_shown_whole() -> None:
    view = taxonomies(written("2010-12-01"), written("1999-12-01")).archive()

    assert outline(list(view.months)) == [("2010-12", 1), ("1999-12", 1)]
    assert view.rest is None


def test_a_year_leads_to_the_years_beside_it_that_have_articles() -> None:
    made = taxonomies(written("2010-12-01"), written("2007-12-01"), written("2012-03-01"))
    years = made.library.years
    first, middle, last = (made.year(years[number]) for number in (2007, 2010, 2012))

    assert first.previous is None
    assert first.next == middle.year
    assert (middle.previous, middle.next) == (first.year, last.year)
    assert last.previous == middle.year
    assert last.next is None
    assert outline(list(middle.months)) == [("2010-12", 1)]
    assert middle.index == "archive/"


def test_a_site_without_articles_has_empty_lists() -> None:
    made = taxonomies()

    assert made.all_topics().letters == []
    assert made.all_authors().authors == []
    assert made.archive().months == []
    assert made.archive().rest is None


def test_topics_of_an_article_are_linked_once_in_the_usual_spelling() -> None:
    found = core(
        written("2010-01-01", topics="[Net, net, '!!!', '!!!', C++]"),
        written("2010-01-02", topics="[net]"),
    )
    article = found.article("articles/a0.md")

    assert topics_of(article, found.library, found.routes) == (
        TopicLink("net", "topics/net/"),
        TopicLink("!!!"),
        TopicLink("C++", "topics/c/"),
    )


@pytest.mark.parametrize("directory_urls", [True, False])
def test_addresses_are_encoded(directory_urls: bool) -> None:
    text = written("2010-01-01", topics="[网络]", authors="[anna]")
    files = {"authors.yml": PEOPLE.encode(), "articles/a.md": text.encode()}
    found = SiteCore.open(files, directory_urls)
    (topic,) = topics_of(found.article("articles/a.md"), found.library, found.routes)

    assert topic.url == "topics/%E7%BD%91%E7%BB%9C" + ("/" if directory_urls else ".html")


def test_unknown_authors_and_those_with_odd_ids_have_no_link() -> None:
    found = core(
        written("2010-01-01", authors="[anna, nobody, a/b, anna]"),
        people=f"{PEOPLE}a/b: {{name: Zoe}}\n",
    )

    assert authors_of(found.article("articles/a0.md"), found.library, found.routes) == (
        AuthorLink("Anna", "authors/anna/", ("https://a.example/",)),
        AuthorLink("nobody"),
        AuthorLink("Zoe"),
    )
