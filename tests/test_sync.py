"""The synchronous client: the methods, errors and records of the asynchronous one, without an event loop."""

from __future__ import annotations

import gc
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
import traceback
import weakref
from asyncio import CancelledError
from collections.abc import Iterator
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

import plutio_async
from plutio_async import Budget, ClientStateError, NotFoundError, OutcomeUnknown
from plutio_async import sync as plutio_sync
from plutio_async._client import loop_thread
from plutio_async._resources.resource import Resource
from plutio_async.sync import Changes, Plutio, Records
from plutio_async.testing import Sandbox

from .api import Api, answer
from .interrupted_calls import PROGRAMS
from .test_event_loops import open_sockets, token_calls

ROOT = Path(__file__).parent.parent


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(40)])
    return sandbox


@pytest.fixture
def plutio(sandbox: Sandbox) -> Iterator[Plutio]:
    with Plutio.sandbox(sandbox) as plutio:
        yield plutio


def lists(sandbox: Sandbox) -> int:
    return sum(call.method == "GET" for call in sandbox.calls)


async def until(happened: Any) -> None:
    while not happened():
        await anyio.sleep(0)


class TestCalls:
    def test_reading_and_writing(self, plutio: Plutio) -> None:
        """Records and results are those of the asynchronous client."""
        task = plutio.tasks.create(title="Brief")
        assert plutio.tasks.get(task.id) == task
        assert plutio.tasks.update(task, title="Letter").title == "Letter"
        assert [found.id for found in plutio.tasks.get_many([task.id])] == [task.id]
        assert plutio.tasks.bulk_update([task.id], title="Note").ids("done") == [task.id]
        assert plutio.tasks.count() == 41
        assert plutio.custom_fields.schema() is not None
        assert plutio.request("GET", "/tasks", params={"limit": 1})
        assert plutio.expand(plutio.tasks.list(limit=1), project=True) is not None
        plutio.tasks.delete(task)
        with pytest.raises(NotFoundError):
            plutio.tasks.get(task.id)

    def test_views_share_the_loop(self, plutio: Plutio, sandbox: Sandbox) -> None:
        """And the token."""
        before = threading.active_count()
        assert plutio.with_options(timeout=5, coalesce=True).tasks.list(limit=1)
        assert plutio.for_business(sandbox.business).tasks.list(limit=1)
        assert threading.active_count() == before
        assert token_calls(sandbox) == 1
        assert plutio.business == sandbox.business
        assert plutio.budget.remaining == 1000 - len(sandbox.calls)

    def test_mistakes_are_those_of_the_asynchronous_client(self, plutio: Plutio, sandbox: Sandbox) -> None:
        """Before anything is sent."""
        for mistake in (
            lambda: plutio.tasks.create(titel="Brief"),  # type: ignore[arg-type]
            lambda: plutio.tasks.list(colour="red"),
            lambda: plutio.tasks.get(),  # type: ignore[call-arg]
            lambda: plutio.tasks.iterate(colour="red"),
        ):
            with pytest.raises(TypeError):
                mistake()
        for name in ("tsks", "aclose"):
            with pytest.raises(AttributeError, match=name):
                getattr(plutio, name)
        assert sandbox.calls == []

    def test_a_write_without_an_answer_can_be_looked_for(self) -> None:
        """``find_similar`` takes the error, as for the asynchronous client."""
        api = Api(httpx.ReadError("lost"), answer(200, []))
        with Plutio("id", "secret", business="example", transport=api.transport(), clock=api.clock) as plutio:
            with pytest.raises(OutcomeUnknown) as caught:
                plutio.tasks.create(title="Brief")
            assert plutio.find_similar(caught.value) == []

    def test_settings_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As for the asynchronous client."""
        monkeypatch.setenv("PLUTIO_CLIENT_ID", "id")
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", "secret")
        monkeypatch.setenv("PLUTIO_BUSINESS", "example")
        with Plutio.from_env(transport=Api().transport()) as plutio:
            assert plutio.tasks.list() == []
        assert "secret" not in repr(plutio)


class TestNames:
    def test_every_method_is_there(self, plutio: Plutio) -> None:
        """With its signature and its documentation; none is a coroutine function."""
        client = plutio._target
        for name in dir(type(client)):
            if name.startswith("_") or name in ("aclose", "resources", "with_raw_response"):
                continue
            value = getattr(client, name)
            assert name in dir(plutio)
            if isinstance(value, Resource):
                resource = getattr(plutio, name)
                methods = [public for public in dir(value) if not public.startswith("_")]
                assert [public for public in dir(resource) if not public.startswith("_")] == methods
                for method in methods:
                    found, original = getattr(resource, method), getattr(value, method)
                    if inspect.ismethod(original):
                        assert not inspect.iscoroutinefunction(found)
                        assert inspect.signature(found) == inspect.signature(original)
                        assert found.__doc__ == original.__doc__

    def test_the_stub_has_every_method(self, plutio: Plutio) -> None:
        """And none that is not there."""
        stub = (ROOT / "plutio_async" / "sync.pyi").read_text(encoding="utf-8")
        for name in dir(plutio):
            if name in {"budget", "business"} or hasattr(plutio_async.Plutio, name) or name == "close":
                assert f"def {name}(" in stub
        bodies = dict(re.findall(r"^class (\w+)[^\n]*:(.*?)(?=^class |\Z)", stub, re.DOTALL | re.MULTILINE))
        declared = set(
            re.findall(
                r"^    def (\w+)\(", bodies["TasksResource"] + bodies["Listing"] + bodies["Creates"], re.MULTILINE
            )
        )
        methods = {name for name in dir(plutio.tasks) if inspect.ismethod(getattr(plutio.tasks._target, name))}
        assert declared == {*methods, "F"}

    @pytest.mark.parametrize("name", ["resources", "with_raw_response"])
    def test_what_only_the_asynchronous_client_has(self, name: str, plutio: Plutio) -> None:
        """It would give methods that have to be awaited."""
        with pytest.raises(AttributeError, match=f"only the asynchronous client has {name}"):
            getattr(plutio, name)

    def test_the_module_has_its_names(self) -> None:
        assert set(plutio_sync.__all__) == {"Changes", "Plutio", "Records"}


class TestIteration:
    def test_all_records_come_in_order(self, plutio: Plutio) -> None:
        """As a loop, in pages, and as a list."""
        records = plutio.tasks.iterate(page_size=10)
        assert isinstance(records, Records)
        titles = [task.title for task in records]
        assert sorted(titles) == sorted(f"Task {n}" for n in range(40))
        assert [task.title for page in plutio.tasks.pages(page_size=10) for task in page] == titles
        assert [task.title for page in records.pages() for task in page] == titles
        assert [task.title for task in records.to_list(max=3)] == titles[:3]
        assert records.first().title == titles[0]
        assert records.count() == 40

    def test_it_streams(self, plutio: Plutio, sandbox: Sandbox) -> None:
        """A page is fetched when the loop needs it, and the cursor continues after the last record."""
        records = plutio.tasks.iterate(page_size=10)
        walk = iter(records)
        first = [next(walk).id for _ in range(5)]
        assert lists(sandbox) == 1
        rest = [task.id for task in plutio.tasks.iterate(page_size=10, cursor=records.cursor)]
        assert len({*first, *rest}) == len(first) + len(rest) == 40
        assert [task.id for task in walk] == rest

    def test_a_break_ends_the_fetches_ahead(self) -> None:
        """Those in flight are cancelled, and the client works on."""
        cancelled, stuck = threading.Event(), threading.Event()

        async def hang(_: httpx.Request) -> httpx.Response:
            stuck.set()
            try:
                await anyio.sleep_forever()
            finally:
                cancelled.set()
            raise AssertionError

        api = Api(answer(200, [{"_id": f"record-{n:010}"} for n in range(10)]), hang)
        with Plutio("id", "secret", business="example", transport=api.transport()) as plutio:
            for _ in plutio.tasks.iterate(page_size=10, read_ahead=2):
                assert stuck.wait(30)
                break
            assert cancelled.wait(30)
            api.script = [answer(200, [])]
            assert plutio.tasks.list() == []

    def test_changes_continue_after_a_break(self, plutio: Plutio) -> None:
        """As those of the asynchronous client do."""
        from datetime import UTC, datetime

        changes = plutio.tasks.changes(since=datetime(2000, 1, 1, tzinfo=UTC))
        assert isinstance(changes, Changes)
        seen = []
        for task in changes:
            seen.append(task.id)
            if len(seen) == 5:
                break
        seen += [task.id for task in changes]
        assert len(seen) == len(set(seen)) == 40
        assert changes.cursor

    def test_an_error_comes_where_it_happens(self) -> None:
        """In the loop, unchanged."""
        page = answer(200, [{"_id": f"record-{n:010}"} for n in range(10)])
        api = Api(page, answer(400, {"message": "No more"}))
        seen = []
        with Plutio("id", "secret", business="example", transport=api.transport()) as plutio:
            with pytest.raises(plutio_async.BadRequestError, match="No more"):
                for task in plutio.tasks.iterate(page_size=10):
                    seen.append(task.id)
        assert len(seen) >= 9


class TestLife:
    def test_it_leaves_no_thread_and_no_socket(self, sandbox: Sandbox) -> None:
        """And can be entered again, with the token of before."""
        with sandbox.serving() as url:
            before = threading.active_count()
            plutio = Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)
            for _ in range(3):
                with plutio:
                    assert plutio.tasks.list(limit=1)
                    assert open_sockets(url) == 1
                assert open_sockets(url) == 0
                assert threading.active_count() <= before  # threads of earlier tests may end meanwhile
                assert all(loop._client is not plutio._target for loop in loop_thread._loops)
        assert token_calls(sandbox) == 1

    def test_calls_after_close_are_an_error(self, sandbox: Sandbox) -> None:
        """Of the client, its views and its iterators."""
        plutio = Plutio.sandbox(sandbox)
        assert plutio.tasks.list(limit=1)  # a block is not needed
        walk = iter(plutio.tasks.iterate(page_size=10))
        next(walk)
        plutio.close()
        plutio.close()
        for call in (plutio.tasks.list, plutio.with_options(timeout=3).tasks.count, lambda: list(walk)):
            with pytest.raises(ClientStateError, match="the client is closed"):
                call()

    def test_an_unused_client_starts_nothing(self) -> None:
        """So it can be made at import."""
        before = threading.active_count()
        plutio = Plutio("id", "secret", business="example")
        plutio.with_options(timeout=3)
        assert threading.active_count() == before
        plutio.close()

    def test_several_threads_share_a_client(self, plutio: Plutio, sandbox: Sandbox) -> None:
        """Their calls run at the same time, with one token."""
        found: list[int] = []

        def work() -> None:
            found.append(len(list(plutio.tasks.iterate(page_size=7))))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert found == [40] * 8
        assert token_calls(sandbox) == 1

    def test_closing_ends_the_calls_of_other_threads(self) -> None:
        """With the errors of the asynchronous client."""
        waiting, errors = threading.Event(), []

        async def hang(_: httpx.Request) -> httpx.Response:
            waiting.set()
            await anyio.sleep_forever()
            raise AssertionError

        plutio = Plutio("id", "secret", business="example", transport=Api(hang).transport())

        def call() -> None:
            try:
                plutio.tasks.list()
            except ClientStateError as error:
                errors.append(error.message)

        thread = threading.Thread(target=call)
        thread.start()
        assert waiting.wait(30)
        plutio.close()
        thread.join(30)
        assert "closed" in errors[0]

    @pytest.mark.parametrize("backend", ["asyncio", "trio"])
    def test_inside_a_running_loop(self, backend: str, plutio: Plutio) -> None:
        """As in a notebook."""

        async def cell() -> int:
            return len(list(plutio.tasks.iterate(page_size=10)))

        assert anyio.run(cell, backend=backend) == 40

    def test_a_call_from_a_callback_is_an_error_and_no_hang(self, plutio: Plutio) -> None:
        """The callback runs in the event loop that would make the call."""
        with pytest.raises(ClientStateError, match="callback"):
            list(plutio.tasks.iterate(page_size=10, progress=lambda _: plutio.tasks.list()))
        with pytest.raises(ClientStateError, match="callback"):
            list(plutio.tasks.iterate(page_size=10, progress=lambda _: plutio.close()))
        assert plutio.tasks.list(limit=1)

    def test_a_client_that_nobody_closes(self, sandbox: Sandbox) -> None:
        """Is closed when it is garbage, with its thread and its sockets."""
        with sandbox.serving() as url:
            plutio = Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)
            assert plutio.tasks.list(limit=1)
            loop = plutio._loop._loop
            assert loop is not None
            plutio.__dict__["in a cycle"] = plutio
            del plutio
            with pytest.warns(ResourceWarning, match="was dropped without being closed"):
                gc.collect()
            loop.join(30)
            assert open_sockets(url) == 0

    def test_a_client_that_cannot_be_opened_leaves_no_thread(self) -> None:
        """Its error is that of the call."""

        class Broken(Budget):
            async def __aenter__(self) -> None:
                raise KeyError("broken")

            async def __aexit__(self, *_: object) -> None:
                raise AssertionError

        plutio = Plutio("id", "secret", business="example", transport=Api().transport(), budget=Broken())
        with pytest.raises(KeyError):
            plutio.tasks.list()
        loops = [loop for loop in loop_thread._loops if loop._client is plutio._target]
        for loop in loops:
            loop.join(30)
        assert not loop_thread._loops.intersection(loops)

    @pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
    @pytest.mark.parametrize("block", [True, False])
    def test_a_ctrl_c_while_the_client_is_opened(self, block: bool) -> None:
        """A block that is not entered closes what was opened. After a call without a block the client is open."""
        interrupts, entered, left = [signal.SIGINT], [], threading.Event()

        class Slow(Budget):
            async def __aenter__(self) -> None:
                entered.append(self)
                if interrupts:
                    signal.pthread_kill(threading.main_thread().ident or 0, interrupts.pop())
                    await anyio.sleep(0)

            async def __aexit__(self, *_: object) -> None:
                left.set()

        plutio = Plutio("id", "secret", business="example", transport=Api().transport(), budget=Slow())
        with pytest.raises(KeyboardInterrupt):
            plutio.__enter__() if block else plutio.tasks.list()
        assert not block or left.wait(30)
        with plutio:
            assert plutio.tasks.list() == []
        assert len(entered) == 1 + block
        assert left.is_set()

    def test_an_exit_from_a_callback(self, plutio: Plutio) -> None:
        """Is raised in the thread of the call, and the client works on."""

        def stop(_: object) -> None:
            raise SystemExit(3)

        with pytest.raises(SystemExit):
            list(plutio.tasks.iterate(page_size=10, progress=stop))
        assert plutio.tasks.list(limit=1)

    def test_calls_have_the_context_of_the_caller(self) -> None:
        """So that spans and fields of the log are those around the call."""
        name, seen = ContextVar("name", default="none"), []

        async def note(_: httpx.Request) -> httpx.Response:
            seen.append(name.get())
            name.set("changed")
            return httpx.Response(200, json=[])

        with Plutio("id", "secret", business="example", transport=Api(note, note).transport()) as plutio:
            plutio.tasks.list()
            name.set("caller")
            plutio.tasks.list()
        assert seen == ["none", "caller"]
        assert name.get() == "caller"

    def test_an_error_has_no_other_error_behind_it(self) -> None:
        """And its traceback leads from the call to where it was raised."""
        api = Api(answer(400, {"message": "No"}))
        with Plutio("id", "secret", business="example", transport=api.transport()) as plutio:
            with pytest.raises(plutio_async.BadRequestError) as caught:
                plutio.tasks.list()
        assert caught.value.__context__ is caught.value.__cause__ is None
        frames = traceback.extract_tb(caught.value.__traceback__)
        own = [frame.name for frame in frames if "plutio_async" in frame.filename]
        assert own[: own.index("list")] == ["call", "call", "call", "run"]

    def test_an_error_is_no_garbage(self, plutio: Plutio) -> None:
        """It goes when its last user goes: the calls make no cycle of it."""

        class Mistake(Exception):
            pass

        def fail() -> None:
            raise Mistake

        gc.collect()
        gc.disable()
        try:
            try:
                plutio._loop.call(fail)
            except Mistake as error:
                found = weakref.ref(error)
            plutio.close()  # and so its thread is past it
            assert found() is None
        finally:
            gc.enable()

    def test_no_call_outlives_the_loop(self) -> None:
        """Whether it is cancelled before its first step, or sent while the loop ends or after that."""
        early, late = loop_thread._Call(list), loop_thread._Call(list)

        class Last(Budget):
            async def __aenter__(self) -> None:
                pass

            async def __aexit__(self, *_: object) -> None:
                loop._posted.append(partial(loop._begin, late))  # too late

        plutio = Plutio("id", "secret", business="example", transport=Api().transport(), budget=Last())
        plutio.tasks.list()
        loop = plutio._loop._loop
        assert loop is not None
        loop.call(lambda: [early.begin(), early.cancel()])
        plutio.close()
        for call in (early, late):
            assert isinstance(call.outcome.get(timeout=30)[1], CancelledError)
        with pytest.raises(ClientStateError, match="broke off"):
            loop.call(list)

    def test_calls_that_race_with_the_end(self) -> None:
        """All of them end, whatever they were about to do."""
        plutio = Plutio("id", "secret", business="example", transport=Api().transport())
        started, errors = threading.Barrier(9), []

        def call() -> None:
            started.wait()
            while not errors:
                try:
                    plutio.tasks.list()
                except ClientStateError as error:
                    errors.append(error)

        threads = [threading.Thread(target=call) for _ in range(8)]
        for thread in threads:
            thread.start()
        started.wait()
        plutio.close()
        for thread in threads:
            thread.join(30)
            assert not thread.is_alive()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    def test_a_fork_while_a_client_starts(self, sandbox: Sandbox) -> None:
        """In the child other clients work, and a call of that one is an error."""
        opening, forked = threading.Event(), threading.Event()

        class Slow(Budget):
            async def __aenter__(self) -> None:
                opening.set()
                assert await anyio.to_thread.run_sync(forked.wait, 30)

            async def __aexit__(self, *_: object) -> None:
                pass

        starting = Plutio("id", "secret", business="example", transport=Api().transport(), budget=Slow())
        thread = threading.Thread(target=starting.tasks.list)
        thread.start()
        assert opening.wait(30)
        pid = os.fork()
        if pid == 0:
            signal.alarm(30)  # ends a child that hangs
            os._exit(_in_child(starting, Plutio.sandbox(sandbox)))
        forked.set()
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        thread.join(30)
        starting.close()

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
    def test_after_a_fork(self, sandbox: Sandbox) -> None:
        """An open client is an error in the child, a closed or unused one works there; the parent's goes on."""
        with sandbox.serving() as url:
            used, closed, unused = (
                Plutio(sandbox.client_id, sandbox.client_secret, business=sandbox.business, base_url=url)
                for _ in range(3)
            )
            with used:
                assert used.tasks.list(limit=1)
                with closed:
                    assert closed.tasks.list(limit=1)
                pid = os.fork()
                if pid == 0:
                    os._exit(_in_child(used, closed, unused))
                assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
                assert used.tasks.list(limit=1)


