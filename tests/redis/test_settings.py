"""What can be wrong with the settings, and what is never shown."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from plutio_async.errors import ConfigurationError
from plutio_async.redis import RedisBudget, RedisTokenStore

from .server import Server

pytestmark = pytest.mark.integration

URL = "redis://user:open-sesame@localhost:6379/2"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "has no scheme"),
        ("localhost:6379", "has no scheme"),
        ("http://user:open-sesame@localhost", "begins with 'http'"),
        ("redis://", "names no host"),
        ("redis://user:open-sesame@localhost:port", "invalid host or port"),
        ("redis://user:open-sesame@localhost:99999", "invalid host or port"),
        ("redis://user:open-sesame@localhost/first", "database that is no number"),
        ("redis://user:open-sesame@localhost/?db=first", "database that is no number"),
        ("redis://user:open-sesame@localhost/2?db=²", "database that is no number"),
        ("unix://", "names no socket"),
    ],
)
def test_wrong_urls(url: str, says: str) -> None:
    """The message says what is wrong and gives an example; it shows nothing of the URL."""
    for make in (RedisBudget, RedisTokenStore):
        with pytest.raises(ConfigurationError, match=says) as caught:
            make(url)
        assert "redis://host:6379/0" in str(caught.value)
        assert "open-sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"limit": 0}, "limit=0"),
        ({"period": 0.0}, "period="),
        ({"capacity": 2000}, "capacity=2000"),
        ({"reserve": 1000}, "reserve=1000"),
        ({"max_wait": -1.0}, "max_wait=-1.0"),
        ({"key": ""}, "key=''"),
        ({"key": "a{b}"}, "without braces"),
        ({"on_outage": "open"}, "use 'closed' or 'local share'"),
        ({"on_outage": "local share"}, "workers="),
        ({"workers": 8}, "on_outage='local share'"),
        ({"on_outage": "local share", "workers": 0}, "workers=0"),
        ({"on_outage": "local share", "workers": 1001}, "workers=1001"),
        ({"outage_wait": -1.0}, "outage_wait="),
        ({"in_flight": -1.0}, "in_flight="),
        ({"timeout": 0.0}, "timeout="),
    ],
)
def test_wrong_settings(options: dict[str, Any], says: str) -> None:
    """Each says which and what to do."""
    with pytest.raises(ConfigurationError, match=says):
        RedisBudget(URL, **options)


def test_a_short_period_leaves_calls_as_much_time() -> None:
    """A call takes no less time because the period is short; a minute covers the timeout and the grace period."""
    assert RedisBudget(URL, period=3600.0).lease_ttl == 60
    assert RedisBudget(URL, period=5.0).lease_ttl == 2.5


def test_options_of_a_url_that_cannot_be() -> None:
    """The client library reads them when the connection is made."""

    async def use() -> None:
        async with RedisTokenStore(f"{URL}?stream_timeout=open-sesame&max_connections=open-sesame"):
            pass

    with pytest.raises(ConfigurationError, match=r"an invalid option behind its '[?]'") as caught:
        anyio.run(use)
    assert "open-sesame" not in str(caught.value)


def test_something_that_is_neither_url_nor_client() -> None:
    """Another library's client, for example."""
    with pytest.raises(ConfigurationError, match="not dict"):
        RedisBudget({"host": "localhost"})  # type: ignore[arg-type]


def test_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Says how to install it."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=r"pip install 'plutio-async\[redis\]'"):
        RedisBudget(URL)


def test_no_secret_in_repr() -> None:
    """Only the address is shown."""
    for thing in (RedisBudget(URL), RedisTokenStore(URL)):
        assert "localhost:6379/2" in repr(thing)
        assert "open-sesame" not in repr(thing)
    assert "/run/valkey.sock" in repr(RedisBudget("unix:///run/valkey.sock"))


@pytest.mark.parametrize("credentials", ["", "default:wrong@"])
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # coredis leaves streams open
def test_refused_access(make_server: Callable[..., Server], credentials: str) -> None:
    """A missing or wrong password is a setting, not an outage."""
    server = make_server(password="open-sesame")

    async def use(url: str) -> None:
        async with RedisBudget(url):
            pass

    with pytest.raises(ConfigurationError, match="refuses access") as caught:
        anyio.run(use, server.url.replace("redis://", f"redis://{credentials}"))
    assert "wrong" not in str(caught.value)
    anyio.run(use, server.url.replace("redis://", "redis://:open-sesame@"))


def test_unix_socket(make_server: Callable[..., Server], tmp_path: Any) -> None:
    """A server on this machine needs no port."""
    socket = tmp_path / "valkey.sock"
    make_server(socket=str(socket))

    async def use() -> int:
        async with RedisBudget(f"unix://{socket}", 5, 60.0) as budget:
            await budget.acquire()
            return budget.remaining

    assert anyio.run(use) == 4
