"""The ways of writing versions that are known by name, and those that a site describes itself.

versions: git
versions: {name: Foo, tag: "foo-{version}", release: 3, candidate: "-beta{n}"}
versions: {preset: semver, name: Foo}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kernlog_site.core.characters import printable
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.versions import NUMBER, PLACE, Era, VersionScheme, Zero

_FROM_YEAR = (1000,)

LINUX = VersionScheme(
    name="Linux",
    kind="kernel",
    examples=((2, 6, 33), (2, 6, 33, 1), (6, 10), (6, 10, 3)),
    eras=(Era(release=3), Era(since=(3,)), Era(since=_FROM_YEAR, two_digits=(1,))),
    candidates=("-pre{n}", "-test{n}", "-rc{n}"),
    lenient=True,
)

PRESETS: Mapping[str, VersionScheme] = {
    "linux": LINUX,
    "git": VersionScheme(
        name="Git",
        examples=((2, 50), (2, 50, 1)),
        eras=(Era(release=3), Era(since=(1, 9), zero=Zero.TAG)),
    ),
    "u-boot": VersionScheme(
        name="U-Boot",
        examples=((2026, 10), (2026, 10, 1)),
        eras=(Era(release=3), Era(since=_FROM_YEAR, two_digits=(1, 2))),
    ),
    "qemu": VersionScheme(name="QEMU", examples=((9, 1), (9, 1, 1)), eras=(Era(zero=Zero.TAG),)),
    "systemd": VersionScheme(name="systemd", examples=((256,), (256, 1)), eras=(Era(release=1),)),
    "semver": VersionScheme(
        name="",
        examples=((1, 2), (1, 2, 1)),
        eras=(Era(zero=Zero.ALWAYS),),
        tags=("v{version}", "{version}"),
        candidates=(
            *("-alpha{n}", "-alpha.{n}", "-beta{n}", "-beta.{n}"),
            *("-pre{n}", "-pre.{n}", "-rc{n}", "-rc.{n}"),
        ),
    ),
}

_EXAMPLE = '{name: Foo, tag: "foo-{version}", release: 3}'
_KEYS = ("preset", "name", "tag", "release", "zero", "candidate")
_TAG = re.compile(r"(?:\w[\w.+/-]*)?(?<![0-9]){version}(?:[A-Za-z_.+-][\w.+-]*)?", re.ASCII)
_CANDIDATE = re.compile(r"[-._+]?[A-Za-z]+[-._]?{n}")
_LENGTHS = (1, 2, 3)


class BadVersions(ValueError):
    """Raised for what is no way of writing versions; says what is wrong, and what is allowed."""


def scheme_from(value: object) -> VersionScheme:
    """A scheme by the name of a preset, or as a site describes it. Raises `BadVersions`."""
    if isinstance(value, Mapping):
        return _described(value)
    if isinstance(value, str) and value in PRESETS:
        return PRESETS[value]
    allowed = f"Allowed are {', '.join(PRESETS)}, or a mapping such as {_EXAMPLE}."
    hint = did_you_mean(value, PRESETS) if isinstance(value, str) else ""
    raise BadVersions(
        f"{value!r} is no way of writing versions. {hint} {allowed}".replace("  ", " ")
    )


def _described(values: Mapping[object, Any]) -> VersionScheme:
    """A scheme from its keys. Those that are given replace those of the preset."""
    for key in values:
        if key not in _KEYS:
            hint = did_you_mean(str(key), _KEYS) or f"Allowed are {', '.join(_KEYS)}."
            raise BadVersions(f"versions has an unknown option '{key}'. {hint}")
    scheme = VersionScheme(name="", examples=_examples(2))
    if "preset" in values:
        scheme = _preset(values["preset"])
    changes: dict[str, Any] = {}
    if "name" in values:
        changes |= {"name": _name(values["name"]), "kind": ""}
    if "tag" in values:
        changes["tags"] = (_tag(values["tag"]),)
    if "candidate" in values:
        changes["candidates"] = _candidates(values["candidate"])
    if "release" in values or "zero" in values:
        last = scheme.eras[-1]
        length = _length(values["release"]) if "release" in values else last.release
        zero = _zero(values["zero"]) if "zero" in values else last.zero
        era = replace(last, release=length, zero=zero)
        earlier = () if "release" in values else scheme.eras[:-1]
        changes["eras"] = (*earlier, era)
        if "release" in values:
            changes["examples"] = _examples(length)
    return replace(scheme, **changes)


def _examples(length: int) -> tuple[tuple[int, ...], ...]:
    """A release of so many numbers, and its update."""
    release = (1, 2, 3)[:length]
    return release, (*release, 1)


def _preset(value: object) -> VersionScheme:
    if isinstance(value, str) and value in PRESETS:
        return PRESETS[value]
    hint = did_you_mean(str(value), PRESETS)
    allowed = f"{hint} Allowed are {', '.join(PRESETS)}.".strip()
    raise BadVersions(f"versions.preset is {value!r}. {allowed}")


def _name(value: object) -> str:
    name = " ".join(printable(value).split()) if isinstance(value, str) else ""
    if not name:
        raise BadVersions(f"versions.name is {value!r}, but should be what the project is called.")
    return name


def _tag(value: object) -> str:
    if isinstance(value, str) and _TAG.fullmatch(value) and ".." not in value:
        return value
    raise BadVersions(
        f"versions.tag is {value!r}, but should be how a tag is written, such as foo-{PLACE}: "
        f"{PLACE} once, and letters, digits, dots, hyphens, underscores and slashes around it."
    )


def _candidates(value: object) -> tuple[str, ...]:
    shapes = value if isinstance(value, list) and value else [value]
    for shape in shapes:
        if not isinstance(shape, str) or not _CANDIDATE.fullmatch(shape):
            raise BadVersions(
                f"versions.candidate is {value!r}, but should be what follows a version in the tag "
                f"of a candidate, such as -rc{NUMBER}, or a list of such, the first to come first."
            )
    return tuple(shapes)


def _length(value: object) -> int:
    if value in _LENGTHS and type(value) is int:
        return value
    raise BadVersions(
        f"versions.release is {value!r}, but should be how many numbers make a release: 1, 2 or 3."
    )


def _zero(value: object) -> Zero:
    known = [zero.value for zero in Zero]
    if value in known:
        return Zero(value)
    hint = did_you_mean(str(value), known)
    allowed = f"{hint} Allowed are never (2.50), tag (release 2.50 with the tag v2.50.0) and always"
    raise BadVersions(f"versions.zero is {value!r}. {allowed.strip()} (2.50.0).")
