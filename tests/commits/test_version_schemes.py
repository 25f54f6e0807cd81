"""Other projects than Linux: how their versions and tags are written."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import Repository

from kernlog_site.commits.version_schemes import PRESETS, BadVersions, scheme_from
from kernlog_site.core.versions import NoVersion, Version, VersionScheme

FOO = scheme_from(
    {"name": "Foo", "tag": "foo-{version}", "release": 3, "candidate": ["-beta{n}", "-rc{n}"]}
)
SCHEMES = {**PRESETS, "own": FOO}

TAGS = {
    "git": {
        "v2.50.0-rc2": "2.50.0-rc2 of 2.50",
        "v2.50.0": "2.50",
        "v2.50.1": "2.50.1 update",
        "v1.9-rc0": "1.9.0-rc0 of 1.9",
        "v1.9.0": "1.9",
        "v1.8.5.6": "1.8.5.6 update",
        "v1.5.0-rc1": "1.5.0-rc1 of 1.5.0",
        "v1.0.0": "1.0.0",
        "v0.99.9": "0.99.9",
        "v0.99": None,
        "v0.99.9n": None,
        "v1.0rc1": None,
        "gitgui-0.6.0": None,
        "junio-gpg-pub": None,
    },
    "u-boot": {
        "v2026.10-rc2": "2026.10-rc2 of 2026.10",
        "v2008.10": "2008.10",
        "v2023.07.02": "2023.07.02 update",
        "v2023.07.01-dont-use": "2023.07.01-dont-use of 2023.07.01",
        "v2009.11.1": "2009.11.1 of 2009.11",
        "v1.3.4-rc1": "1.3.4-rc1 of 1.3.4",
        "v1.3.4": "1.3.4",
        "U-Boot-1_2_0": None,
        "LABEL_2006_06_30_2020": None,
        "DENX-2005-10-29-2350": None,
    },
    "qemu": {
        "v9.1.0-rc2": "9.1.0-rc2 of 9.1",
        "v9.1.0": "9.1",
        "v9.1.1": "9.1.1 update",
        "v1.0": "1.0",
        "v1.0-rc4": "1.0.0-rc4 of 1.0",
        "v2.4.0.1": "2.4.0.1 update",
        "v0.14.0": "0.14",
        "release_0_10_0": None,
        "initial": None,
    },
    "systemd": {
        "v256-rc1": "256-rc1 of 256",
        "v256": "256",
        "v256.1": "256.1 update",
        "v1": "1",
        "v2fast": None,
        "systemd-256": None,
    },
    "semver": {
        "v1.2.3": "1.2.3 update",
        "1.2.3": "1.2.3 update",
        "v1.2.0": "1.2.0",
        "v1.2.0-rc.1": "1.2.0-rc.1 of 1.2.0",
        "1.2.0-beta.2": "1.2.0-beta.2 of 1.2.0",
        "v1.2.3-rc1": "1.2.3-rc1 of 1.2.3",
        "1.2.0+build.5": "1.2.0+build.5 of 1.2.0",
        "20100212": None,
        "release-1.2.3": None,
        "2fast": None,
    },
    "own": {
        "foo-1.2.3": "1.2.3",
        "foo-1.2.3-beta4": "1.2.3-beta4 of 1.2.3",
        "foo-1.2.3.1": "1.2.3.1 update",
        "v1.2.3": None,
        "foo-1.2": None,
        "foobar-1.2.3": None,
    },
}


def told(version: Version | None) -> str | None:
    if version is None:
        return None
    if version.release != version:
        return f"{version} of {version.release}"
    return f"{version} update" if version.is_update else str(version)


@pytest.mark.parametrize(
    ("name", "tag", "version"),
    [(name, tag, version) for name, tags in TAGS.items() for tag, version in tags.items()],
)
def test_tags_of_real_projects_are_read(name: str, tag: str, version: str | None) -> None:
    assert told(SCHEMES[name].of_tag(tag)) == version


@pytest.mark.parametrize(
    ("name", "in_order"),
    [
        ("git", ["1.8.5.6", "1.9.0-rc2", "1.9", "1.9.1", "2.9", "2.10.0-rc0", "2.10", "2.10.1"]),
        ("u-boot", ["1.3.4", "2008.10", "2026.04", "2026.04.01", "2026.10-rc1", "2026.10"]),
        ("qemu", ["9.1.0-rc4", "9.1", "9.1.1", "9.2", "9.10", "10.0"]),
        ("systemd", ["99", "256-rc1", "256-rc10", "256", "256.1", "257-rc1"]),
        ("semver", ["1.9.0", "1.10.0-alpha.2", "1.10.0-beta.1", "1.10.0-rc.1", "1.10.0", "1.10.1"]),
        ("own", ["1.9.9", "1.10.0-beta2", "1.10.0-rc1", "1.10.0", "1.10.0.1"]),
    ],
)
def test_versions_sort_as_their_project_does(name: str, in_order: list[str]) -> None:
    versions = [SCHEMES[name].parse(text) for text in in_order]

    assert sorted(random.Random(1).sample(versions, len(versions))) == versions
    assert list(map(str, versions)) == in_order


@pytest.mark.parametrize(
    ("name", "text", "error", "meant"),
    [
        ("git", "2.50.0", "'2.50.0' is no Git version", "2.50"),
        ("git", "v2.50.0", "'v2.50.0' is no Git version", "2.50"),
        ("git", "2.50-rc1", "'2.50-rc1' is no Git version", "2.50.0-rc1"),
        ("git", "1.8", "'1.8' is no Git version", None),
        ("u-boot", "2026.7", "'2026.7' is no U-Boot version", None),
        ("systemd", "256~rc1", "'256~rc1' is no systemd version", None),
        ("semver", "1.2", "'1.2' is no version", "1.2.0"),
        ("own", "foo-1.2.3", "'foo-1.2.3' is no Foo version", "1.2.3"),
        ("own", "1.2", "'1.2' is no Foo version", None),
    ],
)
def test_a_version_has_one_way_to_be_written(
    name: str, text: str, error: str, meant: str | None
) -> None:
    with pytest.raises(NoVersion) as refused:
        SCHEMES[name].parse(text)

    assert str(refused.value) == error
    assert (str(refused.value.meant) if refused.value.meant else None) == meant


@pytest.mark.parametrize(
    ("name", "examples", "before", "between"),
    [
        ("linux", "2.6.33, 2.6.33.1, 6.10 or 6.10.3", "2.6.32", "v2.6.32..v2.6.33"),
        ("git", "2.50 or 2.50.1", "2.49", "v2.49.0..v2.50.0"),
        ("u-boot", "2026.10 or 2026.10.01", "2026.09", "v2026.09..v2026.10"),
        ("qemu", "9.1 or 9.1.1", "9.0", "v9.0.0..v9.1.0"),
        ("systemd", "256 or 256.1", "255", "v255..v256"),
        ("semver", "1.2.0 or 1.2.1", "1.1.0", "v1.1.0..v1.2.0"),
        ("own", "1.2.3 or 1.2.3.1", "1.2.2", "foo-1.2.2..foo-1.2.3"),
    ],
)
def test_messages_have_examples_of_the_project(
    name: str, examples: str, before: str, between: str
) -> None:
    scheme = SCHEMES[name]

    assert scheme.told_examples == examples
    assert scheme.earlier_example == before
    assert scheme.range_example == between


def test_a_version_is_named_after_its_project() -> None:
    named = [SCHEMES[name].parse(text).named for name, text in (("git", "2.50"), ("own", "1.2.3"))]

    assert named == ["Git 2.50", "Foo 1.2.3"]
    assert PRESETS["semver"].parse("1.2.0").named == "1.2.0"
    assert scheme_from({"preset": "semver", "name": "Bar"}).parse("1.2.0").named == "Bar 1.2.0"


@st.composite
def written(draw: st.DrawFn, scheme: VersionScheme) -> Version:
    """A release, an update or a candidate of any era."""
    era = draw(st.sampled_from(scheme.eras))
    least = era.since[0] if era.since else 0
    first = draw(st.integers(least, 9999 if least else 999))
    numbers = [first, *draw(st.lists(st.integers(1, 99), min_size=3, max_size=3))]
    era = scheme.era(tuple(numbers))
    release = numbers[: era.release + draw(st.integers(0, 1))]
    stage = draw(st.sampled_from(["", *scheme._beginnings]))
    candidate = draw(st.integers(0, 9999)) if stage else 0
    return Version(tuple(release), stage, candidate, scheme=scheme)


@st.composite
def several(draw: st.DrawFn) -> list[Version]:
    scheme = draw(st.sampled_from(list(SCHEMES.values())))
    return draw(st.lists(written(scheme), min_size=3, max_size=3))


@given(several())
def test_what_is_written_is_read_back(versions: list[Version]) -> None:
    for version in versions:
        read = version.scheme.parse(str(version))
        assert read == version
        assert hash(read) == hash(version)
        assert version.scheme.of_tag(version.tag) == version
        assert version.scheme.may_be_tag(version.tag)
        assert version.scheme.release_named(str(version.release)) == version.release


@given(several())
def test_the_order_is_total_and_candidates_come_before_releases(
    versions: list[Version],
) -> None:
    a, b, c = versions
    assert (a < b) + (a == b) + (a > b) == 1
    low, middle, high = sorted([a, b, c])
    assert low <= middle <= high
    assert low <= high
    for version in versions:
        assert version.is_candidate == (version < version.release)


@given(st.sampled_from(list(SCHEMES.values())), st.text() | st.from_regex(r"v?\d[\d.rc~-]*"))
def test_any_tag_is_that_of_a_version_or_of_none(scheme: VersionScheme, tag: str) -> None:
    version = scheme.of_tag(tag)

    if version is not None:
        assert scheme.release_of_tag(tag) == version.release
        assert version.release.release == version.release
        # A tag may be written in two ways, of which one is kept.
        assert scheme.of_tag(version.tag) == version


@pytest.mark.parametrize("name", SCHEMES)
def test_releases_sort_as_git_sorts_their_tags(name: str, tmp_path: Path) -> None:
    scheme, dice = SCHEMES[name], random.Random(name)
    repository = Repository(tmp_path / "clone")
    sha = repository.commit("first")
    eras = {era.since or (0,): era for era in scheme.eras}
    versions = {
        Version((dice.randint(*_firsts(since)), *_more(dice))[:length], scheme=scheme)
        for since, era in eras.items()
        for length in [era.release] * 20 + [era.release + 1] * 5
    }
    tags = {version.tag: version for version in versions if version.is_plain}
    lines = "".join(f"create refs/tags/{tag} {sha}\n" for tag in tags)
    repository.git("update-ref", "--stdin", given=lines.encode())

    in_order = repository.git("tag", "--sort=v:refname").split()

    assert len(in_order) > 10
    assert in_order == sorted(tags, key=tags.__getitem__)


def _firsts(since: tuple[int, ...]) -> tuple[int, int]:
    return (since[0], 9999) if since[0] >= 1000 else (since[0] + len(since) - 1, since[0] + 9)


def _more(dice: random.Random) -> list[int]:
    return [dice.randint(1, 12) for _ in range(3)]


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("gitt", "'gitt' is no way of writing versions. Did you mean 'git'? Allowed are linux,"),
        (7, "7 is no way of writing versions. Allowed are linux, git, u-boot, qemu, systemd,"),
        (None, "None is no way of writing versions. Allowed are"),
        ({"nam": "x"}, "versions has an unknown option 'nam'. Did you mean 'name'?"),
        ({"tree": "x"}, "versions has an unknown option 'tree'. "),
        ({"preset": "gti"}, "versions.preset is 'gti'. Did you mean 'git'? Allowed are linux,"),
        ({"name": ""}, "versions.name is '', but should be what the project is called."),
        ({"name": ["x"]}, "versions.name is ['x'], but should be what the project is called."),
        ({"tag": "foo"}, "versions.tag is 'foo', but should be how a tag is written, such as foo-"),
        ({"tag": "{version}{version}"}, "versions.tag is '{version}{version}', but should be"),
        ({"tag": "foo2{version}"}, "versions.tag is 'foo2{version}', but should be how"),
        ({"tag": "a..{version}"}, "versions.tag is 'a..{version}', but should be how"),
        ({"tag": "foo@{version}"}, "versions.tag is 'foo@{version}', but should be how"),
        ({"tag": "-{version}"}, "versions.tag is '-{version}', but should be how"),
        ({"release": 0}, "versions.release is 0, but should be how many numbers make a release:"),
        ({"release": True}, "versions.release is True, but should be how many numbers"),
        ({"release": "2"}, "versions.release is '2', but should be how many numbers"),
        (
            {"zero": "tags"},
            "versions.zero is 'tags'. Did you mean 'tag'? Allowed are never (2.50),",
        ),
        ({"candidate": "-rc"}, "versions.candidate is '-rc', but should be what follows"),
        ({"candidate": ["-rc{n}", 3]}, "versions.candidate is ['-rc{n}', 3], but should be what"),
        ({"candidate": []}, "versions.candidate is [], but should be what follows"),
    ],
)
def test_a_wrong_description_names_itself_and_what_is_allowed(value: object, error: str) -> None:
    with pytest.raises(BadVersions) as refused:
        scheme_from(value)

    assert str(refused.value).startswith(error)


@pytest.mark.parametrize(
    ("value", "tag", "version"),
    [
        ({"tag": "release-{version}"}, "release-1.2-rc3", "1.2-rc3"),
        ({"tag": "v{version}-final"}, "v1.2-final", "1.2"),
        ({"tag": "{version}", "release": 1}, "7.1", "7.1"),
        ({"tag": "release/{version}", "zero": "tag"}, "release/1.2.0", "1.2"),
        ({"zero": "always"}, "v1.2.0", "1.2.0"),
        ({"preset": "git", "name": "Jgit"}, "v2.50.0", "2.50"),
        ({"preset": "u-boot", "tag": "bb-{version}"}, "bb-2026.04", "2026.04"),
        ({"candidate": "rc{n}"}, "v1.2rc3", "1.2rc3"),
    ],
)
def test_a_site_describes_how_its_project_writes_tags(
    value: dict[str, Any], tag: str, version: str
) -> None:
    scheme = scheme_from(value)
    found = scheme.of_tag(tag)

    assert found is not None
    assert (str(found), found.tag) == (version, tag)


def test_two_spellings_of_one_kind_of_candidates_are_the_same() -> None:
    scheme = scheme_from({"candidate": ["-rc{n}", "rc{n}"]})

    assert scheme.of_tag("v1.2rc3") == scheme.of_tag("v1.2-rc3")
    assert str(scheme.of_tag("v1.2rc3")) == "1.2-rc3"


@pytest.mark.parametrize(
    ("options", "tag", "release"),
    [
        ({"preset": "systemd", "zero": "tag"}, "v256.0", "256"),
        ({"preset": "u-boot", "zero": "tag"}, "v2026.07.00", "2026.07"),
        ({"preset": "git", "zero": "never"}, "v1.8.0", "1.8.0"),
        ({"preset": "git", "release": 3}, "v2.50.1", "2.50.1"),
    ],
)
def test_a_key_alone_leaves_what_else_a_preset_says_of_numbers(
    options: dict[str, object], tag: str, release: str
) -> None:
    assert str(scheme_from(options).release_of_tag(tag)) == release


def test_a_scheme_takes_its_tags_with_it() -> None:
    one, other = scheme_from({"name": "Foo"}), scheme_from({"name": "Foo"})
    assert str(one.of_tag("v1.2")) == "1.2"

    assert "v1.2" in one._versions_by_tag
    assert "v1.2" not in other._versions_by_tag
