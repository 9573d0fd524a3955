"""Fault plans, in process."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import NotFoundError, OutcomeUnknown, Plutio, PlutioError, ServerError
from plutio_async.testing import Answer, Fault, JumpingClock, Plan, Request, Sandbox, SandboxError, Switches

TITLES = [f"task {number}" for number in range(10)]


class Web:
    """Calls a sandbox with a valid token and a bare httpx client."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = httpx.AsyncClient(transport=sandbox.transport(), base_url="http://sandbox/v1.11", timeout=30.0)

    async def log_in(self) -> httpx.Response:
        answer = await self.client.post(
            "/oauth/token",
            data={
                "grant_type": "client_credentials",
                "client_id": self.sandbox.client_id,
                "client_secret": self.sandbox.client_secret,
            },
        )
        if answer.status_code == 200:
            self.client.headers.update(
                {"authorization": f"Bearer {answer.json()['accessToken']}", "business": "example"}
            )
        return answer

    async def get(self, path: str = "/tasks", **params: Any) -> httpx.Response:
        return await self.client.get(path, params=params)

    async def post(self, path: str = "/tasks", **fields: Any) -> httpx.Response:
        return await self.client.post(path, json=fields or {"title": "Brief"})

    @property
    def tasks(self) -> list[str]:
        return [task["title"] for task in self.sandbox.records("tasks")]


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(seed=1, clock=JumpingClock(1_700_000_000.0))


@pytest.fixture
async def web(sandbox: Sandbox) -> AsyncIterator[Web]:
    web = Web(sandbox)
    await web.log_in()
    yield web
    await web.client.aclose()


async def read_into(received: bytearray, answer: httpx.Response) -> None:
    async for piece in answer.aiter_raw():
        received += piece


