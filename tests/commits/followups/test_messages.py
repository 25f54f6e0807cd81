from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.followups.messages import (
    NamedCommit,
    Verdict,
    bugs,
    discussions,
    stable_versions,
    verdict,
)
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES, address

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

    assert discussions(body) == ["lore:1@x.org", "lore:20091102-1@example.org"]


@pytest.mark.parametrize(
    "there",
    [
        "https://lore.kernel.org/r/20240101.1-a@x.org",
        "https://lore.kernel.org/r/20240101.1-a@x.org/",
        "https://lore.kernel.org/all/20240101.1-a@x.org/T/#u",
        "https://lore.kernel.org/netdev/20240101.1-a%40x.org/t.mbox.gz",
        "http://lkml.kernel.org/r/20240101.1-a@x.org",
        "https://patch.msgid.link/20240101.1-a@x.org",
        "https://msgid.link/20240101.1-a@x.org?x=1.",
        "<https://patch.msgid.link/20240101.1-a@x.org>",
    ],
)
def test_a_mail_is_one_discussion_wherever_it_is_archived(there: str) -> None:
    body = f"Link: {there}\nLKML-Reference: <20240101.1-a@x.org>\nCloses: {there}\n"

    assert discussions(body) == ["lore:20240101.1-a@x.org"]


def test_a_message_id_leads_to_its_mail_whatever_is_in_it() -> None:
    body = "Link: https://lore.kernel.org/r/a%2Fb+c%3Fd%25@x.org/\nLKML-Reference: <a/b+c?d%@x.org>"

    (target,) = discussions(body)

    assert target == "lore:a%2Fb+c%3Fd%25@x.org"
    leads_to = address(DEFAULT_SCHEMES["lore"], target.removeprefix("lore:"))
    assert leads_to == "https://lore.kernel.org/r/a%2Fb+c%3Fd%25@x.org/"


@pytest.mark.parametrize(
    "there",
    [
        "https://lore.kernel.org/netdev/",
        "https://lore.kernel.org/netdev/?q=a@b",
        "https://lore.kernel.org/r/%0aa@b/",
        "https://lore.kernel.org/r/a%07@b/",
        "https://lore.kernel.org/r/%3Cscript%3E@b/",
        "https://lore.kernel.org.example.org/r/a@b/",
        "https://example.org/?https://lore.kernel.org/r/a@b/",
        "https://patchwork.kernel.org/patch/123/",
    ],
)
def test_other_addresses_stay_as_they_are(there: str) -> None:
    assert discussions(f"Link: {there}") == [there]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Closes: https://github.com/x/y/issues/1\n", ["https://github.com/x/y/issues/1"]),
        ("Reported-by: A <a@b>\nCloses: https://x.org/1", ["https://x.org/1"]),
        ("Reported-by: A <a@b>\nLink: https://x.org/1", ["https://x.org/1"]),
        ("Reported-by: A <a@b> https://x.org/1", ["https://x.org/1"]),
        (
            "Reported-by: A <a@b> (https://x.org/1)\n https://x.org/2\nLink: https://x.org/3",
            ["https://x.org/1", "https://x.org/2", "https://x.org/3"],
        ),
        ("Reported-and-tested-by: A <a@b>\n  <https://x.org/2>\n", ["https://x.org/2"]),
        ("Reported-by: A <a@b>\n\nhttps://x.org/2\n", []),
        ("This closes: https://x.org/1", []),
        ("Closes: bug #7", []),
        ("Reported-by: javascript:alert(1)", []),
    ],
)
def test_what_a_change_closes_and_where_it_was_reported_is_a_discussion(
    body: str, found: list[str]
) -> None:
    assert discussions(body) == found


def test_a_bug_of_the_kernel_is_no_discussion_besides() -> None:
    body = "Reported-by: A <a@b>\nCloses: https://bugzilla.kernel.org/show_bug.cgi?id=217\n"

    assert (discussions(body), bugs(body)) == ([], ["bug:217"])


