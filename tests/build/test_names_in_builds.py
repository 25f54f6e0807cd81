"""A name is the same in every encoding: in files, front matter, links, and on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from editable_site import EditableSite
from site_core import SiteCore
from small_site import SmallSite, broken_links, text

NFC, NFD = "caf\u00e9", "cafe\u0301"
WAYS = [(NFC, NFD), (NFD, NFC)]
FRONT = "date: 2010-02-01\nsummary: It is.\n"


def two_names(folder: Path) -> bool:
    """Whether the file system tells the two encodings apart."""
    (folder / NFC).touch()
    return not (folder / NFD).exists()


def write(site: SmallSite, filed: str, written: str) -> None:
    """A site in which files and lists have a name in one encoding, and articles in another."""
    site.write(f"series/{filed}.md", f"---\ntitle: Coffee\nrelease: 2.6.33\n---\nMade {filed}.\n")
    site.write(f"topics/{filed}.md", "About coffee.\n")
    with (site.content / "authors.yml").open("a") as people:
        people.write(f"{filed}: {{name: Zoé}}\n")
    site.write(
        f"articles/{filed}.md",
        f"---\ntitle: One\nseries: {written}\npart: 1\nauthors: [{written}]\n"
        f"topics: [{written}]\n{FRONT}---\nOne\n",
    )
    site.write(
        "articles/two.md",
        f"---\ntitle: Two\nauthors: [{filed}]\ntopics: [{filed}]\n{FRONT}---\n"
        f"[series](series:{written}), [one]({written}.md), [again](<../articles/{written}.md>)\n",
    )


@pytest.mark.parametrize(("filed", "written"), WAYS)
def test_any_encoding_finds_series_authors_topics_and_files(
    site: SmallSite, filed: str, written: str
) -> None:
    write(site, filed, written)
    built = site.build()

    assert built.problems == []
    assert broken_links(built) == []
    for folder, shown in {"series": "Coffee", "topics": "About coffee.", "authors": "Zoé"}.items():
        assert shown in text(built.page(f"{folder}/{NFC}/"))
        assert not (built.folder / folder / NFD).exists() or not two_names(built.folder)
    two = {a.get_text(): a["href"] for a in built.page("articles/two/").select(".kl-text a")}
    assert two["series"] == "../../series/caf%C3%A9/"
    assert built.target("articles/two/", str(two["one"]))[0].is_file()
    assert two["one"] == two["again"]
    assert (built.folder / "articles" / filed / "index.html").is_file()  # as ever


@pytest.mark.parametrize(("filed", "written"), WAYS)
def test_what_is_withheld_is_so_in_any_encoding(site: SmallSite, filed: str, written: str) -> None:
    write(site, filed, written)
    for path in (f"articles/{filed}.md", "articles/two.md"):
        site.edit(path, FRONT, f"{FRONT}status: draft\n")
    site.settings(nav=[{"Home": "index.md"}, {"One": f"articles/{filed}.md"}])
    built = site.build(strict=False)

    names = (NFC, NFD, "Coffee", "coffee", "Zoé")
    assert [p for p in built.files() if any(name in p for name in names)] == []
    assert not any(
        name in page.read_text() for page in built.folder.rglob("*.html") for name in names
    )


def test_an_edit_in_the_preview_keeps_to_the_names(editable: EditableSite) -> None:
    editable.write("content/series/Coffee.md", "---\ntitle: Coffee\n---\n")
    article = f"---\ntitle: One\nseries: coffee\npart: 1\n{FRONT}---\n"
    editable.write("content/articles/one.md", f"{article}One\n")
    editable.again(preview=True)
    editable.write("content/articles/one.md", f"{article}Two\n")

    assert editable.again(preview=True).differences(editable.clean(preview=True)) == []


@pytest.mark.parametrize(("filed", "written"), WAYS)
def test_a_build_that_reuses_the_last_one_finds_the_same(
    editable: EditableSite, filed: str, written: str
) -> None:
    article = f"---\ntitle: One\n{FRONT}---\n"
    editable.write(f"content/articles/{filed}.md", article)
    editable.write("content/articles/two.md", f"{article}[one]({written}.md)\n")
    editable.again()
    (editable.root / f"content/articles/{filed}.md").unlink()
    assert editable.again().differences(editable.clean()) == []

    editable.write(f"content/articles/{written}.md", article)
    assert editable.again().differences(editable.clean()) == []


def article(series: str = "", **more: str) -> bytes:
    keys = {"title": "A", "date": "2010-02-01", "series": series, "part": "1" if series else ""}
    lines = "".join(f"{key}: {value}\n" for key, value in {**keys, **more}.items() if value)
    return f"---\n{lines}---\n".encode()


def told(**files: bytes) -> list[str]:
    """The problems of files given by name, with `__` for the slash."""
    named = {f"{name.replace('__', '/')}.md": data for name, data in files.items()}
    people = {"authors.yml": b"anna: {name: A}\n"}
    return [str(problem) for problem in SiteCore.open(people | named).problems()]


SERIES = b"---\ntitle: A\n---\n"


def test_two_articles_with_one_address_are_told_in_any_encoding() -> None:
    files = {f"articles/{name}.md": article() for name in (NFC, NFD, "CAF\u00c9")}
    problems = [str(problem) for problem in SiteCore.open(files).problems()]

    assert len(problems) == 3
    assert (
        f"articles/{NFC}.md:1: The address /articles/caf%C3%A9/ is also that of "
        "articles/CAF\u00c9.md, articles/cafe\\u0301.md. Rename one of the files."
    ) in problems


def test_two_series_with_one_address_are_told() -> None:
    files = {f"series/{name}.md": SERIES for name in ("A", "a", NFC, NFD)}
    problems = [str(problem) for problem in SiteCore.open(files).problems()]

    assert problems == [
        "series/A.md:1: The address /series/A/ is also that of series/a.md. "
        "Rename one of the files.",
        "series/a.md:1: The address /series/a/ is also that of series/A.md. "
        "Rename one of the files.",
        f"series/{NFD}.md:1: The series '{NFC}' is already described in series/{NFC}.md. "
        "Merge the two files.",
    ]


def test_series_without_a_file_that_differ_in_capitals_are_told() -> None:
    problems = told(articles__a=article("S"), articles__b=article("s"))

    assert [problem for problem in problems if "address" in problem] == [
        "articles/a.md:4: The address /series/S/ is also that of series/s.md. "
        "Rename one of the files.",
        "articles/b.md:4: The address /series/s/ is also that of series/S.md. "
        "Rename one of the files.",
    ]


def test_capitals_find_the_record_and_are_told() -> None:
    problems = told(series__Coming=SERIES, articles__a=article("coming", authors="[Anna]"))

    assert problems == [
        "articles/a.md:4: The series 'coming' is called 'Coming' in series/Coming.md. "
        "Use one spelling.",
        "articles/a.md:6: The author 'Anna' is called 'anna' in authors.yml. Use one spelling.",
    ]


def test_people_that_look_the_same_are_told() -> None:
    people = f"{NFD}: {{name: A}}\n{NFC}: {{name: B}}\n".encode()
    core = SiteCore.open({"authors.yml": people})

    assert [str(problem) for problem in core.problems()] == [
        f"authors.yml:2: The ids 'cafe\\u0301' and '{NFC}' look the same. Rename one of them."
    ]
    assert [(its.id, its.name) for its in core.library.people.values()] == [(NFC, "A")]


def test_pages_and_files_that_are_one_to_some_host_are_told(site: SmallSite) -> None:
    site.write("About.md", "# One\n")
    site.write("about.md", "# Two\n")
    site.write("a.png", "x")
    site.write("A.png", "y")
    if len([p for p in site.content.iterdir() if p.name.lower() in ("about.md", "a.png")]) < 4:
        pytest.skip("the file system does not tell them apart")
    problems = "\n".join(site.build(strict=False).problems)

    for path, one, other in (
        ("about.md", "about/index.html", "About/index.html"),
        ("A.png", "A.png", "a.png"),
    ):
        assert f"content/{path}:1: Some hosts do not tell {one} from {other}. Rename" in problems
