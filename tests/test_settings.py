"""Settings that cannot work are refused when they are given."""

from __future__ import annotations

from typing import Any

import pytest

from plutio_async import Plutio
from plutio_async._client.settings import Settings
from plutio_async._pipeline.options import Options
from plutio_async.errors import ConfigurationError


@pytest.mark.parametrize(
    "url",
    [
        "https://h:notaport",
        "https://h:99999",
        "https://ho st",
        "https://h/v1?x=1",
        "https://h/v1#x",
        "https://h/v1\n",
        "https://h\\v1",
        "https://[::1",
        "https://xn--",
        f"https://{'a' * 70}.com",
        "https://",
        "h/v1",
        "",
        None,
        5,
    ],
)
def test_a_base_url_that_names_no_server_is_refused(url: Any) -> None:
    """With an example of one that does."""
    with pytest.raises(ConfigurationError, match=r"base_url must look like 'https://api\.plutio\.com/"):
        Settings("id", "secret", base_url=url)


@pytest.mark.parametrize("url", ["https://jane:hush@h/v1", "https://jane:hush@[::1", "jane:hush@h"])
def test_a_base_url_with_a_password_is_not_shown(url: str) -> None:
    """However broken it is."""
    with pytest.raises(ConfigurationError, match="names a user") as caught:
        Settings("id", "secret", base_url=url)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/v1",
        "http://LOCALHOST.",
        "http://plutio.localhost",
        "http://[::1]:8000",
        "http://[::ffff:127.0.0.1]",
        "http://127.0.0.1",
        "http://127.8.9.10:1",
        "https://plutiö.example",
        "https://my_host",
    ],
)
def test_any_place_of_a_server_will_do(url: str) -> None:
    """For tests, proxies and old versions."""
    assert Settings("id", "secret", base_url=f"{url}/").base_url == url


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/v1.11",
        "HTTP://api.example.com",
        "http://my_host",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://notlocalhost",
        "http://[::ffff:10.0.0.1]",
        "http://[::]",
    ],
)
def test_http_to_another_machine_has_to_be_allowed(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since the secret and the token would be readable. From the environment too."""
    with pytest.raises(ConfigurationError, match="give one with https://, or set allow_http=True"):
        Plutio("id", "secret", base_url=url)
    assert repr(Plutio("id", "secret", base_url=url, allow_http=True)).endswith(f"{url}>")
    environ = {"PLUTIO_CLIENT_ID": "id", "PLUTIO_CLIENT_SECRET": "secret", "PLUTIO_BASE_URL": url}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match="allow_http=True"):
        Plutio.from_env()
    Plutio.from_env(allow_http=True)


@pytest.mark.parametrize(
    ("id", "secret", "says"),
    [
        ("", "secret", "client_id is empty"),
        ("id", " \n", "client_secret is empty"),
        ("id", None, "client_secret is empty"),
        ("id", "hush\udcff", "client_secret is no text that can be sent"),
        ("hush\ud800", "secret", "client_id is no text"),
    ],
)
def test_who_calls_has_to_be_said(id: str, secret: Any, says: str) -> None:
    """In text: a variable of other bytes becomes half characters, and their error would show all of it."""
    with pytest.raises(ConfigurationError, match=says) as caught:
        Plutio(id, secret)
    assert "hush" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("value", ["false", 1, None])
def test_what_allows_http_is_yes_or_no(value: Any) -> None:
    """A text from a file may say no."""
    with pytest.raises(ConfigurationError, match="allow_http is True or False"):
        Plutio("id", "secret", allow_http=value)


@pytest.mark.parametrize("timeout", ["5", None, True, 0, -1, float("nan")])
def test_a_timeout_is_a_number_of_seconds(timeout: Any) -> None:
    """Of the client and of a call."""
    with pytest.raises(ConfigurationError, match=r"timeout=.* is no length of time; give seconds, more than 0"):
        Settings("id", "secret", timeout=timeout)
    with pytest.raises(ConfigurationError, match=r"timeout=.* is no length of time; give seconds, more than 0"):
        Options(timeout=timeout)
