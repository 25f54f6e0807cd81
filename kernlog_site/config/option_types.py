"""Types of options: what each may be, and the message where it is something else."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo

from mkdocs.config import config_options as opt
from mkdocs.config.base import BaseConfigOption, ValidationError

from kernlog_site.commits.version_schemes import BadVersions, scheme_from
from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES, BadScheme, check_scheme
from kernlog_site.commits.web.trees import BadTree, Tree, check_followed, tree_from
from kernlog_site.core.characters import printable
from kernlog_site.core.names import composed
from kernlog_site.core.problems import did_you_mean
from kernlog_site.core.routes import LONGEST_NAME, can_be_names, is_web_address
from kernlog_site.core.versions import VersionScheme
from kernlog_site.views.headlines import FIELDS

_T = TypeVar("_T")
_MAIL = re.compile(r"mailto:[^\s@\"'<>]+@[^\s@\"'<>?]+")


class Option(BaseConfigOption[_T]):
    """An option with a default, given as it would stand in `mkdocs.yml`."""

    def __init__(self, default: object = None) -> None:
        super().__init__()
        self.default = default


class DisplayText(opt.Type[str]):
    """Text that readers see."""

    def __init__(self, default: str | None = None) -> None:
        super().__init__(str, default=default)

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        return printable(super().run_validation(value))


class Timezone(Option[ZoneInfo]):
    """A timezone by its IANA name."""

    def run_validation(self, value: object) -> ZoneInfo:
        """Give the value, or raise `ValidationError`."""
        try:
            return ZoneInfo(str(value))
        except (KeyError, ValueError, OSError) as error:
            raise ValidationError(
                f"{value!r} is no timezone. Allowed are IANA names such as Europe/London or UTC."
            ) from error


class Folder(Option[str]):
    """A folder, or a file, below the content folder."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        path = PurePosixPath(str(value))
        inside = not path.is_absolute() and ".." not in path.parts and path.parts
        if not isinstance(value, str) or not inside:
            raise ValidationError(
                f"{value!r} is no path below docs_dir. Allowed are paths such as articles."
            )
        if not can_be_names(value):
            raise ValidationError(
                f"{value!r} has a name that is longer than a file can be called. Allowed are "
                f"{LONGEST_NAME} bytes, as many plain letters."
            )
        return composed(path.as_posix())


class Headline(Option[str]):
    """The pattern of the headlines of articles in a series."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        allowed = f"Allowed is text with {', '.join(f'{{{field}}}' for field in FIELDS)}."
        if not isinstance(value, str):
            raise ValidationError(f"{value!r} is no text. {allowed}")
        try:
            parsed = list(string.Formatter().parse(value))
        except ValueError as error:
            raise ValidationError(f"The braces of {value!r} do not match. {allowed}") from error
        for _, field, spec, conversion in parsed:
            if field is not None and (field not in FIELDS or spec or conversion):
                guess = did_you_mean(field, FIELDS)
                raise ValidationError(f"{value!r} has an unknown {{{field}}}. {guess} {allowed}")
        return printable(value)


class Trees(Option[dict[str, Tree]]):
    """Repositories by name."""

    def run_validation(self, value: object) -> dict[str, Tree]:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, Mapping) or not value:
            raise ValidationError(
                f"{value!r} names no tree. Allowed are trees by name, such as "
                "linux: {host: cgit, url: https://git.kernel.org/...}."
            )
        trees, wrong = {}, []
        for name, options in value.items():
            try:
                trees[str(name)] = tree_from(str(name), options)
            except BadTree as error:
                wrong.append(str(error))
        wrong = wrong or list(check_followed(trees))
        if wrong:
            raise ValidationError(" ".join(wrong))
        return trees


class VulnsClone(Option[str | None]):
    """The path of a clone of the kernel's CVE records, given as `{clone: <path>}`, or None."""

    def run_validation(self, value: object) -> str | None:
        """Give the value, or raise `ValidationError`."""
        if value is None:
            return None
        clone = value.get("clone") if isinstance(value, Mapping) else None
        if not isinstance(value, Mapping) or set(value) != {"clone"} or not isinstance(clone, str):
            raise ValidationError(f"{value!r} is no clone. Allowed is {{clone: <path>}}.")
        if not clone:
            raise ValidationError("clone is empty. Write the path of the clone, such as ../vulns.")
        return clone


class Versions(Option[VersionScheme]):
    """How versions and their tags are written."""

    def run_validation(self, value: object) -> VersionScheme:
        """Give the value, or raise `ValidationError`."""
        try:
            return scheme_from(value)
        except BadVersions as error:
            raise ValidationError(str(error)) from error


class Schemes(Option[dict[str, str]]):
    """Link schemes by name, added to the known ones."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, Mapping):
            raise ValidationError(
                f"{value!r} is no mapping. Allowed are templates by name, such as "
                "lwn: https://lwn.net/Articles/{}/."
            )
        wrong = []
        for name, template in value.items():
            try:
                check_scheme(str(name), template)
            except BadScheme as error:
                wrong.append(str(error))
        if wrong:
            raise ValidationError(" ".join(wrong))
        return {**DEFAULT_SCHEMES, **value}


class WebAddress(Option[str]):
    """An address that a reader may be sent to."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        if not isinstance(value, str) or not is_web_address(value):
            raise ValidationError(f"{value!r} is no address with http:// or https://.")
        return value


def is_page_of_site(address: str) -> bool:
    """Whether the address of a link in the foot is the file of a page."""
    return address.endswith(".md") and not address.startswith(("mailto:", "http:", "https:"))


class FootAddress(Option[str]):
    """Where a link in the foot leads: to the web, to a mailbox, or to a page of the site."""

    def run_validation(self, value: object) -> str:
        """Give the value, or raise `ValidationError`."""
        if isinstance(value, str):
            if is_web_address(value) or _MAIL.fullmatch(value):
                return value
            if is_page_of_site(value):
                return Folder().run_validation(value)
        raise ValidationError(
            f"{value!r} leads nowhere. Allowed are https://..., mailto:..., or a Markdown file "
            "below docs_dir, such as imprint.md."
        )
