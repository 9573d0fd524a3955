"""Budget and token: what a call waits for before it is sent, and for how long."""

from __future__ import annotations

import time
from functools import partial
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest

from plutio_async import (
    AuthenticationError,
    Budget,
    BudgetExceeded,
    ConnectionFailed,
    Lease,
    Plutio,
    PlutioError,
    RateLimitError,
    ServerError,
)

from .api import TOKEN, Api, answer
from .test_budget import HOUR, worst_window

pytestmark = [pytest.mark.anyio, pytest.mark.both_loops]

DOWN = answer(503, {"code": 503, "message": "Overloaded"})


class Watched(Api):
    """Gives tokens that last for ``life`` seconds, refuses ended ones, and notes when each request came."""

    def __init__(self, life: float) -> None:
        super().__init__(self._listing, tokens=(self._token,))
        self.life = life
        self.moments: list[float] = []
        self.events: list[str | int] = []
        self.delay = 0.0
        self._ends = 0.0

    async def _token(self, request: httpx.Request) -> httpx.Response:
        await self.clock.sleep(0.5)
        self.moments.append(self.clock.monotonic())
        self.events.append("token")
        self._ends = self.clock.monotonic() + self.life
        return answer(200, {**TOKEN, "accessToken": f"token-{self._ends}", "expires_in": self.life})

    async def _listing(self, request: httpx.Request) -> httpx.Response:
        self.moments.append(self.clock.monotonic())
        if request.headers["authorization"] != f"Bearer token-{self._ends}" or self.clock.monotonic() > self._ends:
            return answer(401, {"code": 401, "message": "expired"})
        self.events.append(int(request.url.params["skip"]))
        await self.clock.sleep(self.delay)
        return answer(200, [])

    @property
    def served(self) -> list[int]:
        return [event for event in self.events if isinstance(event, int)]

    def end_token(self) -> None:
        self._ends = 0.0


async def queued() -> None:
    """Lets tasks that were just started join the queue. To wait until all are blocked would let the clock jump."""
    for _ in range(5):
        await anyio.lowlevel.checkpoint()


async def queue(api: Watched, plutio: Plutio, callers: int) -> None:
    """Callers that come one after the other, all at once."""
    async with anyio.create_task_group() as group:
        for number in range(callers):

            async def call(number: int = number) -> None:
                await plutio.tasks.list(skip=number)

            group.start_soon(call)
            await queued()


@pytest.mark.parametrize(
    ("life", "token_calls"), [(1800.0, range(4, 7)), (HOUR, range(4, 7)), (10 * HOUR, range(1, 2))]
)
async def test_a_token_that_ends_while_callers_queue_overdraws_nothing(
    life: float, token_calls: range, anyio_backend_name: str
) -> None:
    """No lease is held while a token is fetched; all are served in the order of arrival, in the fewest hours."""
    api = Watched(life)
    async with api.clock.autojump(), api.client(budget=20) as plutio:
        await queue(api, plutio, 80)
    assert worst_window(api.moments) <= 20
    assert sorted(api.served) == [*range(80)]
    if anyio_backend_name == "asyncio":  # trio runs tasks that it wakes at once in random order
        assert api.served == [*range(80)]
    assert len(api.token_requests) in token_calls
    assert api.moments[-1] - api.moments[0] < 4.1 * HOUR + len(api.token_requests)


async def spend(budget: Budget) -> None:
    """A call that is answered at once."""
    (await budget.acquire()).settle()


async def half_used(api: Watched, plutio: Plutio) -> None:
    """A token call and a slow call use up a budget of two: one is free again after an hour, the other much later."""
    api.delay = 900.0
    await plutio.tasks.list(skip=99)
    api.delay = 0.0
    await api.clock.sleep(100)
    api.events.clear()


async def test_a_caller_that_fetched_the_token_stays_first() -> None:
    """The only free call pays for a token, and the next goes to the caller that fetched it, not to those behind."""
    api = Watched(life=HOUR / 2)
    async with api.clock.autojump(), api.client(budget=2) as plutio:
        await half_used(api, plutio)
        await queue(api, plutio, 3)
    assert [event for event in api.events if event != "token"] == [0, 1, 2]


async def test_a_token_call_goes_before_other_clients_of_the_budget() -> None:
    """Whose tokens are still valid."""
    api = Watched(life=HOUR / 2)
    budget = Budget(2, clock=api.clock)

    async def other(name: str) -> None:
        await spend(budget)
        api.events.append(name)

    async with api.clock.autojump(), api.client(budget=budget) as plutio, anyio.create_task_group() as group:
        await half_used(api, plutio)
        group.start_soon(queue, api, plutio, 1)
        await queued()
        for name in ("a", "b"):
            group.start_soon(other, name)
            await queued()
    assert api.events.index("a") < api.events.index("token") < api.events.index("b")


async def test_a_token_that_is_revoked_while_callers_queue_overdraws_nothing() -> None:
    """A 401 costs a call, and one new token serves all."""
    api = Watched(life=1e6)
    async with api.clock.autojump(), api.client(budget=20) as plutio, anyio.create_task_group() as group:
        group.start_soon(queue, api, plutio, 60)
        await api.clock.sleep(100)
        api.end_token()
    assert worst_window(api.moments) <= 20
    assert sorted(api.served) == [*range(60)]
    assert len(api.token_requests) == 2