def _in_child(used: Plutio, *others: Plutio) -> int:
    try:
        used.tasks.list()
        return 1
    except ClientStateError as error:
        if "make a client in each process" not in str(error):
            return 2
    used.close()  # as a block does that ends in the child
    for plutio in others:
        with plutio:
            if len(plutio.tasks.list(limit=1)) != 1:
                return 3
    return 0


@pytest.mark.integration
def test_the_end_of_the_process_closes_an_open_client(sandbox: Sandbox) -> None:
    """Without a warning, also one whose call in another thread never ends."""
    script = """
        import sys, threading, anyio, httpx
        from plutio_async.sync import Plutio

        waiting = threading.Event()

        class Closing(httpx.AsyncBaseTransport):
            async def handle_async_request(self, request):
                if request.url.path.endswith("token"):
                    return httpx.Response(200, json={"accessToken": "token", "expires_in": 9999})
                if request.url.path.endswith("projects"):
                    waiting.set()
                    await anyio.sleep_forever()
                return httpx.Response(200, json=[])

            async def aclose(self):
                print("closed")

        plutio = Plutio("id", "secret", business="example", transport=Closing())
        plutio.tasks.list()

        def wait():
            try:
                plutio.projects.list()
            except Exception:
                pass

        threading.Thread(target=wait, daemon=True).start()
        waiting.wait()
    """
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(script)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")


