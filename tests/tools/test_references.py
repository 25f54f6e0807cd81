"""What people ask for when they look a commit up."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from site_core import CASES

from kernlog_site.citations.grammar import Hash
from kernlog_site.core.problems import Problem
from kernlog_site.tools.references.accounts import hash_in

ASKED = yaml.safe_load((CASES / "hashes-asked-for.yml").read_text("utf-8"))
TOLD = {
    "digits": "is no hash of a commit.",
    "address": "There is no hash of a commit in",
    "short": "digits.",
    "long": "digits.",
}


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case["text"])
def test_a_hash_is_read_from_what_people_paste(case: dict[str, Any]) -> None:
    read = hash_in(case["text"])
    if wrong := case.get("wrong"):
        assert isinstance(read, Problem)
        assert TOLD[wrong] in read.message
    else:
        assert read == Hash(case.get("tree"), case["digits"])
