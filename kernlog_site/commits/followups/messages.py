"""References in a commit message: to other commits, to discussions and to bugs.

This reverts commit 7dd65feb6c60...            every form in which git and people say so
Revert "lib: add support for LZO"              the subject alone, where there is no hash
Fixes: 7dd65feb6c60 ("lib: add support ...")
Link: https://lore.kernel.org/r/...            LKML-Reference: <...>
http://bugzilla.kernel.org/show_bug.cgi?id=14739, CVE-2009-4138
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kernlog_site.commits.hashes import IN_TEXT

# Messages may come from anybody: no expression here looks twice at the same letters, however often
# it finds a beginning.
_HASH = rf"(?<![0-9a-f]){IN_TEXT}(?![0-9a-z])"
_INSIDE = r"'(?!\s*+\))|\((?!')"
"""What neither ends a subject in single quotes nor begins another one."""
_HASHES = re.compile(
    rf"""(?P<hash>{_HASH})
        (?:\s*+\(\s*+                                                 # ("its subject")
            (?:"(?P<subject>[^"\n]*+(?:\n[^"\n]*+)?+)"
            |["'](?P<single>(?:[^"'\n(]|{_INSIDE})*+(?:\n(?:[^"'\n(]|{_INSIDE})*+)?+)["'])
        \s*+\))?+
        (?:[\s,;&*-]|and\b)*+                                         # before the next one""",
    re.VERBOSE | re.IGNORECASE,
)
_REVERTS = re.compile(
    rf"""(?:\A\W*+|(?<=\w)(?P<between>\W++))
        (?:this\ (?:(?:patch|commit|change|fully|completely|effectively|basically|also)\ )*+)?+
        (?:reverts?|undo(?:es)?|backs?\ out)\ ++
        (?:the\ ++)?+(?:following\ ++)?+(?:two\ ++)?+
        (?:(?:git\ ++)?+commits?|change(?:set)?s?|patch)?+:?+[\s-]*+
        (?={IN_TEXT}\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_SENTENCE_BEGINS = re.compile(r"\n|[.:]\ ")
"""Between two words."""
_REVERSED_MERGE = re.compile(
    rf"This\ reverts\ commit\s+(?P<merge>{_HASH}),\s+reversing\s+changes\s+made\s+to\s+"
    rf"(?P<base>{_HASH})",
    re.VERBOSE,
)
_QUOTED = re.compile(r'Revert\s+"(?P<subject>.+)"\.?')
_FIXES = re.compile(r"^[^\S\n]*+Fixes:\s++(?:commit\s++)?+", re.IGNORECASE | re.MULTILINE)
_LINK = re.compile(
    r"^[^\S\n]*+Link:\s*+<?+(?P<url>https?://[^\s<>\"]++)", re.IGNORECASE | re.MULTILINE
)
_LKML = re.compile(
    r"^[^\S\n]*+LKML-Reference:\s*+<?+(?P<id>[^\s<>@]++@[^\s<>]++)>?+[^\S\n]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_BUGZILLA = re.compile(r"bugzilla\.kernel\.org/(?:show_bug\.cgi\?id=)?(?P<number>\d+)")
_CVE = re.compile(r"\bCVE-\d{4}-\d{4,7}\b")


@dataclass(frozen=True, slots=True)
class NamedCommit:
    """Another commit as a message names it: by digits, and perhaps by its subject."""

    digits: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The reverts and fixes that a message claims.

    `quoted` is the subject of a commit that is reverted by name only. `merge` and `base` are those
    of a merge whose changes are reversed, all that it brought in.
    """

    reverts: tuple[NamedCommit, ...] = ()
    quoted: str = ""
    merge: str = ""
    base: str = ""
    fixes: tuple[NamedCommit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.reverts or self.quoted or self.merge or self.fixes)


def verdict(subject: str, body: str) -> Verdict:
    """The verdict of a commit message on others. Partial reverts ("reverts parts of") are none."""
    reversed_merge = _REVERSED_MERGE.search(body)
    merge, base = reversed_merge.group("merge", "base") if reversed_merge else ("", "")
    reverts = [*_reverts(subject), *_reverts(body)]
    reverts = [mention for mention in reverts if mention.digits not in (merge, base)]
    quoted = _QUOTED.fullmatch(subject.strip())
    by_name = quoted["subject"] if quoted and not reverts and not merge else ""
    trailers = _FIXES.finditer(body)
    fixes = tuple(
        dict.fromkeys(commit for trailer in trailers for commit in _named(body, trailer.end()))
    )
    return Verdict(tuple(dict.fromkeys(reverts)), by_name, merge, base, fixes)


def discussions(body: str) -> list[str]:
    """The discussions of a change: addresses, and message ids as `lore:<id>`."""
    addresses = [link["url"].rstrip(".,)") for link in _LINK.finditer(body)]
    addresses += [f"lore:{reference['id']}" for reference in _LKML.finditer(body)]
    return list(dict.fromkeys(addresses))


def bugs(text: str) -> list[str]:
    """The bugs and vulnerabilities a message names, as `bug:14739` and `cve:CVE-2009-4138`."""
    targets = [f"bug:{bug['number']}" for bug in _BUGZILLA.finditer(text)]
    targets += [f"cve:{name}" for name in _CVE.findall(text)]
    return list(dict.fromkeys(targets))


def _reverts(text: str) -> Iterator[NamedCommit]:
    """The commits that sentences say are reverted."""
    for beginning in _REVERTS.finditer(text):
        between = beginning["between"]
        if between is None or _SENTENCE_BEGINS.search(between):
            yield from _named(text, beginning.end())


def _named(text: str, position: int) -> Iterator[NamedCommit]:
    """The commits named there, one after the other."""
    while named := _HASHES.match(text, position):
        subject = named["subject"] or named["single"] or ""
        yield NamedCommit(named["hash"].lower(), " ".join(subject.split()))
        position = named.end()
