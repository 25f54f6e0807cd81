"""What counts in a fingerprint is declared: of every class, and of every field that is left out."""

from __future__ import annotations

import enum
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest

import kernlog_site
from kernlog_site.commits.version_schemes import LINUX, PRESETS
from kernlog_site.core.fingerprinted import FINGERPRINTED, contribution, fingerprinted, left_out
from kernlog_site.core.model import ReleaseStatus, Status, Tag, WebLink
from kernlog_site.core.versions import Era, Version, Zero
from kernlog_site.views.models import Share, TopicLink
from kernlog_site.views.presenter import Presenter
from kernlog_site.views.taxonomies import Taxonomies

for module in pkgutil.walk_packages(kernlog_site.__path__, "kernlog_site."):
    if not module.name.endswith("__main__"):
        import_module(module.name)

CLASSES = sorted(FINGERPRINTED, key=lambda cls: (cls.__module__, cls.__qualname__))
RECORDS = [cls for cls in CLASSES if not issubclass(cls, enum.Enum)]
FIELDS = [(cls, name) for cls in RECORDS for name in FINGERPRINTED[cls]]
ORDINARY = {str, int, float, bool, bytes, NoneType, date, datetime, tzinfo}

_PATH = "its path counts beside the record, and its lines are for messages"
_RENDERED = "it is shown rendered, and a text has a fingerprint of its own"
LEFT_OUT = {
    "Article.source": _PATH,
    "Article.body": _RENDERED,
    "Series.source": _PATH,
    "Series.body": _RENDERED,
    "Release.source": _PATH,
    "Release.body": _RENDERED,
    "Reader.parse": "whoever parses, it gives the same",
    "ReleaseView.timeline": "it is drawn from the events",
}


def hints_of(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls, localns={"Value": object})


def example(hint: Any, number: int) -> Any:
    """A value as an annotation says; another one for each number from 1 on."""
    origin, args = get_origin(hint), [its for its in get_args(hint) if its is not ...]
    if hint in FINGERPRINTED or is_dataclass(hint) or hasattr(hint, "_fields"):
        return example_of(hint, number)
    if origin in (tuple, Sequence):
        return tuple(example(its, number) for its in args)
    if origin is Mapping:
        return {example(args[0], number): example(args[1], number)}
    if origin is Callable:
        return lambda: number
    if origin is not None:  # one or another, or nothing
        return example(args[0], number)
    return {
        str: f"text {number}",
        int: number,
        float: number / 2,
        bool: number == 1,
        date: date(2010, 1, number),
        datetime: datetime(2010, 1, number, tzinfo=UTC),
        tzinfo: ZoneInfo(f"Etc/GMT-{number}"),
    }[hint]


def example_of(cls: Any, number: int) -> Any:
    if issubclass(cls, enum.Enum):
        return list(cls)[number - 1]
    names = cls._fields if issubclass(cls, tuple) else [its.name for its in fields(cls)]
    hints = hints_of(cls)
    return cls(**{name: example(hints[name], number) for name in names})


def changed(value: Any, name: str) -> Any:
    new = {name: example(hints_of(type(value))[name], 2)}
    return value._replace(**new) if hasattr(value, "_replace") else replace(value, **new)


def named(parameter: object) -> str:
    return parameter.__qualname__ if isinstance(parameter, type) else str(parameter)


@pytest.mark.parametrize(("cls", "name"), FIELDS, ids=named)
def test_every_field_counts(cls: type, name: str) -> None:
    before = example_of(cls, 1)

    assert contribution(changed(before, name)) != contribution(before)
    assert contribution(example_of(cls, 1)) == contribution(before)


def test_fields_that_do_not_count_are_left_out_by_name_for_a_reason() -> None:
    found = {
        f"{cls.__qualname__}.{its.name}": (cls, its)
        for cls in RECORDS
        for its in (fields(cls) if is_dataclass(cls) else ())
        if its.name not in FINGERPRINTED[cls]
    }

    assert {name: its.metadata for name, (_, its) in found.items()} == {
        name: left_out(why) for name, why in LEFT_OUT.items()
    }
    for cls, its in found.values():
        before = example_of(cls, 1)
        assert changed(before, its.name) != before
        assert contribution(changed(before, its.name)) == contribution(before)


def test_no_two_classes_are_alike() -> None:
    found = {contribution(example_of(cls, 1)) for cls in CLASSES}
    same = [Share("a", "b"), TopicLink("a", "b"), WebLink("a", "b")]

    assert len(found) == len(CLASSES)
    assert len(set(map(contribution, same))) == 3


@pytest.mark.parametrize("cls", [cls for cls in CLASSES if issubclass(cls, enum.Enum)], ids=named)
def test_every_member_of_an_enum_counts(cls: type[enum.Enum]) -> None:
    assert len(set(map(contribution, cls))) == len(cls)


