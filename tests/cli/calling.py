"""Calls the kernlog command for a small site."""

from __future__ import annotations

import json
from typing import Any

from click.testing import CliRunner, Result
from small_site import SmallSite

from kernlog_site.cli.main import main


def kernlog(site: SmallSite, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["-f", str(site.config_file), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def read_json(site: SmallSite, *arguments: str) -> Any:
    return json.loads(kernlog(site, *arguments).stdout)