@pytest.mark.anyio
class TestEffects:
    async def test_latency_delays_the_answer(self, web: Web) -> None:
        """The answer comes later, on the sandbox's clock, and is otherwise the same."""
        web.sandbox.fail(Fault.latency(7.5))
        began = web.sandbox.clock.time()
        assert (await web.post()).status_code == 200
        assert web.sandbox.clock.time() == began + 7.5

    async def test_jitter_adds_up_to_its_bound_and_repeats_with_the_seed(self, web: Web) -> None:
        """Each delay differs, none is outside the bounds, and the same seed gives the same delays."""
        runs = []
        for seed in (5, 5, 6):
            with web.sandbox.plan([Fault.latency(1.0, jitter=2.0)], seed=seed):
                runs.append([await self.elapsed(web) for _ in range(5)])
        assert all(1.0 <= delay <= 3.0 for run in runs for delay in run)
        assert len(set(runs[0])) == 5
        assert runs[0] == pytest.approx(runs[1])
        assert runs[0] != pytest.approx(runs[2])

    async def elapsed(self, web: Web) -> float:
        began = web.sandbox.clock.monotonic()
        await web.get()
        return web.sandbox.clock.monotonic() - began

    async def test_latency_beyond_the_timeout_is_a_timeout_after_the_server_acted(self, web: Web) -> None:
        """A client with a timeout of 30 seconds raises after 30 seconds, and the record exists."""
        web.sandbox.fail(Fault.latency(31.0))
        began = web.sandbox.clock.time()
        with pytest.raises(httpx.ReadTimeout):
            await web.post()
        assert web.sandbox.clock.time() == began + 30.0
        assert web.tasks == ["Brief"]

    async def test_too_many_requests_without_retry_after(self, web: Web) -> None:
        """429 with the usual body and without Retry-After; the server did not act."""
        web.sandbox.fail(Fault.too_many_requests())
        answer = await web.post()
        assert (answer.status_code, answer.json()) == (429, {"code": 429, "message": "Too many requests"})
        assert "retry-after" not in answer.headers
        assert web.tasks == []

    async def test_too_many_requests_with_seconds(self, web: Web) -> None:
        """Seconds are rounded up."""
        web.sandbox.fail(Fault.too_many_requests(29.2))
        assert (await web.get()).headers["retry-after"] == "30"

    async def test_too_many_requests_with_a_date(self, web: Web) -> None:
        """A date is sent as it is; seconds are added to the sandbox's clock."""
        web.sandbox.fail(Fault.too_many_requests(60, as_date=True, nth=1))
        date = parsedate_to_datetime((await web.get()).headers["retry-after"])
        assert date.timestamp() == 1_700_000_060.0
        moment = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
        web.sandbox.fail(Fault.too_many_requests(moment))
        assert (await web.get()).headers["retry-after"] == "Wed, 02 Jan 2030 03:04:05 GMT"

    @pytest.mark.parametrize("status", [500, 502, 503, 504])
    async def test_server_error_before_the_server_acted(self, web: Web, status: int) -> None:
        """The status with the usual body; the server did not act."""
        web.sandbox.fail(Fault.server_error(status))
        answer = await web.post()
        assert (answer.status_code, answer.json()["code"]) == (status, status)
        assert web.tasks == []

    async def test_server_error_after_the_server_acted(self, web: Web) -> None:
        """The record exists, as if a gateway lost the answer."""
        web.sandbox.fail(Fault.server_error(502, acted=True, retry_after=3))
        answer = await web.post()
        assert (answer.status_code, answer.headers["retry-after"]) == (502, "3")
        assert web.tasks == ["Brief"]

    async def test_reset_before_the_server_acted(self, web: Web) -> None:
        """The connection breaks and the server did not act."""
        web.sandbox.fail(Fault.reset("before"))
        with pytest.raises(httpx.ReadError):
            await web.post()
        assert web.tasks == []
        assert web.sandbox.calls[-1].status is None

    async def test_reset_after_the_server_acted(self, web: Web) -> None:
        """The connection breaks without an answer, and the record exists."""
        web.sandbox.fail(Fault.reset("after"))
        with pytest.raises(httpx.ReadError):
            await web.post()
        assert web.tasks == ["Brief"]

    async def test_reset_during_the_answer(self, web: Web) -> None:
        """Status, headers and half of the body arrive; the record exists."""
        web.sandbox.fail(Fault.reset("during"))
        received = bytearray()
        async with web.client.stream("POST", "/tasks", json={"title": "Brief"}) as answer:
            assert answer.status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                await read_into(received, answer)
        assert len(received) == int(answer.headers["content-length"]) // 2 > 0
        assert web.tasks == ["Brief"]

    async def test_refused_connection(self, web: Web) -> None:
        """The connection is refused and the server did not act."""
        web.sandbox.fail(Fault.refused())
        with pytest.raises(httpx.ConnectError):
            await web.post()
        assert web.tasks == []

    async def test_slow_body_arrives_in_pieces(self, web: Web) -> None:
        """The complete body arrives, with a pause after each piece but the last."""
        web.sandbox.seed(tasks=[{"title": title} for title in TITLES])
        web.sandbox.fail(Fault.slow_body(2.0, piece=100))
        began = web.sandbox.clock.time()
        answer = await web.get()
        assert len(answer.json()) == 10
        assert web.sandbox.clock.time() == began + 2.0 * (math.ceil(len(answer.content) / 100) - 1)

    async def test_pause_beyond_the_timeout_breaks_off_a_slow_body(self, web: Web) -> None:
        """A client with a read timeout of 30 seconds raises within the body."""
        web.sandbox.seed(tasks=[{"title": title} for title in TITLES])
        web.sandbox.fail(Fault.slow_body(31.0, piece=100))
        with pytest.raises(httpx.ReadTimeout):
            await web.get()

    @pytest.mark.parametrize("size", [2, 3, 1000, 1 << 20, 3_000_001])
    async def test_bomb(self, web: Web, size: int) -> None:
        """A small body decompresses to the requested size and is JSON; the record exists."""
        web.sandbox.fail(Fault.bomb(size))
        async with web.client.stream("POST", "/tasks", json={"title": "Brief"}) as answer:
            packed = b"".join([piece async for piece in answer.aiter_raw()])
        unpacked = gzip.decompress(packed)
        assert (answer.headers["content-encoding"], json.loads(unpacked), len(unpacked)) == ("gzip", [], size)
        assert len(packed) < 40 + size / 500
        assert web.tasks == ["Brief"]

    async def test_truncated_json(self, web: Web) -> None:
        """The first half is sent as if it were complete; the record exists."""
        web.sandbox.fail(Fault.truncated_json())
        answer = await web.post()
        assert answer.content.startswith(b'{"_id":')
        with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
            answer.json()
        assert web.tasks == ["Brief"]

    async def test_invalid_json(self, web: Web) -> None:
        """The body has the JSON type and is not JSON."""
        web.sandbox.fail(Fault.invalid_json())
        answer = await web.get()
        assert answer.headers["content-type"].startswith("application/json")
        with pytest.raises(ValueError, match="Expecting value"):
            answer.json()

    @pytest.mark.parametrize(("status", "acted"), [(200, True), (502, False), (400, True)])
    async def test_html_instead_of_json(self, web: Web, status: int, acted: bool) -> None:
        """A page of any status, whether the server acted or not."""
        web.sandbox.fail(Fault.html(status, acted=acted))
        answer = await web.post()
        assert answer.status_code == status
        assert answer.headers["content-type"].startswith("text/html")
        assert "<html" in answer.text
        assert web.tasks == ["Brief"] * acted

    async def test_any_answer(self, web: Web) -> None:
        """Any status with any JSON, whether the server acted or not."""
        web.sandbox.fail(Fault.answer(403, {"message": "no"}, method="POST", nth=1))
        web.sandbox.fail(Fault.answer(201, [None], method="POST", nth=2, acted=True, headers={"x-a": "b"}))
        refused, odd = await web.post(title="first"), await web.post(title="second")
        assert (refused.status_code, refused.json()) == (403, {"message": "no"})
        assert (odd.status_code, odd.json(), odd.headers["x-a"]) == (201, [None], "b")
        assert web.tasks == ["second"]

    async def test_an_answer_without_a_body(self, web: Web) -> None:
        """Where no JSON is given."""
        web.sandbox.fail(Fault.answer(204, nth=1), Fault.answer(404, nth=2))
        answers = [await web.get(), await web.get()]
        assert [(answer.status_code, answer.content) for answer in answers] == [(204, b""), (404, b"")]

    async def test_an_answer_for_a_resource(self, web: Web) -> None:
        """All calls of the resource, and of no other whose name begins the same."""
        web.sandbox.fail(Fault.answer(403, {}, resource="wiki"))
        calls = [web.get("/wiki"), web.post("/wiki/copy", _id="x"), web.get("/wiki-entities"), web.get("/tasks")]
        assert [(await call).status_code for call in calls] == [403, 403, 200, 200]

    async def test_token_revoked_before_the_call(self, web: Web) -> None:
        """A call with a valid token gets 401, and so do later calls until a new token is fetched."""
        web.sandbox.fail(Fault.token_revoked(method="POST", nth=1))
        assert (await web.get()).status_code == 200
        assert [(await web.post()).status_code, (await web.get()).status_code] == [401, 401]
        await web.log_in()
        assert (await web.post()).status_code == 200

    async def test_bad_record_in_a_page(self, web: Web) -> None:
        """One record is null, another value, or has wrong fields; the others do not change."""
        made = web.sandbox.seed(tasks=[{"title": title} for title in TITLES])["tasks"]
        web.sandbox.plan(
            [
                Fault.bad_record(path="/tasks", nth=1),
                Fault.bad_record(3, becomes="oops", path="/tasks", nth=2),
                Fault.bad_record(99, fields={"createdAt": 5}, path="/tasks", nth=3),
            ]
        )
        assert (await web.get()).json() == [None, *made[1:]]
        assert (await web.get()).json() == [*made[:3], "oops", *made[4:]]
        assert (await web.get()).json() == [*made[:9], {**made[9], "createdAt": 5}]
        assert (await web.get()).json() == made

    async def test_bad_record_changes_pages_only(self, web: Web) -> None:
        """An empty page, an error, a single object and invalid JSON of another fault do not change."""
        web.sandbox.fail(Fault.bad_record())
        assert (await web.get()).json() == []
        assert (await web.get(limit="many")).status_code == 400
        web.sandbox.switches = Switches(get_one="object")
        task = (await web.post()).json()
        assert (await web.get(_id=task["_id"])).json() == task
        web.sandbox.plan([Fault.html(), Fault.bad_record()])
        assert "<html" in (await web.get()).text

    async def test_rows_cut(self, web: Web) -> None:
        """A page has only its first records; a short page and an error do not change."""
        made = web.sandbox.seed(tasks=[{"title": title} for title in TITLES])["tasks"]
        web.sandbox.fail(Fault.rows_cut(3, path="/tasks"))
        pages = [(await web.get(limit=8, skip=1)).json() for _ in range(40)]
        assert all(page == made[1 : 1 + len(page)] for page in pages)
        assert {len(page) for page in pages} == {3, 4, 5, 6, 7}
        assert (await web.get(limit=3)).json() == made[:3]
        assert (await web.get(skip=8)).json() == made[8:]
        assert (await web.get(limit="many")).status_code == 400

    async def test_rows_change_in_the_business_of_the_call(self, sandbox: Sandbox) -> None:
        """Other workspaces do not change."""
        both = Sandbox(clock=sandbox.clock, businesses=("first", "example"))
        for business in both.businesses:
            both.seed(business=business, tasks=[{"title": "old"}])
        web = Web(both)
        await web.log_in()
        both.plan([Fault.rows_inserted("tasks", [{"title": "new"}], nth=1), Fault.rows_deleted("tasks", nth=1)])
        await web.get()
        assert [task["title"] for task in both.records("tasks", business="first")] == ["old"]
        assert [task["title"] for task in both.records("tasks", business="example")] == ["new"]

    async def test_rows_inserted_between_pages(self, web: Web) -> None:
        """The next page has them, not the current one. With the newest first, a record repeats."""
        web.sandbox.switches = Switches(list_order="newest")
        web.sandbox.seed(tasks=[{"title": title} for title in TITLES])
        web.sandbox.fail(Fault.rows_inserted("tasks", [{"title": "new 1"}, {"title": "new 2"}], nth=1))
        first = (await web.get(limit=4)).json()
        second = (await web.get(limit=4, skip=4)).json()
        assert [task["title"] for task in first] == ["task 9", "task 8", "task 7", "task 6"]
        assert [task["title"] for task in second] == ["task 7", "task 6", "task 5", "task 4"]

    async def test_rows_deleted_between_pages(self, web: Web) -> None:
        """The oldest, the newest or chosen records are deleted after a page was read, and paging misses some."""
        made = web.sandbox.seed(tasks=[{"title": title} for title in TITLES])["tasks"]
        web.sandbox.plan(
            [
                Fault.rows_deleted("tasks", 2, nth=1),
                Fault.rows_deleted("tasks", newest=True, nth=2),
                Fault.rows_deleted("tasks", ids=[made[5]["_id"], made[0]["_id"]], nth=3),
            ]
        )
        assert len((await web.get(limit=4)).json()) == 4
        assert (await web.get(limit=4, skip=4)).json()[0]["title"] == "task 6"
        assert web.tasks == TITLES[2:9]
        await web.get()
        assert web.tasks == [title for title in TITLES[2:9] if title != "task 5"]
        trash = [record["title"] for record in web.sandbox.records("trash_bin")]
        assert sorted(trash) == ["task 0", "task 1", "task 5", "task 9"]

    async def test_faults_of_one_call_act_together(self, web: Web) -> None:
        """A delay and an error of the same call both act."""
        web.sandbox.plan([Fault.latency(5.0), Fault.server_error(503)])
        began = web.sandbox.clock.time()
        assert (await web.get()).status_code == 503
        assert web.sandbox.clock.time() == began + 5.0


