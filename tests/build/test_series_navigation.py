"""What is written in one article shows on others: series, releases, the home page."""

from __future__ import annotations

from small_site import Built, SmallSite, links, text

PART_1 = "articles/2.6.33/network/"
PART_2 = "articles/2.6.33/storage/"
TRACKING = "releases/2.6.33/"
SERIES = "series/coming-in-2.6.33/"


def test_the_headline_is_composed(built: Built) -> None:
    headlines = {page: built.page(page).find("h1") for page in (PART_2, "articles/rc8/")}

    assert {page: h1 and text(h1) for page, h1 in headlines.items()} == {
        PART_2: "Kernel Log: Coming in 2.6.33 (Part 2) - Storage",
        "articles/rc8/": "Kernel Log: rc8 is out",
    }


def test_a_page_has_one_headline(built: Built) -> None:
    for page in (PART_1, PART_2, TRACKING, SERIES, "", "series/", "releases/", "about/"):
        assert len(built.page(page).find_all("h1")) == 1, page


def test_the_series_box_has_all_parts_and_marks_this_one(built: Built) -> None:
    box = built.page(PART_2).select_one("nav.kl-series-box")
    assert box

    assert [text(item.select_one(".kl-part__title") or item) for item in box.select("ol > li")] == [
        "Networking",
        "Storage",
        "Graphics",
    ]
    current = box.select_one("[aria-current=page]")
    assert current
    assert text(current) == "Storage"
    assert "../../../articles/2.6.33/network/" in links(box)
    assert "1 March 2010" in text(box)


def test_part_links_lead_to_the_parts(built: Built) -> None:
    body = built.page(PART_2)

    assert body.find("a", string="part one", href="../network/")
    assert body.find("a", string="tracking page", href="../../../releases/2.6.33/")
    assert body.find("a", string="series", href="../../../series/coming-in-2.6.33/")


def test_the_article_tells_which_candidate_was_current(built: Built) -> None:
    # rc8 was tagged on the same day, three hours later.
    assert "2.6.33-rc7" in text(built.page(PART_2))
    assert "2.6.33-rc8" not in text(built.page(PART_2))


def test_no_words_run_together_where_a_template_begins_a_line(built: Built) -> None:
    shown = " ".join(built.page(PART_2).get_text().split())
    assert "all commits cited: tracking page for 2.6.33" in shown
    assert "was current since " in shown


def test_the_tracking_page_gathers_everything(built: Built) -> None:
    page = built.page(TRACKING)
    words = text(page)

    positions = [words.index(title) for title in ("Networking", "Storage", "Graphics")]
    assert positions == sorted(positions)
    assert "rc8 is out" in words
    dates = [text(event) for event in page.select(".kl-timeline > .kl-event")]
    for tag in ["17 December 2009 2.6.33-rc1", "24 February 2010 2.6.33"]:
        assert tag in dates
    assert "6 February 2010" in words
    assert "https://report.example/" in links(page)
    for subject in ["lib: add support for LZO-compressed kernels", "crypto: ghash"]:
        assert subject in words


def test_a_commit_leads_back_to_every_place_that_cites_it(built: Built) -> None:
    back = [href for href in links(built.page(TRACKING)) if "#c-7dd65feb6c60" in href]

    assert back == [
        "../../articles/2.6.33/storage/#c-7dd65feb6c60",
        "../../articles/2.6.33/network/#c-7dd65feb6c60",
    ]


def test_an_edited_title_shows_wherever_it_is_named(site: SmallSite) -> None:
    site.build()
    site.edit("articles/2.6.33/network.md", "title: Networking", "title: Sockets and wires")

    after = site.build()

    for page in (PART_1, PART_2, TRACKING, SERIES, ""):
        assert "Sockets and wires" in text(after.page(page)), page


def test_a_new_part_takes_the_place_of_the_planned_one(site: SmallSite) -> None:
    site.write(
        "articles/2.6.33/graphics.md",
        "---\ntitle: Pictures\nseries: coming-in-2.6.33\npart: 3\ndate: 2010-03-02\n---\nText.\n",
    )

    built = site.build()

    assert built.problems == []
    assert "../../../articles/2.6.33/graphics/" in links(built.page(PART_2))
    assert "Pictures" in text(built.page(SERIES))
    assert "1 March 2010" not in text(built.page(SERIES))


def test_the_home_page_leads_with_the_newest(built: Built) -> None:
    words = text(built.page(""))

    assert words.index("A stable update") < words.index("rc8 is out") < words.index("Storage")


def test_a_release_of_a_stable_update_has_its_page(built: Built) -> None:
    assert "A stable update" in text(built.page("releases/2.6.32.9/"))


def test_a_release_file_may_be_called_otherwise(site: SmallSite) -> None:
    text_of_file = (site.content / "releases/2.6.33.md").read_text()
    (site.content / "releases/2.6.33.md").unlink()
    site.write("releases/current.md", text_of_file.replace("---\n", "---\nversion: 2.6.33\n", 1))

    built = site.build()

    assert built.problems == []
    assert "About the release." in text(built.page(TRACKING))
    assert "releases/current/index.html" not in built.pages()
