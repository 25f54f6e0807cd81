"""What `mkdocs build` and `mkdocs serve` do differently, each difference by name."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildMode:
    """Switches of a build that follow from the command."""

    shows_unpublished: bool
    """Whether the site has drafts, articles of the future, and files that are to be articles."""
    shows_problems: bool
    """Whether pages show what is wrong with them."""
    draws_cards: bool
    """Whether articles get social cards."""
    welcomes_crawlers: bool
    """Whether the site has a robots.txt."""
    indexes_on_demand: bool
    """Whether the index of the search is made when somebody searches, not in the build."""
    remembers_records: bool
    """Whether the process builds again, and keeps records in memory for that."""


PUBLISHING = BuildMode(
    shows_unpublished=False,
    shows_problems=False,
    draws_cards=True,
    welcomes_crawlers=True,
    indexes_on_demand=False,
    remembers_records=False,
)
"""The site as readers get it."""
PREVIEWING = BuildMode(
    shows_unpublished=True,
    shows_problems=True,
    draws_cards=False,
    welcomes_crawlers=False,
    indexes_on_demand=True,
    remembers_records=True,
)
"""The site as writers look at it while they write."""
CHECKING = replace(PUBLISHING, shows_unpublished=True)
"""All that is written, for commands that make no site of it."""


def mode_of(command: str) -> BuildMode:
    """The mode of a command of MkDocs: `build`, `gh-deploy` or `serve`."""
    return PREVIEWING if command == "serve" else PUBLISHING
