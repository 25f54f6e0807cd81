"""A new site builds strictly at once, whatever it was asked to be."""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from newsites import MadeSite, a_clone, made, new_site
from repository import Repository
from small_site import Built, broken_links, links, text

from kernlog_site.cli.main import main

LINUX = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git"


def built(site: MadeSite) -> Built:
    built = site.build()
    assert (built.problems, built.aborted) == ([], False)
    assert broken_links(built) == []
    return built


def assert_nobody_says(word: str, site: MadeSite) -> None:
    for path in site.root.rglob("*"):
        assert path.is_dir() or word.encode() not in path.read_bytes(), path


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_without_any_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")

    result = new_site(tmp_path / "kernel-log")

    assert result.exit_code == 0
    shown = [Path(line).relative_to(tmp_path).as_posix() for line in result.stdout.splitlines()]
    assert shown == [
        "kernel-log/.gitignore",
        "kernel-log/README.md",
        "kernel-log/content/articles/first-steps/how-to-cite.md",
        "kernel-log/content/authors.yml",
        "kernel-log/content/index.md",
        "kernel-log/content/series/first-steps.md",
        "kernel-log/mkdocs.yml",
        "kernel-log/requirements.txt",
    ]
    assert result.stderr == f"Next:\n  cd {tmp_path}/kernel-log\n  mkdocs serve\n"
    site = MadeSite(tmp_path / "kernel-log")
    assert site.config["site_name"] == "Kernel log"
    assert "site_url" not in site.config
    assert site.config["theme"] == {"name": "material", "language": "en", "font": False}
    assert site.plugin == {
        "timezone": "Europe/Berlin",
        "kicker": "Kernel log",
        "trees": {"linux": {"host": "cgit", "url": LINUX}},
    }
    assert (site.root / ".gitignore").read_text().split() == ["/site/", "/.cache/", "/.venv/"]
    page = built(site).page("articles/first-steps/how-to-cite/")
    assert "(:commit[7c68af6e32c7 18863bdd60f8])" in text(page)
    assert "/series/first-steps/" in "".join(links(page))
    series = text(MadeSite(site.root).build().page("series/first-steps/"))
    assert "A part to come planned" in series


def test_an_article_about_a_release_in_development(tmp_path: Path) -> None:
    tags = ("v6.8", "v6.9-rc1", "v6.9", "v6.10-rc1", "v6.10-rc2")
    linux = a_clone(tmp_path / "linux", *tags, origin="git@github.com:torvalds/linux.git")
    linux.commit("net: after all tags")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    assert site.tree == {
        "host": "github",
        "url": "https://github.com/torvalds/linux",
        "clone": "../linux",
    }
    article = site.article
    assert article == site.content / "articles/6.10/newest-changes.md"
    written = article.read_text()
    hashes = linux.git("rev-list", "--max-count=8", "v6.10-rc2").split()
    newest = [linux.git("log", "-1", "--abbrev=12", "--format=%h %s", sha) for sha in hashes]
    group = re.search(r"\(:commit\[(.*?)\]\)", written)
    assert group
    assert group[1].split() == [line.split()[0] for line in newest[:3]]
    fence = re.search(r"```commits\n## net\n(.*?)\n```", written, re.DOTALL)
    assert fence
    assert fence[1].splitlines() == newest[:2:-1]
    assert "(commit:v6.9..v6.10-rc2)" in written
    assert "release: 6.10\n" in (site.content / "series/coming-in-6.10.md").read_text()
    assert len((site.content / "_data/commits.jsonl").read_text().splitlines()) == 8
    page = built(site).page("articles/6.10/newest-changes/")
    assert f"https://github.com/torvalds/linux/commit/{hashes[0]}" in links(page)
    assert "https://github.com/torvalds/linux/compare/v6.9...v6.10-rc2" in links(page)


