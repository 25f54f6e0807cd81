"""An edit of a preview gives another finished site, and leaves the one before as it was."""

from __future__ import annotations

import pytest
from livingsite import LivingSite
from mkdocs.config import load_config

from kernlog_site.build.stages.finished import Finished
from kernlog_site.plugin import KernlogPlugin
from kernlog_site.preview.hot_reload import LastBuild

EDITED = "articles/rc8.md"


@pytest.fixture
def last(living: LivingSite) -> LastBuild:
    """What a preview keeps of a site that was built."""
    living.edit("Cites (:commit[7dd65feb6c60]).")
    living.again(preview=True)
    kernlog = load_config(str(living.root / "mkdocs.yml")).plugins["kernlog"]
    assert isinstance(kernlog, KernlogPlugin)
    assert kernlog.last
    return kernlog.last


def cited_in(site: Finished) -> int:
    return site.rendered.cited[EDITED].count


def test_the_site_before_stays_as_it_was(living: LivingSite, last: LastBuild) -> None:
    before, page = last.site, last.site.rendered.pages[EDITED]
    living.edit("Cites (:commit[7dd65feb6c60], :commit[5ad6468801d2]) and :commit[0000beef].")

    assert last.show_edited([str(living.content / EDITED)]) == ["articles/rc8/index.html"]

    assert last.site is not before
    assert (cited_in(before), cited_in(last.site)) == (1, 2)
    assert before.rendered.pages[EDITED] is page
    assert last.site.rendered.pages[EDITED] is not page
    assert [problem.path for problem in before.problems].count(EDITED) == 0
    assert "Unknown commit '0000beef'" in str(last.site.problems)
    assert before.library is not last.site.library


def test_what_takes_a_whole_build_changes_nothing(living: LivingSite, last: LastBuild) -> None:
    before = last.site
    living.edit("Another text.")
    living.write("content/about.md", "# About\n\nAnother text, too.\n")

    changed = [str(living.content / path) for path in (EDITED, "about.md")]
    assert last.show_edited(changed) is None
    assert last.site is before
    assert cited_in(before) == 1
