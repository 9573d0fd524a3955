"""The requests of our pool are those that httpx would send."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._http.messages import HttpRequest
from plutio_async._http.urls import core_request

SERVERS = [
    "https://api.example.com",
    "http://localhost:8080",
    "https://[::1]:1",
    "https://bücher.example",
    "HTTP://a.b:80",
]
TEXTS = st.text(st.sampled_from("aZ09._~-/%?&=+;:@ é\"'<>#[]{}|^`\\*()!$,2Fdc"), max_size=30)
PLAIN = "/v1.11/tasks?q=%7B%22a%22%3A1%7D&sort=dueDate_desc"


@given(
    st.sampled_from(SERVERS),
    TEXTS,
    st.sampled_from(["GET", "post", "PUT", "DELETE"]),
    st.none() | st.binary(max_size=3),
)
def test_it_is_the_request_of_httpx(server: str, rest: str, method: str, content: bytes | None) -> None:
    """For any path and query, also those that need quoting, or whose dots lead elsewhere."""
    url = f"{server}/{rest}"
    made = core_request(HttpRequest(method, url, [(b"X-One", b"1")], content))
    expected = httpx.Request(method, url, headers=[(b"X-One", b"1")], content=content)
    assert made.url.target == expected.url.raw_path
    assert (made.url.scheme, made.url.host, made.url.port) == (
        expected.url.raw_scheme,
        expected.url.raw_host,
        expected.url.port,
    )
    assert made.method.decode() == expected.method
    assert sorted(made.headers) == sorted(expected.headers.raw)


@pytest.mark.parametrize("end", ["", "/", PLAIN, "?a=1", "/a/../b", "/.hidden", "/%2e%2e/", "/%zz", "#f"])
def test_the_ends_of_a_url(end: str) -> None:
    """With and without a path."""
    url = f"https://api.example.com{end}"
    assert core_request(HttpRequest("GET", url)).url.target == httpx.URL(url).raw_path


@pytest.mark.parametrize(
    "url", ["ftp://example.com/", "example.com", "https:///a", "https://\u2028.example/", "https://"]
)
def test_an_address_of_no_server_is_refused(url: str) -> None:
    """As httpx refuses it."""
    with pytest.raises((httpx.UnsupportedProtocol, httpx.InvalidURL)):
        core_request(HttpRequest("GET", url))
