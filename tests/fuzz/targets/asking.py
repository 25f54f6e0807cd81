"""What git answers, and what commits say: messages, histories, trees of notes, MAINTAINERS."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from fuzz.target import Target, text_of
from kernlog_site.commits.followups.backports import taken_over
from kernlog_site.commits.followups.messages import (
    bugs,
    discussions,
    stable_versions,
    verdict,
)
from kernlog_site.commits.git.changes import changes_of
from kernlog_site.commits.git.client import Clone
from kernlog_site.commits.git.git_notes import compare
from kernlog_site.commits.git.maintainers import Maintainers, sections
from kernlog_site.commits.git.subjects import area_of, prefix_of
from kernlog_site.commits.hashes import IN_TEXT

SHA = "7c68af6e32c7" * 3 + "7c68"


class Answering(Clone):
    """A clone that is none: it answers every question as it is told to."""

    def __init__(self, **answers: str) -> None:
        self.path = "linux"
        self.answers = {"rev_parse": "sha1\n", **answers}

    def run(self, *arguments: str, given: Sequence[str] | bytes = (), **_: Any) -> str:
        asked = next(word for word in arguments if not word.startswith("-"))
        answer = self.answers[asked.replace("-", "_")]
        form = next((word for word in arguments if word.startswith("--format=")), "")
        return (
            _filled(form.removeprefix("--format="), answer) if asked == "for-each-ref" else answer
        )


def _filled(form: str, tip: str) -> str:
    """One ref as `for-each-ref` writes it."""
    about = {
        "refname": "refs/notes/kernlog",
        "objectname": tip,
        "objecttype": "commit",
        "symref": "",
    }
    filled = re.sub(r"%\((\w+)\)", lambda name: about[name[1]], form)
    return filled.replace("%00", "\0") + "\n"


def message(data: bytes) -> None:
    """What a message names is in it."""
    text = text_of(data)
    subject, _, body = text.partition("\n")
    found = verdict(subject, body)
    for mention in (*found.reverts, *found.fixes):
        assert mention.digits in text.lower()
        assert re.fullmatch(IN_TEXT, mention.digits)
        assert "\n" not in mention.subject
    assert found.quoted in subject
    for link in discussions(body):
        assert unquote(link.removeprefix("lore:")) in unquote(body)
        assert not set(link) & set("<> \n")
    for version in filter(None, (stable_versions(body) or "").split(", ")):
        assert re.fullmatch(r"[v\d.xy+-]+", version, re.IGNORECASE)
    for digits in taken_over(body):
        assert digits in body.lower()
        assert re.fullmatch(IN_TEXT, digits)
    assert all(re.fullmatch(r"bug:\d+|cve:CVE-\d{4}-\d{4,7}", bug) for bug in bugs(text))
    assert area_of(subject) in subject
    assert subject.startswith(prefix_of(subject))


def history(data: bytes) -> None:
    """Subjects, authors and paths come through a history as they are, whatever is in them."""
    fields = [*text_of(data).replace("\n", " ").split("\0"), "", ""][:12]
    author, subject, paths = fields[0], fields[1], [path for path in fields[2:] if path]
    files = "".join(f"{number}\t0\t{path}\0" for number, path in enumerate(paths))
    head = "\0".join((SHA, SHA[:12], author, subject))
    answer = f"{head}\0" + (f"\n{files}" if files else "")
    read = list(changes_of(Answering(log=answer * 2), [SHA, SHA]))
    assert len(read) == 2
    for change in read:
        assert (change.sha, change.author, change.subject) == (SHA, author, subject)
        assert list(change.files) == paths


def facts(data: bytes) -> None:
    """The same for what a sync asks about commits."""
    fields = (text_of(data).split("\0") + [""] * 6)[:3]
    date = "1262304000 +0000"
    answer = "\0".join((SHA, fields[0], date, date, fields[1], fields[2])) + "\0"
    read = list(Answering(log=answer * 2).facts([SHA, SHA]))
    assert [(its.author, its.subject, its.body) for its in read] == [tuple(fields)] * 2


def notes(data: bytes) -> None:
    """Whatever stands in the tree of notes, what is to be written is told rightly."""
    paths = [path for path in text_of(data).split("\0") if path]
    tree = "".join(f"100644 blob {SHA}\t{path}\0" for path in paths)
    clone = Answering(cat_file=f"{SHA} commit\n", for_each_ref=SHA, ls_tree=tree)
    found = compare(clone, {SHA: "text\n"})
    there = any(path.replace("/", "") == SHA for path in paths)
    assert (SHA in found.added) is not there or any("/" in path for path in paths)
    assert SHA not in found.removed


def maintainers(data: bytes) -> None:
    """Any file is read, and names one of its titles or none."""
    read = Maintainers(sections(text_of(data)))
    title = read.section_of(["drivers/net/3c505.c", "a" * 200, "kernel/sched.c"])
    assert title is None or title in {section.title for section in read.sections}


TARGETS = (
    Target(
        "messages",
        message,
        (
            *(
                "This reverts commit ",
                "This patch ",
                "reverts ",
                'Revert "',
                "Fixes: ",
                "commit ",
                SHA,
            ),
            *(
                "7c68af6e32c7",
                ' ("x")',
                " and ",
                ", ",
                "\n",
                ". ",
                ": ",
                "- ",
                "Link: ",
                "https://a/b",
            ),
            *("LKML-Reference: <a@b>", "bugzilla.kernel.org/14739", "CVE-2009-4138", "drm/nv50: "),
            *("Closes: ", "Reported-by: ", "https://lore.kernel.org/r/", "a%40b", "%2F", "%0A"),
            *("Cc: stable@kernel.org", " # ", "v6.1", ".x", "+", " - "),
            *("[ Upstream commit ", " ]", " upstream.", "(cherry picked from commit "),
            *("[PATCH] ", "\t", "\x0b", "\r", "reversing\nchanges made to ", "'", '"', "(", ")"),
        ),
    ),
    Target(
        "histories",
        history,
        (*"\0\t\n\r\x0b\x85", "-\t-\t", "1\t2\t", SHA, "a => b", ":", "{a => b}"),
    ),
    Target("facts", facts, (*"\0\t\n\r\x0b\x85", SHA, "commit ", "x86: do it")),
    Target(
        "notes trees", notes, (*"\0\t\n\r/", SHA, "7c/", "D x", "\nreset refs/heads/a\n", '"', "..")
    ),
    Target(
        "maintainers",
        maintainers,
        (
            *(
                "TITLE\n",
                "F:\t",
                "X:\t",
                "N:\t",
                "M:\t",
                "\n",
                "drivers/",
                "net",
                "*",
                "**",
                "?",
                "[",
                "]",
            ),
            *("(", ")", "|", "+", "{2}", "\\", "^", "$", "#", " ", "[a-z]", "(?i)", "(?=a)", "\\1"),
            *("Maintainers List\n", "THE REST\n", "*/"),
        ),
    ),
)