@pytest.mark.anyio
class TestWhere:
    async def statuses(self, web: Web, count: int, path: str = "/tasks") -> list[int]:
        return [(await web.get(path)).status_code for _ in range(count)]

    async def test_nth_call(self, web: Web) -> None:
        """Only the n-th matching call is affected."""
        web.sandbox.fail(Fault.server_error(method="GET", path="/tasks", nth=2))
        await web.post()
        await web.get("/people")
        assert await self.statuses(web, 4) == [200, 500, 200, 200]

    async def test_several_numbers(self, web: Web) -> None:
        """Each selected call is affected."""
        web.sandbox.fail(Fault.server_error(nth=[3, 1]))
        assert await self.statuses(web, 4) == [500, 200, 500, 200]

    async def test_times(self, web: Web) -> None:
        """The fault affects the first matching calls, up to the number."""
        web.sandbox.fail(Fault.server_error(times=2))
        assert await self.statuses(web, 4) == [500, 500, 200, 200]

    async def test_rate_repeats_with_the_seed(self, web: Web) -> None:
        """The share of affected calls is about the rate. The same seed affects the same calls."""
        runs = []
        for seed in (3, 3, 4):
            with web.sandbox.plan([Fault.server_error(rate=0.3)], seed=seed):
                runs.append(await self.statuses(web, 100))
        assert runs[0] == runs[1] != runs[2]
        assert 15 <= runs[0].count(500) <= 45

    async def test_rate_does_not_depend_on_other_calls(self, web: Web) -> None:
        """Other calls in between do not change which calls are affected."""
        fault = Fault.server_error(rate=0.5, path="/tasks")
        with web.sandbox.plan([fault], seed=8):
            alone = await self.statuses(web, 20)
        mixed = []
        with web.sandbox.plan([fault, Fault.latency(1, rate=0.5)], seed=8):
            for _ in range(20):
                await self.statuses(web, 3, "/people")
                mixed += await self.statuses(web, 1)
        assert mixed == alone

    async def test_seed_of_the_sandbox_is_the_default(self, web: Web) -> None:
        """A plan without a seed uses that of the sandbox."""
        assert web.sandbox.fail(Fault.reset()).seed == 1

    async def test_path_with_a_star(self, web: Web) -> None:
        """A star matches anything, slashes too."""
        web.sandbox.fail(Fault.server_error(path="/task*"))
        assert [(await web.get(path)).status_code for path in ("/tasks", "/task-boards", "/people")] == [500, 500, 200]

    async def test_token_calls_are_affected_only_by_path(self, web: Web) -> None:
        """Only a path of ``/oauth/token`` or with a star matches token calls."""
        with web.sandbox.fail(Fault.server_error()):
            assert (await web.log_in()).status_code == 200
        for path in ("/oauth/token", "/*"):
            with web.sandbox.fail(Fault.server_error(path=path)):
                assert (await web.log_in()).status_code == 500


