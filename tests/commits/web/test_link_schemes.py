"""Link schemes: targets become addresses."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernlog_site.commits.web.link_schemes import DEFAULT_SCHEMES, BadScheme, address, check_scheme


@pytest.mark.parametrize(
    ("scheme", "target", "url"),
    [
        ("lwn", "373989", "https://lwn.net/Articles/373989/"),
        ("lwn", "373989/#Comments", "https://lwn.net/Articles/373989/#Comments/"),
        (
            "lore",
            "20091218123456.GA1234@example.org",
            "https://lore.kernel.org/r/20091218123456.GA1234@example.org/",
        ),
        ("lore", "a%2Fb+c=d@x", "https://lore.kernel.org/r/a%2Fb+c=d@x/"),
        ("bug", "14739", "https://bugzilla.kernel.org/show_bug.cgi?id=14739"),
        ("bug", "1&x=2 #3", "https://bugzilla.kernel.org/show_bug.cgi?id=1%26x%3D2%20%233"),
        ("cve", "CVE-2009-4141", "https://www.cve.org/CVERecord?id=CVE-2009-4141"),
        ("lwn", '"><script>', "https://lwn.net/Articles/%22%3E%3Cscript%3E/"),
        ("lwn", "größe", "https://lwn.net/Articles/gr%C3%B6%C3%9Fe/"),
    ],
)
def test_a_target_becomes_an_address(scheme: str, target: str, url: str) -> None:
    assert address(DEFAULT_SCHEMES[scheme], target) == url


@given(st.sampled_from(sorted(DEFAULT_SCHEMES)), st.text())
def test_no_target_leads_elsewhere_or_breaks_out(scheme: str, target: str) -> None:
    template = DEFAULT_SCHEMES[scheme]
    url = address(template, target)
    assert urlsplit(url).netloc == urlsplit(template).netloc
    assert url.isascii()
    assert not set(url) & set(' "<>\\\n\t`')


@pytest.mark.parametrize("name", ["lwn", "x", "git-mail", "a.b+c", "bug2"])
def test_a_scheme_is_a_word_with_a_template(name: str) -> None:
    check_scheme(name, "https://example.org/{}")


@pytest.mark.parametrize(
    ("name", "template", "told"),
    [
        ("LWN", "https://a.org/{}", "links.LWN: a scheme is a word in lower case"),
        ("2nd", "https://a.org/{}", "a scheme is a word"),
        ("", "https://a.org/{}", "a scheme is a word"),
        ("commit", "https://a.org/{}", "'commit' has a meaning of its own"),
        ("part", "https://a.org/{}", "'part' has a meaning of its own"),
        ("https", "https://a.org/{}", "'https' has a meaning of its own"),
        ("x", "https://a.org/", "links.x is 'https://a.org/'"),
        ("x", "https://a.org/{}{}", "with one {} in it"),
        ("x", "https://a.org/{id}", "with one {} in it"),
        ("x", 5, "links.x is 5"),
        ("x", "javascript:{}", "should be an address with http:// or https://"),
    ],
)
def test_a_wrong_scheme_is_refused(name: str, template: object, told: str) -> None:
    with pytest.raises(BadScheme) as raised:
        check_scheme(name, template)
    assert told in str(raised.value)