@pytest.mark.parametrize(("cls", "name"), FIELDS, ids=named)
def test_whatever_a_field_may_have_is_declared(cls: type, name: str) -> None:
    assert set(classes_in(hints_of(cls)[name])) <= ORDINARY | FINGERPRINTED.keys()


@pytest.mark.parametrize("maker", [Presenter, Taxonomies])
def test_every_view_is_declared(maker: type) -> None:
    made = [its for name, its in vars(maker).items() if callable(its) and not name.startswith("_")]

    assert len(made) >= 6
    for its in made:
        assert set(classes_in(get_type_hints(its)["return"])) <= ORDINARY | FINGERPRINTED.keys()


def classes_in(hint: Any) -> Iterator[Any]:
    if get_args(hint):
        for its in get_args(hint):
            yield from classes_in(its)
    elif hint is not ...:
        yield hint


@dataclass
class Undeclared:
    name: str


class AlsoUndeclared(NamedTuple):
    name: str


@fingerprinted
@dataclass(frozen=True)
class Declared:
    name: str
    new: object = None
    whatever: object = field(default=None, metadata=left_out("a test says so"))


@dataclass(frozen=True)
class Heir(Declared):
    pass


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize(
    "value",
    [
        Undeclared("a"),
        AlsoUndeclared("a"),
        Heir("a"),
        Declared("a", new=Undeclared("a")),
        [{"a": (AlsoUndeclared("a"),)}],
        Text("a"),
        {"a"},
        object(),
        str,
        iter(()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_declared_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="is not declared as fingerprinted"):
        contribution(value)


@pytest.mark.parametrize("name", [Text("a"), AlsoUndeclared("a"), Undeclared("a")])
def test_what_is_not_as_annotated_is_refused(name: Any) -> None:
    with pytest.raises(TypeError, match="A Declared has something in it"):
        contribution(Declared(name))


def test_a_new_field_counts_unless_it_is_left_out() -> None:
    assert contribution(Declared("a", new=1)) != contribution(Declared("a", new=2))
    assert contribution(Declared("a", whatever=1)) == contribution(Declared("a", whatever=set()))


_BEGIN = datetime(2010, 3, 12, 10)
_BERLIN = ZoneInfo("Europe/Berlin")
DIFFERENT: Collection[object] = [
    *(1, "1", b"1", True, 1.0, "True", 0, False, 0.0, -0.0, 2**70, "", b"", None, "None"),
    *((), ((),), ("",), (None,), ("a", "b"), ("ab",), ("a,", "b"), ("a", ",b"), (("a",), "b")),
    *({}, {"a": 1}, {1: "a"}, {"a": 1, "b": 2}, {"b": 2, "a": 1}, (("a", 1),)),
    *(("dict", ["a"], [1]), ["a", 1], "\udc80", "\ud800", "ä", "a\u0308"),
    *(date(2010, 3, 12), "2010-03-12", _BEGIN, str(_BEGIN), repr(_BEGIN)),
    *(_BEGIN.replace(tzinfo=UTC), _BEGIN.replace(tzinfo=timezone(timedelta(hours=1)))),
    *(_BEGIN.replace(tzinfo=_BERLIN), _BEGIN.replace(microsecond=1), _BERLIN, "Europe/Berlin"),
    *(LINUX.parse("2.6.33"), Version((2, 6), "33", scheme=LINUX), "2.6.33", (2, 6, 33)),
    *(PRESETS["semver"].parse("2.6.33"), LINUX, *PRESETS["qemu"].eras, Era(zero=Zero.ALWAYS)),
    *(Status.DRAFT, "DRAFT", "draft", ReleaseStatus.EOL, Tag("v1", _BEGIN), ("v1", _BEGIN)),
]


def test_no_two_values_are_alike() -> None:
    assert len(set(map(contribution, DIFFERENT))) == len(DIFFERENT)


def test_a_list_is_like_a_tuple_of_the_same() -> None:
    assert contribution([1, ["a"]]) == contribution((1, ("a",)))


def test_it_does_not_matter_how_a_value_came_about() -> None:
    once = "".join(["com", "mit"])
    twice = Tag("".join(["com", "mit"]), _BEGIN)

    assert contribution([once, once, twice, twice]) == contribution(
        ["commit", "".join(["comm", "it"]), Tag("commit", _BEGIN), twice]
    )


def test_every_process_tells_the_same() -> None:
    program = "import test_fingerprinted as it; print(it.all_contributions().hex())"
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout.decode()
        for seed in ("1", "2")
    }

    assert told == {f"{all_contributions().hex()}\n"}


def all_contributions() -> bytes:
    kernlogs = [cls for cls in CLASSES if cls.__module__.startswith("kernlog_site.")]
    return contribution([DIFFERENT, *(example_of(cls, 1) for cls in kernlogs)])