class AnswersTheSecond:
    """Another hook, which runs first."""

    calls = 0

    async def before(self, request: Request) -> Answer | None:
        self.calls += 1
        return Answer(200, b'["hook"]') if self.calls == 2 else None

    async def after(self, request: Request, answer: Answer) -> Answer:
        return answer


@pytest.mark.anyio
class TestPlans:
    async def test_stop_ends_it(self, web: Web) -> None:
        """After ``stop``, which may be called twice, and after the block, no call is affected."""
        plan = web.sandbox.fail(Fault.server_error())
        assert (await web.get()).status_code == 500
        plan.stop()
        plan.stop()
        with web.sandbox.fail(Fault.server_error(502)):
            assert (await web.get()).status_code == 502
        assert (await web.get()).status_code == 200

    async def test_strikes_are_recorded(self, web: Web) -> None:
        """The strikes with their calls, and the faults without a strike."""
        slow, never = Fault.latency(1, nth=2), Fault.reset(path="/people")
        plan = web.sandbox.fail(slow, never)
        await web.get()
        assert plan.missed == [slow, never]
        await web.get()
        assert [(strike.fault, strike.method, strike.path, strike.number) for strike in plan.strikes] == [
            (slow, "GET", "/tasks", 2)
        ]
        assert plan.missed == [never]

    async def test_a_fault_without_effect_is_no_strike(self, web: Web) -> None:
        """A fault is no strike after another one ended the call, or if it could not change the answer."""
        broken, slow = Fault.reset("before", nth=1), Fault.latency(1, nth=1)
        page, error = Fault.bad_record(path="/tasks", times=1), Fault.server_error(nth=1)
        rows = Fault.rows_deleted("tasks", times=1)
        plan = web.sandbox.fail(broken, slow, error, page, rows)
        with pytest.raises(httpx.ReadError):
            await web.get()
        await web.get()
        assert ([strike.fault for strike in plan.strikes], plan.missed) == ([broken], [slow, error, page, rows])
        web.sandbox.seed(tasks=[{"title": "Brief"}])
        assert (await web.get()).json() == [None]
        assert [(strike.fault, strike.number) for strike in plan.strikes[1:]] == [(page, 3), (rows, 3)]
        assert (web.tasks, plan.missed) == ([], [slow, error])

    async def test_times_limits_the_strikes(self, web: Web) -> None:
        """Only strikes count toward `times`, and concurrent calls do not exceed it."""
        web.sandbox.switches = Switches(write_burst=100)
        web.sandbox.plan([Fault.server_error(501, nth=1), Fault.html(times=1, acted=False)])
        assert (await web.get()).status_code == 501
        statuses: list[str] = []

        async def call() -> None:
            statuses.append((await web.post()).headers["content-type"].partition(";")[0])

        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(call)
        assert sorted(statuses) == ["application/json", "application/json", "text/html"]

    async def test_calls_that_another_plan_ends_are_counted(self, web: Web) -> None:
        """Each fault counts all matching calls, whatever the answer."""
        web.sandbox.fail(Fault.server_error(501, nth=1), Fault.reset(nth=2))
        second = web.sandbox.fail(Fault.server_error(502, nth=3), Fault.latency(9, nth=1))
        began = web.sandbox.clock.time()
        assert (await web.get()).status_code == 501
        assert web.sandbox.clock.time() == began + 9
        with pytest.raises(httpx.ReadError):
            await web.get()
        assert (await web.get()).status_code == 502
        assert [strike.number for strike in second.strikes] == [1, 3]

    async def test_two_bad_records_of_one_page(self, web: Web) -> None:
        """The second cannot change a record that the first replaced."""
        web.sandbox.seed(tasks=[{"title": "Brief"}, {"title": "Plan"}])
        odd = Fault.bad_record(fields={"title": 5})
        plan = web.sandbox.fail(Fault.bad_record(), odd, Fault.bad_record(1, fields={"title": 6}))
        answer = (await web.get()).json()
        assert (answer[0], answer[1]["title"], plan.missed) == (None, 6, [odd])

    async def test_rows_with_existing_ids_are_not_inserted_again(self, web: Web) -> None:
        """The affected call succeeds even if another client has created one of the records."""
        rows = [{"id": "one", "title": "1"}, {"id": "two", "title": "2"}]
        plan = web.sandbox.fail(Fault.rows_inserted("tasks", rows, nth=1))
        web.sandbox.seed(tasks=[{"id": "one", "title": "first"}])
        assert (await web.get()).status_code == 200
        assert (web.tasks, plan.missed) == (["first", "2"], [])

    async def test_reset_restarts_the_counts(self, web: Web) -> None:
        """After a reset the next call is the first one again."""
        plan = web.sandbox.fail(Fault.server_error(nth=1))
        assert [(await web.get()).status_code, (await web.get()).status_code] == [500, 200]
        web.sandbox.reset()
        await web.log_in()
        assert (plan.strikes, plan.missed) == ([], list(plan.faults))
        assert (await web.get()).status_code == 500

    async def test_two_plans_work_side_by_side(self, web: Web) -> None:
        """Each has its own count, and both affect the same call."""
        web.sandbox.fail(Fault.latency(1, nth=2))
        web.sandbox.fail(Fault.latency(2, nth=2))
        await web.get()
        began = web.sandbox.clock.time()
        await web.get()
        assert web.sandbox.clock.time() == began + 3.0

    async def test_concurrent_calls_keep_their_own_faults(self, web: Web) -> None:
        """A fault of one call does not affect a concurrent one."""
        web.sandbox.fail(Fault.latency(9, nth=1), Fault.html(nth=2))
        found: dict[str, str] = {}

        async def call(name: str) -> None:
            found[name] = (await web.get()).headers["content-type"].partition(";")[0]

        async with anyio.create_task_group() as group:
            for name in ("slow", "page", "plain"):
                group.start_soon(call, name)
        assert sorted(found.values()) == ["application/json", "application/json", "text/html"]

    async def test_a_fault_does_not_carry_over_to_the_next_call(self, web: Web) -> None:
        """A fault of one call does not affect the next one, even if another hook answers that before the plan."""
        web.sandbox.add_hook(AnswersTheSecond())
        web.sandbox.fail(Fault.html(nth=1))
        answers = [await web.get() for _ in range(3)]
        assert [answer.headers["content-type"].partition("/")[0] for answer in answers[:1]] == ["text"]
        assert [answer.json() for answer in answers[1:]] == [["hook"], []]


