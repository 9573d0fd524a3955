"""Promises of the whole client about its lifecycle, settings and retries."""

from __future__ import annotations

import asyncio
import importlib
import io
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import (
    Budget,
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    Plutio,
    Retries,
    ServerError,
)
from plutio_async._core.call import Operation
from plutio_async.testing._api.catalogue import description
from plutio_async.testing.clock import FakeClock

from .api import TOKEN, Api, answer

pytestmark = pytest.mark.both_loops

LOST = httpx.ReadError("lost")
DOWN = answer(503, {"message": "Overloaded"})
LOOPS = ["asyncio", "trio"]


class TestLife:
    @pytest.mark.anyio
    async def test_a_client_works_without_a_block_until_it_is_closed(self) -> None:
        """Nothing is opened before the first call; closing is explicit and may be repeated."""
        plutio = Api().client()
        assert await plutio.tasks.list() == []
        await plutio.aclose()
        await plutio.aclose()

    @pytest.mark.anyio
    async def test_use_after_close_is_an_error_at_once(self) -> None:
        """The client and its views raise, even for a call that would wait for the budget."""
        api = Api()
        plutio = api.client(budget=2)
        view = plutio.with_options(max_wait=None)
        await plutio.tasks.list()
        await plutio.aclose()
        assert plutio.budget.remaining == 0
        for client in (plutio, view, plutio.for_business("other")):
            with anyio.fail_after(30), pytest.raises(ClientStateError, match="the client is closed"):
                await client.tasks.list()
            with anyio.fail_after(30), pytest.raises(ClientStateError, match="the client is closed"):
                await client.request("GET", "/schedules")
        assert len(api.requests) == 1

    @pytest.mark.anyio
    async def test_closing_rejects_calls_that_wait_for_the_budget(self) -> None:
        """Waiting calls fail at once and consume no call of the budget."""
        api = Api()
        budget = Budget(2, clock=api.clock)
        plutio = api.client(budget=budget)
        await plutio.tasks.list()
        ends: list[ClientStateError] = []

        async def call() -> None:
            with pytest.raises(ClientStateError, match="was still waiting, and was not made") as caught:
                await plutio.tasks.list()
            ends.append(caught.value)

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            assert budget.waiting == 3
            await plutio.aclose()
        assert len(ends) == 3
        assert budget.waiting == 0
        assert len(api.requests) == 1

    @pytest.mark.anyio
    async def test_closing_ends_a_call_before_its_retry(self) -> None:
        """A call that pauses before a retry ends, and so does one whose answer arrives after the close."""
        answered = anyio.Event()

        async def late(_: httpx.Request) -> httpx.Response:
            with anyio.CancelScope(shield=True):
                await answered.wait()
            return DOWN

        for script, close_first in ((DOWN, False), (late, True)):
            api = Api(script)
            plutio = api.client(budget=2)

            async def call(plutio: Plutio = plutio) -> None:
                with anyio.fail_after(30), pytest.raises(ClientStateError, match="the client is closed"):
                    await plutio.tasks.list()

            async with anyio.create_task_group() as group:
                group.start_soon(call)
                await anyio.wait_all_tasks_blocked()
                await plutio.aclose()
                if close_first:
                    answered.set()
            assert len(api.requests) == 1

    @pytest.mark.anyio
    async def test_calls_that_waited_for_a_connection_of_a_closed_client_cost_nothing(self) -> None:
        """They consume no call of a budget that another client may share."""

        async def stuck(_: httpx.Request) -> httpx.Response:
            await anyio.sleep_forever()
            raise AssertionError

        api = Api(stuck)
        budget = Budget(20, clock=api.clock)
        plutio = api.client(budget=budget, max_connections=1, clock=None)

        async def call() -> None:
            with pytest.raises(ClientStateError):
                await plutio.tasks.list()

        async with anyio.create_task_group() as group:
            scope = anyio.CancelScope()

            async def first() -> None:
                with scope:
                    await plutio.tasks.list()

            group.start_soon(first)
            await anyio.wait_all_tasks_blocked()
            for _ in range(5):
                group.start_soon(call)
            await anyio.wait_all_tasks_blocked()
            await plutio.aclose()
            await anyio.wait_all_tasks_blocked()
            scope.cancel()
        assert budget.remaining == 20 - 2

    @pytest.mark.anyio
    async def test_closing_a_view_closes_the_client(self) -> None:
        """A view shares the connections of its client."""
        plutio = Api().client()
        await plutio.with_options(timeout=5).aclose()
        with pytest.raises(ClientStateError, match="the client is closed"):
            await plutio.tasks.list()

    @pytest.mark.parametrize("backend", LOOPS)
    def test_a_second_event_loop_is_a_clear_error_and_no_hang(self, backend: str) -> None:
        """A second loop raises, even for a call that would wait for the token or the budget."""
        plutio = Api().client(budget=2)

        async def call() -> None:
            with anyio.fail_after(30):
                await plutio.tasks.list()

        anyio.run(call, backend=backend)
        for other in LOOPS:
            with pytest.raises(ClientStateError, match="enter it in this one, with `async with`"):
                anyio.run(call, backend=other)
        anyio.run(plutio.aclose, backend=backend)

    @pytest.mark.parametrize("backend", LOOPS)
    def test_a_loop_in_another_thread_is_an_error_and_no_hang(self, backend: str) -> None:
        """A loop in another thread raises while calls of the first wait for the budget and the token."""
        ends: list[BaseException] = []

        async def wait(_: httpx.Request) -> httpx.Response:
            await anyio.sleep_forever()
            raise AssertionError

        full, cold = Api().client(budget=2, clock=None), Api(tokens=(wait,)).client(clock=None)

        async def other() -> None:
            for plutio in (full, cold):
                try:
                    with anyio.fail_after(30):
                        await plutio.tasks.list()
                except (ClientStateError, TimeoutError) as error:
                    ends.append(error)

        async def here() -> None:
            await full.tasks.list()
            async with anyio.create_task_group() as group:
                group.start_soon(full.tasks.list)
                group.start_soon(cold.tasks.list)
                await anyio.wait_all_tasks_blocked()
                thread = threading.Thread(target=anyio.run, args=(other,), daemon=True)
                thread.start()
                await anyio.to_thread.run_sync(thread.join)
                group.cancel_scope.cancel()
            await full.aclose()
            await cold.aclose()

        anyio.run(here, backend=backend)
        assert [type(end) for end in ends] == [ClientStateError, ClientStateError]

    def test_after_a_fork_a_used_client_is_an_error_and_an_unused_one_works(self) -> None:
        """The child raises even if a call of the parent waits for the budget."""
        script = """
            import anyio, os, sys
            from plutio_async import ClientStateError
            from tests.api import Api

            used, unused = Api().client(budget=2, clock=None), Api().client(clock=None)

            def child() -> bool:
                try:
                    anyio.run(call, used)
                except ClientStateError as error:
                    return "make a client in each process" in str(error) and anyio.run(call, unused) == []
                return False

            async def call(plutio):
                with anyio.fail_after(30):
                    return await plutio.tasks.list()

            async def parent() -> int:
                await used.tasks.list()
                async with anyio.create_task_group() as group:
                    group.start_soon(used.tasks.list)
                    await anyio.wait_all_tasks_blocked()
                    pid = os.fork()
                    if pid == 0:
                        import threading
                        good = []
                        thread = threading.Thread(target=lambda: good.append(child()))
                        thread.start()
                        thread.join()
                        os._exit(0 if good == [True] else 1)
                    group.cancel_scope.cancel()
                return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

            sys.exit(anyio.run(parent))
        """
        root = Path(__file__).parent.parent
        subprocess.run([sys.executable, "-c", textwrap.dedent(script)], cwd=root, check=True, timeout=60)

    def test_a_client_may_be_made_before_there_is_a_loop(self) -> None:
        """A client created at import belongs to the event loop of its first call."""
        plutio = Api().client()

        async def main() -> None:
            async with plutio:
                assert await plutio.tasks.list() == []

        asyncio.run(main())