@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("work", ["plutio.tasks.list()", "[task for task in plutio.tasks.iterate()]"])
def test_ctrl_c_stops_a_call(work: str) -> None:
    """The call is cancelled, the block closes the client, and the program ends."""
    script = f"""
        import httpx, anyio
        from plutio_async.sync import Plutio

        async def hang(request):
            if request.url.path.endswith("token"):
                return httpx.Response(200, json={{"accessToken": "token", "expires_in": 9999}})
            print("waiting", flush=True)
            try:
                await anyio.sleep_forever()
            finally:
                print("cancelled", flush=True)

        try:
            with Plutio("id", "secret", business="example", transport=httpx.MockTransport(hang)) as plutio:
                {work}
        except KeyboardInterrupt:
            print("interrupted", flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(script)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "cancelled\ninterrupted\n"
    assert process.returncode == 0


@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize(
    ("program", "every"),
    [("a block", 3), *(pytest.param(name, 1, marks=pytest.mark.system) for name in PROGRAMS)],
)
def test_an_interrupt_at_any_instruction(program: str, every: int) -> None:
    """Nothing hangs and nothing is printed. The client works afterwards, and leaves no thread.

    ``make test`` tries a third of the instructions of one program.
    """
    command = [sys.executable, "-W", "always", "-m", "tests.interrupted_calls", program, str(every)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert {"LoopThread.call", "_Loop.call", "_Call.__init__"} <= {*found["functions"]}
    assert found["wrong"] == []
