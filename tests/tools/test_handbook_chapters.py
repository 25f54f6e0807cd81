"""The handbook as it is read in a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kernlog_site.tools import handbook
from kernlog_site.tools.handbook import HANDBOOK, read_chapter, topics

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for that of the handbook."""
    monkeypatch.setattr(handbook, "HANDBOOK", tmp_path)
    return tmp_path


def test_the_chapters_of_a_checkout_are_pages_of_the_sample_site() -> None:
    assert HANDBOOK == ROOT / "content" / "handbook"


def test_every_chapter_is_a_topic_in_the_order_of_the_menu() -> None:
    menu = re.findall(r"handbook/([\w-]+)\.md$", (ROOT / "mkdocs.yml").read_text(), re.MULTILINE)

    assert list(topics()) == menu
    assert set(menu) == {path.stem for path in HANDBOOK.glob("*.md")}
    assert topics()["store"] == "kernlog sync and the clones it reads"


@pytest.mark.parametrize("topic", sorted(path.stem for path in HANDBOOK.glob("*.md")))
def test_no_link_or_comment_is_left_in_a_chapter(topic: str) -> None:
    chapter = read_chapter(topic)
    prose = re.sub(r"^```.*?^```$|`[^`\n]+`", "", chapter.text, flags=re.DOTALL | re.MULTILINE)

    assert not chapter.text.startswith("---")
    assert chapter.title not in ("", topic)
    assert ".md" not in re.sub(r"[\w./-]+/[\w.-]+\.md:\d+", "", prose)
    assert "<!--" not in prose
    assert "](#" not in prose


def test_links_and_pictures_are_put_otherwise_and_code_stays(written: Path) -> None:
    (written / "some.md").write_text(
        "---\ntitle: Some words\n---\n\n"
        "See [the `store`](store.md#clones), [above](#top) and [the web](https://log.example/).\n"
        "Open <http://127.0.0.1:8000>. ![A page in green](pictures/colours.png)\n\n"
        "<!-- help: sync -->\n\n"
        "`[a](store.md)` and\n\n```markdown\n[b](store.md)\n```\n"
    )

    assert read_chapter("some").title == "Some words"
    assert read_chapter("some").text == (
        "See the `store` (`kernlog help store`), above and [the web](https://log.example/).\n"
        "Open http://127.0.0.1:8000. (Picture: A page in green)\n\n"
        "`[a](store.md)` and\n\n```markdown\n[b](store.md)\n```\n"
    )
