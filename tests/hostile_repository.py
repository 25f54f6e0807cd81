"""A repository that means harm, made object by object: git itself would refuse to write most of it.

Whatever a commit, a tag, a tree, a ref, a note or a setting can have in it that somebody may take
for more than text is in here, and every program that git could be talked into running is a canary.
"""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path

from repository import Repository

WHO = b"Ada Author <ada@example.org> 1262304000 +0100"

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)> &amp; \"' ]]> --> {{ 7*7 }} {% x %}"

MESSAGES: dict[str, bytes] = {
    "tab": b"area: one\ttwo",
    "carriage return": b"area: one\rtwo\r\n\r\nbody\r\n",
    "escape": b"area: \x1b[2J\x1b]0;title\x07",
    "bidirectional": "area: \u202edrawkcab\u2066 \u2028 \u2029 \x85 \ufeff".encode(),
    "other separators": b"area: \x0b \x0c \x1c \x1d \x1e \x1f \x7f",
    "no utf-8": b"area: caf\xe9 \xff\xfe",
    "overlong": b"area: \xc0\x80 \xed\xa0\x80",
    "nul": b"area: before\0after",
    "markup": MARKUP.encode(),
    "markdown": b"[x](javascript:alert(1)) ![x](x) `a` *b* # c | d :commit[x] (:commit[x y])",
    "backticks": b"```` ~~~~ ```commits",
    "heading": b"## no heading",
    "option": b"--output=/tmp/no --exec=x",
    "command": b"$(touch x) `touch x` ; touch x | x && x",
    "formula": b'=HYPERLINK("x") %s %(x)s %n {0} ${x} \\n \\u0000',
    "json": b'"}],"x":[{"y":"</script>',
    "empty": b"",
    "blank": b" \n \n",
    "long": b"area: " + b"long " * 20_000,
    "one long word": b"x" * 100_000,
    "many lines": b"area: lines\n\n" + b"\n" * 50_000 + b"x",
    "nearly fixes": b"area: fixes\n\n" + b"Fixes: 1234567 ('" * 6_000,
    "nearly reverts": b"area: reverts\n\n" + b". - " * 25_000 + b"revert " + b" " * 50_000,
    "nearly links": b"area: links\n\n" + b"Link: https://\n" * 6_000 + b"LKML-Reference: <" * 6_000,
    "quoted": b'Revert "' + b"x" * 100_000 + b'"',
    "quoted again": b'Revert "Revert "' * 10_000,
}
"""Messages by what is odd about them."""

PEOPLE: dict[str, tuple[bytes | None, bytes]] = {
    "markup in a name": (
        MARKUP.replace("<", "{").replace(">", "}").encode() + b" <a@b> 0 +0000",
        WHO,
    ),
    "escape in a name": (b"\x1b[2J\t\xff <a@b> 0 +0000", WHO),
    "no name": (b" <> 0 +0000", WHO),
    "no address": (b"Ada 0 +0000", WHO),
    "no author": (None, WHO),
    "no date": (b"Ada <a@b>", b"Ada <a@b>"),
    "year 10000": (b"Ada <a@b> 253402300800 +0000", b"Ada <a@b> 253402300800 +0000"),
    "no such date": (b"Ada <a@b> 99999999999999999999 +0000", WHO),
    "no such offset": (b"Ada <a@b> 1262304000 +9999", b"Ada <a@b> 1262304000 -9999"),
    "before 1970": (b"Ada <a@b> -86400 +0000", WHO),
}
"""Author and committer by what is odd about them."""

FILES = (
    b"line\nfeed",
    b"line\nM 100644 inline x",
    b'quo"te',
    b"back\\slash",
    b"tab\there",
    b"\x1b[2J",
    b"caf\xe9",
    b"..",
    b".git",
    b"--option",
    b"{a => b}",
    b"{{ 7*7 }}",
    b"<script>",
    b" ",
    b"a" * 200 + b"b",
)
"""Names of files."""

MAINTAINERS = b"""Maintainers List
----------------

<script>alert(1)</script> ## no heading
M:\tnobody
F:\t*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*z
F:\t[[[[]
N:\t(a+)+$
N:\t(a|aa)+$
N:\t(?P<x>
N:\t(((((((((((((((((((((((((

THE REST
F:\t*
F:\t*/
"""