SLIPS = [
    (lambda: Fault.latency(-1), "seconds cannot be -1"),
    (lambda: Fault.latency(math.nan), "seconds cannot be nan"),
    (lambda: Fault.latency("1"), "seconds cannot be '1'"),
    (lambda: Fault.latency(0), "has no effect"),
    (lambda: Fault.slow_body(0), "pause cannot be 0"),
    (lambda: Fault.slow_body(1, piece=0), "piece cannot be 0"),
    (lambda: Fault.bomb(1), "size cannot be 1"),
    (lambda: Fault.reset("later"), "can be 'before', 'during' or 'after'"),
    (lambda: Fault.server_error(404), "status cannot be 404"),
    (lambda: Fault.html(100), "status cannot be 100"),
    (lambda: Fault.too_many_requests(-5), "retry_after cannot be -5"),
    (lambda: Fault.too_many_requests(as_date=True), "needs a retry_after"),
    (lambda: Fault.too_many_requests(datetime(2030, 1, 1)), "no time zone"),
    (lambda: Fault.bad_record(-1), "at cannot be -1"),
    (lambda: Fault.bad_record(becomes=1, fields={}), "not both"),
    (lambda: Fault.bad_record(fields=5), "fields cannot be 5; it is a mapping"),
    (lambda: Fault.bad_record(becomes=object()), "becomes cannot be sent as JSON"),
    (lambda: Fault.bad_record(fields={"a": {1}}), "fields cannot be sent as JSON"),
    (lambda: Fault.html(nht=1), "html has no argument 'nht'. Did you mean 'nth'"),
    (lambda: Fault.rows_inserted("tasks", 5), "list of records, not int"),
    (lambda: Fault.rows_cut(-1), "least cannot be -1"),
    (lambda: Fault.rows_deleted("tasks", 0), "count cannot be 0"),
    (lambda: Fault.rows_inserted("tasks", {"title": "x"}), "list of records"),
    (lambda: Fault.reset(nth=0), "nth cannot be 0"),
    (lambda: Fault.reset(nth=[]), r"nth cannot be \[\]"),
    (lambda: Fault.reset(nth=True), "nth cannot be True"),
    (lambda: Fault.reset(rate=0), "rate cannot be 0"),
    (lambda: Fault.reset(rate=1.5), "rate cannot be 1.5"),
    (lambda: Fault.reset(times=0), "times cannot be 0"),
    (lambda: Fault.reset(nth=1, rate=0.5), "nth already selects"),
    (lambda: Fault.reset(method="PATCH"), "method cannot be 'PATCH'"),
    (lambda: Fault.reset(path="tasks"), "path cannot be 'tasks'"),
    (lambda: Fault.reset(resource="task"), "there is no resource 'task'. Did you mean 'tasks'"),
    (lambda: Fault.reset(resource="tasks", path="/tasks"), "a resource already selects the paths; leave out path"),
    (lambda: Fault.server_error(404), r"for another answer use Fault.answer\(404, …\)"),
    (lambda: Fault.answer(99, {}), "status cannot be 99; it can be 200 to 599"),
    (lambda: Fault.answer("403", {}), "status cannot be '403'"),
    (lambda: Fault.answer(403, {1}), "json cannot be sent as JSON"),
    (lambda: Fault.answer(204, {}), "an answer of 204 has no body; leave out json"),
    (lambda: Fault.answer(200, {}, headers={"a": 1}), "headers cannot be {'a': 1}; it is a mapping of names to texts"),
    (lambda: Fault.answer(200, {}, headers=["a"]), "headers cannot be"),
]


