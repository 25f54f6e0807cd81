"""What the messages of merges say: who asked for a pull, from where, and why."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from git_history import merge
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from kernlog_site.commits.followups.pull_messages import PullMessage, pull_message, pull_of
from kernlog_site.commits.git.client import Clone

SHA = "a" * 40
CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "pull-messages.yml").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"]["title"])
def test_what_a_merge_says(case: dict[str, Any]) -> None:
    subject, _, body = case["message"].partition("\n")
    says = {key: value.removesuffix("\n") for key, value in case["says"].items()}

    assert pull_message(SHA, subject, body.lstrip("\n")) == PullMessage(SHA, **says)


@pytest.mark.usefixtures("git")
def test_a_merge_is_read_from_the_clone_and_nothing_else(tmp_path: Path) -> None:
    linux = Repository(tmp_path / "linux")
    base = linux.commit("base")
    linux.git("switch", "--quiet", "--create", "topic")
    linux.commit("net: topic")
    linux.git("switch", "--quiet", "master")
    linux.commit("mm: direct")
    text = (
        "Merge tag 'net' of git://x.org/net\n\nPull fixes from Ada:\n \"Two lines\n\n  of text\"\n"
    )
    pull = merge(linux, "topic", text)
    clone = Clone(str(linux.path))

    assert pull_of(clone, pull) == PullMessage(
        pull, "fixes", "Ada", "git://x.org/net", tag="net", text="Two lines\n\nof text"
    )
    tree = linux.git("rev-parse", "HEAD^{tree}")
    for other in (base, tree, "f" * 40, pull[:12], "--all", ""):
        assert pull_of(clone, other) is None


pieces = st.sampled_from(
    [
        *("Merge ", "branch ", "tag ", "'x'", " of ", "git://a/b", "Pull ", " from ", "Ada", ":"),
        *("\n", "\n\n", " ", "  ", '"', "* ", "* 'x' of git://a/b:", "# ", "Conflicts:", "\t"),
        *("-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----", "By A (2)", "Link: x"),
    ]
)
texts = st.lists(pieces | st.text(max_size=3), max_size=20).map("".join)


@given(texts, texts)
def test_any_message_is_read_and_nothing_is_made_up(subject: str, body: str) -> None:
    says = pull_message(SHA, subject, body)

    for value in (says.title, says.asked_by, says.repository, says.tag, says.branch):
        assert "\n" not in value
    letters = {*subject, *body, " ", "\n", "\ufffd"}
    assert {*says.text, *says.title, *says.asked_by} <= letters
    assert all(line == line.rstrip() for line in says.text.split("\n"))


@pytest.mark.parametrize(
    "piece",
    [
        *("* a:", "* 'x' of y: (1 commits)", "Pull a from ", " from ", '"', "By (1", "(1", "\n"),
        *(" ", "Link: x\n", "Conflicts:\n a\n", "Merge branch 'x' of ", "# ", "'", "-by", "A-by: "),
        *("-----BEGIN PGP SIGNATURE-----\n", '"\n', "* \n  x\n"),
    ],
)
def test_no_message_takes_long_to_read(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()

    for subject, body in ((text, ""), ("Merge branch 'x'", text), ("x", f"Pull {text}:\n{text}")):
        pull_message(SHA, subject, body)

    assert time.process_time() - start < 4  # hours, where it grew with the square of the length