def test_an_article_about_a_release_that_is_out(tmp_path: Path) -> None:
    linux = a_clone(tmp_path / "linux", "v6.8", "v6.9-rc1", "v6.9")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    assert site.article == site.content / "articles/6.9/newest-changes.md"
    assert "title: New in 6.9\n" in (site.content / "series/new-in-6.9.md").read_text()
    assert site.tree == {"host": "cgit", "url": LINUX, "clone": "../linux"}
    built(site)


def test_what_landed_in_updates_and_merges_is_not_cited(tmp_path: Path) -> None:
    linux = a_clone(tmp_path / "linux", "v6.8")
    linux.git("checkout", "--quiet", "-b", "stable")
    fix = linux.commit("net: a fix")
    linux.tag("v6.8.1")
    linux.git("checkout", "--quiet", "master")
    own = linux.commit("net: of its own")
    linux.git("merge", "--quiet", "--no-ff", "--message=Merge the fix", "stable")
    linux.tag("v6.9-rc1")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    assert own[:12] in site.article.read_text()
    assert fix[:12] not in site.article.read_text()
    assert "Merge" not in site.article.read_text()
    built(site)


def test_two_tags_on_one_commit(tmp_path: Path) -> None:
    linux = a_clone(tmp_path / "linux", "v6.8")
    linux.tag("v6.9-rc1")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    assert "[v6.9-rc1](commit:v6.9-rc1)" in site.article.read_text()
    built(site)


def test_the_first_release_of_all(tmp_path: Path) -> None:
    linux = a_clone(tmp_path / "linux", "v6.0-rc1")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    assert "[v6.0-rc1](commit:v6.0-rc1)" in site.article.read_text()
    built(site)


def test_subjects_stay_letter_for_letter(tmp_path: Path) -> None:
    linux = Repository(tmp_path / "linux")
    subjects = ["net: `code` <b>&amp; *x*", "``` ````", "mm: \u202eturned", "ü: 🎉 [x](y)", ""]
    for subject in subjects:
        linux.commit(subject)
    linux.tag("v6.0")

    site = made(tmp_path / "log", "--clone", str(linux.path))

    built(site)
    assert "net: `code` <b>&amp; *x*\n" in site.article.read_text()


def test_in_german(tmp_path: Path) -> None:
    linux = a_clone(tmp_path / "linux", "v6.8", "v6.9-rc1")

    result = new_site(tmp_path / "log", "--language", "DE", "--clone", str(linux.path))

    assert "no words" not in result.stderr
    site = MadeSite(tmp_path / "log")
    assert site.config["theme"]["language"] == "de"
    assert site.article.name == "neueste-aenderungen.md"
    page = built(site).page("articles/6.9/neueste-aenderungen/")
    assert page.title
    assert page.title.text.startswith("Log: Das bringt 6.9 (Teil 1) - Die neuesten Änderungen")
    assert "Jede Behauptung ist durch Commits belegt" in text(page)


def test_a_german_site_without_a_clone(tmp_path: Path) -> None:
    site = made(tmp_path / "log", "--language", "de", "--url", "https://log.example.org")

    built(site)
    assert site.article.name == "commits-belegen.md"


def test_a_language_without_words_of_ours(tmp_path: Path) -> None:
    result = new_site(tmp_path / "log", "--language", "pt_br")

    assert "kernlog has no words in the language 'pt-BR' yet" in result.stderr
    site = MadeSite(tmp_path / "log")
    assert site.config["theme"]["language"] == "pt-BR"
    built(site)


@pytest.mark.parametrize(
    ("project", "tags", "release"),
    [
        ("git", ("v2.49.0", "v2.50.0-rc0", "v2.50.0", "v2.50.1"), "2.50"),
        ("u-boot", ("v2026.07", "v2026.10-rc1"), "2026.10"),
        ("qemu", ("v9.0.0", "v9.1.0-rc0"), "9.1"),
        ("systemd", ("v255", "v256-rc1"), "256"),
        ("semver", ("1.1.0", "1.2.0-rc.1"), "1.2.0"),
    ],
)
def test_a_project_by_the_name_of_its_repository(
    tmp_path: Path, project: str, tags: tuple[str, ...], release: str
) -> None:
    name = "some_tool" if project == "semver" else project
    clone = a_clone(tmp_path / name, *tags)

    site = made(tmp_path / "log", "--clone", str(clone.path))

    versions = {"preset": "semver", "name": name} if project == "semver" else project
    assert site.plugin["versions"] == versions
    assert list(site.plugin["trees"]) == [name]
    assert site.article.parent.name == release
    built(site)