async def failure(api: Api, plutio: Plutio) -> tuple[PlutioError, float]:
    """How a call fails, and after how many seconds."""
    began = api.clock.monotonic()
    with pytest.raises(PlutioError) as caught:
        await plutio.tasks.list(skip=0)
    return caught.value, api.clock.monotonic() - began


async def test_max_wait_bounds_the_wait_for_a_token_too() -> None:
    """There is no token, and no call to fetch one with."""
    api = Watched(life=100.0)
    budget = Budget(2, clock=api.clock)
    async with api.clock.autojump(), api.client(budget=budget) as plutio:
        await plutio.tasks.list(skip=0)
        await api.clock.sleep(200)
        error, took = await failure(api, plutio.with_options(max_wait=10))
    assert isinstance(error, BudgetExceeded)
    assert took == 0


async def test_max_wait_holds_beside_a_caller_that_waits_longer() -> None:
    """That one waits without a bound, and fetches the token for both."""
    api = Watched(life=HOUR)
    budget = Budget(2, clock=api.clock)
    async with api.clock.autojump(), api.client(budget=budget) as plutio, anyio.create_task_group() as group:
        await spend(budget)
        await spend(budget)
        group.start_soon(queue, api, plutio, 1)
        await queued()
        error, took = await failure(api, plutio.with_options(max_wait=10))
        assert isinstance(error, BudgetExceeded)
        assert took == 0
    assert api.served == [0]


async def test_a_caller_that_waits_for_a_token_keeps_its_turn() -> None:
    """Newcomers come after them, and a call that is free for one of them is not handed on in that moment."""
    api = Watched(life=100 * HOUR)
    budget = Budget(6, clock=api.clock)
    refused: list[int] = []

    async def call(plutio: Plutio, number: int, max_wait: float | None) -> None:
        try:
            await plutio.with_options(max_wait=max_wait).tasks.list(skip=number)
        except BudgetExceeded:
            refused.append(number)

    async with api.clock.autojump(), api.client(budget=budget) as plutio, anyio.create_task_group() as group:
        for _ in range(6):
            await spend(budget)
            await api.clock.sleep(100)
        for number, max_wait in enumerate((None, HOUR - 300, HOUR, None)):
            group.start_soon(call, plutio, number, max_wait)
            await queued()
        await api.clock.sleep(HOUR - 550)
        group.start_soon(call, plutio, 9, None)
    assert refused == []
    assert sorted(api.served[:4]) == [0, 1, 2, 3]
    assert api.served[4] == 9


async def test_a_token_of_a_very_short_life_is_used() -> None:
    """The next would be no better, and each costs a call."""
    api = Api(tokens=(answer(200, {**TOKEN, "expires_in": 0.5}),))
    budget = Budget(5000, capacity=1, clock=api.clock)  # one call every 0.72 s
    async with api.clock.autojump(), api.client(budget=budget) as plutio:
        with anyio.fail_after(30):
            assert await plutio.tasks.list() == []
    assert len(api.token_requests) == 1


async def test_max_wait_counts_all_waits_for_the_budget_together() -> None:
    """A call for the token comes soon, and one for the call itself long after."""
    api = Watched(life=HOUR)
    budget = Budget(2, clock=api.clock)
    async with api.clock.autojump(), api.client(budget=budget) as plutio:
        await spend(budget)
        await api.clock.sleep(600)
        await spend(budget)
        error, took = await failure(api, plutio.with_options(max_wait=3300))
    assert isinstance(error, BudgetExceeded)
    assert len(api.token_requests) == 1
    assert took == pytest.approx(3000, abs=2)


@pytest.mark.parametrize(("budget", "token_calls"), [(3, 1), (4, 2)])
async def test_a_valid_token_is_renewed_only_with_spare_calls(budget: int, token_calls: int) -> None:
    """Its renewal neither waits for a call nor takes the caller's own."""
    api = Watched(life=1000.0)
    async with api.clock.autojump(), api.client(budget=budget) as plutio:
        await plutio.tasks.list(skip=0)
        await api.clock.sleep(900)  # within the last fifth of the token's life
        await plutio.with_options(max_wait=0).tasks.list(skip=1)
    assert len(api.token_requests) == token_calls


class Hurried(Budget):
    """Its calls are to be sent soon, as those of a very short period are."""

    lease_ttl = 0.01

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.acquired: list[bool] = []

    def acquire_nowait(self, *args: Any, **options: Any) -> None:
        """Leaves all leases to ``acquire``."""

    async def acquire(self, *args: Any, **options: Any) -> Lease:
        """Notes whether it was to go first."""
        lease = await super().acquire(*args, **options)
        self.acquired.append(options["first"])
        return lease