@pytest.mark.parametrize(("make", "message"), SLIPS)
def test_a_fault_that_cannot_work_is_an_error(make: Any, message: str) -> None:
    """Wrong arguments raise when the fault is created; the message names valid ones."""
    with pytest.raises(SandboxError, match=message):
        make()


@pytest.mark.parametrize(
    ("faults", "message"),
    [
        ([], "at least one fault"),
        (["reset"], "made of faults"),
        (5, "made of faults such as .*, not of 5"),
        ([Fault.rows_deleted("archive")], "archive holds records of other resources"),
        ([Fault.rows_deleted("trash_bin")], "trash_bin holds records of other resources"),
        ([Fault.rows_inserted("archive", [{}])], "archive holds records of other resources"),
        ([Fault.rows_inserted("roles", [{"id": "there"}], path="/tasks", nth=1)], "roles already has a record 'there'"),
        ([Fault.reset(path="/task")], "no call goes to '/task'. Did you mean '/tasks'"),
        ([Fault.reset(path="/v1.11/tasks")], "Leave the version out: '/tasks'"),
        ([Fault.reset(method="PUT", path="/profiles")], "there is no PUT /profiles; there is GET"),
        ([Fault.reset(method="PUT", resource="profiles")], "there is no PUT /profiles; there is GET"),
        (
            [Fault.answer(403, {}, resource="tasks"), Fault.latency(1, path="/tasks")],
            "can never affect a call: Fault.ans",
        ),
        ([Fault.token_revoked(path="/oauth/token")], "a token call or a download carries no token"),
        ([Fault.bad_record(method="POST", path="/tasks")], "affects lists only"),
        ([Fault.rows_cut(method="PUT", path="/tasks")], "affects lists only"),
        ([Fault.rows_deleted("task")], "no call goes to '/task'"),
        ([Fault.rows_deleted("tasks", method="PUT")], "affects lists only"),
        ([Fault.rows_deleted("tusks", path="/tasks")], "no resource 'tusks'. Did you mean 'tasks'"),
        ([Fault.rows_inserted("tasks", [{"titel": "x"}])], r"tasks\[0\]: there is no field 'titel'"),
        ([Fault.rows_inserted("tasks", [{"id": "Hc4RtZ8mWq2NxKb7V"}])], "only once"),
        ([Fault.reset(), Fault.latency(1, path="/tasks")], "can never affect a call: Fault.reset"),
        ([Fault.html(acted=False, path="/task*"), Fault.latency(1, path="/tasks", nth=2)], "can never affect a call"),
    ],
)
def test_a_plan_that_cannot_work_is_an_error(faults: Any, message: str) -> None:
    """A fault that could never affect a call raises before the first call, and nothing is planned."""
    sandbox = Sandbox(businesses=["first", "second"])
    sandbox.seed(roles=[{"_id": "there"}], business="second")
    with pytest.raises(SandboxError, match=message.replace("(", r"\(") if "[0" not in message else message):
        sandbox.plan(faults)
    assert sandbox._hooks == []


