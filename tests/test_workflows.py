"""Workflows name what they run by its hash, and may do no more than they need."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
RELEASE = (ROOT / ".ci" / "release.yml").read_text()
TEXTS = {
    "release": RELEASE,
    "publishing": (ROOT / "content" / "handbook" / "publishing.md").read_text(),
    "aftermath": (ROOT / "content" / "handbook" / "aftermath.md").read_text(),
    "new site": (
        ROOT / "kernlog_site" / "tools" / "site_scaffold" / "templates" / "ci" / "github.yml"
    ).read_text(),
}
USES = re.compile(r"^\s*(?:- )?uses:(.*)$", re.MULTILINE)
PINNED = re.compile(
    r" (?P<action>[\w-]+/[\w-]+)@(?P<hash>[0-9a-f]{40})  # (?P<version>v\d+\.\d+\.\d+)"
)

Pins = dict[str, set[tuple[str, str]]]


def pins_of(text: str) -> Pins:
    """The hashes of each action with the versions that they are said to be."""
    pins: Pins = {}
    for used in USES.findall(text):
        found = PINNED.fullmatch(used)
        assert found, f"This is not held to one version:{used}"
        pins.setdefault(found["action"], set()).add((found["hash"], found["version"]))
    return pins


@pytest.fixture
def jobs() -> dict[str, Any]:
    """The jobs of a release by name."""
    jobs: dict[str, Any] = yaml.safe_load(RELEASE)["jobs"]
    return jobs


@pytest.mark.parametrize(
    ("name", "actions"), [("release", 5), ("publishing", 5), ("aftermath", 3), ("new site", 5)]
)
def test_every_action_is_held_to_one_version(name: str, actions: int) -> None:
    assert len(pins_of(TEXTS[name])) == actions


def test_an_action_has_the_same_version_everywhere() -> None:
    versions: Pins = {}
    for text in TEXTS.values():
        for action, pins in pins_of(text).items():
            versions.setdefault(action, set()).update(pins)

    assert all(len(pins) == 1 for pins in versions.values()), versions


def test_a_tag_starts_a_release_and_nothing_else() -> None:
    assert yaml.safe_load(RELEASE)[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads `on` so


def test_no_job_may_do_more_than_it_needs(jobs: dict[str, Any]) -> None:
    assert yaml.safe_load(RELEASE)["permissions"] == {}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "attest": {"attestations": "write", "id-token": "write"},
        "publish": {"id-token": "write"},
    }


def test_what_was_built_and_tried_is_what_is_attested_and_uploaded(jobs: dict[str, Any]) -> None:
    built = [step["run"] for step in jobs["build"]["steps"] if "run" in step]
    uploaded = [step["run"] for step in jobs["publish"]["steps"] if "run" in step]

    assert built[0] == "make dist"
    assert jobs["attest"]["needs"] == "build"
    assert jobs["publish"]["needs"] == ["build", "attest"]
    for name in ("attest", "publish"):
        uses = [step.get("uses", "").partition("@")[0] for step in jobs[name]["steps"]]
        assert "actions/download-artifact" in uses
        assert "actions/checkout" not in uses
    assert uploaded[-2:] == [
        "python -m twine check --strict dist/*",
        "python -m twine upload --non-interactive dist/*",
    ]


def test_no_secret_is_handed_out() -> None:
    assert "secrets." not in RELEASE
    assert "password" not in RELEASE.lower()


def test_twine_is_one_that_needs_no_credentials(jobs: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (twine,) = [
        its for its in project["optional-dependencies"]["release"] if its.startswith("twine")
    ]

    assert twine == "twine>=6.1"
    assert any(f'"{twine}"' in step.get("run", "") for step in jobs["publish"]["steps"])
