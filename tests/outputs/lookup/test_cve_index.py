"""The file that leads from vulnerabilities to commits."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from odd_store_lines import TEXT
from record_factories import commit
from schemas import validate
from site_core import store_of

from kernlog_site.commits.store.commit_lines import text_of
from kernlog_site.core.commit import Commit, Cve
from kernlog_site.incremental.cache import Cache, pack
from kernlog_site.outputs.lookup.cves import CveIndex

SITE = "https://kernlog.example/"
EVIL = """</script><b>"&'\\ \N{ZERO WIDTH SPACE}"""


def cves(commits: Sequence[Commit], cited: Sequence[Commit]) -> dict[str, list[str]]:
    wanted = {one.id for one in cited}
    index = CveIndex.of(store_of(commits), Cache(None), b"key")
    found = validate("commits-cves", index.file(SITE, wanted.__contains__))
    assert found["$schema"] == f"{SITE}api/schema/commits-cves.json"
    return dict(found["cves"])


def test_a_vulnerability_leads_to_what_introduced_and_what_fixed_it() -> None:
    bad = commit("1", cves=(Cve("CVE-2024-2", "introduced"), Cve("CVE-2024-1", "introduced")))
    good = commit("2", cves=(Cve("CVE-2024-2", "fixed", ("6.9",)),))
    hidden = commit("3", cves=(Cve("CVE-2024-3", "introduced"),))
    found = cves([good, bad, commit("4"), hidden], [bad, good])
    assert found == {"CVE-2024-1": [bad.sha], "CVE-2024-2": [bad.sha, good.sha]}
    assert [*found] == sorted(found)


def test_a_commit_of_two_trees_is_named_once() -> None:
    known = (Cve("CVE-2024-1", "introduced"), Cve("CVE-2024-1", "fixed"))
    here, there = commit(cves=known), commit(tree="stable", cves=known)
    assert cves([here, there], [here, there]) == {"CVE-2024-1": [here.sha]}
    assert cves([here, there], [there]) == {"CVE-2024-1": [here.sha]}


def test_text_that_only_looks_like_vulnerabilities_is_none() -> None:
    assert cves([one := commit(subject='x, "cves": [{"id": "CVE-2024-1"}]')], [one]) == {}


def test_a_name_that_is_none_is_text() -> None:
    one = commit(cves=(Cve(EVIL, "introduced"),))
    assert cves([one], [one]) == {text_of(EVIL): [one.sha]}


def test_what_the_cache_has_in_another_shape_is_found_again() -> None:
    cache, one = Cache(None), commit(cves=(Cve("CVE-2024-1", "fixed"),))
    cache.put(b"key", pack(b'{"CVE-2024-1": 7}'))
    index = CveIndex.of(store_of([one]), cache, b"key")
    made = index.file(SITE, lambda _: True)
    assert validate("commits-cves", made)["cves"] == {"CVE-2024-1": [one.sha]}
    assert CveIndex.of(None, cache, b"key").file(SITE, lambda _: True) == made


@given(st.lists(TEXT.map(lambda text: text.encode("utf-8", "replace").decode()), max_size=3))
def test_whatever_they_are_called_all_are_there(names: list[str]) -> None:
    shown = [text_of(name) for name in names]
    one = commit(cves=tuple(Cve(name, "introduced") for name in shown))
    assert cves([one], [one]) == {name: [one.sha] for name in shown}
