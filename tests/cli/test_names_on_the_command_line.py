"""Writers type names as their keyboards have them, whatever encoding the files are in."""

from __future__ import annotations

import pytest
from calling import kernlog, read_json
from small_site import SmallSite

NFC, NFD = "caf\u00e9", "cafe\u0301"
WAYS = [(NFC, NFD), (NFD, NFC)]


@pytest.fixture
def sha(site: SmallSite) -> str:
    """A commit in the store."""
    return (site.content / "_data" / "commits.jsonl").read_text()[9:49]


def write(site: SmallSite, filed: str, body: str = "") -> None:
    site.write(f"series/{filed}.md", "---\ntitle: Coffee\nrelease: 2.6.33\n---\n")
    site.write(
        f"articles/{filed}.md",
        f"---\ntitle: One\nseries: {filed}\npart: 1\ndate: 2010-02-01\n---\n{body}\n",
    )


@pytest.mark.parametrize(("filed", "typed"), WAYS)
def test_a_new_part_goes_to_the_series_that_is_meant(
    site: SmallSite, filed: str, typed: str
) -> None:
    write(site, filed)
    result = kernlog(site, "new", "article", "Two", "--series", typed)

    assert result.exit_code == 0, result.stderr
    made = (site.content / "articles" / "two.md").read_text()
    assert f"series: {NFC}\npart: 2\n" in made


@pytest.mark.parametrize(("filed", "typed"), WAYS)
def test_nothing_new_takes_the_address_of_another(site: SmallSite, filed: str, typed: str) -> None:
    write(site, filed)
    article = kernlog(site, "new", "article", "Two", "--path", f"articles/{typed}.md")

    assert article.exit_code == 1
    assert "has the address /articles/" in article.stderr


@pytest.mark.parametrize(("filed", "typed"), WAYS)
def test_an_article_is_announced_by_its_name(site: SmallSite, filed: str, typed: str) -> None:
    write(site, filed)
    for named in (f"articles/{typed}.md", typed, typed.upper()):
        result = kernlog(site, "announce", named)
        assert "Coffee (Part 1) - One" in result.stdout, named


@pytest.mark.parametrize(("filed", "typed"), WAYS)
def test_what_cites_a_commit_is_told_with_its_series(
    site: SmallSite, sha: str, filed: str, typed: str
) -> None:
    write(site, filed, f"(:commit[{sha[:12]}])")
    site.edit(f"articles/{filed}.md", f"series: {filed}", f"series: {typed}")

    places = read_json(site, "show", "--json", sha)["articles"]
    assert (
        "Coffee" in {its["headline"] for its in places if its["path"].endswith(f"{filed}.md")}.pop()
    )