@pytest.mark.anyio
class TestRepetition:
    async def test_each_attempt_builds_a_new_request(self) -> None:
        """Each attempt sends the whole request with the current token."""
        api = Api(
            LOST,
            answer(401, {"message": "Invalid token"}),
            DOWN,
            answer(200, {"_id": "Hc4RtZ8mWq2NxKb7V"}),
            tokens=(answer(200, TOKEN), answer(200, {**TOKEN, "accessToken": "token-2"})),
        )
        async with api.clock.autojump(), api.client() as plutio:
            await plutio.tasks.update("Hc4RtZ8mWq2NxKb7V", title="Brief")
        assert api.bodies() == [{"_id": "Hc4RtZ8mWq2NxKb7V", "title": "Brief"}] * 4
        assert len(set(map(id, api.requests))) == 4
        tokens = [request.headers["authorization"].split()[1] for request in api.requests]
        assert tokens == ["token-1", "token-1", "token-2", "token-2"]

    async def test_a_body_that_changes_during_a_call_is_sent_unchanged(self) -> None:
        """A retry sends the original body, even if the caller changes its objects."""
        fields: dict[str, Any] = {"title": "Brief", "assigned_to": ["Hc4RtZ8mWq2NxKb7V"]}

        async def change(_: httpx.Request) -> httpx.Response:
            fields["title"] = "Another"
            fields["assigned_to"].append("jBrHMWiisaeTY5ms4")
            return DOWN

        api = Api(change, answer(200, {}))
        async with api.clock.autojump(), api.client() as plutio:
            await plutio.tasks.update("Hc4RtZ8mWq2NxKb7V", **fields)
        assert api.bodies()[0] == api.bodies()[1]

    @pytest.mark.parametrize(
        "body", [iter([1]), (n for n in [1]), io.BytesIO(b"{}")], ids=["iterator", "generator", "file"]
    )
    async def test_a_body_that_can_be_read_only_once_is_refused(self, body: Any) -> None:
        """A body is a JSON value, not a stream, so that a retry sends it again."""
        api = Api()
        async with api.client() as plutio:
            with pytest.raises(TypeError):
                await plutio.request("POST", "/tasks", json=body)
            with pytest.raises(TypeError):
                await plutio.request("POST", "/tasks", json={"title": body})
        assert api.requests == []

    async def test_the_time_of_all_attempts_is_bounded(self) -> None:
        """The time limit bounds all attempts, and the error names it."""
        api = Api(DOWN)
        retries = Retries(attempts=1_000_000, total=60, base=8, cap=8)
        async with api.clock.autojump(), api.client(retries=retries) as plutio:
            began = api.clock.monotonic()
            with pytest.raises(ServerError, match=r"60 s are the limit") as caught:
                await plutio.tasks.list()
            assert api.clock.monotonic() - began <= 60
        assert caught.value.call is not None
        assert caught.value.call.attempts == len(api.requests) > 5

    @pytest.mark.parametrize(
        ("script", "kind", "attempts", "why"),
        [
            ([DOWN], ServerError, 3, "3 attempts are the limit"),
            ([httpx.ConnectError("no")], ConnectionFailed, 3, "3 attempts are the limit"),
            ([httpx.ConnectError("no"), LOST], OutcomeUnknown, 2, "it may have happened"),
            ([httpx.ConnectTimeout("slow")], CallTimeout, 3, "3 attempts are the limit"),
        ],
    )
    async def test_the_error_says_how_often_it_tried_and_why_it_stopped(
        self, script: list[Any], kind: type[Exception], attempts: int, why: str
    ) -> None:
        """The error has the number of attempts and the reason, as attributes and in its text."""
        api = Api(*script)
        async with api.clock.autojump(), api.client(retries=3) as plutio:
            create = kind is not ServerError
            with pytest.raises(kind) as caught:
                await (plutio.tasks.create(title="Brief") if create else plutio.tasks.list())
        assert type(caught.value) is kind
        call = caught.value.call  # type: ignore[attr-defined]
        assert (call.attempts, len(api.requests)) == (attempts, attempts)
        assert why in call.stopped
        assert f"after {attempts} attempts] ({call.stopped})" in str(caught.value)

    async def test_the_error_says_how_long_it_waited_for_what(self) -> None:
        """The error has the waits for the budget and between attempts."""
        api = Api(DOWN)
        budget = Budget(2, period=100, clock=api.clock)
        retries = Retries(attempts=2, base=10, cap=10)
        async with api.clock.autojump(), api.client(budget=budget, retries=retries) as plutio:
            with pytest.raises(ServerError) as caught:
                await plutio.tasks.list()
        assert caught.value.call is not None
        waited = caught.value.call.waited
        assert waited.budget == pytest.approx(100, abs=11)
        assert 0 < waited.backoff <= 10
        assert waited.token == 0