def test_the_seed_of_a_plan_is_a_number() -> None:
    """A report can always show how to repeat the plan."""
    with pytest.raises(SandboxError, match="seed cannot be 'x'"):
        Sandbox().plan([Fault.reset()], seed="x")


def test_plans_whose_later_faults_can_act() -> None:
    """A later fault can act if an earlier one affects only some calls, or lets the server act."""
    sandbox = Sandbox()
    sandbox.plan([Fault.reset(times=1), Fault.latency(1)])
    sandbox.plan([Fault.reset("after"), Fault.latency(1)])
    sandbox.plan([Fault.reset(path="/tasks"), Fault.latency(1)])
    sandbox.plan([Fault.reset(), Fault.server_error(path="/oauth/token")])


@pytest.mark.parametrize(
    "fault",
    [
        Fault.latency(0.2, jitter=0.3, rate=0.1),
        Fault.reset("after", method="POST", path="/tasks", nth=1),
        Fault.too_many_requests(30, as_date=True, times=2),
        Fault.server_error(503, acted=True),
        Fault.slow_body(),
        Fault.bomb(),
        Fault.bomb(5000),
        Fault.bad_record(2, becomes="x", path="/tasks"),
        Fault.rows_inserted("tasks", [{"title": "x"}], nth=[1, 2]),
        Fault.rows_deleted("task_groups", newest=True),
        Fault.rows_cut(3, rate=0.5),
    ],
)
def test_repr_makes_the_same_fault(fault: Fault) -> None:
    """The `repr` of a fault is code that creates it."""
    assert eval(repr(fault)) == fault


