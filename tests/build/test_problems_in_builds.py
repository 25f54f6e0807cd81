from __future__ import annotations

import pytest
from small_site import HERE, Built, SmallSite, text

BROKEN = """---
title: Broken
release: 2.6.33
date: 2010-02-14
authr: anna
---

First (:commit[7dd65feb6c60 deadbeefdead]).
"""


def broken(site: SmallSite, *, preview: bool = False, strict: bool = False) -> Built:
    site.write("articles/broken.md", BROKEN)
    return site.build(strict=strict, preview=preview)


def test_problems_are_logged_with_file_and_line(site: SmallSite) -> None:
    assert broken(site).problems == [
        "kernlog: content/articles/broken.md:5: Unknown key 'authr'. Did you mean 'authors'?",
        "kernlog: content/articles/broken.md:8: Unknown commit 'deadbeefdead' in the tree 'linux'. "
        "Check it, or run `kernlog sync`.",
    ]


def test_a_strict_build_fails_and_another_goes_on(site: SmallSite) -> None:
    assert broken(site, strict=True).aborted
    assert not broken(site, strict=False).aborted


def test_a_broken_citation_is_marked_where_it_stands(site: SmallSite) -> None:
    mark = broken(site, preview=True).page("articles/broken/").select_one("mark.problem")

    assert mark
    assert "Unknown commit 'deadbeefdead'" in text(mark)


def test_the_preview_lists_the_problems_of_a_page(site: SmallSite) -> None:
    built = broken(site, preview=True)

    for page in ("articles/broken/", ""):
        panel = built.page(page).select_one(".kl-problems")
        assert panel, page
        assert "Unknown key 'authr'" in text(panel)
        assert "articles/broken.md:5" in text(panel)
    assert not built.page("articles/rc8/").select_one(".kl-problems")


def test_a_published_site_has_no_panel(site: SmallSite) -> None:
    assert not broken(site).page("articles/broken/").select_one(".kl-problems")


def test_a_site_without_a_store_says_so_once(site: SmallSite) -> None:
    (site.content / "_data" / "commits.jsonl").unlink()

    built = site.build(strict=False)

    assert built.problems == [
        "kernlog: content/_data/commits.jsonl: There is no commit store, so no citation is "
        "proven. Run `kernlog sync`."
    ]
    page = built.page("articles/2.6.33/network/")
    assert page.select_one("a[href='https://git.example.org/linux.git/commit/?id=7dd65feb6c60']")


def test_a_new_site_without_citations_needs_no_store(site: SmallSite) -> None:
    for path in ("articles/2.6.33/network.md", "articles/2.6.33/storage.md", "about.md"):
        (site.content / path).unlink()
    (site.content / "_data" / "commits.jsonl").unlink()
    site.settings(nav=None)

    assert site.build().problems == []


def test_a_part_lists_what_an_earlier_one_did(site: SmallSite) -> None:
    site.edit("articles/2.6.33/storage.md", "Again", "```commits\n0e1227d356e9\n```\n\nAgain")

    assert site.build(strict=False).problems == [
        "kernlog: content/articles/2.6.33/storage.md:11: Commit 0e1227d356e9 is already listed in "
        "part 1 (articles/2.6.33/network.md). Remove it from one of the two lists."
    ]


def test_a_page_that_is_no_article_tells_its_problems_too(site: SmallSite) -> None:
    site.write("about.md", "---\ntitle: About: this\n---\n\n:commit[xyz]\n")

    problems = site.build(strict=False).problems

    assert "content/about.md:2: The YAML cannot be read" in problems[0]
    assert "content/about.md:5: 'xyz' is not hexadecimal" in problems[1]


def test_a_file_that_is_not_utf_8_is_still_built(site: SmallSite) -> None:
    path = site.content / "articles/rc8.md"
    path.write_bytes(path.read_bytes().replace(b"All of", b"All \xff of"))

    built = site.build(strict=False)

    assert "content/articles/rc8.md:8: The file is not UTF-8" in built.problems[0]
    assert "\ufffd" in text(built.page("articles/rc8/"))