def test_the_project_may_be_said(tmp_path: Path) -> None:
    clone = a_clone(tmp_path / "clone", "v2.49.0", "v2.50.0")

    site = made(tmp_path / "log", "--clone", str(clone.path), "--project", "git")

    assert site.plugin["versions"] == "git"
    assert site.tree["url"] == "https://github.com/git/git"
    built(site)


def test_another_project_without_a_clone(tmp_path: Path) -> None:
    result = new_site(tmp_path / "tool", "--project", "semver")

    assert "Nobody knows which web shows the commits of tool." in result.stderr
    site = MadeSite(tmp_path / "tool")
    assert site.plugin["versions"] == {"preset": "semver", "name": "tool"}
    built(site)


def test_the_address_of_the_site(tmp_path: Path) -> None:
    site = made(tmp_path / "log", "--url", "https://me.example.org/log")

    assert site.config["site_url"] == "https://me.example.org/log/"
    assert site.plugin["feed_namespace"] == "me.example.org/log"
    assert (built(site).folder / "feed.xml").exists()


@pytest.mark.parametrize(
    "name",
    [
        "Kernel Log: \"news\" and 'views'",
        "🎉 # no comment",
        "سجل النواة",
        "- [x] {y}: !!z &a *b",
        "null",
        "2.6",
        "{title} {nothing}",
        "<script>alert(1)</script>",
        "x" * 300,
    ],
)
def test_any_name(tmp_path: Path, name: str) -> None:
    site = made(tmp_path / "log", "--name", name, "--url", "https://log.example.org")

    assert (site.config["site_name"], site.plugin["kicker"]) == (name, name)
    built(site)


def test_a_name_on_one_line_without_controls(tmp_path: Path) -> None:
    site = made(tmp_path / "log", "--name", "Kernel\nLog \x1b[31m\u202e")

    assert site.config["site_name"] == "Kernel Log [31m\ufffd"
    built(site)


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_with_continuous_integration(tmp_path: Path, ci: str) -> None:
    site = made(tmp_path / "log", "--ci", ci)

    path = {"github": ".github/workflows/publish.yml", "gitlab": ".gitlab-ci.yml"}[ci]
    assert "mkdocs build --strict" in (site.root / path).read_text()
    assert re.fullmatch(r"kernlog>=[\d.]+\n", (site.root / "requirements.txt").read_text())
    built(site)


def test_a_remote_that_nobody_knows(tmp_path: Path) -> None:
    clone = a_clone(tmp_path / "linux", "v6.9", origin="https://me:secret@git.corp.example/linux")

    result = new_site(tmp_path / "log", "--clone", str(clone.path))

    assert "Nobody knows which web shows the commits of Linux." in result.stderr
    assert f"{tmp_path}/log/mkdocs.yml" in result.stderr
    site = MadeSite(tmp_path / "log")
    assert site.tree["commit"] == "https://git.example.org/commit/{sha}"
    assert_nobody_says("secret", site)
    built(site)


def test_credentials_of_a_remote_are_nobodys_business(tmp_path: Path) -> None:
    origin = "https://me:secret@github.com/torvalds/linux.git"
    clone = a_clone(tmp_path / "linux", "v6.9", origin=origin)

    result = new_site(tmp_path / "log", "--clone", str(clone.path))

    site = MadeSite(tmp_path / "log")
    assert site.tree["url"] == "https://github.com/torvalds/linux"
    assert_nobody_says("secret", site)
    assert "secret" not in result.output


