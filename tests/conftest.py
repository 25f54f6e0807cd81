"""What all tests share."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from compile_cache import compile_cache
from editable_site import EPOCH, EditableSite
from git_versions import GIT_VERSIONS, put_first
from hypothesis import settings
from site_core import SiteCore, sample_core
from small_site import Built, SmallSite

# Machines are noisy: what takes long on one of them is no mistake.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite what the golden cases expect by what comes out",
    )


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Run what is marked `no_cover` without coverage in workers, too.

    pytest-cov (7.1) starts to measure twice in a worker, and stops once.
    """
    if not item.get_closest_marker("no_cover"):
        return (yield)
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracing)


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether golden cases are to be rewritten."""
    return bool(request.config.getoption("--update-cases"))


@pytest.fixture(scope="session", autouse=True)
def _themes_are_compiled_once() -> Iterator[None]:
    with compile_cache():
        yield


@pytest.fixture(scope="session")
def core() -> SiteCore:
    """The core of `cases/content`, in which part 2 of the series is being written."""
    return sample_core()


@pytest.fixture(params=GIT_VERSIONS)
def git(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The git in use: the test runs with that of the system, and again with a current one."""
    put_first(request.param, tmp_path / "git-in-use", monkeypatch)
    return str(request.param)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallSite:
    """The small site, to change and to build."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return SmallSite(tmp_path)


@pytest.fixture
def editable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditableSite:
    """The small site with a theme that is quick, to build again and again."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return EditableSite(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The small site, built as it stands."""
    return SmallSite(tmp_path_factory.mktemp("small")).build()
