"""The folder that readers see: always whole, and untouched where nothing is new."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest
from editable_site import EditableSite, Outcome, files_of

from kernlog_site.build.output_dir import OutputDir

PAGE = "articles/rc8/index.html"
SOURCE = "content/articles/rc8.md"


@pytest.fixture
def folder(editable: EditableSite) -> Path:
    """The folder of a site that was built."""
    editable.again()
    return editable.root / "site"


def edit(editable: EditableSite, old: str = "All of", new: str = "Each of") -> None:
    file = editable.root / SOURCE
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """What tells whether a file was written again: its inode and its time, by path."""
    found = {path: (folder / path).stat() for path in files_of(folder)}
    return {path: (its.st_ino, its.st_mtime_ns) for path, its in found.items()}


def changes(before: dict[str, tuple[int, int]], folder: Path) -> set[str]:
    """The files that were written again or are gone, but for the index of the search, which has
    the words of all pages."""
    after = stamps(folder)
    changed = {path for path, stamp in before.items() if after.get(path) != stamp}
    return {path for path in changed if not path.startswith("pagefind/")}


def assert_right(editable: EditableSite, outcome: Outcome) -> None:
    assert outcome.differences(editable.clean()) == []


def test_what_has_not_changed_is_not_touched(editable: EditableSite, folder: Path) -> None:
    before = stamps(folder)
    edit(editable)
    editable.again()

    changed = changes(before, folder)
    assert PAGE in changed
    pages = {path for path in changed if path.endswith(".html")}
    assert pages <= {PAGE, "index.html", "releases/2.6.33/index.html"}
    assert {path.rpartition("/")[2] for path in changed - pages} == {"feed.xml", "feed.json"}


def test_an_article_is_touched_when_another_starts_or_stops_citing_its_commits(
    editable: EditableSite, folder: Path
) -> None:
    both = {f"articles/2.6.33/{name}/index.html" for name in ("network", "storage")}
    steps = [("All of", "As in :commit[7dd65feb6c60]: all of", both), ("all of", "each of", set())]
    steps.append(("As in :commit[7dd65feb6c60]: ", "", both))
    for old, new, touched in steps:
        before = stamps(folder)
        edit(editable, old, new)
        outcome = editable.again()
        articles = {path for path in changes(before, folder) if path.startswith("articles/")}
        assert articles == touched | {PAGE}
        assert_right(editable, outcome)


def test_without_a_change_nothing_is_touched(editable: EditableSite, folder: Path) -> None:
    before = stamps(folder)
    editable.again(parallel=True)

    assert stamps(folder) == before


@pytest.mark.parametrize("replaced", [False, True])
def test_what_others_changed_is_put_right_whatever_size_and_time_it_has(
    editable: EditableSite, folder: Path, replaced: bool
) -> None:
    changed = [path for path in files_of(folder) if path.endswith((".html", ".xml", ".json"))]
    assert {PAGE, "404.html", "feed.xml", "sitemap.xml", "api/articles.json"} <= {*changed}
    time.sleep(0.02)  # For some milliseconds the clock of files stands still.
    for path in changed:
        file = folder / path
        before = file.stat()
        if replaced:
            file.rename(file.with_name("old"))
        file.write_bytes(b"x" * before.st_size)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert_right(editable, editable.again())
    untouched = stamps(folder)
    editable.again()
    assert stamps(folder) == untouched


def test_nothing_is_touched_in_a_site_that_comes_back_from_elsewhere(
    editable: EditableSite, folder: Path
) -> None:
    shutil.copytree(folder, editable.root / "elsewhere")
    shutil.rmtree(folder)
    shutil.copytree(editable.root / "elsewhere", folder)
    before = stamps(folder)
    editable.again()

    assert stamps(folder) == before


def test_nothing_is_touched_though_the_cache_is_lost(editable: EditableSite, folder: Path) -> None:
    before = stamps(folder)
    shutil.rmtree(editable.root / ".cache")
    editable.again()

    assert stamps(folder) == before


def test_what_has_gone_vanishes_with_its_folders(editable: EditableSite, folder: Path) -> None:
    (folder / "old" / "older").mkdir(parents=True)
    (folder / "old" / "older" / "page.html").write_text("old")
    (folder / "articles" / "empty").mkdir()
    (folder / "assets").mkdir(exist_ok=True)
    (folder / "assets" / ".hidden").write_text("below the top nothing is hidden")
    editable.write(SOURCE, None)
    time.sleep(0.02)  # For some milliseconds the clock of files stands still.

    assert_right(editable, editable.again())
    assert not (folder / "articles" / "rc8").exists()
    assert all(any(path.iterdir()) for path in folder.rglob("*") if path.is_dir())


def test_what_is_hidden_at_the_top_stays(editable: EditableSite, folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]")
    (folder / ".nojekyll").touch()
    editable.again()

    assert (folder / ".git" / "config").read_text() == "[core]"
    assert (folder / ".nojekyll").exists()


def test_hidden_content_that_is_asked_for_is_published(
    editable: EditableSite, folder: Path
) -> None:
    editable.configure(exclude_docs="!.well-known")
    editable.write("content/.well-known/security.txt", "Contact: us")

    assert editable.again().files[".well-known/security.txt"] == b"Contact: us"


@pytest.mark.parametrize("preview", [False, True])
def test_no_stage_is_left(editable: EditableSite, preview: bool) -> None:
    outcome = editable.again(preview=preview)

    assert not [path for path in outcome.files if path.startswith(".")]


def test_what_a_killed_preview_left_is_cleared_away(editable: EditableSite, folder: Path) -> None:
    for left in (folder, folder / "articles"):
        (left / ".kernlog-").write_text("half a pa")
    editable.again()

    assert not list(folder.rglob(".kernlog-*"))


def test_a_page_that_was_changed_by_hand_is_put_right(editable: EditableSite, folder: Path) -> None:
    (folder / PAGE).write_text("mine")
    (folder / "styles" / "site.css").write_text("mine")
    (folder / "index.html").unlink()

    assert_right(editable, editable.again())


def test_a_page_of_the_same_length_is_put_right(editable: EditableSite, folder: Path) -> None:
    page = folder / PAGE
    page.write_bytes(page.read_bytes().replace(b"rc8", b"rc9"))

    assert_right(editable, editable.again())


def test_a_page_that_is_changed_while_a_build_ends_is_put_right(
    editable: EditableSite, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = OutputDir.publish

    def disturbed(site: OutputDir) -> list[str]:
        changed = publish(site)
        (folder / PAGE).write_text("by hand")
        return changed

    with monkeypatch.context() as patch:
        patch.setattr(OutputDir, "publish", disturbed)
        editable.again()

    assert_right(editable, editable.again())


@pytest.mark.parametrize("parallel", [False, True])
def test_a_template_that_fails_leaves_the_last_good_site(
    editable: EditableSite, folder: Path, parallel: bool
) -> None:
    before, stamped = files_of(folder), stamps(folder)
    edit(editable)
    editable.write("theme/release.html", "{{ nothing.at.all }}")
    assert editable.again(parallel=parallel).aborted

    assert files_of(folder) == before
    assert stamps(folder) == stamped
    editable.write("theme/release.html", "{{ page.title }}")
    assert_right(editable, editable.again())


@pytest.mark.parametrize(
    "bad",
    ["Unknown :commit[ffffffffffff].", "Gone [page](gone.md).", "No [anchor](stable.md#no)."],
)
def test_a_strict_build_with_a_warning_leaves_the_last_good_site(
    editable: EditableSite, folder: Path, bad: str
) -> None:
    before, stamped = files_of(folder), stamps(folder)
    edit(editable, "All of", f"{bad}\n\nAll of")

    assert editable.again(strict=True).aborted
    assert files_of(folder) == before
    assert stamps(folder) == stamped
    again = editable.again()
    assert not again.aborted
    assert_right(editable, again)


def test_a_strict_build_goes_on_failing(editable: EditableSite) -> None:
    edit(editable, "All of", "Gone [page](gone.md), [one](stable.md#no), :commit[ffffffffffff].")

    first, second = editable.again(strict=True), editable.again(strict=True)
    assert first.aborted
    assert second.differences(first) == []


def test_a_hook_that_fails_early_leaves_the_site(editable: EditableSite, folder: Path) -> None:
    before = files_of(folder)
    editable.write("hook.py", "def on_config(config):\n    raise ValueError('of the hook')\n")
    editable.configure(hooks=["hook.py"])
    with pytest.raises(ValueError, match="of the hook"):
        editable.again()

    assert files_of(folder) == before


def test_the_error_page_comes_and_goes_with_the_theme(editable: EditableSite) -> None:
    for templates in ([], ["404.html"], ["404.html"], [], ["404.html", "sitemap.xml"]):
        theme = editable.config["theme"] | {"static_templates": templates}
        editable.configure(theme=theme)
        again = editable.again()
        assert ("404.html" in again.files) == ("404.html" in templates)
        assert_right(editable, again)


def test_the_folder_is_told_to_whoever_deploys_it(editable: EditableSite) -> None:
    """`mkdocs gh-deploy` asks the configuration for it when the site is built."""
    editable.write(
        "hook.py",
        "import os\n"
        "def on_shutdown():\n"
        "    pass\n"
        "def on_post_build(config):\n"
        "    with open(os.path.join(config.site_dir, 'robots.txt'), 'w') as file:\n"
        "        file.write('Allow: /')\n",
    )
    editable.configure(hooks=["hook.py"])

    for _ in range(2):
        assert editable.again().files["robots.txt"] == b"Allow: /"


def test_files_survive_a_copy_of_the_site(
    editable: EditableSite, folder: Path, tmp_path: Path
) -> None:
    """As continuous integration does it: the site and the cache are put back with other times."""
    kept = tmp_path / "kept"
    shutil.copytree(folder, kept, copy_function=shutil.copyfile)
    shutil.rmtree(folder)
    shutil.copytree(kept, folder, copy_function=shutil.copyfile)
    before = stamps(folder)

    assert_right(editable, editable.again())
    assert stamps(folder) == before
    assert os.listdir(folder) == os.listdir(kept) or set(os.listdir(folder)) == set(
        os.listdir(kept)
    )