def test_repr_of_a_plan_shows_how_to_repeat_it() -> None:
    """The `repr` of a plan shows its seed and its faults."""
    plan = Sandbox().plan([Fault.reset("after", nth=1)], seed=7)
    assert isinstance(plan, Plan)
    assert repr(plan) == "<Plan seed=7 [Fault.reset(when='after', nth=1)]>"


@pytest.mark.anyio
class TestWithTheClient:
    async def test_a_write_whose_answer_was_lost_is_not_repeated(self, sandbox: Sandbox) -> None:
        """The client raises OutcomeUnknown, and the record exists once."""
        sandbox.fail(Fault.reset("after", method="POST", path="/tasks", nth=1))
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            with pytest.raises(OutcomeUnknown):
                await plutio.tasks.create(title="Brief")
        assert len(sandbox.records("tasks")) == 1

    async def test_retry_after_waits_on_the_fake_clock(self, sandbox: Sandbox) -> None:
        """Ten minutes of ``Retry-After`` pass on the sandbox's clock, and the call succeeds."""
        sandbox.fail(Fault.too_many_requests(60, nth=1))
        began = sandbox.clock.time()
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            await plutio.tasks.create(title="Brief")
        assert 60.0 <= sandbox.clock.time() - began < 62.0

    async def test_a_revoked_token_is_renewed(self, sandbox: Sandbox) -> None:
        """The call is repeated with a new token."""
        sandbox.fail(Fault.token_revoked(nth=2))
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            await plutio.tasks.create(title="one")
            await plutio.tasks.create(title="two")
        sandbox.assert_called("POST", "/oauth/token", times=2)
        assert [task["title"] for task in sandbox.records("tasks")] == ["one", "two"]

    @pytest.mark.parametrize("order", ["oldest", "newest"])
    async def test_iteration_yields_lasting_records_exactly_once(self, sandbox: Sandbox, order: Any) -> None:
        """Records that exist throughout are yielded once each, while others are inserted and deleted between pages."""
        sandbox.switches = Switches(list_order=order)
        sandbox.seed(tasks=[{"title": f"t{number:03}"} for number in range(60)])
        sandbox.plan(
            [
                Fault.rows_deleted("tasks", 2, nth=[1, 3]),
                Fault.rows_deleted("tasks", newest=True, nth=2),
                Fault.rows_inserted("tasks", [{"title": "new"}], nth=[2, 4]),
            ]
        )
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            titles = [task.title async for task in plutio.tasks.iterate(page_size=10)]
        stayed = [task["title"] for task in sandbox.records("tasks") if task["title"] != "new"]
        assert sorted(title for title in titles if title in stayed) == sorted(stayed)

    async def test_error_pages_raise_errors_of_the_client(self, sandbox: Sandbox) -> None:
        """A permanent fault is raised as the matching error of the client."""
        sandbox.plan([Fault.server_error(500, method="POST")])
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            with pytest.raises(ServerError):
                await plutio.tasks.create(title="Brief")
            with pytest.raises(NotFoundError):
                await plutio.tasks.get("Hc4RtZ8mWq2NxKb7V")


ANY_FAULT = st.sampled_from(
    [
        Fault.latency(40, rate=0.2),
        Fault.reset("before", rate=0.2),
        Fault.reset("during", rate=0.2),
        Fault.reset("after", rate=0.2),
        Fault.refused(rate=0.2),
        Fault.too_many_requests(5, rate=0.2),
        Fault.server_error(503, rate=0.2),
        Fault.server_error(504, acted=True, rate=0.2),
        Fault.html(rate=0.2),
        Fault.truncated_json(rate=0.2),
        Fault.token_revoked(rate=0.2),
        Fault.server_error(500, path="/oauth/token", rate=0.2),
    ]
)


@given(faults=st.lists(ANY_FAULT, min_size=1, max_size=5), seed=st.integers(0, 1000))
def test_no_write_happens_twice_under_any_faults(faults: list[Fault], seed: int) -> None:
    """Each acknowledged create exists exactly once, and each create with an unknown outcome at most once."""
    sandbox = Sandbox(clock=JumpingClock(0.0))
    sandbox.plan(faults, seed=seed)

    async def make() -> list[str]:
        made = []
        async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
            for title in TITLES:
                try:
                    await plutio.tasks.create(title=title)
                    made.append(title)
                except PlutioError:
                    continue
        return made

    made = anyio.run(make)
    there = [task["title"] for task in sandbox.records("tasks")]
    assert len(there) == len(set(there))
    assert set(made) <= set(there)