def operations() -> dict[str, Operation]:
    """The operations of the generated code."""
    folder = Path(importlib.import_module("plutio_async._generated.resources").__path__[0])
    modules = [
        importlib.import_module(f"plutio_async._generated.resources.{path.stem}") for path in folder.glob("[a-z]*.py")
    ]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Operation)]
    return {operation.id: operation for operation in found if operation.id}


def test_the_description_decides_what_is_repeated() -> None:
    """The generated code and the description agree for every operation."""
    described = {
        operation["operationId"]: operation["x-idempotent"]
        for path in description()["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict) and not operation.get("x-internal")
    }
    assert {name: operation.idempotent for name, operation in operations().items()} == described
    assert described["tasks_create"] is False
    assert described["tasks_update"] is True


@pytest.mark.anyio
class TestStores:
    async def test_a_restarted_process_remembers_its_calls_and_its_token(self, tmp_path: Path) -> None:
        """With a shared file, a restart makes no second token call and keeps the spent calls."""
        clock = FakeClock()

        def client(api: Api) -> Plutio:
            return api.client(budget=10, shared=tmp_path / "plutio.db")

        before, after = Api(clock=clock), Api(clock=clock)
        async with client(before) as plutio:
            await plutio.tasks.list()
            assert plutio.budget.remaining == 8
        async with client(after) as plutio:
            assert plutio.budget.remaining == 8
            await plutio.tasks.list()
            assert plutio.budget.remaining == 7
        assert (len(before.token_requests), len(after.token_requests)) == (1, 0)
        assert after.requests[0].headers["authorization"] == "Bearer token-1"

    async def test_without_stores_it_remembers_neither(self) -> None:
        """Without stores a restarted worker starts with the full hourly limit, as documented."""
        clock = FakeClock()
        for api in (Api(clock=clock), Api(clock=clock)):
            async with api.client(budget=10) as plutio:
                await plutio.tasks.list()
                assert plutio.budget.remaining == 8
            assert len(api.token_requests) == 1

    async def test_clients_of_one_process_may_share_a_budget(self) -> None:
        """Several clients obey one limit."""
        clock = FakeClock()
        budget = Budget(10, clock=clock)
        async with Api(clock=clock).client(budget=budget) as one, Api(clock=clock).client(budget=budget) as two:
            await one.tasks.list()
            await two.tasks.list()
            assert one.budget.remaining == two.budget.remaining == 6


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"timeout": -1}, "timeout=-1 is no length of time; give seconds, more than 0"),
        ({"max_wait": -1}, "max_wait=-1 is no length of time; give seconds, 0 or more, or None"),
        ({"priority": "urgent"}, "unknown priority 'urgent'; use 'interactive' or 'background'"),
        ({"retries": 0}, "retries=0 is neither a number of attempts, 1 or more, nor Retries"),
    ],
)
def test_impossible_options_are_clear_errors(settings: dict[str, Any], message: str) -> None:
    """The view raises when it is created, not at a later call."""
    plutio = Api().client()
    with pytest.raises(ConfigurationError, match=message):
        plutio.with_options(**settings)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"max_wait": -1}, "max_wait=-1 is no length of time"),
        ({"max_wait": float("nan")}, "max_wait=nan is no length of time"),
        ({"budget": -5}, "limit=-5 does not work"),
        ({"budget": 0}, "limit=0 does not work"),
        ({"budget": 2.5}, r"budget=2\.5 is neither a number of calls nor a Budget"),
        ({"max_wait": "5"}, "max_wait='5' is no length of time"),
        ({"timeout": 0}, "timeout=0 is no length of time"),
        ({"retries": 0}, "retries=0 is neither"),
        ({"base_url": "api.plutio.com"}, "base_url must look like"),
        ({"base_url": "ftp://api.example.com"}, "base_url must look like"),
        ({"base_url": "https://"}, "base_url must look like"),
        ({"base_url": "https://jane:hush@api.example.com"}, "base_url names a user(?!.*hush)"),
        ({"business": ""}, "business is the first label"),
        ({"max_connections": 0}, "max_connections=0 does not work"),
        ({"proxy": "gopher://example.com"}, "the proxy's scheme"),
    ],
)
def test_impossible_settings_are_clear_errors(settings: dict[str, Any], message: str) -> None:
    """The client raises when it is created."""
    with pytest.raises(ConfigurationError, match=message):
        Plutio("id", "secret", **settings)


@pytest.mark.parametrize("business", ["", "example.plutio.com", "a b", "a\r\nb", "https://example"])
def test_an_invalid_workspace_is_refused(business: str) -> None:
    """A client or view raises for a workspace that does not fit a header."""
    with pytest.raises(ConfigurationError, match="business is the first label"):
        Api().client().for_business(business)
