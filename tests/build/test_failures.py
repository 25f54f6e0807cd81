"""What fails on a page names it, and the line of the template, wherever the page is made."""

from __future__ import annotations

import logging
import pickle
from pathlib import Path
from unittest.mock import patch

import pytest
from editable_site import EditableSite, Outcome
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from kernlog_site.build.failures import MakingFailed, making
from kernlog_site.build.markdown import texts
from kernlog_site.commits.store import sorted_lines as lines
from kernlog_site.plugin import KernlogPlugin

ONLOOKER = "def on_post_page(output, page, config):\n    return output\n"
EXTENSION = '''
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Fragile(Exception):
    """Nobody outside can make one."""

    def __init__(self, word, *, line):
        super().__init__(f"{word} in line {line}")


class Breaking(Preprocessor):
    def run(self, lines):
        for number, line in enumerate(lines, 1):
            if "OF MINE" in line:
                raise Fragile("breaks", line=number)
            if "OF MKDOCS" in line:
                from mkdocs.exceptions import PluginError
                raise PluginError("what it needs is not there")
        return lines


class Breakable(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Breaking(md), "breaking", 1)


def makeExtension(**kwargs):
    return Breakable(**kwargs)
'''


@pytest.fixture
def breakable(editable: EditableSite, monkeypatch: pytest.MonkeyPatch) -> EditableSite:
    """A site with an extension of somebody's, in processes that get one text each."""
    (editable.root / "breakable.py").write_text(EXTENSION)
    monkeypatch.syspath_prepend(str(editable.root))
    monkeypatch.setattr(texts, "_AT_ONCE", 1)
    editable.configure(markdown_extensions=["tables", "breakable"])
    return editable


def errors(outcome: Outcome) -> list[str]:
    """What was told as an error, tracebacks first."""
    told = (line.removeprefix("ERROR ") for line in outcome.log if line.startswith("ERROR"))
    return sorted(told, key=lambda text: not text.startswith("kernlog: Traceback"))


def edit(editable: EditableSite, text: str) -> Path:
    """Give an article another text; gives its file."""
    editable.edit(text)
    return editable.content / "articles/rc8.md"


@pytest.mark.parametrize("parallel", [False, True])
@pytest.mark.parametrize("preview", [False, True])
@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("<p>\n{{ nothing.at.all }}", 2, "'nothing' is undefined"),
        ("<p>\n\n{% if %}", 3, "Expected an expression, got 'end of statement block'"),
        ("{{ 1 // 0 }}", 1, "ZeroDivisionError: integer division or modulo by zero"),
        ("\n{% include 'gone.html' %}", 2, "There is no template 'gone.html'."),
        ("\n{% include 'partials/bad.html' %}", 0, "'missing' is undefined"),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(  # noqa: PLR0913, PLR0917
    editable: EditableSite, template: str, line: int, said: str, parallel: bool, preview: bool
) -> None:
    editable.write("theme/release.html", template)
    editable.write("theme/partials/bad.html", "\n\n\n{{ missing.word }}")

    outcome = editable.again(parallel=parallel, preview=preview)

    place = f"theme/release.html:{line}" if line else "theme/partials/bad.html:4"
    assert outcome.aborted
    *trace, message = errors(outcome)
    assert message == f"Error building page 'releases/2.6.33.md': /{place}: {said}"
    assert bool(trace) == ("ZeroDivisionError" in said), "only of what nobody expects"
    assert all("top-level template code" in text for text in trace)


def test_a_template_that_is_not_there_is_named(editable: EditableSite) -> None:
    for template in ("gone.html", 5, ["gone.html"]):
        editable.write_page("about.md", {"template": template}, "About.")

        assert errors(editable.again()) == [
            f"Error building page 'about.md': There is no template '{template}'."
        ]


@pytest.mark.parametrize("parallel", [False, True])
def test_an_extension_that_fails_names_the_page_and_shows_where(
    breakable: EditableSite, parallel: bool
) -> None:
    edit(breakable, "One\n\nOF MINE")

    outcome = breakable.again(parallel=parallel)

    trace, message = errors(outcome)
    assert outcome.aborted
    assert message == "Error reading page 'articles/rc8.md': Fragile: breaks in line 4"
    assert "breakable.py" in trace
    assert "in run" in trace


@pytest.mark.parametrize("parallel", [False, True])
def test_what_an_extension_says_in_the_words_of_mkdocs_needs_no_traceback(
    breakable: EditableSite, parallel: bool
) -> None:
    edit(breakable, "OF MKDOCS")

    assert errors(breakable.again(parallel=parallel)) == [
        "Error reading page 'articles/rc8.md': what it needs is not there"
    ]


def test_where_mkdocs_makes_the_pages_the_template_is_named_too(editable: EditableSite) -> None:
    editable.write("hook.py", ONLOOKER)
    editable.configure(hooks=["hook.py"])
    editable.write("theme/release.html", "\n{{ nothing.at.all }}")

    with told() as said, pytest.raises(Exception, match="'nothing' is undefined"):
        editable.again()

    place = f"{editable.root}/theme/release.html:2"
    assert said == [
        "Error building page 'releases/2.6.33.md': 'nothing' is undefined",
        f"kernlog: It happened in the template {place}.",
    ]


