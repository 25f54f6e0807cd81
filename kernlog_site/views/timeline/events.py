"""What happened on the way to a release, and what is still to come, in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from kernlog_site.core.fingerprinted import fingerprinted
from kernlog_site.core.model import Release, Tag
from kernlog_site.core.versions import Version

_LONGEST_MERGE_WINDOW = timedelta(days=40)
_PATIENCE = timedelta(days=30)


@fingerprinted
class Event(NamedTuple):
    """A point in the time of a release.

    `kind` is `opening` (the predecessor is out), `candidate`, `release`, `update`, `tag`,
    `article`, `plan`, `today` or `expected`. `label` is short where the release goes without
    saying, `name` is never; today has neither.
    """

    date: date | datetime
    kind: str
    label: str = ""
    name: str = ""
    url: str = ""
    part: int | None = None
    is_draft: bool = False

    @property
    def moment(self) -> datetime:
        """The moment of the event: noon for a day, and for today its end, behind all else."""
        if isinstance(self.date, datetime):
            return self.date
        return datetime.combine(self.date, time.max if self.kind == "today" else time(12), UTC)

    @property
    def is_ahead(self) -> bool:
        """Whether it is announced and has not happened."""
        return self.kind in {"plan", "expected"}


def events(
    release: Release,
    predecessor: Release | None,
    texts: Iterable[Event],
    today: date,
) -> tuple[Event, ...]:
    """The events of a release, of which `texts` are the articles and plans."""
    listed = [_of_tag(tag, release.version) for tag in release.tags]
    listed += texts
    if release.in_development:
        if release.expected:
            version = str(release.version)
            listed.append(Event(release.expected, "expected", version, version))
        listed += _today(listed, today)
    listed += _opening(release, predecessor, listed)
    return tuple(sorted(listed, key=lambda event: (event.moment, event.kind, event.name)))


def _of_tag(tag: Tag, release: Version) -> Event:
    version = tag.version
    if version and version.is_candidate and version.release == release:
        label = f"{version.stage}{version.candidate}{version.suffix}"
        return Event(tag.date, "candidate", label, str(version))
    if version is None or version.suffix:
        return Event(tag.date, "tag", tag.name, tag.name)
    kind = "release" if version == release else "update" if version.is_update else "tag"
    return Event(tag.date, kind, str(version), str(version))


def _today(others: Sequence[Event], today: date) -> Iterator[Event]:
    """Today, unless nothing has been heard of the release for longer than all of it took."""
    moments = [event.moment for event in others]
    now = Event(today, "today")
    if moments and now.moment - max(moments) <= max(moments) - min(moments) + _PATIENCE:
        yield now


def _opening(
    release: Release, predecessor: Release | None, others: Sequence[Event]
) -> Iterator[Event]:
    """The predecessor's release, with which the merge window opened."""
    moments = [tag.date for tag in release.tags] or [event.moment for event in others]
    if predecessor is None or not moments:
        return
    for tag in predecessor.tags:
        is_near = timedelta(0) < min(moments) - tag.date <= _LONGEST_MERGE_WINDOW
        if tag.version == predecessor.version and is_near:
            yield Event(tag.date, "opening", str(tag.version), str(tag.version))
