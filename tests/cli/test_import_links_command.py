from __future__ import annotations

import os
from pathlib import Path

import pytest
from calling import kernlog, read_json
from small_site import SmallSite

OLD = "http://git.kernel.org/?p=linux/kernel/git/torvalds/linux-2.6.git;a=commit;h="
FOREIGN = "http://git.kernel.org/?p=linux/kernel/git/davem/net-2.6.git;a=commit;h="
OTHER = "b" * 40
FRONT = "---\ntitle: Old\ndate: 2010-02-12\n---\n\n"
TEXT = f"{FRONT}Text ([1]({OLD}{OTHER})) and [words]({OLD}{OTHER}).\n"
AFTER = f"{FRONT}Text (:commit[{'b' * 12}]) and [words](commit:{'b' * 12}).\n"


@pytest.fixture
def old(site: SmallSite) -> Path:
    """An article with old links, in a site that shows Linus' tree."""
    url = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git"
    site.options(trees={"linux": {"host": "cgit", "url": url}})
    site.write("articles/old.md", TEXT)
    return site.content / "articles" / "old.md"


def test_links_become_citations(site: SmallSite, old: Path) -> None:
    result = kernlog(site, "import-links", str(old))

    assert (result.exit_code, old.read_text()) == (0, AFTER)
    assert result.stdout == f"{old}: 2 links\n"
    told, summary = result.stderr.splitlines()[1:]
    assert told.startswith(f"{old}:6: Unknown commit 'bbbbbbbbbbbb' in the tree 'linux'.")
    assert summary == "2 links in 1 file are citations now."


def test_a_second_time_there_is_nothing_to_do(site: SmallSite, old: Path) -> None:
    kernlog(site, "import-links", str(old))
    before = old.stat()
    result = kernlog(site, "import-links", str(old))

    assert (result.exit_code, result.stdout) == (0, "")
    assert old.stat() == before


def test_a_dry_run_shows_a_diff(site: SmallSite, old: Path) -> None:
    result = kernlog(site, "import-links", "--dry-run", str(old))

    assert (result.exit_code, old.read_text()) == (0, TEXT)
    diff = result.stdout.splitlines()
    assert diff[:2] == [f"--- a/{old.as_posix()}", f"+++ b/{old.as_posix()}"]
    assert [line for line in diff[2:] if line.startswith(("-", "+"))] == [
        f"-{TEXT.splitlines()[5]}",
        f"+{AFTER.splitlines()[5]}",
    ]
    assert result.stderr.endswith("2 links in 1 file would be citations now.\n")


def test_json(site: SmallSite, old: Path) -> None:
    old.write_text(f"{TEXT}\n[w]({FOREIGN}{OTHER})\n")

    told = read_json(site, "import-links", "--json", "--dry-run", str(old))
    assert told["files"] == [{"path": str(old), "links": 2}]
    assert [(p["line"], p["severity"]) for p in told["problems"]] == [
        (6, "notice"),
        (6, "notice"),
        (8, "warning"),
    ]
    assert {p["path"] for p in told["problems"]} == {old.as_posix()}


def test_what_has_to_stay_is_told_and_counts(site: SmallSite, old: Path) -> None:
    old.write_text(f"{FRONT}[w]({FOREIGN}{OTHER})\n")
    result = kernlog(site, "import-links", str(old))

    assert result.exit_code == 1
    assert f"{old.as_posix()}:6: No tree of the site is at {FOREIGN}{OTHER}. " in result.stderr
    again = kernlog(site, "import-links", "--tree", f"linux={FOREIGN[:41]}", str(old))
    assert again.exit_code == 0
    assert old.read_text() == f"{FRONT}[w](commit:{'b' * 12})\n"


