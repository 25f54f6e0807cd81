from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from calling import kernlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_site import SmallSite

from kernlog_site.content.articles import read_article
from kernlog_site.content.fields import Conventions
from kernlog_site.core.routes import is_series_id
from kernlog_site.tools.scaffold import ArticleWish, Scaffold, new_article, new_series, one_line
from kernlog_site.tools.settings import read_settings

LONDON = ZoneInfo("Europe/London")
NASTY = [
    "Kernel Log: Coming in 2.6.33",
    "He said \"no\" and 'yes'",
    "Bug #14739 is fixed",
    "# not a comment",
    "- a list",
    "---",
    "null",
    "[x]",
    "{x: y}",
    "🎉🎉",
    "@at `tick` %",
    "index",
    "Überblick über alles",
    "../../../etc/passwd",
    "x" * 400,
    "two\nlines",
    "2.6",
]


def created(site: SmallSite, *arguments: str) -> Path:
    result = kernlog(site, "new", *arguments)
    assert result.exit_code == 0, result.output
    path = Path(result.stdout.strip())
    assert path.is_relative_to(site.content)
    return path


def keys(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith(("#", "-"))]
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines) if key}


@pytest.mark.parametrize("title", NASTY)
def test_any_title_makes_an_article_without_problems(site: SmallSite, title: str) -> None:
    path = created(site, "article", "--", title)

    assert kernlog(site, "check").exit_code == 0, path.read_text()
    article, problems = read_article("x.md", path.read_bytes(), Conventions(LONDON))
    assert (article.title, problems) == (one_line(title), ())
    assert len(path.name) < 100


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(title=st.text())
def test_any_title_reads_back(site: SmallSite, title: str) -> None:
    known = read_settings(str(site.config_file))
    scaffold = new_article(ArticleWish(title, date="2010-01-01"), known.library(), known.routes)
    if not one_line(title):
        assert not isinstance(scaffold, Scaffold)
        return
    assert isinstance(scaffold, Scaffold)
    article, problems = read_article(scaffold.path, scaffold.text.encode(), Conventions(LONDON))

    assert (article.title, problems) == (one_line(title), ())
    assert re.fullmatch(r"articles/[^/\s]+\.md", scaffold.path)


def test_the_next_part_takes_its_planned_title(site: SmallSite) -> None:
    path = created(site, "article", "--series", "coming-in-2.6.33")

    assert path == site.content / "articles/2.6.33/graphics.md"
    front = keys(path)
    assert (front["title"], front["part"], front["status"]) == ("Graphics", "3", "draft")
    assert "release" not in front
    assert front["authors"] == "[anna]"
    assert kernlog(site, "check").exit_code == 0


def test_a_part_under_another_title_is_noted(site: SmallSite) -> None:
    result = kernlog(site, "new", "article", "Drivers", "--series", "coming-in-2.6.33")

    assert result.stderr == "Part 3 was planned as 'Graphics'.\n"


def test_a_part_beyond_the_plan_is_noted(site: SmallSite) -> None:
    created(site, "article", "--series", "coming-in-2.6.33")

    result = kernlog(site, "new", "article", "Drivers", "--series", "coming-in-2.6.33")

    assert "part: 4\n" in Path(result.stdout.strip()).read_text()
    assert result.stderr == "Add part 4 to planned in series/coming-in-2.6.33.md.\n"
    again = kernlog(site, "new", "article", "--series", "coming-in-2.6.33")
    assert again.exit_code == 1
    assert "No part of 'coming-in-2.6.33' is planned next." in again.stderr


def test_a_planned_title_takes_its_own_number(site: SmallSite) -> None:
    (site.content / "articles/2.6.33/network.md").unlink()

    assert keys(created(site, "article", "graphics", "--series", "coming-in-2.6.33"))["part"] == "3"
    assert keys(created(site, "article", "--series", "coming-in-2.6.33"))["part"] == "1"


def test_a_one_off_with_everything(site: SmallSite) -> None:
    date = "2010-02-12 15:51+01:00"
    options = ("--release", "2.6.33", "--author", "anna", "--date", date)

    path = created(site, "article", "News", *options)

    assert path == site.content / "articles/2.6.33/news.md"
    assert (keys(path)["release"], keys(path)["date"]) == ("2.6.33", date)


def test_now_in_the_timezone_of_the_site(site: SmallSite) -> None:
    site.options(timezone="Pacific/Kiritimati")
    before = datetime.now(ZoneInfo("Pacific/Kiritimati")).replace(second=0, microsecond=0)

    date = keys(created(site, "article", "News"))["date"]

    when = datetime.fromisoformat(date).replace(tzinfo=before.tzinfo)
    assert 0 <= (when - before).total_seconds() <= 60


