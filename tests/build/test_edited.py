"""An edit of a preview gives another finished site, and leaves the one before as it was."""

from __future__ import annotations

import pytest
from editable_site import EditableSite
from mkdocs.config import load_config

from kernlog_site.build.stages.finished import Finished
from kernlog_site.plugin import KernlogPlugin
from kernlog_site.preview.hot_reload import LastBuild

EDITED = "articles/rc8.md"


@pytest.fixture
def last(editable: EditableSite) -> LastBuild:
    """What a preview keeps of a site that was built."""
    editable.edit("Cites (:commit[7dd65feb6c60]).")
    editable.again(preview=True)
    kernlog = load_config(str(editable.root / "mkdocs.yml")).plugins["kernlog"]
    assert isinstance(kernlog, KernlogPlugin)
    assert kernlog.last
    return kernlog.last


def cited_in(site: Finished) -> int:
    return site.rendered.cited[EDITED].count


def test_the_site_before_stays_as_it_was(editable: EditableSite, last: LastBuild) -> None:
    before, page = last.site, last.site.rendered.pages[EDITED]
    editable.edit("Cites (:commit[7dd65feb6c60], :commit[5ad6468801d2]) and :commit[0000beef].")

    assert last.show_edited([str(editable.content / EDITED)]) == ["articles/rc8/index.html"]

    assert last.site is not before
    assert (cited_in(before), cited_in(last.site)) == (1, 2)
    assert before.rendered.pages[EDITED] is page
    assert last.site.rendered.pages[EDITED] is not page
    assert [problem.path for problem in before.problems].count(EDITED) == 0
    assert "Unknown commit '0000beef'" in str(last.site.problems)
    assert before.library is not last.site.library


def test_what_takes_a_whole_build_changes_nothing(editable: EditableSite, last: LastBuild) -> None:
    before = last.site
    editable.edit("Another text.")
    editable.write("content/about.md", "# About\n\nAnother text, too.\n")

    changed = [str(editable.content / path) for path in (EDITED, "about.md")]
    assert last.show_edited(changed) is None
    assert last.site is before
    assert cited_in(before) == 1
