"""Runs a Python module and notes what it is at, every few milliseconds of processor time.

python sampling.py NOTES MODULE [ARGUMENT ...]

The notes are JSON: how often it was at each kind of work. It stands alone, for the program that is
looked at has nothing of the benchmark in its way.
"""

from __future__ import annotations

import json
import runpy
import signal
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import FrameType

_EVERY = 0.002
"""Seconds of processor time."""
_OTHER = "everything else"
_WORK = (
    (
        "lists of commits",
        "citations/commit_rows views/commit_lists citations/backlinks tools/references/citing",
    ),
    ("the look-up's files", "outputs/lookup/ store/excerpts"),
    ("feeds", "feedgenerator outputs/feeds/"),
    (
        "citations: finding, proving, showing",
        "kernlog_site/commits/ kernlog_site/citations/",
    ),
    ("Python-Markdown", "packages/markdown/ /pymdownx/ html/parser"),
    ("reading front matter", "/yaml/ kernlog_site/content/"),
    ("the cache", "incremental/cache build/markdown/result backports/zstd"),
    ("what changed: digests and outlines", "incremental/digest build/fingerprints"),
    ("templates", "/jinja2/ .html theme/"),
    ("what pages show", "kernlog_site/views/ kernlog_site/build/ kernlog_site/outputs/"),
    ("loading programs", "importlib"),
    ("MkDocs", "/mkdocs/ /click/ /material/"),
)
"""Kinds of work, each with what the paths of its programs contain. The first that fits counts."""


def main() -> None:
    """Run what is asked for, and write the notes."""
    notes, module, *arguments = sys.argv[1:]
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: seen.update((work_of(frame),)))
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    sys.argv = [module, *arguments]
    sys.path[0] = ""  # as for `python -m`
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        Path(notes).write_text(json.dumps(seen), "utf-8")


def work_of(frame: FrameType | None) -> str:
    """The kind of work: that of the innermost program which is known for one."""
    while frame:
        if (work := _work_in(frame.f_code.co_filename)) is not None:
            return work
        frame = frame.f_back
    return _OTHER


@cache
def _work_in(path: str) -> str | None:
    fitting = (work for work, places in _WORK if any(its in path for its in places.split()))
    return next(fitting, None)


if __name__ == "__main__":
    main()
