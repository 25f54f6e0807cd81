"""What became of commits, in words."""

from __future__ import annotations

from kernlog_site.core.i18n import Words
from kernlog_site.core.model import Commit, Deed


def said(deed: Deed, words: Words) -> str:
    """`reverted in 2.6.34-rc2`, or `reverted` while the deed is in no release."""
    known = {
        "reverted": (words.gettext("reverted in %(version)s"), words.gettext("reverted")),
        "fixed": (words.gettext("fixed in %(version)s"), words.gettext("fixed")),
    }
    if deed.kind not in known:
        return deed.kind
    in_version, alone = known[deed.kind]
    return in_version % {"version": deed.first_tag.removeprefix("v")} if deed.first_tag else alone


def landing(commit: Commit, words: Words) -> str:
    """The first tag of a commit, or that it has none."""
    return commit.first_tag or words.gettext("not in a release yet")


def described(commit: Commit, words: Words) -> str:
    """What a reader learns about a commit on hovering over a number."""
    return f"{commit.subject} ({facts(commit, words)})"


def facts(commit: Commit, words: Words) -> str:
    """The same where the subject can be read already."""
    fate = "".join(f"; {said(deed, words)}" for deed in commit.fate)
    return f"{commit.author}, {landing(commit, words)}{fate}"
