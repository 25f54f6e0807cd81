"""The context of a page: what its template gets besides MkDocs' own."""

from __future__ import annotations

from typing import Any

from kernlog_site.build.pages.page import KernlogPage
from kernlog_site.build.pages.page_head import head_of, known_of
from kernlog_site.build.pages.page_kinds import PAGE_KINDS
from kernlog_site.build.stages.finished import Finished


def context_of(page: KernlogPage, site: Finished) -> dict[str, Any]:
    """What the template of a page gets: `view`, `metadata`, `linked_data`, perhaps `problems`."""
    view, publication = view_of(page, site), site.settings.publication
    head, things = head_of(page.source.kind, known_of(page, site), view, publication)
    context: dict[str, Any] = {"view": view, "metadata": head, "linked_data": things}
    if site.settings.mode.shows_problems:
        context["problems"] = list(site.problems_shown_on(page))
    return context


def view_of(page: KernlogPage, site: Finished) -> object:
    """What the template of a page shows besides its text."""
    page_kind = PAGE_KINDS[page.source.kind]
    return page_kind.view(site.views, page.source.subject, page.canonical_url or "")