def test_where_mkdocs_makes_the_pages_an_extension_names_its_page(breakable: EditableSite) -> None:
    breakable.write("hook.py", ONLOOKER)
    breakable.configure(hooks=["hook.py"])
    edit(breakable, "OF MINE")

    with told() as said, pytest.raises(Exception, match="breaks in line 2"):
        breakable.again()

    assert said == ["Error reading page 'articles/rc8.md': breaks in line 2"]


def test_a_template_of_no_page_is_named(editable: EditableSite) -> None:
    editable.write("theme/404.html", "\n\n{{ nothing.at.all }}")

    with told() as said, pytest.raises(Exception, match="'nothing' is undefined"):
        editable.again()

    assert said == [f"kernlog: It happened in the template {editable.root}/theme/404.html:3."]


@pytest.mark.parametrize("parallel", [False, True])
def test_a_file_that_is_no_page_is_named(editable: EditableSite, parallel: bool) -> None:
    broken = patch("kernlog_site.outputs.feeds.feeds.atom", side_effect=ValueError("no letters"))
    with broken:
        outcome = editable.again(parallel=parallel)

    assert any(text.startswith("Error building file 'feed.xml': ") for text in errors(outcome))
    assert outcome.aborted


def test_the_first_page_of_a_preview_is_named(breakable: EditableSite) -> None:
    breakable.again(preview=True)
    page = breakable.root / "preview/articles/rc8/index.html"
    before = page.read_bytes()
    edit(breakable, "OF MINE")
    with told() as said, pytest.raises(Abort):
        show(breakable, "articles/rc8.md")

    assert said[-1] == "Error reading page 'articles/rc8.md': Fragile: breaks in line 2"
    assert page.read_bytes() == before
    edit(breakable, "Mended.")
    assert show(breakable, "articles/rc8.md") == ["articles/rc8/index.html"]
    assert b"Mended." in page.read_bytes()
    again = breakable.again(preview=True)
    assert again.differences(breakable.clean(preview=True)) == []


def test_a_template_of_the_first_page_of_a_preview_is_named(editable: EditableSite) -> None:
    editable.write("theme/article.html", "{{ 1 // ('BOOM' not in page.content) }}")
    editable.again(preview=True)
    edit(editable, "BOOM")

    with told() as said, pytest.raises(Abort):
        show(editable, "articles/rc8.md")

    place = f"{editable.root}/theme/article.html:1"
    assert said[-1] == (
        f"Error building page 'articles/rc8.md': {place}: "
        "ZeroDivisionError: integer division or modulo by zero"
    )


@pytest.mark.parametrize("hooks", [[], ["hook.py"]])
@pytest.mark.parametrize("preview", [False, True])
def test_a_store_that_is_changed_while_it_is_read_ends_with_a_line(
    editable: EditableSite, monkeypatch: pytest.MonkeyPatch, hooks: list[str], preview: bool
) -> None:
    editable.write("hook.py", ONLOOKER)
    editable.configure(hooks=hooks)
    editable.again(preview=preview)
    edit(editable, "Another (:commit[7dd65feb6c60]).")
    monkeypatch.setattr(lines.SortedLines, "_piece", _changed)
    with told() as said:
        outcome = editable.again(preview=preview)

    assert outcome.aborted
    assert said[-1] == "The commit store was changed during the build. Build again."
    assert not any("Traceback" in text for text in said)
    if preview:
        return
    monkeypatch.undo()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1268401600")
    again = editable.again()
    assert again.files == editable.clean().files


def _changed(_lines: lines.SortedLines, _number: int) -> bytes:
    raise lines.ChangedWhileRead("The commit store was changed during the build. Build again.")


def test_the_page_that_failed_first_is_named_and_the_cause_is_chained() -> None:
    cause = KeyError("gone")

    def read() -> None:
        with making("reading page 'b.md'"):
            raise cause

    with pytest.raises(MakingFailed) as outer, making("building page 'a.md'"):
        read()

    failed = outer.value
    assert failed.message == "Error reading page 'b.md': KeyError: 'gone'"
    assert failed.__cause__ is cause
    assert "KeyError" in failed.trace
    other = pickle.loads(pickle.dumps(failed))
    assert (other.message, other.trace) == (failed.message, failed.trace)


def test_what_the_system_refuses_on_a_page_says_which_file() -> None:
    with pytest.raises(MakingFailed) as failed, making("building page 'a.md'"):
        Path("/nowhere/at/all").read_bytes()

    assert failed.value.message == (
        "Error building page 'a.md': /nowhere/at/all: No such file or directory. "
        "Repair it, and try again."
    )


def show(editable: EditableSite, path: str) -> list[str] | None:
    """Show an edited file as the plugin does for the server of a preview."""
    kernlog = load_config(str(editable.root / "mkdocs.yml")).plugins["kernlog"]
    assert isinstance(kernlog, KernlogPlugin)
    with patch.object(kernlog, "last", editable._previewed):
        shown = kernlog.show_edited([str(editable.content / path)])
    return None if shown is None else list(shown)


class told:  # noqa: N801
    """Collects the errors that MkDocs and its plugins tell."""

    def __enter__(self) -> list[str]:
        messages: list[str] = []

        class Listener(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                messages.append(record.getMessage())

        self._listener = Listener(logging.ERROR)
        logging.getLogger("mkdocs").addHandler(self._listener)
        return messages

    def __exit__(self, *_: object) -> None:
        logging.getLogger("mkdocs").removeHandler(self._listener)
