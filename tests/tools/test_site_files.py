"""The files of a new site agree with the handbook and with each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kernlog_site.tools import site_scaffold

TEMPLATES = Path(site_scaffold.__file__).parent / "templates"
HANDBOOK = Path(__file__).parents[2] / "content" / "handbook" / "publishing.md"
PINNED = re.compile(r"uses: (?P<action>actions/[\w-]+)@[0-9a-f]{40}  # v(?P<major>\d+)\.\d+\.\d+$")
ENGLISH = TEMPLATES / "en"


def recipe(name: str) -> Any:
    """A file of the handbook in YAML, by the name in its first line."""
    blocks = re.findall(r"^```yaml\n(.*?)^```$", HANDBOOK.read_text(), re.DOTALL | re.MULTILINE)
    (code,) = [block for block in blocks if block.startswith(f"# {name}\n")]
    return yaml.safe_load(code)


def installed(run: str) -> list[str]:
    """What stands here for `make build`, which makes an environment and builds."""
    return ["pip install --requirement requirements.txt", run]


def test_github_does_what_the_handbook_says() -> None:
    said, written = recipe(".github/workflows/publish.yml"), TEMPLATES / "ci" / "github.yml"
    ours = yaml.safe_load(written.read_text())

    (job,), (his,) = said["jobs"].values(), ours["jobs"].values()
    steps = {step["uses"].partition("@")[0]: step for step in his["steps"] if "uses" in step}
    for step in job["steps"]:
        if "uses" not in step:
            continue
        action, _, major = step["uses"].partition("@v")
        pinned = next(
            found
            for line in written.read_text().splitlines()
            if (found := PINNED.search(line)) and found["action"] == action
        )
        assert pinned["major"] == major
        assert steps[action].get("with", {}).keys() == step.get("with", {}).keys()
    assert [step["run"] for step in his["steps"] if "run" in step] == installed(
        "mkdocs build --strict"
    )
    for key in (True, "permissions", "concurrency"):  # True is what YAML makes of `on`
        assert ours[key] == said[key]
    assert his["environment"] == job["environment"]
    assert len(re.findall(r"uses: ", written.read_text())) == len(steps) == 5


def test_gitlab_does_what_the_handbook_says() -> None:
    said = recipe(".gitlab-ci.yml")["pages"]
    ours = yaml.safe_load((TEMPLATES / "ci" / "gitlab.yml").read_text())["pages"]

    assert ours.pop("script") == [*installed("mkdocs build --strict"), *said.pop("script")[1:]]
    assert ours == said


@pytest.mark.parametrize("language", ["de"])
def test_every_language_has_every_text(language: str) -> None:
    english = sorted(path.name for path in ENGLISH.iterdir())
    expressions = re.compile(r"<%.*?%>|release\.\w+")
    asks = {p.name: sorted(expressions.findall(p.read_text())) for p in ENGLISH.iterdir()}

    assert sorted(path.name for path in (TEMPLATES / language).iterdir()) == english
    for path in (TEMPLATES / language).iterdir():
        assert sorted(expressions.findall(path.read_text())) == asks[path.name]


def test_a_short_readme() -> None:
    for language in ("en", "de"):
        assert len((TEMPLATES / language / "README.md").read_text().splitlines()) == 10