async def test_a_call_that_waits_too_long_for_a_connection_gets_a_new_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old one could be granted to another call by the time it is sent."""
    busy, done = anyio.Event(), anyio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        busy.set()
        await done.wait()
        return answer(200, [])

    api = Api(slow)
    budget = Hurried(10)
    async with api.client(budget=budget, max_connections=1, clock=None) as plutio, anyio.create_task_group() as group:
        group.start_soon(plutio.tasks.list)
        await busy.wait()
        group.start_soon(plutio.people.list)
        await anyio.wait_all_tasks_blocked()
        assert budget.limit - budget.remaining == 3  # a token call, the slow one, and the one that waits
        later = SimpleNamespace(monotonic=lambda: time.monotonic() + 1)
        monkeypatch.setattr("plutio_async._http.transport.time", later)
        done.set()
    assert plutio.stats.calls == {"oauth.token": 1, "tasks.list": 1, "people.list": 1}
    assert budget.acquired == [True, False, False, True]  # the token call, both calls, and the second anew
    assert budget.limit - budget.remaining == 3
    assert [request.url.path.rpartition("/")[2] for request in api.requests] == ["tasks", "people"]


async def test_a_call_that_is_cancelled_while_it_waits_for_a_connection_costs_nothing() -> None:
    """It was not sent, so its lease is given back."""
    busy, done = anyio.Event(), anyio.Event()

    async def slow(request: httpx.Request) -> httpx.Response:
        busy.set()
        await done.wait()
        return answer(200, [])

    api, budget = Api(slow), Budget(10)
    async with api.client(budget=budget, max_connections=1, clock=None) as plutio, anyio.create_task_group() as group:
        group.start_soon(plutio.tasks.list)
        await busy.wait()
        async with anyio.create_task_group() as cancelled:
            cancelled.start_soon(partial(plutio.tasks.create, title="x"))
            await anyio.wait_all_tasks_blocked()
            assert budget.limit - budget.remaining == 3  # a token call, the slow one, and the one that waits
            cancelled.cancel_scope.cancel()
        assert budget.limit - budget.remaining == 2
        done.set()


@pytest.mark.parametrize("status", [400, 401, 403, 404])
async def test_a_refused_token_call_is_an_authentication_error(status: int) -> None:
    """Not the error of a record that is not there, and it says which call was refused."""
    api = Api(tokens=(answer(status, {"code": status, "message": "No."}),))
    async with api.clock.autojump(), api.client() as plutio:
        error, _ = await failure(api, plutio)
    assert type(error) is AuthenticationError
    assert error.status == status
    assert "no access token: No." in str(error)
    assert ("check base_url" in str(error)) is (status in (403, 404))


async def test_as_many_attempts_as_there_were_token_calls() -> None:
    """A remembered failure is waited out, not counted."""
    api = Api(tokens=(DOWN,))
    async with api.clock.autojump(), api.client() as plutio:
        error, took = await failure(api, plutio)
    assert isinstance(error, ServerError)
    assert error.call is not None
    assert error.call.attempts == len(api.token_requests) == 4
    assert took >= 1 + 2 + 4
    assert "no access token" in str(error)


async def test_the_pause_before_another_token_call_does_not_count_for_max_wait() -> None:
    """Only waits for the budget and the token count: here 15 seconds for the third call of a budget of two."""
    unavailable = answer(503, {"code": 503, "message": "Overloaded"}, retry_after="5")
    api = Api(tokens=(unavailable, answer(200, TOKEN)))
    budget = Budget(2, period=20, clock=api.clock)
    async with api.clock.autojump(), api.client(budget=budget, max_wait=17) as plutio:
        assert await plutio.tasks.list() == []
    assert len(api.token_requests) == 2


async def test_a_renewal_that_fails_after_a_401_is_tried_again() -> None:
    """And when it goes on failing, the error knows its call."""
    lost = httpx.ConnectError("refused")
    expired = answer(401, {"code": 401, "message": "expired"})
    fresh = answer(200, {**TOKEN, "accessToken": "token-2"})
    api = Api(expired, answer(200, []), tokens=(answer(200, TOKEN), lost, fresh))
    async with api.clock.autojump(), api.client() as plutio:
        assert await plutio.tasks.list() == []
    api = Api(expired, tokens=(answer(200, TOKEN), lost))
    async with api.clock.autojump(), api.client() as plutio:
        error, _ = await failure(api, plutio)
    assert isinstance(error, ConnectionFailed)
    assert str(error).startswith("GET /tasks (tasks_list): no access token: no connection to ")
    assert "expired" not in str(error)


async def test_a_429_to_a_token_call_pauses_all_calls_once() -> None:
    """Callers that come later start no new pause."""
    limited = answer(429, {"code": 429, "message": "Slow down."}, retry_after="60")
    api = Api(tokens=(limited, answer(200, TOKEN)))
    results: list[Any] = []
    async with api.clock.autojump(), api.client(retries=1) as plutio:
        began = api.clock.monotonic()
        for expected in (RateLimitError, BudgetExceeded, BudgetExceeded):
            error, _ = await failure(api, plutio.with_options(max_wait=5))
            assert isinstance(error, expected)
            await api.clock.sleep(18)
        results.append(await plutio.tasks.list())
        assert api.clock.monotonic() - began == pytest.approx(60, abs=2)
    assert results == [[]]
    assert len(api.token_requests) == 2
