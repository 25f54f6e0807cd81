"""What a heading with citations is called in contents, and where a citation says it stands."""

from __future__ import annotations

import pytest
from markdown import Markdown
from site_core import SiteCore

from kernlog_site.citations.extension import CitationExtension
from kernlog_site.citations.resolver import Place


def read(core: SiteCore, text: str) -> tuple[str, str]:
    """The name of a heading in the contents, and the section of the citation below it."""
    extension = CitationExtension(core.resolver().at(Place("articles/part/")))
    md = Markdown(extensions=["toc", extension])
    md.convert(f"{text}\n\n:commit[7c68af6e32c7]\n")
    contents: list[dict[str, str]] = getattr(md, "toc_tokens")  # noqa: B009 - toc adds it
    return contents[0]["name"], extension.citations[-1].section


@pytest.mark.parametrize(
    ("heading", "name", "section"),
    [
        ("## LZO (:commit[7c68af6e32c7])", "LZO", "LZO"),
        ("## LZO :commit[7c68af6e32c7 18863bdd60f8] and more", "LZO and more", "LZO and more"),
        ("## Goodbye, lock_kernel()", "Goodbye, lock_kernel()", "Goodbye, lock_kernel()"),
        (
            "## Goodbye, lock_kernel() (:commit[7c68af6e32c7])",
            "Goodbye, lock_kernel()",
            "Goodbye, lock_kernel()",
        ),
        ("## KVM & `a<b>`", "KVM &amp; a&lt;b&gt;", "KVM & a<b>"),
    ],
)
def test_citations_are_no_part_of_a_heading(
    core: SiteCore, heading: str, name: str, section: str
) -> None:
    assert read(core, heading) == (name, section)
