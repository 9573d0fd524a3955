"""Wrong names and wrong kinds of loop: an error that names the way out, before a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from plutio_async import ConfigurationError, Plutio
from plutio_async import sync as plutio_sync
from plutio_async.models import Task
from plutio_async.testing import Sandbox

CLIENTS: list[Any] = [Plutio, plutio_sync.Plutio]
TOKENS = "give client_id= and client_secret=, with which the client fetches its tokens"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("max_retries", "did you mean 'retries'?"),
        ("base", "did you mean 'base_url'?"),
        ("api_key", TOKENS),
        ("token", TOKENS),
        ("wrong", "it takes client_id, client_secret, business"),
    ],
)
def test_a_setting_that_does_not_exist(client: Any, name: str, hint: str) -> None:
    """Also where the credentials are missing, since they may have been given by a wrong name."""
    with pytest.raises(TypeError, match=rf"Plutio\(\) has no argument '{name}'") as caught:
        client(**{name: "open sesame"})
    assert hint in str(caught.value)
    with pytest.raises(TypeError) as caught:
        client("id", "secret", **{name: 1})
    assert hint in str(caught.value)


@pytest.mark.parametrize("client", [Plutio, plutio_sync.Plutio])
@pytest.mark.parametrize("wrong", [{"max_retries": 1}, {"max_connections": 0}], ids=["name", "value"])
@pytest.mark.parametrize("given", ["by position", "by name", "beside the environment"])
def test_no_frame_of_the_error_has_the_secret(
    client: Any, wrong: dict[str, int], given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tool that shows the frames of errors would show it, and the client that is half made."""
    monkeypatch.setenv("PLUTIO_CLIENT_ID", "id")
    monkeypatch.setenv("PLUTIO_CLIENT_SECRET", "open sesame")
    with pytest.raises((TypeError, ConfigurationError)) as caught:
        match given:
            case "by position":
                client("id", "open sesame", **wrong)
            case "by name":
                client(client_id="id", client_secret="open sesame", **wrong)
            case _:
                client.from_env(client_secret="open sesame", **wrong)
    own = [frame for frame in caught.traceback if "plutio_async/_client" in str(frame.path)]
    assert own
    assert "open sesame" not in repr([frame.frame.f_locals for frame in own])


def test_a_subclass_may_take_more() -> None:
    """Its own signature counts."""

    class Own(Plutio):
        def __init__(self, tenant: str) -> None:
            super().__init__("id", "secret")
            self.tenant = tenant

    assert Own(tenant="a").tenant == "a"


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("name", "meant"), [("retry", "retries"), ("time_out", "timeout"), ("headr", "headers")])
def test_an_option_that_does_not_exist(client: Any, sandbox: Sandbox, name: str, meant: str) -> None:
    """The message has the right one."""
    plutio = client.sandbox(sandbox)
    with pytest.raises(TypeError, match=rf"with_options\(\) has no argument '{name}'; did you mean '{meant}'\?"):
        plutio.with_options(**{name: 3})


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(("name", "meant"), [("task", "tasks"), ("taskz", "tasks"), ("time_track", "time_tracks")])
def test_a_resource_that_does_not_exist(client: Any, sandbox: Sandbox, name: str, meant: str) -> None:
    """``hasattr`` works as ever."""
    plutio = client.sandbox(sandbox)
    with pytest.raises(AttributeError, match=rf"Plutio has no attribute '{name}'; did you mean '{meant}'\?"):
        getattr(plutio, name)
    with pytest.raises(AttributeError, match=r"tasks has no attribute 'creat'; did you mean 'create'\?"):
        _ = plutio.tasks.creat
    assert not hasattr(plutio, name)
    assert sandbox.calls == []


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("dueDate", "; did you mean 'due_date'?"),
        ("due_dat", "; did you mean 'due_date'?"),
        ("descriptionHTML", "; did you mean 'description_html'?"),
        ("_id", "; did you mean 'id'?"),
        ("json", "; did you mean 'to_json'?"),
        ("_private", ""),
        ("xyzzy", ""),
    ],
)
def test_a_field_that_does_not_exist(name: str, hint: str) -> None:
    """The API's names lead to those of Python."""
    with pytest.raises(AttributeError) as caught:
        getattr(Task(), name)
    assert str(caught.value) == f"Task has no attribute {name!r}{hint}"


def with_for(plutio: Any) -> None:
    for _ in plutio.tasks.iterate():
        pass


def with_with(plutio: Any) -> None:
    with plutio:
        pass


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (with_for, "write 'async for' for Records, or use plutio_async.sync"),
        (lambda plutio: list(plutio.tasks.pages()), "write 'async for' for PageIterator"),
        (
            lambda plutio: list(plutio.tasks.changes(since=datetime(2026, 5, 1, tzinfo=UTC))),
            "write 'async for' for Changes",
        ),
        (with_with, "write 'async with' for plutio_async.Plutio, or use plutio_async.sync.Plutio"),
    ],
)
def test_synchronous_code_with_the_asynchronous_client(
    sandbox: Sandbox, wrong: Callable[[Any], Any], message: str
) -> None:
    """Both ways out are named."""
    with pytest.raises(TypeError) as caught:
        wrong(Plutio.sandbox(sandbox))
    assert message in str(caught.value)
    assert sandbox.calls == []


@pytest.mark.anyio
async def test_asynchronous_code_with_the_synchronous_client(sandbox: Sandbox) -> None:
    """The other way round."""
    plutio: Any = plutio_sync.Plutio.sandbox(sandbox)
    with pytest.raises(TypeError, match=r"write 'with' for plutio_async\.sync\.Plutio, or use plutio_async\.Plutio"):
        async with plutio:
            pass
    with plutio, pytest.raises(TypeError, match=r"write 'for' for Records of plutio_async\.sync"):
        async for _ in plutio.tasks.iterate():
            pass
    assert sandbox.calls == []


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["file", "content", "data", "path"])
async def test_bytes_of_a_file(sandbox: Sandbox, name: str) -> None:
    """The message says that the API takes none, and what works."""
    async with Plutio.sandbox(sandbox) as plutio:
        create: Any = plutio.files.create
        with pytest.raises(TypeError, match=rf"'{name}': the API takes no bytes of files. Give type='link' and url="):
            await create(title="Brief", **{name: b""})
        with pytest.raises(TypeError, match="did you mean 'title'"):
            await create(titel="Brief")
    assert sandbox.calls == []