TAGS = (
    *(
        b"v6.1-rc1;rm",
        b'v2.6.33-rc1"><script>',
        b"v$(touch${IFS}x)",
        b"v`x`",
        b"v'x'",
        b"v&x|y",
        b"v\xff",
    ),
    *(b"v1/deep/deeper/name", b"v-", b"--all", b"-x", b"v{{7*7}}", b"v<img", "v\u202e1".encode()),
    *(b"v2.6.33-rc1-dontuse", b"v2.6.33-rc01", b"v99999999999999999999.1", b"vv2.6.33", b"v2..6"),
)
"""Names of tags; git has what it can of them."""

NOTES = (
    b"a\ncommit refs/heads/evil\ncommitter a <> 0 +0000\ndata 0\nfrom refs/heads/master\n\n",
    b"a\nreset refs/heads/evil\nfrom refs/heads/master\n",
    b'"quoted" \\n',
    b"no utf-8 \xff",
    b"..",
    b"\x1b[2J",
    b"0" * 39,
)
"""Names in the tree of notes."""

CALLING = (
    ("alias.cat-file", "!{}"),
    ("alias.log", "!{}"),
    ("core.alternateRefsCommand", "{}"),
    ("core.askPass", "{}"),
    ("core.editor", "{}"),
    ("core.fsmonitor", "{}"),
    ("core.pager", "{}"),
    ("core.sshCommand", "{}"),
    ("credential.helper", "!{}"),
    ("diff.external", "{}"),
    ("diff.odd.command", "{}"),
    ("diff.odd.textconv", "{}"),
    ("filter.odd.clean", "{}"),
    ("filter.odd.process", "{}"),
    ("filter.odd.smudge", "{}"),
    ("gc.auto", "1"),
    ("gpg.program", "{}"),
    ("gpg.ssh.program", "{}"),
    ("hook.odd=one.command", "{}"),
    ("hook.odd=one.event", "reference-transaction"),
    ("interactive.diffFilter", "{}"),
    ("log.showSignature", "true"),
    ("maintenance.auto", "true"),
    ("pager.log", "{}"),
    ("protocol.allow", "always"),
    ("protocol.ext.allow", "always"),
    ("remote.origin.promisor", "true"),
    ("remote.origin.uploadpack", "{}"),
    ("remote.origin.url", "ext::{}"),
    ("trailer.fixes.cmd", "{}"),
    ("uploadpack.packObjectsHook", "{}"),
)
"""Settings that have a program run."""

ATTRIBUTES = "* diff=odd filter=odd\n*.txt -diff\n*.c binary\n"
"""What has such a program run for files, and takes texts for none."""

SIGNATURE = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n"
"""A signature that nobody is to check."""

_HOOKS = (
    *("fsmonitor-watchman", "post-checkout", "post-commit", "post-index-change", "post-update"),
    *("pre-auto-gc", "pre-commit", "proc-receive", "reference-transaction", "update"),
)
_LONG_CHAIN = 1_200
"""Longer than Python may go into a function from itself."""


class Canary:
    """A program that leaves a trace when it is run."""

    def __init__(self, folder: Path) -> None:
        self._trace = folder / "trace"
        self.script = folder / "canary"
        self.script.write_text(f'#!/bin/sh\necho "$0 $*" >> {self._trace}\n')
        self.script.chmod(0o755)

    def called(self) -> str:
        """How it was called, if it was."""
        return self._trace.read_text() if self._trace.exists() else ""

    def be_every_hook_of(self, repository: Repository) -> None:
        """Stand in for all hooks that could run."""
        hooks = repository.path / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        for name in _HOOKS:
            (hooks / name).unlink(missing_ok=True)
            (hooks / name).symlink_to(self.script)