def test_paragraphs_in_html_on_demand(site: SmallSite, old: Path) -> None:
    old.write_text(f'{FRONT}<p>Text <a href="{OLD}{OTHER}">words</a>.</p>\n')

    result = kernlog(site, "import-links", str(old))
    assert (result.exit_code, "or try --html." in result.stderr) == (1, True)
    result = kernlog(site, "import-links", "--html", str(old))
    assert (result.exit_code, old.read_text()) == (0, f"{FRONT}Text [words](commit:{'b' * 12}).\n")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("linus=https://x.example/", "Unknown tree 'linus' in --tree linus=https://x.example/."),
        ("linux", "--tree linux has no address. Write it as NAME=https://..."),
        ("linux=x.example", "--tree linux=x.example has no address."),
    ],
)
def test_an_option_that_cannot_be_read(site: SmallSite, old: Path, option: str, told: str) -> None:
    result = kernlog(site, "import-links", "--tree", option, str(old))

    assert (result.exit_code, old.read_text()) == (2, TEXT)
    assert told in result.stderr


def test_a_path_that_is_not_there_is_wrong_usage(site: SmallSite) -> None:
    assert kernlog(site, "import-links", "nowhere.md").exit_code == 2
    assert kernlog(site, "import-links").exit_code == 2


def test_folders_have_markdown_and_html(site: SmallSite, old: Path) -> None:
    page = f'<p>(<a href="{OLD}{OTHER}">1</a>)</p>\n'
    for name in ("a.html", "b.HTM", "c.txt", ".hidden/d.html", "e/f.markdown"):
        file = old.parent / "more" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page)
    kernlog(site, "import-links", str(old.parent), str(old))

    read = {p.name: p.read_text() for p in (old.parent / "more").rglob("*") if p.is_file()}
    cited = f"<p>(:commit[{'b' * 12}])</p>\n"
    stays = {"c.txt", "d.html", "f.markdown"}  # a paragraph in HTML is none in Markdown
    assert read == {name: page if name in stays else cited for name in read}
    assert len(read) == 5
    assert old.read_text() == AFTER


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        (lambda text: text.replace("\n", "\r\n").encode(), "lines of Windows"),
        (lambda text: b"\xef\xbb\xbf" + text.encode(), "a byte order mark"),
        (lambda text: text.replace("Text", "Text, gr\xf6\xdfer").encode("latin-1"), "Latin-1"),
        (lambda text: text.rstrip("\n").encode(), "no end of the last line"),
        (lambda text: text.replace("\n", "\r").encode(), "lines of old"),
        (lambda text: text.replace("Text", "Te\0xt\x0c").encode(), "control characters"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_all_other_bytes_stay(site: SmallSite, old: Path, encoded: object, name: str) -> None:
    assert callable(encoded)
    old.write_bytes(encoded(TEXT))
    result = kernlog(site, "import-links", str(old))

    assert result.exit_code == 0, name
    assert old.read_bytes() == encoded(AFTER)


def test_the_file_is_replaced_whole_and_keeps_its_mode(
    site: SmallSite, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.chmod(0o640)
    link = old.with_name("link.md")
    link.symlink_to(old)
    kernlog(site, "import-links", str(link))
    assert link.is_symlink()
    assert (old.read_text(), old.stat().st_mode & 0o777) == (AFTER, 0o640)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old.write_text(TEXT)
    monkeypatch.setattr(os, "fsync", full)
    result = kernlog(site, "import-links", str(old))
    assert result.exit_code == 1
    assert f"{old}: No space left on device. Make room, and try again." in result.stderr
    assert old.read_text() == TEXT
    assert sorted(p.name for p in old.parent.glob(".*")) == []


def test_the_tree_in_the_front_matter_needs_no_name(site: SmallSite, old: Path) -> None:
    old.write_text(TEXT.replace("date:", "tree: stable\ndate:"))
    kernlog(site, "import-links", str(old))

    assert f"(:commit[linux@{'b' * 12}])" in old.read_text()


def test_what_was_imported_builds(site: SmallSite, old: Path) -> None:
    sha = site.content.joinpath("_data/commits.jsonl").read_text()[9:49]
    old.write_text(TEXT.replace("date:", "release: 2.6.33\ndate:").replace(OTHER, sha))
    kernlog(site, "import-links", str(old))
    page = site.build(strict=False).page("articles/old/")

    hrefs = [a["href"] for a in page.select(".kl-text a.citation")]
    assert len(hrefs) == 2
    assert all(str(href).endswith(f"?id={sha}") for href in hrefs)
