"""Labels in drawings: room for them, and shorter ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.views.timeline.label_widths import shortened, width


@pytest.mark.parametrize(
    ("text", "room", "label"),
    [
        ("Networking", 10, "Networking"),
        ("File systems and storage", 9, "File systems…"),
        ("File systems and storage", 6, "File…"),
        ("Virtualisation", 6, "Virtualis…"),
        ("虚拟化与容器", 4, "虚拟化…"),
        ("", 4, ""),
    ],
)
def test_a_label_is_as_many_words_as_there_is_room_for(text: str, room: float, label: str) -> None:
    assert shortened(text, room) == label


@given(st.text(), st.floats(1, 30))
def test_a_label_has_room(text: str, room: float) -> None:
    label = shortened(text, room)
    assert width(label) <= room
    assert label == text or label.endswith("…")
