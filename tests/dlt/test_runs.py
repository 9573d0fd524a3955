"""What a run reads, what it remembers, and what it does when something goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from attrs import evolve
from dlt.pipeline.exceptions import PipelineStepFailed

from plutio_async import Budget
from plutio_async.dlt import source
from plutio_async.sync import Plutio
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches
from plutio_async.testing._api.messages import Answer

from .conftest import Warehouse

pytestmark = pytest.mark.integration


class OnAnswer:
    """Does something after the n-th answer to a ``GET`` of a path, or changes each."""

    def __init__(self, path: str, nth: int, act: Callable[[], object]) -> None:
        self.path, self.left, self.act = path, nth, act

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if (request.method, request.path) == ("GET", self.path):
            self.left -= 1
            if self.left == 0:
                self.act()
        return answer


class WithoutStamps:
    """Some records have no ``updatedAt``."""

    def __init__(self, *ids: str) -> None:
        self.ids = ids

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if (request.method, request.path) != ("GET", "/tasks"):
            return answer
        rows = json.loads(answer.content)
        for row in rows:
            if row["_id"] in self.ids:
                row.pop("updatedAt", None)
        return evolve(answer, content=json.dumps(rows).encode())


class Refusal:
    """The API refuses to list dashboards."""

    async def before(self, request: Any) -> Answer | None:
        return Answer(403, b'{"message": "Forbidden"}') if request.path == "/dashboards" else None

    async def after(self, request: Any, answer: Any) -> Any:
        return answer


class Tokens:
    """Keeps the access tokens that are given out."""

    def __init__(self, seen: set[str]) -> None:
        self.seen = seen

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if request.path == "/oauth/token":
            self.seen.add(json.loads(answer.content)["accessToken"])
        return answer


def reads(sandbox: Sandbox, path: str) -> int:
    return sum((call.method, call.path) == ("GET", path) for call in sandbox.calls)


def titles(warehouse: Warehouse) -> list[str]:
    return sorted(row.get("title", "") for row in warehouse.rows("tasks").values())


def rename(sandbox: Sandbox, id: str, title: str) -> None:
    with Plutio.sandbox(sandbox) as plutio:
        plutio.tasks.update(id, title=title)


@pytest.fixture
def tasks(sandbox: Sandbox) -> list[str]:
    """The ids of the tasks a to j, which are an hour old."""
    stamp = datetime.now(UTC) - timedelta(hours=1)
    return [row["_id"] for row in sandbox.seed(tasks=[{"title": t, "updatedAt": stamp} for t in "abcdefghij"])["tasks"]]


class TestIncrement:
    @pytest.mark.slow
    def test_calls(self, make_warehouse: Callable[[Sandbox], Warehouse]) -> None:
        """A run without news makes a call for each list, and one for the trash bin."""
        clock = JumpingClock()
        sandbox = Sandbox(clock=clock)
        warehouse = make_warehouse(sandbox)
        sandbox.seed(people=[{"role": "client"}], tasks=[{"title": "a"}])
        for _ in range(4):
            before = len(sandbox.calls)
            warehouse.run("tasks", "people")
            anyio.run(clock.sleep, 60)
        paths = [call.path for call in sandbox.calls[before:]]
        assert sorted(paths) == ["/oauth/token", "/people", "/tasks", "/trash-bin"]

    @pytest.mark.slow
    def test_late_records(self, warehouse: Warehouse, sandbox: Sandbox) -> None:
        """Records that become visible late, that share a timestamp, and that are younger than one from the future."""
        now = datetime.now(UTC)
        sandbox.seed(
            tasks=[{"title": "future", "updatedAt": now + timedelta(days=1)}, {"title": "now", "updatedAt": now}]
        )
        warehouse.run("tasks")
        late = [{"title": "late", "updatedAt": now - timedelta(seconds=20)}, {"title": "same", "updatedAt": now}]
        sandbox.seed(tasks=[*late, {"title": "new"}])
        warehouse.run("tasks")
        assert titles(warehouse) == ["future", "late", "new", "now", "same"]
        sandbox.seed(tasks=[{"title": "later", "updatedAt": now - timedelta(seconds=10)}])
        warehouse.run("tasks")
        warehouse.check("tasks")

    def test_changes_during_a_run(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """The last version of a record wins, and what comes too late for this run comes with the next."""
        sandbox.switches = Switches(max_limit=3)
        stop = sandbox.add_hook(OnAnswer("/tasks", 3, lambda: rename(sandbox, tasks[0], "first run")))
        warehouse.run("tasks")
        stop()
        with warehouse.client() as plutio:
            plutio.tasks.bulk_update(tasks, title="renamed")
        sandbox.add_hook(OnAnswer("/tasks", 2, lambda: rename(sandbox, tasks[0], "second run")))
        warehouse.run("tasks")
        assert titles(warehouse) == [*["renamed"] * 9, "second run"]

    @pytest.mark.slow
    def test_since(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Older records come when they change, and the moment has no effect on later runs."""
        since = datetime.now(UTC) - timedelta(minutes=1)
        sandbox.seed(tasks=[{"title": "new"}])
        warehouse.run("tasks", since=since)
        assert titles(warehouse) == ["new"]
        rename(sandbox, tasks[0], "renamed")
        warehouse.run("tasks", since=datetime(2020, 1, 1, tzinfo=UTC))
        assert titles(warehouse) == ["new", "renamed"]
        warehouse.run("tasks")
        assert titles(warehouse) == ["new", "renamed"]

    @pytest.mark.slow
    def test_without_timestamps(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Where a record has no ``updatedAt``, each run reads all."""
        sandbox.switches = Switches(max_limit=3)
        sandbox.add_hook(WithoutStamps(*tasks[:3]))
        warehouse.run("tasks")
        rename(sandbox, tasks[0], "renamed")
        sandbox.remove("tasks", tasks[1])
        warehouse.run("tasks")
        rename(sandbox, tasks[2], "renamed")
        warehouse.run("tasks")
        assert titles(warehouse) == [*"defghij", "renamed", "renamed"]

    @pytest.mark.slow
    def test_a_sort_that_the_api_refuses(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Nothing is lost, and more is read."""
        sandbox.switches = Switches(sort_grammar="minus")
        warehouse.run("tasks")
        rename(sandbox, tasks[0], "renamed")
        warehouse.run("tasks")
        warehouse.check("tasks")

    @pytest.mark.slow
    def test_an_empty_list(self, warehouse: Warehouse, sandbox: Sandbox) -> None:
        """Has an empty table, with the described columns."""
        warehouse.run("invoices", "trash_bin")
        assert warehouse.rows("invoices") == warehouse.rows("trash_bin") == {}
        assert warehouse.query("SELECT amount, due_date, is_archived FROM invoices") == []
        sandbox.seed(invoices=[{"name": "first"}])
        warehouse.run("invoices")
        warehouse.check("invoices")


class TestDeletions:
    @pytest.mark.slow
    def test_the_trash_bin_is_read_once(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """For all lists of a run; and what was there before the first run is of no interest."""
        (person,) = sandbox.seed(people=[{"role": "client"}])["people"]
        sandbox.remove("tasks", tasks[0])
        warehouse.run("tasks", "people", "projects")
        first = reads(sandbox, "/trash-bin")
        sandbox.remove("tasks", tasks[1])
        sandbox.remove("people", person["_id"])
        warehouse.run("tasks", "people", "projects")
        assert reads(sandbox, "/trash-bin") == 2 * first == 4
        assert warehouse.rows("people").keys().isdisjoint({person["_id"]})
        assert titles(warehouse) == [*"cdefghij"]

    def test_a_record_that_is_restored_while_a_run_reads(
        self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]
    ) -> None:
        """It stays, as the trash bin was read before the list."""
        warehouse.run("tasks")
        sandbox.remove("tasks", tasks[0])
        sandbox.add_hook(OnAnswer("/trash-bin", 2, lambda: sandbox.seed(tasks=[{"_id": tasks[0], "title": "back"}])))
        warehouse.run("tasks")
        assert titles(warehouse) == sorted(["back", *"bcdefghij"])
        sandbox.remove("tasks", tasks[0])
        warehouse.run("tasks")
        assert titles(warehouse) == [*"bcdefghij"]

    @pytest.mark.slow
    def test_they_can_be_left_out(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """And a later run catches up on them."""
        warehouse.run("tasks", deleted=False)
        sandbox.remove("tasks", tasks[0])
        warehouse.run("tasks", deleted=False)
        assert reads(sandbox, "/trash-bin") == 0
        assert titles(warehouse) == [*"abcdefghij"]
        warehouse.run("tasks")
        assert titles(warehouse) == [*"bcdefghij"]


class TestRefresh:
    @pytest.mark.slow
    def test_a_full_refresh(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Drops what was deleted unseen."""
        warehouse.run("tasks")
        sandbox.remove("tasks", tasks[0])
        with warehouse.client() as plutio:
            plutio.trash_bin.empty()
        warehouse.run("tasks")
        assert titles(warehouse) == [*"abcdefghij"]
        warehouse.run("tasks", options={"refresh": "drop_resources"})
        assert titles(warehouse) == [*"bcdefghij"]
        sandbox.remove("tasks", tasks[1])
        warehouse.run("tasks", options={"write_disposition": "replace"})
        assert titles(warehouse) == [*"cdefghij"]
        rename(sandbox, tasks[2], "renamed")
        warehouse.run("tasks")
        assert titles(warehouse) == [*"defghij", "renamed"]


class TestFailures:
    def test_a_failed_run_is_read_again(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """dlt keeps neither the rows nor the state of it, and the client is closed."""
        sandbox.switches = Switches(max_limit=3)
        clients: list[Plutio] = []

        def client() -> Plutio:
            clients.append(Plutio.sandbox(sandbox, retries=1))
            return clients[-1]

        warehouse.run("tasks", client=client)
        rename(sandbox, tasks[0], "renamed")
        sandbox.remove("tasks", tasks[1])
        with (
            sandbox.fail(Fault.server_error(500, path="/tasks", method="GET", nth=1)),
            pytest.raises(PipelineStepFailed),
        ):
            warehouse.run("tasks", client=client)
        assert titles(warehouse) == [*"abcdefghij"]
        warehouse.run("tasks", client=client)
        assert titles(warehouse) == [*"cdefghij", "renamed"]
        for one in clients:
            with pytest.raises(RuntimeError, match="closed"):
                one.tasks.list()

    @pytest.mark.slow
    @pytest.mark.filterwarnings("ignore:The 'warn' method is deprecated")  # of dlt's logger
    def test_what_was_extracted_is_loaded_later(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """A process that ends after reading leaves a package, which the next run loads before others read on."""
        warehouse.run("tasks")
        rename(sandbox, tasks[0], "renamed")
        warehouse.pipeline().extract(source(["tasks"], client=warehouse.client))
        rename(sandbox, tasks[1], "renamed too")
        warehouse.run("tasks")
        assert titles(warehouse) == [*"bcdefghij", "renamed"]
        warehouse.run("tasks")
        warehouse.check("tasks")

    @pytest.mark.slow
    def test_a_limit_is_no_end(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """A run that dlt ends early is not taken for complete."""
        sandbox.switches = Switches(max_limit=3)
        warehouse.pipeline().run(source(["tasks"], client=warehouse.client).add_limit(2))
        assert 0 < len(titles(warehouse)) < 10
        sandbox.switches = Switches()
        warehouse.run("tasks")
        warehouse.check("tasks")


class TestClient:
    def test_priority(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Calls have background priority, and wait as long as they must."""
        asked: list[Any] = []

        class Watched(Budget):
            async def acquire(self, *args: Any, **options: Any) -> Any:
                asked.append((options.get("first"), options.get("priority"), options.get("max_wait")))
                return await super().acquire(*args, **options)

        made = source(["tasks"], client=lambda: Plutio.sandbox(sandbox, budget=Watched(1000), max_wait=1))
        warehouse.pipeline().extract(made)
        assert {options[1:] for options in asked if not options[0]} == {("background", None)}

    @pytest.mark.slow
    def test_threads(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """dlt may read several lists at the same time, with one client."""
        sandbox.seed(people=[{"role": "client"}])
        made: list[Plutio] = []

        def client() -> Plutio:
            made.append(warehouse.client())
            return made[0]

        for _ in range(2):
            warehouse.pipeline().run(source(["tasks", "people", "projects"], client=client).parallelize())
            sandbox.remove("tasks", tasks.pop())
        assert len(made) == 2
        warehouse.run("tasks", "people", "projects")
        warehouse.check("tasks", "people", "projects")

    @pytest.mark.slow
    def test_a_source_can_be_run_again(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """With the same client and token."""
        again = source(["tasks"], client=warehouse.client)
        warehouse.pipeline().run(again)
        sandbox.remove("tasks", tasks[0])
        warehouse.pipeline().run(again)
        warehouse.check("tasks")
        assert sum(call.path == "/oauth/token" for call in sandbox.calls) == 2  # one is that of the check

    def test_the_environment(
        self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Is read when a pipeline runs, not when the source is made."""
        monkeypatch.delenv("PLUTIO_CLIENT_ID", raising=False)
        made = source(["tasks"])
        with pytest.raises(PipelineStepFailed, match="PLUTIO_CLIENT_ID"):
            warehouse.pipeline().run(made)

    @pytest.mark.slow
    def test_another_workspace(self, make_warehouse: Callable[[Sandbox], Warehouse]) -> None:
        """Does not get into the tables of the first."""
        sandbox = Sandbox(businesses=("one", "two"))
        sandbox.seed(tasks=[{"title": "a"}], business="one")
        sandbox.seed(tasks=[{"title": "b"}], business="two")
        warehouse = make_warehouse(sandbox)
        warehouse.run("tasks", client=lambda: Plutio.sandbox(sandbox, business="one"))
        with pytest.raises(PipelineStepFailed, match="belongs to another listing"):
            warehouse.run("tasks", client=lambda: Plutio.sandbox(sandbox, business="two"))
        assert titles(warehouse) == ["a"]

    @pytest.mark.slow
    def test_a_list_that_the_api_refuses(self, warehouse: Warehouse, sandbox: Sandbox, tasks: list[str]) -> None:
        """Fails the run before anything is loaded, and can be left out."""
        sandbox.add_hook(Refusal())
        with pytest.raises(PipelineStepFailed, match=r"GET /dashboards .*Forbidden"):
            warehouse.run("tasks", "dashboards")
        made = source(["tasks", "dashboards"], client=warehouse.client)
        made.resources["dashboards"].selected = False
        warehouse.pipeline().run(made)
        warehouse.check("tasks")

    def test_secrets(
        self,
        make_warehouse: Callable[[Sandbox], Warehouse],
        capfd: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        """Neither the secret nor a token is in dlt's files, in the warehouse, in output or in an error."""
        secret = "very-secret-4711"
        sandbox = Sandbox(client_secret=secret)
        sandbox.seed(tasks=[{"title": "a"}])
        warehouse = make_warehouse(sandbox)
        tokens: set[str] = set()
        sandbox.add_hook(Tokens(tokens))
        warehouse.run("tasks")
        with sandbox.fail(Fault.server_error(500, path="/tasks")), pytest.raises(PipelineStepFailed) as caught:
            warehouse.run("tasks", client=lambda: Plutio.sandbox(sandbox, retries=1))
        files = [path for path in warehouse.folder.rglob("*") if path.is_file()]
        assert len(files) > 5
        assert len(tokens) == 2
        texts = [*(path.read_bytes() for path in files), *(text.encode() for text in capfd.readouterr())]
        texts += [caplog.text.encode(), repr(caught.value).encode(), str(caught.value).encode()]
        for word in {secret, *tokens}:
            assert not any(word.encode() in text for text in texts)