def test_a_folder_that_is_a_repository_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path / "log")
    monkeypatch.chdir(repository.path)

    result = new_site(Path("."))

    assert result.stderr == "Next:\n  mkdocs serve\n"
    assert "mkdocs.yml" in result.stdout.splitlines()
    site = MadeSite(repository.path)
    assert site.config["site_name"] == "Log"
    assert repository.git("status", "--porcelain", "--untracked-files=normal").split()[1::2] == [
        *(".gitignore", "README.md", "content/", "mkdocs.yml", "requirements.txt")
    ]
    built(site)


def test_the_path_of_the_clone_leads_from_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_clone(tmp_path / "src" / "linux", "v6.9")
    (tmp_path / "sites").mkdir()
    monkeypatch.chdir(tmp_path / "sites")

    site = made(Path("log"), "--clone", "../src/linux")

    assert site.tree["clone"] == "../../src/linux"
    monkeypatch.chdir(tmp_path)
    again = CliRunner().invoke(main, ["-f", "sites/log/mkdocs.yml", "sync"])
    assert (again.exit_code, "already up to date" in again.output) == (0, True), again.output


def test_a_clone_in_ones_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_clone(tmp_path / "linux", "v6.9")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert made(tmp_path / "log", "--clone", "~/linux").tree["clone"] == "../linux"


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_site_goes_on_as_its_article_says(tmp_path: Path, language: str) -> None:
    clone = a_clone(tmp_path / "linux", "v6.9")
    site = made(tmp_path / "log", "--clone", str(clone.path), "--language", language)
    told = re.search(r"`kernlog (new article --series [^`]+)`", site.article.read_text())
    assert told

    for command in ("check", told[1], "check", "sync"):
        result = CliRunner().invoke(main, ["-f", str(site.config_file), *command.split()])
        assert result.exit_code == 0, result.output

    built(site)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    for name in ("d", "c", "b", "a", ".git"):
        (tmp_path / name).touch()
    before = everything(tmp_path)

    result = new_site(tmp_path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"Error: {tmp_path} is not empty: it has a, b, c and 1 more. "
        "Choose a new folder, or an empty one.\n"
    )
    assert everything(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("mine")

    result = new_site(tmp_path / "log")

    assert result.stderr == f"Error: {tmp_path}/log is no folder. Choose another name.\n"
    assert (tmp_path / "log").read_text() == "mine"


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("nowhere", "does not exist. Clone the tree there."),
        ("a file", "is no folder. Clone the tree there."),
        ("a folder", "is no git repository. Clone the tree there."),
        ("empty", "has no commit. Fetch some: git fetch --tags."),
        ("shallow", "is shallow, so that nobody can tell where its commits landed. Fetch the rest"),
        ("untagged", "has no tag of a release, as in v"),
    ],
)
def test_clones_that_say_nothing(tmp_path: Path, kind: str, message: str) -> None:
    clone = tmp_path / "clone"
    if kind == "a file":
        clone.touch()
    elif kind == "a folder":
        clone.mkdir()
    elif kind == "empty":
        Repository(clone)
    elif kind == "untagged":
        Repository(clone).commit("net: change")
    elif kind == "shallow":
        linux = a_clone(tmp_path / "linux", "v6.9")
        linux.git("clone", "--quiet", "--depth=1", f"file://{linux.path}", str(clone))

    result = new_site(tmp_path / "log", "--clone", str(clone))

    assert (result.exit_code, result.stdout) == (1, "")
    assert str(clone) in result.stderr
    assert message in result.stderr
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--language", "deu"), "Material has no words in the language 'deu'. Near are de, eu."),
        (("--language", "Deutsch"), "Near are de."),
        (("--language", "🎉"), "Known are af, ar,"),
        (("--url", "log.example.org"), "does not begin with http:// or https://."),
        (("--url", "https://me:secret@log.example.org/"), "Leave out user names"),
        (("--url", "https://log.example.org/?x=1"), "what begins with ? or #"),
        (("--name", " \n"), "The site has no name."),
        (("--project", "hurd"), "Invalid value for '--project'"),
        (("--ci", "jenkins"), "Invalid value for '--ci'"),
    ],
)
def test_what_cannot_be(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = new_site(tmp_path / "log", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert "secret" not in result.stderr
    assert not (tmp_path / "log").exists()


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bytes = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "authors.yml":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)

    result = new_site(tmp_path / "a" / "log")

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path}/a/log/content/authors.yml: No space left on device. "
        "Make room, and try again.\n"
    )
    assert everything(tmp_path) == set()


