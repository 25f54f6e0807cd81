from __future__ import annotations

import pytest

from kernlog_site.templating.material_css import apart

USED = ("custom", "deep-purple"), ("tables", "pymdownx.tabbed")


@pytest.mark.parametrize(
    "css",
    [
        "p{margin:0}",
        ".md-typeset a:hover{color:red}",
        ".md-typeset,.md-nav{color:red}",
        ".md-typeset :is(.a,.b) .md-navy{color:red}",
        "@font-face{font-family:x}",
        "@keyframes k{0%{top:0}to{top:1px}}",
        ":root{--md-nav-icon:url(data:,);--md-details-icon:url(data:,)}",
        ":root{--md-topical:400px}",
        ":root{top:0}",
        ".md-code{top:0}",
        ".tabbed-set{top:0}",
        "[data-md-color-primary=custom]{top:0}",
        '[data-md-color-accent="deep-purple"]{top:0}',
        "[data-md-color-scheme=slate]{top:0}",
        ':root{--icon:url("data:image/svg+xml;charset=utf-8,<svg>;,}")}',
    ],
)
def test_what_may_stand_on_a_page_of_news_stays(css: str) -> None:
    assert apart(css, *USED) == (css, "")


@pytest.mark.parametrize(
    "css",
    [
        ".md-nav{top:0}",
        ".md-nav__link:is(a,b),[dir=rtl] .md-sidebar__inner{top:0}",
        ".no-js .md-header{top:0}",
        ".md-typeset .md-code__button{top:0}",
        ".md-tooltip2{top:0}",
        ':root{--md-nav-icon--prev:url("data:,a:b");--md-toc-icon:url("data:,")}',
    ],
)
def test_rules_of_the_layout_go_apart(css: str) -> None:
    assert apart(css, *USED) == ("", css)


def test_rules_for_some_media_go_where_those_for_all_go() -> None:
    css = "@media print{p{top:0}.md-nav{top:1px}@supports (x:y){.md-tabs{top:2px}}}"

    assert apart(css, *USED) == (
        "@media print{p{top:0}}",
        "@media print{.md-nav{top:1px}@supports (x:y){.md-tabs{top:2px}}}",
    )


def test_unused_colours_are_in_neither() -> None:
    css = "[data-md-color-primary=red],[data-md-color-accent=red] .md-nav{top:0}"

    assert apart(css, *USED) == ("", "")


def test_what_no_extension_makes_is_in_neither() -> None:
    css = ".keys .key-alt{top:0}.task-list-item,.critic .md-nav{top:0}:root{--md-tasklist-icon:x}"

    assert apart(css, *USED) == ("", "")
    assert apart(css, (), ("pymdownx.keys",)).news == ".keys .key-alt{top:0}"
    assert apart(".keyframe,.keys{top:0}", *USED).news == ".keyframe,.keys{top:0}"


def test_order_is_kept_and_comments_are_not() -> None:
    css = "b{top:0}/* c */.md-nav{top:0}a{top:0}"

    assert apart(css, *USED) == ("b{top:0}a{top:0}", ".md-nav{top:0}")
