"""References in a commit message: to other commits, to discussions, to bugs and to stable trees.

This reverts commit 7dd65feb6c60...            every form in which git and people say so
Revert "lib: add support for LZO"              the subject alone, where there is no hash
Fixes: 7dd65feb6c60 ("lib: add support ...")
Link: https://lore.kernel.org/r/...            LKML-Reference: <...>
Reported-by: Ada <ada@example.org>             and below it, or behind it:
Closes: https://example.org/issues/7
http://bugzilla.kernel.org/show_bug.cgi?id=14739, CVE-2009-4138
Cc: stable@vger.kernel.org # 6.1.x
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

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
_ADDRESS = re.compile(r"https?://[^\s<>\"]++", re.IGNORECASE)
_DISCUSSED = re.compile(
    rf"""^[^\S\n]*+
        (?:(?:Link|Closes):\s*+<?+(?P<address>{_ADDRESS.pattern})
        |Reported(?:-and-[a-z]++)*+-by:
            (?P<report>[^\n]*+(?:\n[^\S\n]*+<?+https?://[^\n]*+)?+))  # the next line, if an address
    """,
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_ARCHIVED = re.compile(
    r"""https?://
        (?:(?:patch\.)?msgid\.link|lkml\.kernel\.org/r|lore\.kernel\.org/[^/?\#]++)/
        (?P<id>[^/?\#]++)""",
    re.VERBOSE | re.IGNORECASE,
)
"""An address under which mails are found by their message id, and whatever follows that."""
_MESSAGE_ID = re.compile(r"[^\s<>@]++@[^\s<>]++")
_OF_A_PATH = re.compile(r"[%/?#]")
"""What would end a message id in an address, or seem to be encoded there."""
_LKML = re.compile(
    r"^[^\S\n]*+LKML-Reference:\s*+<?+(?P<id>[^\s<>@]++@[^\s<>]++)>?+[^\S\n]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_BUGZILLA = re.compile(r"bugzilla\.kernel\.org/(?:show_bug\.cgi\?id=)?(?P<number>\d+)")
_CC = re.compile(r"^[^\S\n]*+Cc:(?P<whom>[^\n]*+)", re.IGNORECASE | re.MULTILINE)
_STABLE = re.compile(
    r"""(?<![\w.+-])stable@(?:vger\.)?kernel\.org\b
        |(?:\A|,)\s*+<?+stable>?+(?=\s*+(?:\Z|[,\#\[(]))         # whom git completes by itself""",
    re.VERBOSE | re.IGNORECASE,
)
_PREREQUISITE = re.compile(rf":\s*+{_HASH}.*", re.DOTALL)
_VERSION = r"(?<![\w.])v?+(?:\d++(?:\.\d++)++|\.\d{2}|\d++(?=\.[xy]))(?:\.[xy]\b)?+(?!-?rc\d)"
_SPAN = (
    rf"(?P<from>{_VERSION})(?:\s*+-\s*+(?P<to>{_VERSION}))?+"
    r"(?P<open>[+-](?!\w)|\s++(?:and|or)\s++(?:later|newer|up)\b|\s++onwards?\b)?+"
)
_FIRST_SPAN = re.compile(rf"[\s>,]*+[\[(\s]*+(?:(?:linux|stable)[\s-])?+{_SPAN}", re.IGNORECASE)
_NEXT_SPAN = re.compile(rf"(?:[\s,;&/]|(?:and|or)\b|linux-)*+{_SPAN}", re.IGNORECASE)
_OTHERWISE_MEANT = re.compile(
    r"""=|<\s*+v?+\.?+\d|(?<=[\s\#\[(])>
        |\b(?:not?|never|without|except|unless|before|until|till|below|under|older|earlier|prior
        |less|up\ to)\b|n't\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""What turns versions into those that are not meant, or into the end of some that are."""
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
    """The discussions of a change: addresses, and message ids as `lore:<id>`, each once.

    Mails in archives that find them by message id are such, too. What is in kernel.org's Bugzilla
    is told by `bugs`.
    """
    addresses = [
        address.rstrip(".,)")
        for trailer in _DISCUSSED.finditer(body)
        for address in (trailer["address"], *_ADDRESS.findall(trailer["report"] or ""))
        if address
    ]
    targets = [_discussion(address) for address in addresses if not _BUGZILLA.search(address)]
    targets += [_lore(reference["id"]) for reference in _LKML.finditer(body)]
    return list(dict.fromkeys(targets))


def _discussion(address: str) -> str:
    """The mail at an address of an archive, else the address itself."""
    archived = _ARCHIVED.match(address)
    message_id = unquote(archived["id"]) if archived else ""
    is_one = _MESSAGE_ID.fullmatch(message_id) and message_id.isprintable()
    return _lore(message_id) if is_one else address


def _lore(message_id: str) -> str:
    """The target for a mail, with its id as it stands in a path."""
    return f"lore:{_OF_A_PATH.sub(lambda letter: f'%{ord(letter[0]):02X}', message_id)}"


def stable_versions(body: str) -> str | None:
    """The stable versions that a message asks to take a commit over to, as written: `6.1.x, 6.6+`.

    Empty where it names none, or none that is sure (`not before 6.5`, `< 5.10`); None where it asks
    for nothing. Commits that are needed first are left out.
    """
    asked = [
        (cc["whom"], address.span())
        for cc in _CC.finditer(body)
        if (address := _STABLE.search(cc["whom"]))
    ]
    lines = (_versions(whom[end:]) or _versions(whom[:start]) for whom, (start, end) in asked)
    versions = dict.fromkeys(version for line in lines for version in line)
    return ", ".join(versions) if asked else None


def _versions(text: str) -> list[str]:
    """The versions that what stands beside an address, or the comment in it, begins with."""
    said = _PREREQUISITE.sub("", text)
    if _OTHERWISE_MEANT.search(said):
        return []
    beside, _, comment = said.partition("#")
    return _first_versions(beside) or _first_versions(comment)


def _first_versions(text: str) -> list[str]:
    """The versions that a text begins with, one after the other."""
    versions = []
    span = _FIRST_SPAN.match(text)
    while span:
        versions.append(_as_span(span))
        span = _NEXT_SPAN.match(text, span.end())
    return versions


def _as_span(span: re.Match[str]) -> str:
    """`6.1.x`, `5.10-6.1`, or `6.1+` for that one and what comes after it, however that was put."""
    first, last, is_open = span.group("from", "to", "open")
    return f"{first}-{last}" if last else f"{first}+" if is_open else first


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
