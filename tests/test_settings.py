"""Settings that cannot work are refused when they are given."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from plutio_async import Budget, Plutio, Retries, SharedFile, __version__
from plutio_async._pipeline.retry import only_transient
from plutio_async._pipeline.settings import Options, Settings
from plutio_async.errors import ConfigurationError
from plutio_async.testing.clock import FakeClock

from .api import Api, answer


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
        Settings("id", "secret", url)


@pytest.mark.parametrize("url", ["https://jane:hush@h/v1", "https://jane:hush@[::1", "jane:hush@h"])
def test_a_base_url_with_a_password_is_not_shown(url: str) -> None:
    """Even if the rest of the URL is invalid."""
    with pytest.raises(ConfigurationError, match="names a user") as caught:
        Settings("id", "secret", url)
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
def test_a_base_url_may_be_any_https_or_local_server(url: str) -> None:
    """For tests, proxies and old versions."""
    assert Settings("id", "secret", f"{url}/").base_url == url


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
def test_http_to_another_machine_needs_allow_http(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others could read the secret and the token. The same holds for the environment."""
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
        ("id", b"hush", "client_secret is no text that can be sent"),
        (5, "secret", "client_id is no text that can be sent"),
        ("id", "hush\udcff", "client_secret is no text that can be sent"),
        ("hush\ud800", "secret", "client_id is no text"),
    ],
)
def test_credentials_are_text_and_not_empty(id: Any, secret: Any, says: str) -> None:
    """A variable with invalid bytes becomes lone surrogates, and the error of encoding them would show the secret."""
    with pytest.raises(ConfigurationError, match=says) as caught:
        Plutio(id, secret)
    assert "hush" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["allow_http", "http2", "keeps_custom_fields", "coalesce"])
@pytest.mark.parametrize("value", ["false", 1, None])
def test_a_switch_is_true_or_false(name: str, value: Any) -> None:
    """The text "false" from a file would count as true."""
    with pytest.raises(ConfigurationError, match=f"{name} is True or False, not"):
        Plutio("id", "secret", **{name: value})


@pytest.mark.parametrize("given", ["x", 1.5, True, 0, [], Retries, {"attempts": 2}])
def test_retries_are_a_number_or_retries(given: Any) -> None:
    """Of the client and of a view."""
    says = r"retries=.* is neither a number of attempts, 1 or more, nor Retries"
    with pytest.raises(ConfigurationError, match=says):
        Plutio("id", "secret", retries=given)
    with pytest.raises(ConfigurationError, match=says):
        Plutio("id", "secret").with_options(retries=given)


@pytest.mark.parametrize("rules", ["x", 5, (1,), [], only_transient])
def test_rules_are_functions(rules: Any) -> None:
    """In a tuple, so that equal settings have one hash."""
    with pytest.raises(ConfigurationError, match="rules= takes a tuple of functions"):
        Retries(rules=rules)
    Retries(rules=(only_transient,))


@pytest.mark.parametrize("given", ["tokens.json", 5, False, SharedFile, SharedFile("plutio.db")])
def test_a_token_store_has_its_methods(given: Any) -> None:
    """The error names the way to a file."""
    wanted = r"token_store= takes an object with async load\(\) and save\(\) \(for a file: shared=\), not"
    with pytest.raises(ConfigurationError, match=wanted):
        Plutio("id", "secret", token_store=given)


@pytest.mark.parametrize("given", ["calls.txt", 5, False, SharedFile, SharedFile("plutio.db")])
def test_a_budget_takes_no_store_of_its_own(given: Any) -> None:
    """The error names the way to a file."""
    with pytest.raises(ConfigurationError, match="store= takes nothing but what shared= of Plutio makes, not"):
        Budget(store=given)


@pytest.mark.parametrize(
    ("given", "shown"), [(1, "int"), ("x", "str"), (False, "bool"), (FakeClock, "the class FakeClock")]
)
def test_a_clock_has_its_methods(given: Any, shown: str) -> None:
    """Of the client and of a budget."""
    for make in (lambda: Plutio("id", "secret", clock=given), lambda: Budget(clock=given)):
        with pytest.raises(ConfigurationError, match=rf"clock= takes an object with .*sleep\(\), not {shown}$"):
            make()


@pytest.mark.parametrize("given", [Budget, "1000", [], 2.5])
def test_a_budget_is_a_number_or_a_budget(given: Any) -> None:
    """The class is refused."""
    with pytest.raises(ConfigurationError, match="is neither a number of calls nor a Budget"):
        Plutio("id", "secret", budget=given)


@pytest.mark.parametrize("given", [5, object(), httpx.AsyncHTTPTransport, httpx.HTTPTransport(), httpx.Client()])
def test_a_transport_is_an_async_one(given: Any) -> None:
    """An object of a subclass of the class for it. The error names what is accepted."""
    accepted = (
        r"transport= takes an async transport of httpx or httpx2, such as .* a subclass of .*, not (the class )?\w+$"
    )
    with pytest.raises(ConfigurationError, match=accepted):
        Plutio("id", "secret", transport=given)


@pytest.mark.anyio
async def test_the_name_of_the_program_joins_the_user_agent() -> None:
    """Of the token call too, and before the name of this package."""
    api = Api(answer(200, []), answer(200, {"_id": "a"}))
    async with api.client(app_name=" invoice-export/1.2 (jane@example.com) ") as plutio:
        await plutio.tasks.list()
        await plutio.for_business("other").tasks.create(title="Brief")
    agents = {request.headers["user-agent"] for request in [*api.token_requests, *api.requests]}
    assert agents == {f"invoice-export/1.2 (jane@example.com) plutio-async/{__version__}"}
    api = Api(answer(200, []))
    async with api.client() as plutio:
        await plutio.tasks.list()
    assert api.requests[0].headers["user-agent"] == f"plutio-async/{__version__}"


@pytest.mark.parametrize("name", ["", " ", 5, b"x", "a\nX: y", "a\r\n", "a\0", "a\x7f", "a\tb", "caf\xe9", "a\u2028b"])
def test_a_name_of_a_program_fits_a_header(name: Any) -> None:
    """A line break would begin another header."""
    with pytest.raises(
        ConfigurationError, match=r"app_name=.* does not work; give printable ASCII without line breaks"
    ):
        Plutio("id", "secret", app_name=name)


@pytest.mark.parametrize("given", [5, b"http://proxy", True])
def test_a_proxy_is_a_text(given: Any) -> None:
    """The error does not show it, because it may hold a password."""
    with pytest.raises(ConfigurationError, match="the proxy's URL is no text: give a URL such as") as caught:
        Plutio("id", "secret", proxy=given)
    assert repr(given) not in str(caught.value)


@pytest.mark.parametrize("timeout", ["5", None, True, 0, -1, float("nan")])
def test_a_timeout_is_a_number_of_seconds(timeout: Any) -> None:
    """Of the client and of a call."""
    with pytest.raises(ConfigurationError, match=r"timeout=.* is no length of time; give seconds, more than 0"):
        Settings("id", "secret", "https://api.example.com", timeout)
    with pytest.raises(ConfigurationError, match=r"timeout=.* is no length of time; give seconds, more than 0"):
        Options(timeout=timeout)
