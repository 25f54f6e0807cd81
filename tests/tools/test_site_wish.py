"""What someone wants a new site to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernlog_site.tools.site_scaffold.wish import BadWish, clone_of, name_after


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("kernel-log", "Kernel log"),
        ("kernel_log", "Kernel log"),
        ("u-boot-chronik", "U-Boot chronik"),
        ("U-Boot-Chronik", "U-Boot-Chronik"),
        ("\u00dcber U-Boot", "\u00dcber U-Boot"),
        ("log", "Log"),
    ],
)
def test_a_site_is_called_as_its_folder(folder: str, name: str) -> None:
    assert name_after(Path("/tmp") / folder) == name


@pytest.mark.parametrize(
    "address",
    ["https://git.example/u-boot", "git://git.example/x", "ssh://a@b/x", "git@git.example:u-boot"],
)
def test_a_clone_is_no_address(address: str) -> None:
    with pytest.raises(BadWish, match="is an address, and --clone takes a folder"):
        clone_of(address)


@pytest.mark.parametrize("path", ["../linux", "/srv/git/linux.git", "C:/linux", "a:b"])
def test_a_clone_is_a_folder(path: str) -> None:
    assert clone_of(path) == Path(path)