@pytest.mark.parametrize(
    ("line", "versions"),
    [
        ("Cc: stable@vger.kernel.org # 6.1.x", "6.1.x"),
        ("Cc: <stable@vger.kernel.org>", ""),
        ("CC: Stable Tree <stable@kernel.org> [6.1+]", "6.1+"),
        ("Cc: stable@vger.kernel.org # v6.1+ v5.15.y", "v6.1+, v5.15.y"),
        ("Cc: stable@vger.kernel.org # 6.1.x: a1f84a3f1d2c: sched: Check 4.2 first", "6.1.x"),
        (
            "Cc: stable@vger.kernel.org # 6.1.x: a1f84a3: sched: Check\n"
            "Cc: stable@vger.kernel.org # 6.1.x\nCc: stable@vger.kernel.org # 6.6.x\n",
            "6.1.x, 6.6.x",
        ),
        ("Cc: stable@vger.kernel.org # 6.1 and later", "6.1+"),
        ("Cc: stable@vger.kernel.org # 3.3.x-", "3.3.x+"),
        ("Cc: stable@vger.kernel.org # v5.10 - v6.1", "v5.10-v6.1"),
        ("Cc: <stable@kernel.org>\t\t[2.6.25.x, 2.6.26.x]", "2.6.25.x, 2.6.26.x"),
        ("Cc: stable@kernel.org # .32.x 33.x", ".32.x, 33.x"),
        ("Cc: stable-2.6.31 <stable@kernel.org>", "2.6.31"),
        ("Cc: stable@vger.kernel.org # please, in 2 weeks", ""),
        ("Cc: stable@vger.kernel.org # < 5.10", ""),
        ("Cc: stable@vger.kernel.org # <= 5.10.x", ""),
        ("Cc: stable@vger.kernel.org # >= 5.10", ""),
        ("Cc: stable@vger.kernel.org # >5.10", ""),
        ("Cc: stable@vger.kernel.org # not needed before 6.5", ""),
        ("Cc: stable@vger.kernel.org # 6.5: isn't needed", ""),
        ("Cc: stable@vger.kernel.org # 5.10 and older", ""),
        ("Cc: stable@vger.kernel.org # 4.19 up to 5.10", ""),
        ("Cc: stable@vger.kernel.org # broken since 5.10", ""),
        ("Cc: stable@vger.kernel.org # v6.1-rc3", ""),
        ("Cc: stable@vger.kernel.org # 6.1rc3", ""),
        ("Cc: stable@vger.kernel.org # v5.10 - v6.1-rc3", "v5.10"),
        ("Cc: stable@vger.kernel.org # 6.1.x for what 5.10 brought", "6.1.x"),
        ("Cc: stable@vger.kernel.org # linux-6.1.y and linux-6.6.y", "6.1.y, 6.6.y"),
        ("Cc: <stable@vger.kernel.org> # 6.1.x, 6.6.x & 6.9 or later", "6.1.x, 6.6.x, 6.9+"),
        ("Cc: stable@vger.kernel.org, Ada <ada@example.org> # 6.1+", "6.1+"),
        ("Cc: stable@vger.kernel.org (v6.1) # please", "v6.1"),
        ("Cc: stable # 6.1.x", "6.1.x"),
        ("cc: Stable", ""),
        ("Cc: <stable> [6.1+]", "6.1+"),
        ("Cc: ada@example.org, stable # 6.1.x", "6.1.x"),
        ("Cc: stable maintainers <ada@example.org> # 6.1.x", None),
        ("Cc: Ada Stable <ada@example.org>", None),
        ("Cc: stable@example.org # 6.1.x", None),
        ("Cc: stable+noautosel@kernel.org # 6.1: not for stable", None),
        ("Cc: unstable@kernel.org, ada@example.org", None),
        ("Signed-off-by: stable@kernel.org", None),
        ("", None),
    ],
)
def test_for_which_stable_versions_a_commit_is_meant(line: str, versions: str | None) -> None:
    assert stable_versions(f"It broke.\n\n{line}\nSigned-off-by: x") == versions


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


trailers = st.sampled_from(
    [
        *("Cc: ", "stable@kernel.org", "# ", "6.1", ".x", "v", "+", "-", "\n", ": ", A),
        *("Link: ", "Closes: ", "Reported-by:", "https://lore.kernel.org/r/"),
        *("%40", "%2f", "@", "a", "<", ">", " "),
    ]
)


@given(st.lists(trailers | st.text(max_size=3), max_size=20).map("".join))
def test_trailers_name_targets_and_versions_on_one_line(body: str) -> None:
    for target in discussions(body):
        assert target.startswith(("lore:", "http://", "https://", "HTTP"))
        assert not set(target) & set('<> \n"')
    for version in filter(None, (stable_versions(body) or "").split(", ")):
        assert re.fullmatch(r"[v\d.xy+-]+", version, re.IGNORECASE)


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
        "Reported-by: " + "https://" * 25_000,
        "Reported-by:\n https://x\n" * 8_000,
        "Reported" + "-and-x" * 30_000,
        "Link: https://lore.kernel.org/r/" + "%40" * 60_000,
        "Cc: stable@kernel.org " + "1." * 100_000,
        "Cc: stable@kernel.org " + "1" * 200_000,
        "Cc: stable@kernel.org " + "1.1 - " * 30_000,
        "Cc: stable@kernel.org 1.1" + " " * 200_000,
        "Cc: " + "stable@" * 30_000,
        "Cc: stable" + " " * 200_000 + "x",
        "Cc: " + ", stable " * 30_000,
        "Cc: stable # " + "6.1 and " * 30_000,
        "Cc: stable # " + "[" * 200_000,
        "Cc: stable # 6.1 " + "n" * 200_000,
        "Cc: stable@kernel.org " + ": " * 100_000,
        "LKML-Reference: <x@" + "x" * 100_000 + " " * 100_000 + "x",
        A * 5_000,
    ],
)
def test_no_message_takes_long_to_read(body: str) -> None:
    start = time.process_time()

    verdict("x86: undo", body)
    discussions(body)
    stable_versions(body)
    bugs(body)

    assert time.process_time() - start < 2  # hours, where it grew with the square of the length
