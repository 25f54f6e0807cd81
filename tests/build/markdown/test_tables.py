from __future__ import annotations

import markdown

TABLE = "| a | b | c | d |\n| :-- | --: | :-: | --- |\n| 1 | 2 | 3 | 4 |\n"


def cells(text: str, *extensions: str) -> list[str]:
    html = markdown.markdown(
        text, extensions=["tables", *extensions, "kernlog_site.build.markdown.tables"]
    )
    return [line for line in html.splitlines() if line.startswith(("<th>", "<th ", "<td"))]


def test_columns_are_aligned_by_classes() -> None:
    assert cells(TABLE) == [
        '<th class="kl-left">a</th>',
        '<th class="kl-right">b</th>',
        '<th class="kl-center">c</th>',
        "<th>d</th>",
        '<td class="kl-left">1</td>',
        '<td class="kl-right">2</td>',
        '<td class="kl-center">3</td>',
        "<td>4</td>",
    ]


def test_attributes_of_writers_stay() -> None:
    table = '| a |\n| --: |\n| 1 { .own } |\n| 2 { style="color: red" } |\n'

    assert cells(table, "attr_list") == [
        '<th class="kl-right">a</th>',
        '<td class="kl-right own">1</td>',
        '<td class="kl-right" style="color: red">2</td>',
    ]
