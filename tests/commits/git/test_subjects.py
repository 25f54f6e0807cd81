"""The area of a commit, by the prefix of its subject."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.git.subjects import area_of, prefix_of


@pytest.mark.parametrize(
    ("subject", "area"),
    [
        ("ksm: let shared pages be swappable", "ksm"),
        ("drm/nv50: make nv50_mem_vm_{bind,unbind} operate only on vram", "drm"),
        ("core, x86: Add user return notifiers", "core"),
        ("KVM: x86 shared msr infrastructure", "KVM"),
        ("V4L/DVB (13716): [Mantis] Bug: incorrect byte swap", "V4L"),
        ("[IA64] Fix broken sn2 build", "IA64"),
        ("[PATCH] ksm: something", "ksm"),
        ("perf probe: Support event name for --add option", "perf"),
        ("netns xfrm: fix it", "netns"),
        ("e1000/e1000e/igb/igbvf/ixgb/ixgbe: Fix tests", "e1000"),
        ("drivers/cpuidle/governors/menu.c: fix undefined reference", "drivers"),
        ("ARM: 5930/1: Add PKMAP area", "ARM"),
        ("vfs: fix: two colons", "vfs"),
        ('Revert "block: improve queue_should_plug()"', "block"),
        ('Revert "Revert "block: improve it""', "block"),
        ("Fix a typo: it was wrong", ""),
        ("Add support: for it", ""),
        ("Merge branch 'for-linus' of git://git.example.org/x", ""),
        ("Linux 2.6.33-rc1", ""),
        ("no space after:the colon", ""),
        (f"{'x' * 50}: too long for a prefix", ""),
        (": nothing", ""),
        ("*: everything", ""),
        ("[]", ""),
        ("", ""),
    ],
)
def test_the_area_is_the_first_word_of_the_prefix(subject: str, area: str) -> None:
    assert area_of(subject) == area


@given(st.text())
def test_no_subject_raises(subject: str) -> None:
    assert area_of(subject) in subject


@pytest.mark.parametrize(
    ("subject", "prefix"),
    [
        ("crypto: ghash - Add PCLMULQDQ accelerated implementation", "crypto:"),
        ("drm/nv50: make things work", "drm/nv50:"),
        ("[IA64] Fix broken sn2 build", "[IA64]"),
        ("V4L/DVB (13488): ov511: fix", "V4L/DVB (13488):"),
        ('Revert "drm/i915: Don\'t do it"', ""),
        ("Linux 2.6.33", ""),
        ("a::b is no prefix", ""),
        ("", ""),
    ],
)
def test_prefix_as_it_stands(subject: str, prefix: str) -> None:
    assert prefix_of(subject) == prefix


@given(st.text())
def test_a_prefix_begins_the_subject(subject: str) -> None:
    assert subject.startswith(prefix_of(subject))
