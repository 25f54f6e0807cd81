"""HTML that is ready, put into a text when Markdown is done with all else."""

from __future__ import annotations

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from record_factories import commit
from site_core import TREES

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.renderer import HtmlStash
from kernlog_site.citations.targets import Link, Target

MADE = commit(subject="x86: add <asm/x86.h> & *more*")


def resolve(target: Target) -> Link | None:
    href = TREES["linux"].commit(MADE.sha)
    return Link(href, commit=MADE) if target.scheme == "commit" else None


class Renaming(Postprocessor):
    def run(self, text: str) -> str:
        return text.replace("x86", "ARM").replace("&amp;", "and")


class Renames(Extension):
    """Changes what Markdown has written, at the very end."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.postprocessors.register(Renaming(md), "renaming", 0)


def test_what_others_do_to_a_finished_text_is_not_done_to_subjects() -> None:
    markdown = Markdown(extensions=[CitationExtension(resolve), Renames()])
    html = markdown.convert("On x86 (:commit[7c68af6e32c7]) & on")
    assert html.startswith("<p>On ARM (")
    assert html.endswith(" and on</p>")
    assert 'title="x86: add &lt;asm/x86.h&gt; &amp; *more* (A. Developer, v2.6.33-rc1)"' in html


def test_inlays_come_in_the_order_of_the_text_and_are_forgotten_with_it() -> None:
    stash = HtmlStash()
    first, second = stash.add("<b>1</b>"), stash.add("<b>2</b>")
    assert stash.put_in(f"{second}, {first}, {second}") == "<b>2</b>, <b>1</b>, <b>2</b>"
    stash.reset()
    assert stash.put_in(stash.add("<i>3</i>")) == "<i>3</i>"


def test_nothing_in_an_inlay_is_taken_for_one() -> None:
    stash = HtmlStash()
    place = stash.add("\x02kernlog-inlay:0\x03")
    assert stash.put_in(place) == "\x02kernlog-inlay:0\x03"