def test_two_files_with_one_address_lose_nothing_silently(site: SmallSite) -> None:
    site.write("articles/rc8/index.md", "---\ntitle: Another\ndate: 2010-01-01\n---\n")

    problems = site.build(strict=False).problems

    assert sum("The address /articles/rc8/ is also that of" in problem for problem in problems) == 2


def test_no_text_of_a_writer_becomes_markup(site: SmallSite) -> None:
    evil = '<b onclick=\\"x\\">&\\" </title><script>alert(1)</script>'
    site.write("authors.yml", f'anna: {{name: "{evil}", bio: "{evil}"}}\n')
    site.edit("series/coming-in-2.6.33.md", "title: Graphics", f'title: "{evil}"')
    site.edit("series/coming-in-2.6.33.md", "summary: All parts.", f'summary: "{evil}"')
    site.edit("releases/2.6.33.md", "title: A report", f'title: "{evil}"')
    site.edit("releases/2.6.33.md", "Man-Eating Seals of Antiquity", f'"{evil}"')
    site.edit("articles/2.6.33/network.md", "title: Networking", f'title: "{evil}"')
    site.edit("articles/2.6.33/network.md", "What is new in the network.", f'"{evil}"')
    site.edit("articles/2.6.33/network.md", "[networking]", f'["{evil}"]')
    site.edit("articles/2.6.33/network.md", "Corrected a name.", f'"{evil}"')

    built = site.build()

    for page in built.pages():
        soup = built.page(page)
        assert not soup.select("[onclick]"), page
        for script in soup.find_all("script"):
            is_data = script.get("type") in ("application/json", "application/ld+json")
            assert ("<" if is_data else "alert") not in script.get_text(), page


def test_one_bad_entry_does_not_lose_its_list(site: SmallSite) -> None:
    site.edit("series/coming-in-2.6.33.md", "expected: 2010-03-01", "expected: soon")

    built = site.build(strict=False)

    assert "The key 'expected' in entry 3 of 'planned' is 'soon'" in built.problems[0]
    page = text(built.page("series/coming-in-2.6.33/"))
    assert "Networking" in page
    assert "Graphics" not in page
    assert not any("beyond the" in problem for problem in built.problems)


def test_a_file_that_cannot_be_read_is_a_problem(site: SmallSite) -> None:
    (site.content / "articles/gone.md").symlink_to(site.content / "nowhere.md")

    built = site.build(strict=False)

    assert built.problems == [
        "kernlog: content/articles/gone.md:1: The file cannot be read: No such file or directory. "
        "Repair or remove it."
    ]


@pytest.mark.parametrize(
    ("theme", "missing"),
    [
        ({"name": "mkdocs"}, "article.html"),
        ({"name": "mkdocs", "custom_dir": str(HERE.parent / "theme")}, "partials/nav.html"),
    ],
)
def test_another_theme_than_material_is_told(
    site: SmallSite, theme: dict[str, str], missing: str
) -> None:
    site.settings(theme=theme)

    built = site.build(strict=False)

    assert built.aborted
    assert built.problems == [
        f"The theme has no {missing}. kernlog's own lies over Material: set "
        "theme: {name: material}."
    ]


