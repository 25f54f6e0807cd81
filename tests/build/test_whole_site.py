from __future__ import annotations

from small_site import Built, SmallSite, broken_links, links, text


def test_a_strict_build_finds_nothing_wrong(built: Built) -> None:
    assert built.problems == []
    assert not built.aborted


def test_every_record_has_its_page_with_or_without_a_file(built: Built) -> None:
    assert [page for page in built.pages() if not page.startswith("assets")] == [
        "404.html",
        "about/index.html",
        "archive/2010/index.html",
        "archive/index.html",
        "articles/2.6.33/network/index.html",
        "articles/2.6.33/storage/index.html",
        "articles/rc8/index.html",
        "articles/stable/index.html",
        "authors/anna/index.html",
        "authors/index.html",
        "commits/index.html",
        "index.html",
        "releases/2.6.32.9/index.html",
        "releases/2.6.33/index.html",
        "releases/index.html",
        "search/index.html",
        "series/coming-in-2.6.33/index.html",
        "series/index.html",
        "topics/index.html",
        "topics/networking/index.html",
    ]


def test_store_and_authors_are_not_published_as_they_stand(built: Built) -> None:
    assert not [name for name in built.files() if "_data" in name or name == "authors.yml"]


def test_every_link_inside_the_site_leads_to_a_page_and_an_anchor(built: Built) -> None:
    assert broken_links(built) == []


def test_the_same_without_directory_urls(site: SmallSite) -> None:
    site.settings(use_directory_urls=False)

    built = site.build()

    assert built.problems == []
    assert "articles/2.6.33/network.html" in built.pages()
    assert "releases/2.6.33.html" in built.pages()
    assert broken_links(built) == []


def test_building_twice_gives_the_same_site(site: SmallSite) -> None:
    assert site.build().files() == site.build().files()


def test_other_pages_cite_and_keep_their_own_front_matter(built: Built) -> None:
    about = built.page("about/")

    assert about.select_one("a.citation#c-7dd65feb6c60")
    assert "the first part" in text(about)
    assert "../articles/2.6.33/network/" in links(about)


def test_one_url_re_points_every_citation_of_a_tree(site: SmallSite) -> None:
    before = site.build()
    new = {"host": "gitlab", "url": "https://new.example/linux"}
    site.options(trees={"linux": new, "mirror": new})

    after = site.build()

    assert any("https://git.example.org/linux.git" in html for html in _htmls(before))
    assert not any("https://git.example.org/linux.git" in html for html in _htmls(after))
    part = after.page("articles/2.6.33/network/")
    assert part.select_one("a.citation[href^='https://new.example/linux/-/commit/7dd65feb6c60']")


def _htmls(built: Built) -> list[str]:
    return [built.page(page).decode() for page in built.pages()]


def test_the_pages_say_where_they_are(built: Built) -> None:
    canonical = built.page("articles/2.6.33/network/").select_one("link[rel=canonical]")

    assert canonical
    assert canonical["href"] == "https://log.example/articles/2.6.33/network/"
