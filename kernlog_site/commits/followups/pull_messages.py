"""Pulls: what the message of a merge says of what was pulled, who asked for it, and why.

Merge tag 'net-5.19-rc1' of git://git.kernel.org/pub/scm/linux/kernel/git/netdev/net

Pull networking fixes from Jakub Kicinski:
 "Including fixes from bpf and netfilter."

* tag 'net-5.19-rc1' of git://git.kernel.org/...: (28 commits)
  net: fix the first thing
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.hashes import is_full
from kernlog_site.core.characters import on_one_line, printable

# Messages may come from anybody: no expression here looks twice at the same letters.
_MERGED = re.compile(r"Merge (?P<kind>tag|(?:remote(?:-tracking)? )?branch) '(?P<ref>[^'\n]++)'")
_SHORTLOG = re.compile(r"\*\ (?P<what>[^\n]*?):(?:\ \(\d++\ commits?\))?+\s*+")
_COUNTED = re.compile(r"(?:#\ ?)?+(?:By\ [^\n]*\(\d++\)[^\n]*|[Vv]ia\ [A-Z][^\n]*)")
"""Whose commits they are, as git counted them above a list of subjects."""
_CONFLICTS = re.compile(r"(?:#\ ?)?+Conflicts:\s*+")
_TRAILER = re.compile(
    r"(?:[A-Z][\w-]*-by|C[cC]|Link|Closes|Fixes|References|Message-I[dD]|Change-Id):\s[^\n]*"
)
_OF_MAIL = ("-----BEGIN PGP SIGNED MESSAGE-----", "Hash: SHA", "# gpg:")
_SIGNATURE, _SIGNATURE_ENDS = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"


@dataclass(frozen=True, slots=True)
class PullMessage:
    """A merge by what its message says; what it does not say is empty.

    `title` is what was pulled in words (`networking fixes`), else the subject, and `asked_by` who
    asked for it. `repository` is the address from which it came, there from a signed `tag` or a
    `branch`. `text` is what was written about it, in lines.
    """

    sha: str
    title: str
    asked_by: str = ""
    repository: str = ""
    tag: str = ""
    branch: str = ""
    text: str = ""


def pull_of(clone: Clone, sha: str) -> PullMessage | None:
    """What a merge, given by its full hash, says of itself; None for what is no merge, or is not in
    the clone. Raises `GitFailed`."""
    if not is_full(sha) or clone.find([sha])[sha].kind != "commit":
        return None
    form = "--format=tformat:%P%x00%s%x00%b"
    answer = clone.run("log", "--no-walk=unsorted", "--stdin", "-z", form, given=[sha])
    parents, subject, body, *_ = answer.split("\0")
    return pull_message(sha, subject, body) if " " in parents else None


def pull_message(sha: str, subject: str, body: str) -> PullMessage:
    """What the message of a merge says. All of it comes printable."""
    subject = on_one_line(subject)
    merged = _MERGED.match(subject)
    kind, ref = merged.group("kind", "ref") if merged else ("", "")
    lines = [line.rstrip() for line in printable(body.expandtabs()).strip("\n").split("\n")]
    title, asked_by = _asked(lines[0]) if lines[0].endswith((":", ".")) else ("", "")
    text = _text(lines[1:] if title else lines, subject)
    if not title:
        title, asked_by = _asked(subject)
    return PullMessage(
        sha,
        title=title or subject,
        asked_by=asked_by,
        repository=_address(subject),
        tag=ref if kind == "tag" else "",
        branch=ref if kind.endswith("branch") else "",
        text=text,
    )


def _asked(sentence: str) -> tuple[str, str]:
    """What is pulled from whom, by `Pull networking fixes from Jakub Kicinski:` or, where patches
    came by mail, `Merge misc fixes from Andrew Morton`."""
    verb, _, rest = sentence.partition(" ")
    what, _, who = rest.rstrip(":. ").rpartition(" from ")
    is_somebody = bool(what.strip() and who.strip()) and not set(who) & set(':,/"()')
    is_by_mail = verb == "Merge" and not set(what) & set("/'")
    is_asked = is_somebody and (verb == "Pull" or is_by_mail)
    return (what.strip(), who.strip()) if is_asked else ("", "")


def _address(subject: str) -> str:
    """The repository that was merged: it stands behind `of` or `from`, or right behind `Merge`."""
    words = subject.split(" ")
    named = (word for before, word in pairwise(words) if before in ("of", "from", "Merge"))
    return next((word for word in named if (":" in word or "/" in word) and "'" not in word), "")


def _text(lines: Iterable[str], subject: str) -> str:
    """The text in a message, without what git and mail programs added to it."""
    kept = list(_written(lines, subject))
    while kept and (not kept[-1] or _TRAILER.fullmatch(kept[-1])):
        kept.pop()
    return "\n".join(_unquoted(kept)).strip("\n")


def _written(lines: Iterable[str], subject: str) -> Iterator[str]:
    """The lines that are no list of subjects, conflicts or counts, and no signature."""
    added = ""
    for line in lines:
        if added == _SIGNATURE:
            added = "" if line == _SIGNATURE_ENDS else added
            continue
        if added and line.startswith((" ", "#")):
            continue
        added = ""
        if line == _SIGNATURE:
            added = _SIGNATURE
        elif _CONFLICTS.fullmatch(line) or _is_of_shortlog(line, subject):
            added = line
        elif not (line.startswith(_OF_MAIL) or _COUNTED.fullmatch(line)):
            yield line


def _is_of_shortlog(line: str, subject: str) -> bool:
    """Whether a line is the head of a list of subjects, which names again what was merged."""
    head = _SHORTLOG.fullmatch(line)
    if head is None:
        return False
    ref, _, address = head["what"].partition(" of ")
    name = ref.removeprefix("tag ").strip("'")
    return bool(name) and address in subject and (f"'{name}'" in subject or name == _last(subject))


def _last(text: str) -> str:
    return text.rpartition(" ")[2]


def _unquoted(lines: list[str]) -> list[str]:
    """Lines without the quotation marks around the words of who asked, and their indentation."""
    lines = lines[next((place for place, line in enumerate(lines) if line), 0) :]
    ends = [place for place, line in enumerate(lines) if line.endswith('"')]
    if not ends or not lines[0].lstrip().startswith('"') or lines[0].strip() == '"':
        return lines
    last = ends[-1]
    quoted = [lines[0].lstrip(), *(line.removeprefix("  ") for line in lines[1 : last + 1])]
    quoted[last] = quoted[last][:-1].rstrip()
    return [quoted[0][1:], *quoted[1:], *lines[last + 1 :]]