def test_a_time_that_is_none_is_told(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

    built = site.build(strict=False)

    assert built.aborted
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in " ".join(built.problems)


def test_a_headline_in_the_text_is_told(site: SmallSite) -> None:
    site.edit("articles/rc8.md", "All of", "# Another headline\n\nAll of")

    assert site.build(strict=False).problems == [
        "kernlog: content/articles/rc8.md:8: The text has a headline of its own: 'Another "
        "headline'. The headline is made from the title; start sections with ##."
    ]


def test_headlines_in_code_and_plain_pages_are_none(site: SmallSite) -> None:
    site.edit("articles/rc8.md", "All of", "```\n# Same\n```\n\n1. one\n\n    # Same\n\nAll of")
    site.write("about.md", "# Same\n\nText.\n")

    (problem,) = site.build(strict=False).problems

    assert problem.startswith("kernlog: content/articles/rc8.md:14: The text has a headline")


def test_a_text_without_problems_is_rendered_once(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def marked(_: str) -> str:
        raise AssertionError

    monkeypatch.setattr("kernlog_site.build.markdown.processor.marked", marked)

    assert site.build().problems == []


def test_what_mkdocs_says_of_a_link_has_its_line(site: SmallSite) -> None:
    site.edit(
        "articles/rc8.md", "All of", "`[a](gone.md)`\n\n[a](https://gone.md) [a](gone.md)\n\nAll of"
    )

    assert site.build(strict=False).problems == [
        "content/articles/rc8.md:10: Doc file 'articles/rc8.md' contains a link 'gone.md', but the "
        "target 'articles/gone.md' is not found among documentation files."
    ]


def test_lines_are_those_of_the_file_though_a_hook_changes_the_text(site: SmallSite) -> None:
    hook = "def on_page_markdown(text, **_):\n    return f'[new]()\\n\\n{text}\\n\\n[new]()'\n"
    (site.root / "hook.py").write_text(hook)
    site.settings(hooks=["hook.py"])
    site.edit("articles/rc8.md", "All of", "[words]()\n\nAll of")

    told = [text for text in site.build(strict=False).problems if "articles/rc8.md" in text]

    assert [text.partition(" A link")[0] for text in told] == [
        "kernlog: content/articles/rc8.md:",
        "kernlog: content/articles/rc8.md:8:",
    ]


def test_a_gem_listed_again_is_told_on_the_line_of_the_list(site: SmallSite) -> None:
    again = "Prose on :commit[0e1227d356e9].\n\n```commits\n0e1227d356e9\n```\n\nAgain"
    site.edit("articles/2.6.33/storage.md", "Again", again)

    (problem,) = site.build(strict=False).problems

    assert problem.startswith("kernlog: content/articles/2.6.33/storage.md:13: Commit 0e1227d356e9")


def test_an_article_with_another_ending_is_told(site: SmallSite) -> None:
    site.write("articles/other.markdown", "---\ntitle: Other\n---\nText.\n")

    built = site.build(strict=False)

    assert built.problems == [
        "kernlog: content/articles/other.markdown:1: An article's file ends in .md. Rename it to "
        "articles/other.md."
    ]
    assert "articles/other/index.html" not in built.pages(), "it may be a draft"
    assert "articles/other/index.html" in site.build(preview=True, strict=False).pages()


def test_the_predecessor_of_a_release_is_older(site: SmallSite) -> None:
    site.edit("releases/2.6.33.md", "previous: 2.6.32", "previous: 2.6.34")

    assert site.build(strict=False).problems == [
        "kernlog: content/releases/2.6.33.md:3: The release before 2.6.33 cannot be 2.6.34. "
        "Correct previous, or remove it."
    ]


def test_an_unreadable_article_is_hidden_but_told(site: SmallSite) -> None:
    site.edit("articles/rc8.md", "date: 2010-02-13 10:00", "date: tomorrow")

    built = site.build(strict=False)

    assert "articles/rc8/index.html" not in built.pages()
    assert "The key 'date' is 'tomorrow', which is no date." in built.problems[0]
    assert "articles/rc8/index.html" in site.build(strict=False, preview=True).pages()


@pytest.mark.parametrize("namespace", ["kernlog.example", "kernlog.example/de"])
def test_the_namespace_of_the_sample_site_is_told_elsewhere(
    site: SmallSite, namespace: str
) -> None:
    site.options(feed_namespace=namespace)
    lines = site.config_file.read_text().splitlines()
    line = next(n for n, line in enumerate(lines, start=1) if "feed_namespace" in line)

    assert site.build(strict=False).problems == [
        f"kernlog: mkdocs.yml:{line}: feed_namespace is '{namespace}', that of kernlog's sample "
        "site. To readers' programs an article here and one with the same address there are the "
        "same. Set it to a name of your own, such as log.example, before the first article is "
        "published, and never change it."
    ]


def test_the_sample_site_and_others_may_have_a_namespace(site: SmallSite) -> None:
    site.options(feed_namespace="log.example")
    assert site.build().problems == []

    site.options(feed_namespace="kernlog.example")
    for address in ("https://kernlog.example/", "http://127.0.0.1:8000/", None):
        site.settings(site_url=address)
        assert site.build().problems == []
