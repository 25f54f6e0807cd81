from __future__ import annotations

from pathlib import Path

import pytest
from smallsite import Built, SmallSite


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return SmallSite(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site as it stands."""
    return SmallSite(tmp_path_factory.mktemp("small")).build()