@pytest.mark.parametrize("path", ["articles/a/b.md", "{content}/articles/a/b.md"])
def test_a_path_of_ones_own(site: SmallSite, path: str) -> None:
    written = path.format(content=site.content)

    assert created(site, "article", "X", "--path", written) == site.content / "articles/a/b.md"


@pytest.mark.parametrize(
    "path", ["../x.md", "/tmp/x.md", "articles/../../x.md", "series/x.md", "articles/x.txt", "x.md"]
)
def test_an_article_belongs_to_the_articles(site: SmallSite, path: str) -> None:
    result = kernlog(site, "new", "article", "X", "--path", path)

    assert result.exit_code == 1
    assert "is no place for an article" in result.stderr


@pytest.mark.parametrize("path", ["articles/rc8.md", "articles/rc8/index.md"])
def test_nothing_is_overwritten_or_shadowed(site: SmallSite, path: str) -> None:
    before = (site.content / "articles/rc8.md").read_bytes()

    result = kernlog(site, "new", "article", "Another", "--path", path)

    assert result.exit_code == 1
    assert "articles/rc8.md has the address /articles/rc8/ already" in result.stderr
    assert (site.content / "articles/rc8.md").read_bytes() == before
    assert not (site.content / "articles/rc8").exists()


def test_a_file_that_nobody_reads_is_not_overwritten_either(site: SmallSite) -> None:
    site.settings(exclude_docs="hidden.md")
    site.write("articles/hidden.md", "secret")

    result = kernlog(site, "new", "article", "Hidden")

    assert result.exit_code == 1
    assert "content/articles/hidden.md exists already." in result.stderr
    assert (site.content / "articles/hidden.md").read_text() == "secret"


def test_a_place_that_cannot_be_written(site: SmallSite) -> None:
    site.write("articles/file", "")

    result = kernlog(site, "new", "article", "X", "--path", "articles/file/x.md")

    assert result.exit_code == 1
    assert "x.md" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "needs a title"),
        (("  ",), 1, "It has no title."),
        (("X", "--series", "coming-in-2.6.33x"), 1, "Did you mean 'coming-in-2.6.33'?"),
        (("X", "--series", "elsewhere"), 1, "Create it with `kernlog new series elsewhere`."),
        (("X", "--author", "ana"), 1, "Did you mean 'anna'?"),
        (("X", "--author", "zoe"), 1, "Add it to authors.yml."),
        (("X", "--release", "v2.6.33"), 2, "Write 2.6.33."),
        (("X", "--release", "2.6.33-rc1"), 2, "is a candidate and no release. Write 2.6.33."),
        (("X", "--release", "x"), 2, "'x' is no kernel version. Write it as in 2.6.33."),
        (("X", "--date", "tomorrow"), 2, "is 'tomorrow', which is no date. Write it as in"),
        (("X", "--date", "2010-03-28 01:30"), 2, "write 2010-03-28 02:30."),
    ],
)
def test_what_cannot_be(
    site: SmallSite, arguments: tuple[str, ...], code: int, message: str
) -> None:
    result = kernlog(site, "new", "article", *arguments)

    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


@pytest.mark.parametrize("name", ["coming-in-2.6.34", "Coming in 2.6.34"])
def test_a_series_by_id_or_title(site: SmallSite, name: str) -> None:
    path = created(site, "series", name, "--release", "2.6.34")

    assert path == site.content / "series/coming-in-2.6.34.md"
    assert (keys(path)["title"], keys(path)["release"]) == ("Coming in 2.6.34", "2.6.34")
    assert kernlog(site, "check").exit_code == 0
    assert kernlog(site, "new", "series", name).exit_code == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(name=st.text())
def test_any_series_has_a_sound_file_or_none(site: SmallSite, name: str) -> None:
    known = read_settings(str(site.config_file))
    scaffold = new_series(name, None, known.library(), known.routes)

    if isinstance(scaffold, Scaffold):
        assert is_series_id(scaffold.path.removeprefix("series/").removesuffix(".md"))
        assert normalize("NFC", scaffold.path) == scaffold.path


@pytest.mark.parametrize("name", ["index", "🎉", " ", "../x/.."])
def test_names_that_no_series_can_have(site: SmallSite, name: str) -> None:
    before = set(site.content.rglob("*"))

    kernlog(site, "new", "series", name)

    assert {path.parent for path in set(site.content.rglob("*")) - before} <= {
        site.content / "series"
    }
    assert not (site.content / "series/index.md").exists()


def test_a_release(site: SmallSite) -> None:
    path = created(site, "release", "2.6.34")

    assert path == site.content / "releases/2.6.34.md"
    assert kernlog(site, "check").exit_code == 0
    again = kernlog(site, "new", "release", "2.6.34")
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)
    assert kernlog(site, "new", "release", "2.6.34-rc1").exit_code == 2