@dataclass
class HostileRepository:
    """The repository, and its commits by what is odd about them, oldest first."""

    repository: Repository
    canary: Canary
    commits: dict[str, str] = field(default_factory=dict)
    _tip: str = ""
    _files_now: str = ""

    @classmethod
    def at(cls, path: Path) -> HostileRepository:
        """Make it in a folder."""
        made = cls(Repository(path), Canary(path.parent))
        made._fill()
        return made

    def refs(self) -> list[str]:
        """All refs and where they lead to."""
        return self.repository.git("for-each-ref", "--format=%(refname) %(objectname)").split("\n")

    def files(self) -> dict[str, bytes]:
        """All files of the clone but its objects."""
        objects = self.repository.path / ".git" / "objects"
        files = (p for p in self.repository.path.rglob("*") if p.is_file() and not p.is_symlink())
        return {str(p): p.read_bytes() for p in files if objects not in p.parents}

    def _fill(self) -> None:
        self._commit("first", b"area: first")
        self._ref("refs/tags/v2.6.32", self.commits["first"])
        for oddity, message in MESSAGES.items():
            self._commit(oddity, message)
        for oddity, (author, committer) in PEOPLE.items():
            self._commit(oddity, f"area: {oddity}".encode(), author, committer)
        self._files()
        self._claims()
        self._ref("refs/tags/v2.6.33-rc1", self._tip)
        self._chain()
        self._commit("last", b"area: last")
        self._ref("refs/heads/master", self._tip)
        self._tags()
        self._ref("refs/tags/v2.6.33", self._tip)
        self._false_history()
        self._notes()
        self._beside()
        self._settings()

    def _files(self) -> None:
        blob = self._object("blob", b"one\ntwo\n")
        named = [(b"100644", name, blob) for name in FILES]
        named += [
            (b"100644", b"MAINTAINERS", self._object("blob", MAINTAINERS)),
            (b"100644", b".gitattributes", self._object("blob", ATTRIBUTES.encode())),
            (b"100644", b".mailmap", self._object("blob", b"Eve <e@b> <ada@example.org>\n")),
            (b"100644", b".gitmodules", self._object("blob", self._submodule())),
            (b"120000", b"link", self._object("blob", b"/etc/passwd")),
            (b"160000", b"sub", "1" * 40),
        ]
        self._commit("files", b"area: files", tree=self._tree(named))
        moved = [(mode, b"moved " + name, sha) for mode, name, sha in named[: len(FILES)]]
        self._files_now = self._tree([*named[len(FILES) :], *moved])
        self._commit("moved files", b"area: moved")

    def _submodule(self) -> bytes:
        lines = ('[submodule "x"]', "path = sub", "url = -x", f"update = !{self.canary.script}", "")
        return "\n".join(lines).encode()

    def _claims(self) -> None:
        """Reverts and mends of everything, and of what is not there."""
        known = list(self.commits.values())
        lines = [f"This reverts commit {sha}." for sha in known]
        lines += [f'Fixes: {sha[:12]} ("{MARKUP}")' for sha in known]
        lines += [f"Fixes: {'0' * 40}", "This reverts commit --all.", f"Link: javascript:{MARKUP}"]
        lines += [f"Link: https://x.example/{MARKUP}", f"LKML-Reference: <{MARKUP}@x>"]
        self._commit("claims", "\n".join(["area: all of it", "", *lines]).encode())
        reversed_merge = f"This reverts commit {known[0]}, reversing\nchanges made to {known[-1]}."
        self._commit("reversed merge", f"Revert a merge\n\n{reversed_merge}".encode())

    def _chain(self) -> None:
        """Commits of which each reverts the one before."""
        for _ in range(_LONG_CHAIN):
            self._commit("chain", b"area: again\n\nThis reverts commit %s." % self._tip.encode())

    def _tags(self) -> None:
        first, tree = self.commits["first"], self._tree([])
        blob = self._object("blob", b"x")
        for name in TAGS:
            self._ref(f"refs/tags/{os.fsdecode(name)}", first)
        inner = self._tag(first, "commit", b"v2.6.33-rc2", WHO)
        outer = self._tag(inner, "tag", b"v2.6.33-rc3", WHO)
        named = {
            "v2.6.33-rc2": inner,
            "v2.6.33-rc3": outer,
            "v2.6.33-rc4": self._tag(tree, "tree", b"v2.6.33-rc4", WHO),
            "v2.6.33-rc5": self._tag(blob, "blob", b"v2.6.33-rc5", WHO),
            "v2.6.33-rc6": blob,
            "v2.6.33-rc7": self._tag(first, "commit", b"another name", b""),
            "v2.6.33-rc8": self._tag(
                first, "commit", b"v2.6.33-rc8", b"Ada <a@b> 253402300800 +0000"
            ),
            "v2.6.33-rc9": self._tag(first, "commit", b"v2.6.33-rc9", b"Ada <a@b> x +9999"),
            first: self._tip,
            first[:12]: self._tip,
            "HEAD": first,
        }
        for tag, sha in named.items():
            self._ref(f"refs/tags/{tag}", sha)

    def _false_history(self) -> None:
        """Commits that stand for others, parents that are none."""
        self._ref(f"refs/replace/{self.commits['first']}", self.commits["markup"])
        info = self.repository.path / ".git" / "info"
        info.mkdir(exist_ok=True)
        (info / "grafts").write_text(f"{self._tip} {self.commits['first']}\n")

    def _notes(self) -> None:
        blob = self._object("blob", b"theirs\n")
        tree = self._tree([(b"100644", name, blob) for name in NOTES])
        for name in ("kernlog", "commits"):
            self._ref(f"refs/notes/{name}", self._commit("notes", b"notes", tree=tree, alone=True))

    def _beside(self) -> None:
        """Refs that are named like options and hashes, and more objects elsewhere."""
        for name in ("--output=x", "-x", self._tip, self._tip[:12]):
            self._ref(f"refs/heads/{name}", self.commits["first"])
        other = Repository(self.repository.path.parent / "other")
        other.commit("elsewhere")
        alternates = self.repository.path / ".git" / "objects" / "info" / "alternates"
        alternates.write_text(f'{other.path}/.git/objects\n/nowhere\n"-x\n')

    def _settings(self) -> None:
        for name, value in CALLING:
            self.repository.git("config", "--add", name, value.format(self.canary.script))
        (self.repository.path / ".gitattributes").write_text(ATTRIBUTES)
        (self.repository.path / ".git" / "info" / "attributes").write_text("* filter=odd\n")
        self.canary.be_every_hook_of(self.repository)

    def _commit(  # noqa: PLR0913, PLR0917 - all that a commit has
        self,
        oddity: str,
        message: bytes,
        author: bytes | None = WHO,
        committer: bytes = WHO,
        tree: str | None = None,
        alone: bool = False,
    ) -> str:
        lines = [b"tree " + (tree or self._files_now or self._tree([])).encode()]
        lines += [b"parent " + self._tip.encode()] if self._tip and not alone else []
        lines += [b"author " + author] if author is not None else []
        lines += [b"committer " + committer, SIGNATURE, message]
        sha = self._object("commit", b"\n".join(lines))
        if not alone:
            self._tip = self.commits[oddity] = sha
        return sha

    def _tag(self, sha: str, kind: str, name: bytes, tagger: bytes) -> str:
        lines = [b"object " + sha.encode(), b"type " + kind.encode(), b"tag " + name]
        lines += [b"tagger " + tagger] if tagger else []
        return self._object("tag", b"\n".join([*lines, b"", b"message"]))

    def _tree(self, entries: Sequence[tuple[bytes, bytes, str]]) -> str:
        ordered = sorted(entries, key=lambda entry: entry[1])
        rows = (b"%s %s\0%s" % (mode, name, bytes.fromhex(sha)) for mode, name, sha in ordered)
        return self._object("tree", b"".join(rows))

    def _object(self, kind: str, data: bytes) -> str:
        """Put an object where git will find it, as nothing but git's own checks would allow."""
        whole = f"{kind} {len(data)}\0".encode() + data
        sha = sha1(whole, usedforsecurity=False).hexdigest()
        file = self.repository.path / ".git" / "objects" / sha[:2] / sha[2:]
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(whole, 1))
        return sha

    def _ref(self, name: str, sha: str) -> None:
        """Have a ref, if git takes its name."""
        with suppress(subprocess.CalledProcessError):
            self.repository.git("update-ref", name, sha)