def test_a_store_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linux = a_clone(tmp_path / "linux", "v6.9")

    def full(*paths: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(paths[0]))

    monkeypatch.setattr("kernlog_site.commits.store.writer.Staged", full)

    result = new_site(tmp_path / "log", "--clone", str(linux.path))

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path}/log/content/_data/commits.jsonl: No space left on device. "
        "Make room, and try again.\n"
    )
    assert not (tmp_path / "log").exists()


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, *_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "mkdir", forbidden)

    result = new_site(tmp_path / "log")

    assert result.stderr == (
        f"Error: {tmp_path}/log: Permission denied. Make it readable and writable, and try again.\n"
    )


def test_a_folder_that_cannot_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(prefix: str, dir: Path) -> str:  # noqa: A002 - as tempfile has it
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(dir / prefix))

    monkeypatch.setattr("tempfile.mkdtemp", forbidden)

    result = new_site(tmp_path / "log")

    assert result.stderr == (
        f"Error: {tmp_path}/log: Permission denied. Make it readable and writable, and try again.\n"
    )
    assert everything(tmp_path) == set()


def test_a_sync_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    linux = a_clone(tmp_path / "linux", "v6.9")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kernlog_site.commits.sync.store_sync.sync", interrupted)

    result = new_site(tmp_path / "log", "--clone", str(linux.path))

    assert result.exit_code == 130
    assert not (tmp_path / "log").exists()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernlog_site.cli.new_site._is_terminal", lambda: True)


@pytest.mark.usefixtures("terminal")
def test_a_terminal_asks_for_what_was_not_said(tmp_path: Path) -> None:
    answers = "linux\n\nxx\nde\n\nnowhere\nEurope/Vienna\n"

    result = new_site(tmp_path / "log", answers=answers)

    assert result.exit_code == 0, result.output
    assert "Error: Material has no words in the language 'xx'." in result.stderr
    assert "Error: 'nowhere' is no timezone." in result.stderr
    site = MadeSite(tmp_path / "log")
    assert site.config["site_name"] == "Log"
    assert site.config["theme"]["language"] == "de"
    assert "site_url" not in site.config
    assert site.plugin["timezone"] == "Europe/Vienna"


@pytest.mark.usefixtures("terminal")
def test_what_was_said_is_not_asked(tmp_path: Path) -> None:
    said = ("--name", "X", "--project", "linux", "--language", "de", "--url", "https://x.example")

    result = new_site(tmp_path / "log", *said, answers="UTC\n")

    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("Timezone [")


@pytest.mark.usefixtures("terminal")
def test_yes_asks_nothing(tmp_path: Path) -> None:
    assert new_site(tmp_path / "log", "--yes", answers="").exit_code == 0


@pytest.mark.usefixtures("terminal")
def test_an_occupied_folder_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()

    result = new_site(tmp_path, answers="")

    assert result.stderr.startswith(f"Error: {tmp_path} is not empty")


def test_a_stopped_clock_is_that_of_the_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30 comes twice in Berlin
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    monkeypatch.setenv("TZ", "Europe/Berlin")

    site = made(tmp_path / "log")

    assert "date: 2026-10-25 02:30+02:00\n" in site.article.read_text()
    built(site)


def test_init_is_called_otherwise() -> None:
    result = CliRunner().invoke(main, ["init"])

    assert result.exit_code == 2
    assert result.stderr == ("Error: There is no command 'init'. Use kernlog new site FOLDER.\n")
