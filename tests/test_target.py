"""What ``request`` refuses before anything is sent, since a server could take it for something else."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plutio_async import ConfigurationError
from plutio_async._http.target import check_method, check_path

from .api import Api

BAD_PATHS = [
    ("schedules", "starts with a slash"),
    ("", "starts with a slash"),
    ("https://example.com/x", "starts with a slash"),
    (None, "is text"),
    (b"/x", "is text"),
    ("/x?limit=1", "goes into params="),
    ("/a#b", "no empty segment"),
    ("//example.com/x", "no empty segment"),
    ("/a//b", "no empty segment"),
    ("/a b", "no empty segment"),
    ("/a\\b", "no empty segment"),
    ("/a\r\nX-Evil: 1", "no empty segment"),
    ("/a\n", "no empty segment"),
    ("/\x00", "no empty segment"),
    ("/\x7f", "no empty segment"),
    ("/ä", "no empty segment"),
    ("/a\u2028b", "no empty segment"),
    ("/\ud800", "no empty segment"),
    ("/a%", "no empty segment"),
    ("/a%zz", "no empty segment"),
    ("/../x", "no '.' and '..'"),
    ("/a/./b", "no '.' and '..'"),
    ("/a/..", "no '.' and '..'"),
    ("/%2e%2e/x", "no '.' and '..'"),
    ("/.%2E/x", "no '.' and '..'"),
    ("/..;a=1/x", "no '.' and '..'"),
    ("/a%2fb", "encoded slash"),
    ("/a%2Fb", "encoded slash"),
    ("/a%5cb", "encoded slash"),
    ("/a%0d%0ab", "encoded slash"),
    ("/a%00", "encoded slash"),
    ("/a%252fb", "encoded slash"),
    ("/a%c0%afb", "encoded slash"),
    ("/a%e2%80%a8b", "encoded slash"),
]
GOOD_PATHS = ["/", "/schedules", "/schedules/", "/a.b/c..d", "/a%20b", "/%C3%A4", "/a:b@c;d=1,2", "/~x/-_!$&'()*+"]
BAD_METHODS = [
    "",
    " ",
    "GET ",
    "GET /x HTTP/1.1\r\nHost: example.com\r\n\r\n",
    "G\nET",
    "GET\x00",
    "GÉT",
    "poſt",
    "G:T",
    None,
    5,
]


async def refused(api: Api, method: Any, path: Any) -> ConfigurationError:
    """What is raised; nothing was sent, no token fetched, and no call taken from the budget."""
    async with api.client() as plutio:
        with pytest.raises(ConfigurationError) as caught:
            await plutio.request(method, path, json={"a": 1})
        assert plutio.budget.remaining == 1000
    assert (api.requests, api.token_requests) == ([], [])
    assert isinstance(caught.value, ValueError)
    return caught.value


@pytest.mark.anyio
@pytest.mark.parametrize(("path", "says"), BAD_PATHS, ids=[ascii(path) for path, _ in BAD_PATHS])
async def test_a_path_that_could_be_taken_for_another(path: Any, says: str) -> None:
    """Is refused with the reason, and shown escaped, so that it cannot break a line of a log."""
    message = str(await refused(Api(), "POST", path))
    assert says in message
    assert ascii(path) in message
    assert message.isprintable()


@pytest.mark.anyio
@pytest.mark.parametrize("method", BAD_METHODS, ids=ascii)
async def test_a_method_that_is_no_word(method: Any) -> None:
    """With a line break it could be a request of its own."""
    message = str(await refused(Api(), method, "/schedules"))
    assert "method is a word such as 'GET'" in message
    assert message.isprintable()


@pytest.mark.anyio
async def test_a_tunnel_is_no_call() -> None:
    """The bytes after it would not be HTTP."""
    assert "a tunnel" in str(await refused(Api(), "connect", "/"))


@pytest.mark.anyio
async def test_a_long_path_is_cut_in_the_message() -> None:
    """The reason comes first."""
    message = str(await refused(Api(), "GET", "/" + "ä" * 10_000))
    assert len(message) < 250
    assert message.endswith("…")


@pytest.mark.anyio
@pytest.mark.parametrize("path", GOOD_PATHS)
@pytest.mark.parametrize("method", ["GET", "patch", "PROPFIND", "M-SEARCH"])
async def test_what_is_accepted_goes_out_as_it_is(method: str, path: str) -> None:
    """Also a method that the API does not document."""
    api = Api()
    async with api.client() as plutio:
        await plutio.request(method, path)
    (request,) = api.requests
    assert request.method == method.upper()
    assert request.url.raw_path == f"/v1.11{path}".encode()


@given(st.text(st.sampled_from("/.%25eE2fFc5C;\\?#\n\r\x00 äa") | st.sampled_from(string.printable), max_size=12))
@example("/%2e%2e")
def test_an_accepted_path_is_below_the_base_url(text: str) -> None:
    """However it is decoded, and also when it is normalised."""
    path = f"/{text}"
    try:
        check_path(path)
    except ConfigurationError:
        return
    url = httpx.URL(f"https://api.example.com/v1{path}")
    assert url.raw_path.decode() == f"/v1{path}"
    assert not url.query
    assert not url.fragment
    assert unquote(path).count("/") == path.count("/")
    assert unquote(unquote(path)) == unquote(path)
    assert not {".", ".."} & set(unquote(path).split("/"))


@given(st.text(max_size=6))
def test_an_accepted_method_is_one_word(text: str) -> None:
    """Of visible ASCII."""
    try:
        check_method(text)
    except ConfigurationError:
        return
    assert text.isascii()
    assert text.isprintable()
    assert len(text.split()) == 1
    assert text.upper().lower() == text.lower()
