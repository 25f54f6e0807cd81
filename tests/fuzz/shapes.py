"""Texts that are one thing over and over: what makes an expression or a loop try everything.

Most are of what Markdown and kernlog give a meaning to, opened and never closed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece to be repeated, between a beginning and an end that stand there once."""

    piece: str
    begin: str = ""
    end: str = ""

    def times(self, count: int) -> str:
        """The text with so many of the piece."""
        return f"{self.begin}{self.piece * count}{self.end}"

    def of_size(self, size: int) -> str:
        """The text with as many of the piece as take that many characters."""
        return self.times(size // len(self.piece))


SHA = "7c68af6e32c7"

CODE = {
    "backtick": Shape("` "),
    "two backticks": Shape("`` "),
    "three backticks": Shape("``` "),
    "backticks alone": Shape("`"),
    "backticks of two lengths": Shape("` `` "),
    "escaped backtick": Shape("\\` "),
    "code open": Shape("<code>"),
    "code closed": Shape("</code>"),
    "code pair": Shape("<code>a</code> "),
    "code open, shortcode": Shape("<code>:commit["),
    "code once, shortcodes": Shape(":commit[ ", "<code>"),
    "code pair, shortcode": Shape("<code>:commit[</code>"),
    "code open, one shortcode": Shape("<code>", "", ":commit[a]"),
    "code open, one shortcode first": Shape("<code>", ":commit[a]"),
    "code open in lines": Shape("<code>\n"),
    "code open in paragraphs": Shape("<code>\n\n"),
    "pre open": Shape("<pre>"),
    "pre open, shortcode": Shape("a <pre>:commit["),
    "kbd and samp open": Shape("<kbd><samp>"),
    "kbd and samp, shortcode": Shape("<kbd><samp>:links["),
    "code with attributes": Shape("<code a='", "", ">:commit["),
}
COMMENTS = {
    "comment open": Shape("<!--"),
    "comment open in a text": Shape("a <!-- "),
    "comment open, shortcode": Shape("<!-- :commit["),
    "comment in a text, shortcode": Shape("a <!-- :commit[ "),
    "comment closed": Shape("-->"),
    "comment pair": Shape("a <!-- b --> "),
    "comment pair, shortcode": Shape("a <!-- :commit[ --> "),
    "instruction open": Shape("a <? "),
    "cdata open": Shape("a <![CDATA[ "),
    "declaration open": Shape("a <! "),
}
TAGS = {
    "tag open": Shape("<a "),
    "angle": Shape("<"),
    "angle closed": Shape(">"),
    "tag once, attributes": Shape(" b='c'", "<a"),
    "tag once, attributes, shortcode": Shape(" b=':commit['", "<a"),
    "tag once, shortcodes": Shape(":commit[", "a <b"),
    "tag open, shortcode": Shape("<a :commit["),
    "tag pair, shortcode": Shape("<a :commit[>"),
    "anchor open": Shape('<a href="https://git.example/x">'),
    "anchor open, other tags": Shape("<b>x", '<a href="https://git.example/x">'),
    "anchors and ends": Shape('<a href="b">c</a >'),
    "anchor, one quote": Shape("<a '"),
    "anchor once, quotes": Shape("'", "<a "),
    "divs open": Shape("<div>\n\n"),
    "autolink": Shape("<https://a.example/"),
    "mail": Shape("<a@b"),
    "entity": Shape("&amp"),
    "entity closed": Shape("&amp;"),
    "entity of digits": Shape("&#3"),
    "script": Shape("<script>"),
}
LINKS = {
    "bracket": Shape("["),
    "bracket closed": Shape("]"),
    "brackets": Shape("[]"),
    "brackets nested": Shape("[a](", "", ")"),
    "bracket and word": Shape("[a "),
    "link open": Shape("[x]("),
    "link end open": Shape("]("),
    "link ends, spaces": Shape("](\t"),
    "link end once, spaces": Shape(" ", "[a]("),
    "link end once, title": Shape(' "b', "[a](b"),
    "link end once, parentheses": Shape("(", "[a](b"),
    "link end once, pairs": Shape("(a)", "[a](b"),
    "link end, pairs and space": Shape("](a(b)"),
    "link in link": Shape("[a", "", "](commit:1)" * 5),
    "links": Shape("[a](commit:7c68af6e32c7) "),
    "links elsewhere": Shape("[a](https://a.example/) "),
    "empty links": Shape("[a]() "),
    "image": Shape("!["),
    "image open": Shape("![a]("),
    "references": Shape("[a][b] "),
    "definition": Shape("[a]: b\n"),
    "definition open": Shape("[a]:\n"),
    "definition open, spaces": Shape(" ", "[a]:"),
    "footnote": Shape("[^1]"),
    "footnote definition": Shape("[^1]: "),
    "footnotes": Shape("[^1]\n\n[^1]: a\n\n"),
    "scheme": Shape("a", "[x](", ":b)"),
    "address of dots": Shape("[x](commit:v1.."),
}
CITATIONS = {
    "shortcode open": Shape(":commit["),
    "shortcode open, word": Shape(":commit[a b "),
    "shortcode open, quote": Shape(':commit["'),
    "shortcode open in lines": Shape(":commit[\n"),
    "shortcode open in paragraphs": Shape(":commit[\n\n"),
    "shortcodes": Shape(f":commit[{SHA}] "),
    "shortcodes of nothing": Shape(":commit[] "),
    "shortcode of one": Shape(f"{SHA} ", ":commit[", "]"),
    "shortcode of words": Shape("a", ":commit[", "]"),
    "shortcode of equals": Shape("a=", ":commit[", "]"),
    "shortcode of quotes": Shape('"', ":commit[", "]"),
    "shortcode of quoted": Shape('"a" ', ":commit[", "]"),
    "shortcode of trees": Shape("a@", ":commit[", "]"),
    "shortcode of dots": Shape("..", ":commit[", "]"),
    "shortcode of commas": Shape("a, ", ":commit[", "]"),
    "shortcode of spaces": Shape(" ", ":commit[", "]"),
    "shortcode of code": Shape("`a` ", ":commit[", "]"),
    "shortcodes in a link": Shape(":commit[a]", "[", "](b)"),
    "shortcodes in links": Shape("[:commit[a]](b) "),
    "shortcode, escaped": Shape("\\:commit[a] "),
    "backslash": Shape("\\"),
    "backslashes, colon": Shape("\\\\\\:"),
    "escaped colon": Shape("\\:"),
    "colon": Shape(":"),
    "colons of links": Shape(":links["),
    "heading with citations": Shape(f"# a (:commit[{SHA}])\n\n"),
    "heading of parentheses": Shape("( ", "# ", f" :commit[{SHA}]"),
    "heading of one gap": Shape(" ", "# a", f"b :commit[{SHA}]"),
    "heading of spaces": Shape("a" + " " * 20, "# ", f" :commit[{SHA}]"),
}
FENCES = {
    "fence open": Shape("```commits\n"),
    "fence open, tilde": Shape("~~~\n"),
    "fences of backticks": Shape("```\n"),
    "fence open, paragraphs": Shape("```a\n\n"),
    "fence, closing of another length": Shape("````\n```x\n"),
    "fence of a growing indent": Shape(" ```a\n"),
    "fences": Shape(f"```commits\n{SHA}\n```\n"),
    "fence, one": Shape(f"{SHA} a b\n", "```commits\n", "```\n"),
    "fence, one, headings": Shape("## a\n", "```commits\n", "```\n"),
    "fence, one, folds": Shape(f"## a\n{SHA}\n", "```commits\n", "```\n"),
    "fences in quotations": Shape("> ```commits\n"),
    "fences in deep quotations": Shape(">" * 20 + " ```a\n"),
    "fence of another in quotations": Shape("> ```a\n"),
    "fence in lists": Shape("- ```commits\n"),
    "fences, indented": Shape("    ```commits\n    a\n    ```\n"),
    "fence, long info": Shape("a ", "```", "\n"),
    "fence, long info of spaces": Shape(" ", "```", "`\n"),
    "fence, long info of tabs": Shape("a\t ", "~~~", "`\n"),
    "fence, long indent": Shape(" ", "", "```\n"),
    "no fence, long indent": Shape(" ", "", "x```\n"),
    "no fence, long quotation": Shape("> ", "", "x```\n"),
    "fence, long quotation": Shape("> ", "", "```\n"),
    "fence, long tildes": Shape("~"),
    "tildes in lines": Shape("~~~~ a ~~~~\n"),
    "tildes of many lengths": Shape("~~~a\n~~~~b\n~~~~~c\n"),
    "tokens": Shape("\x02kernlog-commits:0\x03\n"),
    "tokens, indented": Shape(" " * 8, "", "\x02kernlog-commits:0\x03\n"),
}
BLOCKS = {
    "quotations": Shape("> a\n"),
    "quotations, nested": Shape(">"),
    "quotations, nested, spaces": Shape("> "),
    "list": Shape("- a\n"),
    "list, nested": Shape("- "),
    "list of numbers": Shape("1. a\n"),
    "headings": Shape("# a\n"),
    "hashes": Shape("#"),
    "hashes, spaces": Shape("# "),
    "underlined": Shape("a\n-\n"),
    "rules": Shape("***\n"),
    "admonition": Shape("!!! a\n"),
    "table": Shape("a|b\n"),
    "table with its line": Shape("|a|b|\n|-|-|\n|c|d|\n\n"),
    "pipes": Shape("|"),
    "table of code": Shape("|`a|b`|\n", "|a|b|\n|-|-|\n"),
    "attributes": Shape("{: #a"),
    "attributes closed": Shape("a {: #b .c }\n\n"),
    "paragraphs": Shape("a\n\n"),
    "line ends": Shape("\n"),
    "carriage returns": Shape("\r"),
    "spaces": Shape(" "),
    "tabs": Shape("\t"),
    "line breaks": Shape("a  \n"),
    "contents": Shape("[TOC]\n\n"),
}
WORDS = {
    "emphasis": Shape("*a"),
    "emphasis open": Shape("*a "),
    "emphasis closed": Shape("a* "),
    "stars": Shape("*"),
    "underlines": Shape("_a_"),
    "strong": Shape("**a"),
    "strong and em": Shape("*a **b "),
    "digits": Shape("1"),
    "hash": Shape("7c68af6e32c7", "", "g"),
    "letters": Shape("a"),
    "letters of another script": Shape("ф"),
    "letters of two": Shape("\U0001f409"),
    "marks": Shape("\u0301", "a"),
    "quotes": Shape('"'),
    "words": Shape("word "),
    "controls": Shape("\x02"),
    "placeholders": Shape("\x02klzzwxh:0000\x03"),
    "inlays": Shape("\x02kernlog-inlay:0\x03"),
    "turns": Shape("\u202e"),
}
MARKDOWN = {**CODE, **COMMENTS, **TAGS, **LINKS, **CITATIONS, **FENCES, **BLOCKS, **WORDS}
"""Texts of articles."""

MESSAGES = {
    "fixes": Shape("Fixes: "),
    "fixes in lines": Shape("Fixes: 7c68af6e32c7\n"),
    "fixes, subject open": Shape('Fixes: 7c68af6e32c7 ("a\n'),
    "fixes, one, many": Shape("7c68af6e32c7 and ", "Fixes: "),
    "fixes, spaces": Shape(" ", "Fixes:", "x"),
    "fixes, lines": Shape("\n", "Fixes:", "x"),
    "revert": Shape('Revert "'),
    "revert, closed": Shape('"', 'Revert "'),
    "reverts": Shape("This reverts commit 7c68af6e32c7.\n"),
    "reverts, no hash": Shape("This reverts commit "),
    "this patch": Shape("patch ", "This "),
    "this, all": Shape("patch commit change fully ", "This ", "reverts"),
    "reverts, spaces": Shape(" ", "reverts ", "x"),
    "reverts, hyphens": Shape("- ", "reverts commit", "x"),
    "points": Shape(". "),
    "no words": Shape(".:  "),
    "no words, lines": Shape("\n- "),
    "and": Shape(" and", "Fixes: 7c68af6e32c7", "7"),
    "commas": Shape(", ", "Fixes: 7c68af6e32c7", "x"),
    "subject of quotes": Shape("'", "Fixes: 7c68af6e32c7 ("),
    "subject of spaces": Shape(" ", "Fixes: 7c68af6e32c7 ('a'", "x"),
    "reversing": Shape("This reverts commit 7c68af6e32c7,\n"),
    "reversing, spaces": Shape(" ", "This reverts commit 7c68af6e32c7,", "x"),
    "link": Shape("Link: "),
    "links in lines": Shape("Link: https://lore.kernel.org/r/a\n"),
    "link, spaces": Shape(" ", "Link:", "x"),
    "line ends before": Shape("\n", "", "x"),
    "spaces before": Shape(" ", "", "x"),
    "reference": Shape("LKML-Reference: <a@b> x\n"),
    "reference, at": Shape("a@", "LKML-Reference: <", " x"),
    "reference, angles": Shape(">", "LKML-Reference: <a@b", " x"),
    "reference, spaces": Shape(" ", "LKML-Reference: <a@b>", "x"),
    "reference, letters": Shape("a", "LKML-Reference: <", " x"),
    "bugzilla": Shape("bugzilla.kernel.org/"),
    "bugzilla, digits": Shape("1", "bugzilla.kernel.org/"),
    "cve": Shape("CVE-2009-"),
    "cve, digits": Shape("1", "CVE-2009-"),
    "hashes of seven": Shape("7c68af6 "),
    "hash of many": Shape("7c68af6e32c7", "reverts "),
    "subject": Shape("drm/nv50: "),
    "subject, bracket": Shape("[PATCH] "),
    "subject, brackets": Shape("["),
    "subject, spaces": Shape(" ", "[PATCH]", "x"),
    "colons": Shape(":"),
    "shown letters": Shape("a"),
    "shown digits": Shape("1"),
    "tabs in a subject": Shape("\t"),
}
"""Messages of commits."""

MARK = '<mark class="problem">'
HTML = {
    "permalink": Shape('<a class="headerlink" '),
    "permalinks": Shape('<a class="headerlink" href="#a">'),
    "hash": Shape('<a class="hash citation"'),
    "hashes": Shape('<a class="hash citation" href="a">'),
    "citations": Shape('<span class="citations">'),
    "citations closed": Shape('<span class="citations"><a href="a">1</a>, </span>'),
    "citations, one": Shape('<a href="a">1</a>, ', '<span class="citations">', "</span>"),
    "marks": Shape(MARK),
    "marks closed": Shape("</mark>"),
    "mark pair": Shape(f"{MARK}a</mark>"),
    "mark, classes": Shape(' class="problem"', "<mark"),
    "marks of others": Shape("<mark>", MARK),
    "marks in marks": Shape("<mark><mark>a</mark>", MARK),
    "messages": Shape('<span class="problem-message">', MARK),
    "links of classes": Shape(' class="a"', "<a"),
    "link, titles": Shape(' title="a"', '<a href="b"'),
    "styled": Shape(' id="a"', "<p"),
    "spans": Shape("<span>"),
    "spans open": Shape('<span class="a" '),
    "image of many": Shape("a.png 2x, ", '<img srcset="', '">'),
    "image of commas": Shape(",", '<img srcset="', '">'),
    "image of spaces": Shape(", ", '<img srcset="a', '">'),
    "address of steps": Shape("../", '<a href="', '">a</a>'),
}
"""Texts of pages as HTML."""

LINES = {
    "field": Shape(" ", "A TITLE\nF:\ta", "b"),
    "fields": Shape("F:\ta*\n", "A TITLE\n"),
    "sections": Shape("A TITLE\nF:\ta/\n\n"),
    "stars": Shape("*a", "A TITLE\nF:\t"),
    "classes": Shape("[a]", "A TITLE\nF:\t"),
    "classes open": Shape("[", "A TITLE\nF:\t"),
    "expression": Shape("(a)", "A TITLE\nN:\t"),
    "expression of classes": Shape("[a", "A TITLE\nN:\t"),
    "expression of backslashes": Shape("\\", "A TITLE\nN:\t"),
}
"""MAINTAINERS files."""

YAML = {
    "keys": Shape("a: b\n"),
    "list": Shape("- a\n"),
    "flow": Shape("a, ", "k: [", "a]"),
    "flow open": Shape("["),
    "comments": Shape(" #"),
    "comment": Shape(" ", "a: b", "#c"),
    "hyphens": Shape("-", "", "x"),
    "ends": Shape("--- \n"),
    "ends open": Shape("\n", "---"),
    "anchors": Shape("- &a b\n- *a\n"),
    "quotes": Shape('"', "a: "),
    "questions": Shape("? "),
    "controls": Shape("\x01", "a: "),
}
"""Front matter."""

SHA_40 = "7c68af6e32c7" * 3 + "7c68"
STORE = {
    "begins": Shape(f'{{"sha": "{SHA_40}"'),
    "lines": Shape(f'{{"sha": "{SHA_40}", "tree": "linux", "subject": "a"}}\n'),
    "backslashes": Shape("\\\\", f'{{"sha": "{SHA_40}", "tree": "linux", "subject": "'),
    "subject": Shape("a", f'{{"sha": "{SHA_40}", "tree": "linux", "subject": "'),
    "tree": Shape("a", f'{{"sha": "{SHA_40}", "tree": "'),
    "nested": Shape("["),
    "first tags": Shape('"first_tag": "'),
    "digits": Shape("1"),
}
"""Lines of a store."""

ADDRESSES = {
    "commits": Shape("/commit", "https://a.example"),
    "commits closed": Shape("/commit/", "https://a.example"),
    "hashes": Shape(f"/{SHA_40}", "https://a.example/a/commit"),
    "parameters": Shape(";a=b", "https://a.example/?p=x"),
    "ids": Shape("&id=1", "https://a.example/commit?"),
    "hosts": Shape("a.", "https://", "kernel.org/a/commit/1"),
    "host of hyphens": Shape("a-", "https://", "/a/commit/1"),
    "folders": Shape("cgit/", "https://git.kernel.org/", f"a/commit/{SHA_40}"),
    "steps": Shape("../"),
    "slashes": Shape("/"),
    "percents": Shape("%2e"),
    "percents open": Shape("%"),
    "queries": Shape("?"),
    "fragments": Shape("#"),
    "scheme": Shape("http://"),
}
"""Addresses, of git webs and of old pages."""
