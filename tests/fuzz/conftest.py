"""What tests of any input have in common."""

from __future__ import annotations

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    """Count no coverage: they count steps, and run the same lines over and over."""
    item.add_marker(pytest.mark.no_cover)
