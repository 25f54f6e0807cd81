from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.followups.messages import NamedCommit, Verdict, bugs, discussions, verdict

A, B, SHA256 = "a" * 40, "b" * 40, "c" * 64


@pytest.mark.parametrize(
    ("subject", "body", "reverted"),
    [
        ('Revert "x86: fix it"', f"This reverts commit {A}.\n\nIt broke.", [A]),
        ("x86: undo", f"This reverts commit {A[:7]} which was wrong.", [A[:7]]),
        ("x86: undo", f"This patch reverts commit {A}, because", [A]),
        ("x86: undo", f"It fails. This reverts {A[:12]}.", [A[:12]]),
        ("x86: undo", f"Note : this reverts commit {A[:12]} (x86: fix it)", [A[:12]]),
        ("x86: undo", f"This basically reverts commit\n\t{A}\nwhich", [A]),
        ("x86: undo", f"This reverts commits {A[:12]} and {B[:12]}.", [A[:12], B[:12]]),
        ("x86: undo", f"This reverts commits:\n\n  {A}\n  {B}\n", [A, B]),
        ("x86: undo", f'Reverts {A[:9]} ("x86: fix it"), {B[:9]} ("x86: too")', [A[:9], B[:9]]),
        (f"x86: revert commit {A[:8]}", "", [A[:8]]),
        (f"Revert {A[:12]}", "", [A[:12]]),
        ("x86: undo", f"This undoes commit {A}.", [A]),
        ("x86: undo", f"Back out {A[:12]}.", [A[:12]]),
        ("x86: undo", f"This reverts commits {SHA256} and {SHA256[:12]}.", [SHA256, SHA256[:12]]),
    ],
)
def test_every_way_to_say_that_a_commit_is_reverted(
    subject: str, body: str, reverted: list[str]
) -> None:
    found = verdict(subject, body)

    assert [mention.digits for mention in found.reverts] == reverted
    assert not found.quoted


@pytest.mark.parametrize(
    "body",
    [
        f"This partially reverts commit {A}.",
        f"This reverts parts of commit {A}.",
        f"This reverts one hunk of {A}.",
        f"This is a partial revert of {A}.",
        f"Please do not revert {A}.",
        f"After {A} was reverted by {B}, this is needed.",
        "This reverts commit 1234.",
        "This reverts to the former behaviour.",
    ],
)
def test_what_is_no_revert(body: str) -> None:
    assert not verdict("x86: something else", body)


def test_a_revert_without_a_hash_names_the_subject() -> None:
    assert verdict('Revert "lib: add LZO"', "It broke.") == Verdict(quoted="lib: add LZO")
    assert verdict('Revert "Revert "lib: add LZO""', "") == Verdict(quoted='Revert "lib: add LZO"')


def test_a_reversed_merge_is_known_by_both_its_sides() -> None:
    body = f"This reverts commit {A}, reversing\nchanges made to {B}.\n"

    assert verdict("Revert \"Merge branch 'lzo'\"", body) == Verdict(merge=A, base=B)


@pytest.mark.parametrize(
    ("line", "mention"),
    [
        (f'Fixes: {A[:12]} ("lib: add LZO")', NamedCommit(A[:12], "lib: add LZO")),
        (f"Fixes: {A}", NamedCommit(A)),
        (f'  fixes: commit {A[:12]} ("lib: add\n LZO")', NamedCommit(A[:12], "lib: add LZO")),
    ],
)
def test_fixes_are_trailers(line: str, mention: NamedCommit) -> None:
    assert verdict("lib: repair", f"Text.\n\n{line}\nSigned-off-by: x\n").fixes == (mention,)


def test_other_things_that_are_fixed_are_no_commits() -> None:
    body = "Fixes: https://bugzilla.kernel.org/show_bug.cgi?id=13893\nFixes: NB#202786"

    assert not verdict("lib: repair", body)


def test_discussions_are_links_and_message_ids() -> None:
    body = (
        "Link: https://lore.kernel.org/r/1@x.org/\n"
        "LKML-Reference: <20091102-1@example.org>\n"
        "LKML-Reference: new-submission\n"
        "Link: javascript:alert(1)\n"
        "Link: https://lore.kernel.org/r/1@x.org/\n"
    )

    assert discussions(body) == [
        "https://lore.kernel.org/r/1@x.org/",
        "lore:20091102-1@example.org",
    ]


def test_bugs_are_those_of_the_kernel_and_vulnerabilities() -> None:
    text = (
        "See http://bugzilla.kernel.org/show_bug.cgi?id=14739, CVE-2009-4138 and\n"
        "https://bugzilla.kernel.org/14740; not https://bugzilla.redhat.com/show_bug.cgi?id=1."
    )

    assert bugs(text) == ["bug:14739", "bug:14740", "cve:CVE-2009-4138"]


pieces = st.sampled_from(
    ["This reverts commit ", A, B[:12], " and ", ", ", "\n", "Revert ", '("x")', "Fixes: ", "by "]
)


@given(st.text(), st.lists(pieces | st.text(max_size=3), max_size=20).map("".join))
def test_no_message_raises_and_all_that_is_found_is_in_it(subject: str, body: str) -> None:
    found = verdict(subject, body)

    for mention in (*found.reverts, *found.fixes):
        assert mention.digits in f"{subject}\n{body}".lower()
        assert 7 <= len(mention.digits) <= 40


@pytest.mark.parametrize(
    "body",
    [
        "\n" * 200_000,
        " \t\n" * 60_000,
        " " * 200_000,
        ". - " * 50_000,
        "-" * 200_000,
        "- \n" * 60_000,
        ". " + " " * 100_000 + "revert " + " " * 100_000,
        "revert commit " + "- " * 100_000,
        "reverts " + "the " * 50_000,
        f"Fixes: {A[:12]} ('" * 10_000,
        f"Fixes: {A[:12]}" + " " * 200_000,
        f'Fixes: {A[:12]} ("' + "x" * 200_000,
        f"This reverts commit {A}, " * 4_000,
        "Fixes:" + "\n" * 200_000,
        "Link: https://\n" * 13_000,
        "LKML-Reference: <" + "x" * 200_000,
        "LKML-Reference: <x@" + "x" * 100_000 + " " * 100_000 + "x",
        A * 5_000,
    ],
)
def test_no_message_takes_long_to_read(body: str) -> None:
    start = time.process_time()

    verdict("x86: undo", body)
    discussions(body)
    bugs(body)

    assert time.process_time() - start < 2  # hours, where it grew with the square of the length
