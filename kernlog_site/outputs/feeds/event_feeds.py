"""The feeds of events: what became of commits that articles cite, of the site and of each release.

An entry is one event: a commit was reverted, or it turned out to have introduced a vulnerability.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape

from kernlog_site.build.artifacts import Artifact
from kernlog_site.build.pages.page_head import event_feed_on
from kernlog_site.build.stages.cited_events import CitedEvent, EventPlace
from kernlog_site.build.stages.finished import Finished
from kernlog_site.commits.followups.wording import headline_of
from kernlog_site.commits.hashes import ABBREVIATED
from kernlog_site.core.model import Release
from kernlog_site.core.versions import Version
from kernlog_site.incremental.digest import digest, digest_of, digest_of_programs
from kernlog_site.outputs.feeds.content import legal
from kernlog_site.outputs.feeds.feed_formats import Feed, FeedEntry, atom, lasting_id
from kernlog_site.views.feed_links import FeedLink


def event_feeds(site: Finished) -> Iterator[Artifact]:
    """A feed for each page that announces one."""
    for page in site.pages:
        link, subject = event_feed_on(page, site), page.source.subject
        if link:
            release = subject.version if isinstance(subject, Release) else None
            feed = _described(link, page.url, site)
            made_with = digest(b"event feed", digest_of_programs(), digest_of(feed))
            fingerprint = digest(made_with, site.events.fingerprint(release))
            yield Artifact(link.path, fingerprint, partial(_write, feed, release, site), kept=False)


def _described(link: FeedLink, url: str, site: Finished) -> Feed:
    """A feed, but for what is in it. `url` is that of its page from the root of the site."""
    publication = site.settings.publication
    return Feed(
        id=lasting_id(publication.namespace, "event feed", link.name),
        title=link.title,
        url=f"{publication.url}{url}",
        address=f"{publication.url}{link.url}",
        author=publication.author or publication.name,
        language=publication.language,
        direction=site.settings.formats.direction,
    )


def _write(feed: Feed, release: Version | None, site: Finished) -> bytes:
    newest = site.events.newest(release)
    entries = [_entry(its, site) for its in newest]
    return atom(feed, entries, (legal(_text(its, site)) for its in newest))


def _entry(its: CitedEvent, site: Finished) -> FeedEntry:
    publication, words = site.settings.publication, site.settings.words
    event = its.event
    assert event.when
    name = "\n".join((*its.commit, event.kind, event.key))
    title = words.gettext("%(subject)s: %(event)s")
    return FeedEntry(
        id=lasting_id(publication.namespace, "event", name),
        url=f"{publication.url}{its.places[0].url}",
        title=title % {"subject": its.subject, "event": headline_of(event, words)},
        published=event.when,
        updated=event.when,
    )


def _text(its: CitedEvent, site: Finished) -> str:
    """What happened, to which commit, and which articles cite it, as HTML.

    Not where a CVE is fixed: that changes, and the date of the entry does not.
    """
    words = site.settings.words
    happened = escape(headline_of(its.event, words))
    said = f"<code>{its.commit[1][:ABBREVIATED]}</code>"
    linked = f'<a href="{escape(its.url)}">{said}</a>' if its.url else said
    listed = "".join(f"<li>{_place(place, site)}</li>" for place in its.places)
    return (
        f"<p>{linked} {escape(its.subject)}: <strong>{happened}</strong></p>"
        f"<p>{escape(words.gettext('Cited in'))}</p><ul>{listed}</ul>"
    )


def _place(place: EventPlace, site: Finished) -> str:
    address = escape(f"{site.settings.publication.url}{place.url}")
    section = f", {escape(place.section)}" if place.section else ""
    return f'<a href="{address}">{escape(place.headline)}</a>{section}'
