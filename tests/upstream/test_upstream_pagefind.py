"""The messages of Pagefind's service, and the form of its files."""

from __future__ import annotations

import gzip
import json

import cbor2

from kernlog_site.outputs.search.documents import SearchDocument
from kernlog_site.outputs.search.pagefind import _FILTERS, _SIGNATURE, PagefindClient


def test_pagefind_answers_with_files_of_the_form_that_is_read() -> None:
    pagefind = PagefindClient("en")
    filters = {"topic": ["networking", "graphics"], "release": ["2.6.33"]}
    pagefind.add(SearchDocument("a/", "<p>Words</p>", shown={"title": "A"}, filters=filters))
    pagefind.finish()
    made = dict(pagefind.files())

    def unpacked(data: bytes) -> bytes:
        whole = gzip.decompress(data)
        assert whole.startswith(_SIGNATURE)
        return whole.removeprefix(_SIGNATURE)

    language = json.loads(made["pagefind-entry.json"])["languages"]["en"]
    assert f"wasm.{language['wasm']}.pagefind" in made
    index = cbor2.loads(unpacked(made[f"pagefind.{language['hash']}.pf_meta"]))
    of_index = dict(index[_FILTERS])
    assert of_index.keys() == filters.keys()
    for name, file in of_index.items():
        filter_name, values = cbor2.loads(unpacked(made[f"filter/{file}.pf_filter"]))
        assert (filter_name, {value for value, _ in values}) == (name, set(filters[name]))
