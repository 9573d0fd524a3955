"""Tokens that end early: clients take turns, token calls stay few, and a lasting 401 is raised."""

from __future__ import annotations

import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import (
    AuthenticationError,
    Budget,
    BudgetExceeded,
    ClientStateError,
    Plutio,
    PlutioError,
    Retries,
    ServerError,
    SharedFile,
)
from plutio_async._auth.backoff import TokenBackoff
from plutio_async._auth.credentials import Token
from plutio_async._auth.provider import TokenProvider
from plutio_async.testing import Sandbox, Switches
from plutio_async.testing.clock import FakeClock

from .api import TOKEN, Api, answer
from .test_token import NOW, Endpoint, MemoryStore, StillClock, gather, renew

pytestmark = pytest.mark.both_loops

LOOPS = pytest.mark.parametrize("anyio_backend", ["asyncio", pytest.param("trio", marks=pytest.mark.system)])
"""Of thousands of calls."""

REFUSED = answer(401, {"message": "Invalid token"})
KIND = (None, "GET", "/tasks")


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def endpoint(clock: StillClock) -> Endpoint:
    return Endpoint(clock, life=100_000.0)


@pytest.fixture
def source(clock: StillClock, endpoint: Endpoint) -> TokenProvider:
    return TokenProvider(endpoint, clock=clock)


async def wait_of(source: TokenProvider, clock: StillClock, kind: Any = KIND) -> float:
    """Seconds that the replacement of a token takes which worked, and was then refused."""
    token = await source.get()
    source.accept(kind)
    began = clock.passed
    source.reject(token, kind)
    await source.get()
    return clock.passed - began


@pytest.mark.anyio
async def test_the_wait_for_another_token_grows(source: TokenProvider, clock: StillClock) -> None:
    """From three seconds to a minute, and at least half of that, so that the other client can use its token."""
    for ceiling in (3, 6, 12, 24, 48, 60, 60):
        assert ceiling / 2 <= await wait_of(source, clock) <= ceiling


@pytest.mark.anyio
async def test_the_wait_is_random(clock: StillClock) -> None:
    """Otherwise two clients would wait equally long."""
    waits = {await wait_of(TokenProvider(Endpoint(clock), clock=clock), clock) for _ in range(10)}
    assert len(waits) == 10
    assert max(waits) - min(waits) > 0.1


@pytest.mark.anyio
async def test_a_token_that_lived_long_is_replaced_at_once(source: TokenProvider, clock: StillClock) -> None:
    """And the next that does not begins with the shortest wait again."""
    for _ in range(4):
        await wait_of(source, clock)
    clock.passed += 119.9
    assert await wait_of(source, clock) >= 24
    clock.passed += 120.1
    assert await wait_of(source, clock) == 0
    assert 1.5 <= await wait_of(source, clock) <= 3


@pytest.mark.anyio
async def test_a_token_that_is_renewed_ahead_of_its_end_lived_long_too(clock: StillClock) -> None:
    """It was never refused, and ends the series."""
    endpoint = Endpoint(clock, life=1000)
    source = TokenProvider(endpoint, clock=clock)
    for _ in range(3):
        await wait_of(source, clock)
    clock.passed += 950
    await source.get()
    assert await wait_of(source, clock) <= 3


@pytest.mark.anyio
async def test_which_tokens_are_young_depends_on_their_life(clock: StillClock) -> None:
    """A token of 40 seconds is young for half of them, and no wait is longer than a quarter."""
    source = TokenProvider(Endpoint(clock, life=40), clock=clock)
    assert [10 >= await wait_of(source, clock) > 0 for _ in range(6)] == [True] * 6
    await source.get()
    clock.passed += 20.1
    assert await wait_of(source, clock) == 0


@pytest.mark.anyio
async def test_all_callers_share_one_wait(source: TokenProvider, endpoint: Endpoint, clock: StillClock) -> None:
    """And one token call after it."""
    failed = await source.get()
    tokens = await gather(100, lambda: renew(source, failed))
    assert {token.value for token in tokens} == {"token-2"}
    assert endpoint.calls == 2
    assert clock.passed <= 3


@pytest.mark.anyio
async def test_a_wait_beyond_max_wait_is_refused_at_once(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """The error has the time to try again, and callers that wait still get their token."""
    source.reject(await source.get())
    with pytest.raises(
        BudgetExceeded, match=r"refused a token soon after .* max_wait=1 s; .* Try again then"
    ) as caught:
        await source.get(max_wait=1)
    assert clock.passed == 0
    error = caught.value
    assert error.wait is not None
    assert error.retry_at is not None
    assert 1.5 <= error.wait <= 3
    assert error.retry_at.timestamp() == pytest.approx(NOW + error.wait)
    assert (await source.get(max_wait=3)).value == "token-2"
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_max_wait_bounds_the_wait_and_the_token_call_together(clock: StillClock) -> None:
    """The token call may wait for the budget as long as is left."""
    left: list[Any] = []

    async def fetch(*, max_wait: Any, at_once: bool) -> Token:
        left.append(max_wait)
        return Token(f"token-{len(left)}", clock.time() + 1000)

    source = TokenProvider(fetch, clock=clock)
    source.reject(await source.get())
    await source.get(max_wait=10)
    assert left[1] == pytest.approx(10 - clock.passed)
    source.reject(await source.get())
    await source.get(max_wait=None)
    assert left[2] is None


@pytest.mark.anyio
async def test_a_cancelled_waiter_leaves_the_token_to_the_others() -> None:
    """It holds nothing while it waits."""
    clock = FakeClock()
    endpoint = Endpoint(clock)  # type: ignore[arg-type]
    source = TokenProvider(endpoint, clock=clock)
    source.reject(await source.get())
    got: list[Token] = []

    async def get() -> None:
        got.append(await source.get())

    async with anyio.create_task_group() as group:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as first:
                first.start_soon(source.get)
                await anyio.wait_all_tasks_blocked()
                group.start_soon(get)
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
        assert endpoint.calls == 1
        await clock.advance(3)
    assert [token.value for token in got] == ["token-2"]
    assert not source.renewing


@pytest.mark.anyio
async def test_each_token_that_ends_young_has_a_wait_of_its_own() -> None:
    """Callers that waited for one token wait again for the next."""
    clock = FakeClock()
    endpoint = Endpoint(clock)  # type: ignore[arg-type]
    source = TokenProvider(endpoint, clock=clock)
    refused: list[float] = []

    async def call() -> None:
        for _ in range(3):
            token = await source.get()
            source.accept(KIND)
            source.reject(token, KIND)
            refused.append(clock.monotonic())

    async with clock.autojump(), anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(call)
    moments = sorted(set(refused))
    assert endpoint.calls == len(moments)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert all(gap >= min(60, 3 * 2**count) / 2 for count, gap in enumerate(gaps))


@pytest.mark.anyio
async def test_the_log_says_why_a_token_call_waits(
    source: TokenProvider, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    """What happened, how long the wait is, what bounds it, what to do; and no token. Then, that it is over."""
    caplog.set_level(logging.INFO, "plutio_async")
    for _ in range(2):
        await wait_of(source, clock)
    caplog.clear()
    assert await wait_of(source, clock) > 2
    warning, over = caplog.records
    assert (warning.levelno, over.levelno) == (logging.WARNING, logging.INFO)
    for part in (
        "refused 3 tokens in a row, each soon after it was fetched",
        "share a token_store",
        "max_wait= bounds the wait",
    ):
        assert part in warning.getMessage()
    assert over.getMessage().startswith("the wait is over after ")
    assert "token-1" not in caplog.text


@pytest.mark.anyio
async def test_callers_that_wait_for_one_token_call_are_logged_once(
    source: TokenProvider, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    """One warning and one info, however many wait."""
    caplog.set_level(logging.INFO, "plutio_async")
    for _ in range(2):
        await wait_of(source, clock)
    failed = await source.get()
    caplog.clear()
    await gather(50, lambda: renew(source, failed))
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


@pytest.mark.anyio
async def test_a_stored_token_of_unknown_age_is_replaced_at_once(clock: StillClock) -> None:
    """A process that starts with a token which was revoked meanwhile loses no time; later ones are known to be new."""
    store = MemoryStore(Token("stored", NOW + 1000))
    source = TokenProvider(Endpoint(clock), clock=clock, store=store)
    assert (await source.get()).value == "stored"
    assert await wait_of(source, clock) == 0
    store.tokens["default"] = Token("newer", NOW + 1000)
    assert await wait_of(source, clock) >= 1.5
    assert (await source.get()).value == "newer"
    assert await wait_of(source, clock) >= 3


@pytest.mark.anyio
async def test_five_tokens_in_a_row_are_enough(source: TokenProvider, endpoint: Endpoint, clock: StillClock) -> None:
    """Another token would not help: the last one stays, and is replaced ever more rarely."""
    replaced: list[float] = []
    for _ in range(10_000):
        token = await source.get()
        if source.reject(token, KIND, attempts=4):
            replaced.append(clock.passed)
        clock.passed += 1.0
    assert clock.passed > 10_000
    gaps = [later - earlier for earlier, later in pairwise(replaced)]
    assert gaps[:4] == pytest.approx([2.25, 4.5, 9, 18], rel=0.4, abs=1)
    assert 24 + 48 <= gaps[4] <= 48 + 48 + 1  # the wait for the last token, and then its age
    assert gaps[5:9] == pytest.approx([96, 192, 384, 600], abs=2.5)
    assert gaps[9:] == pytest.approx([600] * len(gaps[9:]), abs=2.5)


@pytest.mark.anyio
async def test_a_call_with_more_attempts_gets_as_many_tokens(source: TokenProvider, endpoint: Endpoint) -> None:
    """Five are the least."""
    for _ in range(20):
        source.reject(await source.get(), KIND, attempts=9)
    assert endpoint.calls == 10


@pytest.mark.anyio
async def test_a_success_forgets_what_was_refused(source: TokenProvider, endpoint: Endpoint) -> None:
    """For calls of its own kind."""
    for _ in range(4):
        source.reject(await source.get(), KIND)
    source.accept(KIND)
    for _ in range(4):
        assert source.reject(await source.get(), KIND)
    assert endpoint.calls == 8


ALLOWED = ("one", "GET", "/tasks")


@pytest.mark.anyio
@pytest.mark.parametrize(
    "refused",
    [
        [("one", "GET", "/invoices")],
        [("one", "POST", f"/path-{number}") for number in range(40)],
        [("other", method, f"/path-{number}") for number in range(20) for method in ("GET", "PUT")],
    ],
    ids=["a path", "a method", "a workspace"],
)
async def test_calls_that_are_never_allowed_do_not_replace_the_tokens_of_others(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock, refused: list[Any]
) -> None:
    """Five tokens in all; then other calls go on with theirs, without a wait."""
    for turn in range(1000):
        token = await source.get()
        source.accept(ALLOWED)
        source.reject(token, refused[turn % len(refused)], attempts=4)
    assert endpoint.calls <= 7
    await source.get()
    before = clock.passed
    for _ in range(20):
        token = await source.get()
        clock.passed += 1000
        source.accept(ALLOWED)
        assert source.reject(token, refused[0], attempts=4)
    assert clock.passed == pytest.approx(before + 20_000)
    await source.get()
    assert clock.passed == pytest.approx(before + 20_000)


@pytest.mark.anyio
async def test_an_api_client_that_is_disabled_as_a_whole_costs_no_more(
    source: TokenProvider, endpoint: Endpoint
) -> None:
    """Five tokens, however many kinds of calls are made."""
    for number in range(100):
        source.reject(await source.get(), (f"workspace-{number}", "GET", "/tasks"), attempts=4)
    assert endpoint.calls == 6


def test_a_rest_that_no_clock_can_measure_is_no_wait(clock: StillClock) -> None:
    """Otherwise a sleep that ends where it began would be repeated for ever."""
    backoff = TokenBackoff(clock)
    backoff.refuse(KIND, age=0, life=1000, attempts=1, repeated=False)
    clock.passed += backoff.wait - 1e-9
    assert backoff.wait == 0


@pytest.mark.anyio
async def test_kinds_of_calls_do_not_pile_up(clock: StillClock) -> None:
    """Even if each path is another."""
    backoff = TokenBackoff(clock)
    for number in range(5000):
        backoff.refuse((None, "GET", f"/{number}"), age=1000, life=5000, attempts=1, repeated=False)
    assert len(backoff._refused) <= 500
    assert not backoff.refuse((None, "GET", "/5000"), age=1, life=5000, attempts=1, repeated=False)


@given(st.lists(st.tuples(st.floats(0, 1000), st.sampled_from("abc"), st.booleans()), max_size=200))
def test_without_a_success_tokens_are_few(events: list[tuple[float, str, bool]]) -> None:
    """Whatever is refused when: five, and then one in 48 seconds at most; and no wait is longer than a minute."""
    clock = StillClock()
    backoff = TokenBackoff(clock)
    fetched, count = 0.0, 0
    for passed, path, repeated in events:
        clock.passed += passed
        age = clock.passed - fetched
        if backoff.refuse((None, "GET", path), age=age, life=1e5, attempts=4, repeated=repeated):
            assert backoff.wait <= 60
            clock.passed += backoff.wait
            fetched, count = clock.passed, count + 1
    assert count <= 5 + clock.passed / 48


@pytest.mark.anyio
async def test_a_refused_token_that_came_again_and_was_good_is_like_any_other(clock: StillClock) -> None:
    """It is replaced when it is refused once more."""
    endpoint = Endpoint(clock)
    endpoint.value = lambda count: "always-the-same"
    source = TokenProvider(endpoint, clock=clock)
    for _ in range(10):
        assert await wait_of(source, clock) > 0
    assert endpoint.calls == 11


# The whole way of a call.


async def ended(plutio: Plutio, call: Callable[[Plutio], Awaitable[Any]]) -> Any:
    """The result of a call, or its error."""
    try:
        return await call(plutio)
    except PlutioError as error:
        return error


def tokens() -> Any:
    """A token endpoint that never gives the same twice."""
    count = 0

    async def give(request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        return answer(200, {**TOKEN, "accessToken": f"token-{count}"})

    return give


def sent(api: Api) -> list[str]:
    return [request.headers["authorization"].removeprefix("Bearer token-") for request in api.requests]


async def read(plutio: Plutio) -> Any:
    return await plutio.tasks.list()


async def create(plutio: Plutio) -> Any:
    return await plutio.tasks.create(title="Brief")


@pytest.mark.anyio
@pytest.mark.parametrize("call", [read, create])
async def test_a_401_is_repeated_as_often_as_attempts_allow(call: Any) -> None:
    """Each time with another token. A create too: a 401 has done nothing."""
    api = Api(REFUSED, REFUSED, REFUSED, answer(200, {"_id": "Hc4RtZ8mWq2NxKb7V"}), tokens=(tokens(),))
    async with api.clock.autojump(), api.client() as plutio:
        assert not isinstance(await ended(plutio, call), PlutioError)
    assert sent(api) == ["1", "2", "3", "4"]
    assert len(api.token_requests) == 4


@pytest.mark.anyio
@pytest.mark.parametrize("attempts", [1, 2, 4, 7])
async def test_the_last_401_is_raised(attempts: int) -> None:
    """With the number of attempts, the reason to stop, and the time that the tokens took."""
    api = Api(REFUSED, tokens=(tokens(),))
    async with api.clock.autojump(), api.client(retries=attempts) as plutio:
        error = await ended(plutio, read)
    assert type(error) is AuthenticationError
    assert error.call is not None
    assert (error.call.attempts, len(api.requests), len(api.token_requests)) == (attempts,) * 3
    assert error.call.stopped == ("1 attempt is the limit" if attempts == 1 else f"{attempts} attempts are the limit")
    assert (error.call.waited.token > 1) is (attempts > 1)
    assert error.call.waited.backoff == 0


@pytest.mark.anyio
async def test_a_token_call_that_is_refused_after_a_401_is_not_repeated() -> None:
    """As after a change of the secret: another token would not help."""
    api = Api(REFUSED, tokens=(answer(200, TOKEN), answer(400, {"message": "Invalid client"})))
    async with api.clock.autojump(), api.client() as plutio:
        error = await ended(plutio, read)
    assert isinstance(error, AuthenticationError)
    assert "no access token: Invalid client" in str(error)
    assert (len(api.requests), len(api.token_requests)) == (1, 2)


@pytest.mark.anyio
async def test_after_a_401_that_is_raised_the_next_call_has_another_token() -> None:
    """Also if a call has one attempt only."""
    api = Api(REFUSED, answer(200, []), tokens=(tokens(),))
    async with api.clock.autojump(), api.client(retries=1) as plutio:
        assert isinstance(await ended(plutio, read), AuthenticationError)
        assert await read(plutio) == []
    assert sent(api) == ["1", "2"]


@pytest.mark.anyio
async def test_a_401_and_other_failures_share_the_attempts() -> None:
    """In any order."""
    down = answer(503, {"message": "Overloaded"})
    api = Api(REFUSED, down, REFUSED, down, tokens=(tokens(),))
    async with api.clock.autojump(), api.client() as plutio:
        error = await ended(plutio, read)
    assert isinstance(error, ServerError)
    assert error.call is not None
    assert (error.call.attempts, sent(api)) == (4, ["1", "2", "2", "3"])


@pytest.mark.anyio
@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refusal_of_another_kind_lets_the_token_pass(status: int) -> None:
    """So that calls which fail for reasons of their own do not make 401s look final."""
    script = [one for _ in range(20) for one in (REFUSED, answer(status, {"message": "No."}))]
    api = Api(*script, tokens=(tokens(),))
    async with api.clock.autojump(), api.client() as plutio:
        errors = [await ended(plutio, read) for _ in range(20)]
    assert [error.status for error in errors] == [status] * 20
    assert len(api.token_requests) == 21


@pytest.mark.anyio
async def test_total_bounds_attempts_after_a_401_too() -> None:
    """The wait for another token is not counted, the calls are."""

    async def slow(request: httpx.Request) -> httpx.Response:
        await api.clock.sleep(20)
        return REFUSED

    api = Api(slow, tokens=(tokens(),))
    async with api.clock.autojump(), api.client(retries=Retries(attempts=9, total=50)) as plutio:
        error = await ended(plutio, read)
    assert isinstance(error, AuthenticationError)
    assert "50 s are the limit" in str(error)
    assert len(api.requests) == 3


@pytest.mark.anyio
async def test_a_pause_that_a_401_asks_for_is_kept() -> None:
    """As that of any failure."""
    api = Api(answer(401, None, retry_after="30"), answer(200, []), tokens=(tokens(),))
    async with api.clock.autojump(), api.client() as plutio:
        began = api.clock.monotonic()
        await read(plutio)
        assert 30 <= api.clock.monotonic() - began <= 34


@pytest.mark.anyio
async def test_a_late_401_to_an_older_token_costs_no_token_call() -> None:
    """The call is made again with the token that came meanwhile."""
    came = anyio.Event()

    async def first_is_late(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/people"):
            if request.headers["authorization"] == "Bearer token-1":
                await came.wait()
                return REFUSED
            return answer(200, [])
        if request.headers["authorization"] == "Bearer token-2":
            came.set()
            return answer(200, [])
        return REFUSED

    api = Api(first_is_late, tokens=(tokens(),))
    async with api.clock.autojump(), api.client() as plutio, anyio.create_task_group() as group:
        group.start_soon(plutio.people.list)
        await anyio.wait_all_tasks_blocked()
        group.start_soon(plutio.tasks.list)
    assert len(api.token_requests) == 2
    assert sorted(sent(api)) == ["1", "1", "2", "2"]


@pytest.mark.anyio
@pytest.mark.parametrize("budgets_own", [True, False])
async def test_max_wait_bounds_the_wait_of_a_call(budgets_own: bool) -> None:
    """Both the call's and the budget's. The write has not happened, and the 401 is the cause."""
    api = Api(REFUSED, answer(200, []), tokens=(tokens(),))
    budget = Budget(clock=api.clock, max_wait=1.0 if budgets_own else None)
    async with api.clock.autojump(), api.client(budget=budget) as plutio:
        began = api.clock.monotonic()
        error = await ended(plutio if budgets_own else plutio.with_options(max_wait=1.0), create)
        assert api.clock.monotonic() == began
        assert type(error) is BudgetExceeded
        assert isinstance(error.__cause__, AuthenticationError)
        assert error.call is not None
        assert (error.call.attempts, error.call.may_have_acted) == (1, False)
        assert error.wait is not None
        await api.clock.sleep(error.wait)
        assert await read(plutio) == []
    assert len(api.token_requests) == 2


@pytest.mark.anyio
async def test_no_call_of_the_budget_is_held_during_the_wait() -> None:
    """All of them are free for others that share it."""
    api = Api(REFUSED, answer(200, []), tokens=(tokens(),))
    budget = Budget(10, clock=api.clock)
    async with api.client(budget=budget) as plutio, anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(plutio.tasks.list)
            await anyio.wait_all_tasks_blocked()
        assert (budget.remaining, len(api.requests)) == (8, 1)
        await api.clock.advance(3)
        await anyio.wait_all_tasks_blocked()
    assert (budget.remaining, len(api.requests)) == (10 - 6, 4)


@pytest.mark.anyio
async def test_closing_the_client_ends_the_wait() -> None:
    """With a ``ClientStateError``."""
    api = Api(REFUSED, tokens=(tokens(),))
    ends: list[Any] = []
    plutio = api.client()

    async def call() -> None:
        ends.append(await ended(plutio, read))

    async with anyio.create_task_group() as group:
        group.start_soon(call)
        await anyio.wait_all_tasks_blocked()
        await plutio.aclose()
    assert [type(end) for end in ends] == [ClientStateError]


@pytest.mark.anyio
async def test_the_same_token_again_is_not_sent_again() -> None:
    """Some servers return the token that they have. Neither this call nor the next ones fetch it over and over."""
    api = Api(REFUSED)
    async with api.clock.autojump(), api.client(budget=5000) as plutio:
        for _ in range(1000):
            error = await ended(plutio, read)
            assert isinstance(error, AuthenticationError)
        assert len(api.token_requests) == 2
        assert "other tokens were refused too: check that the API client is enabled" in str(error)
        await api.clock.sleep(60)
        api.tokens = [tokens()]
        await ended(plutio, read)
        api.script = [answer(200, [])]
        assert await read(plutio) == []
    assert len(api.requests) == 1004


# In virtual time, with a network and a sandbox.


class Network:
    """What is sent needs a while to get there, and so does the answer."""

    def __init__(self, clock: FakeClock, chance: random.Random) -> None:
        self._clock = clock
        self._chance = chance

    async def before(self, request: Any) -> None:
        await self._clock.sleep(self._chance.uniform(0.02, 0.15))

    async def after(self, request: Any, answer: Any) -> Any:
        await self._clock.sleep(self._chance.uniform(0.02, 0.15))
        return answer


class Seen(httpx.AsyncBaseTransport):
    """The way of one client to the sandbox: how many token calls it makes, and how many at a time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._inner = sandbox.transport()
        self._under_way = 0
        self.token_calls = 0
        self.calls = 0
        self.most_at_a_time = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/oauth/token"):
            self.calls += 1
            return await self._inner.handle_async_request(request)
        self.token_calls += 1
        self._under_way += 1
        self.most_at_a_time = max(self.most_at_a_time, self._under_way)
        try:
            return await self._inner.handle_async_request(request)
        finally:
            self._under_way -= 1


class World:
    """A sandbox with a network before it, and clients that make calls; ``failed`` counts those that fail."""

    def __init__(self, seed: int, **switches: Any) -> None:
        random.seed(seed)  # the jitter of the waits
        self.chance = random.Random(seed)
        self.clock = FakeClock()
        self.sandbox = Sandbox(clock=self.clock, switches=Switches(**switches), limit=None, keep_calls=0)
        self.sandbox.add_hook(Network(self.clock, self.chance))
        self.clients: list[Seen] = []
        self.failed: Counter[str] = Counter()

    def client(self, **settings: Any) -> Plutio:
        self.clients.append(Seen(self.sandbox))
        return Plutio.sandbox(self.sandbox, transport=self.clients[-1], budget=10**6, **settings)

    async def work(self, plutio: Plutio, calls: int, callers: int) -> None:
        todo = iter(range(calls))

        async def caller() -> None:
            for _ in todo:
                result = await ended(plutio, read)
                if isinstance(result, PlutioError):
                    self.failed[type(result).__name__] += 1

        async with plutio, anyio.create_task_group() as group:
            for _ in range(callers):
                group.start_soon(caller)

    @property
    def token_calls(self) -> int:
        return sum(client.token_calls for client in self.clients)

    @property
    def most_at_a_time(self) -> int:
        return max(client.most_at_a_time for client in self.clients)


@LOOPS
@pytest.mark.integration
@pytest.mark.anyio
@pytest.mark.parametrize(
    ("callers", "seed"),
    [pytest.param(1, 0, marks=pytest.mark.system), (5, 1), pytest.param(20, 2, marks=pytest.mark.system)],
)
async def test_two_clients_that_end_each_others_tokens_take_turns(callers: int, seed: int) -> None:
    """None of 1,000 calls fails, and token calls are few."""
    world = World(seed, older_tokens="ended")
    async with world.clock.autojump(), anyio.create_task_group() as group:
        for _ in range(2):
            group.start_soon(world.work, world.client(), 500, callers)
    assert world.failed == {}
    assert sum(client.calls for client in world.clients) < 1000 * 1.1
    assert 2 < world.token_calls <= 38
    assert world.most_at_a_time == 1


@LOOPS
@pytest.mark.integration
@pytest.mark.anyio
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.system) for seed in (1, 2))])
async def test_revocations_in_bursts_are_survived(seed: int) -> None:
    """Up to eight within a second or two, again and again: none of 1,000 calls fails."""
    world = World(seed)
    revoked = 0

    async def revoke() -> None:
        nonlocal revoked
        while True:
            for _ in range(world.chance.randint(2, 8)):
                world.sandbox.revoke_tokens()
                revoked += 1
                await world.clock.sleep(world.chance.uniform(0.05, 0.5))
            await world.clock.sleep(world.chance.uniform(1, 20))

    async with world.clock.autojump(), anyio.create_task_group() as group:
        group.start_soon(revoke)
        await world.work(world.client(), 1000, 5)
        group.cancel_scope.cancel()
    assert world.failed == {}
    assert revoked > 4
    assert world.token_calls <= revoked + 1
    assert world.most_at_a_time == 1


@LOOPS
@pytest.mark.integration
@pytest.mark.anyio
@pytest.mark.parametrize("callers", [pytest.param(1, marks=pytest.mark.system), 20])
async def test_a_lasting_401_costs_a_few_token_calls_in_all(callers: int) -> None:
    """Not two for each call. When the API accepts its tokens again, calls succeed again."""
    world = World(0)
    refusing = True

    class Refusing:
        async def before(self, request: Any) -> None:
            if refusing:
                world.sandbox.revoke_tokens()

        async def after(self, request: Any, answer: Any) -> Any:
            return answer

    world.sandbox.add_hook(Refusing())
    async with world.clock.autojump():
        plutio = world.client()
        await world.work(plutio, 1000, callers)
        assert world.failed == {"AuthenticationError": 1000}
        hours = (world.clock.monotonic() - 1000) / 3600
        assert world.token_calls <= 11 + 6 * hours
        refusing = False
        await world.clock.sleep(600)
        async with plutio:
            assert await read(plutio) == []
    assert world.most_at_a_time == 1


@pytest.mark.anyio
async def test_clients_that_share_a_store_share_a_token(tmp_path: Path) -> None:
    """A new token ends the older one, and yet there is one token call at first, and one after a revocation."""
    world = World(0, older_tokens="ended")
    async with world.clock.autojump():
        one, two = (world.client(token_store=SharedFile(tmp_path / "plutio.db").tokens(world.clock)) for _ in range(2))
        await read(one)
        async with anyio.create_task_group() as group:
            for plutio in (one, two):
                group.start_soon(world.work, plutio, 50, 5)
        assert world.token_calls == 1
        world.sandbox.revoke_tokens()
        for plutio in (one, two):
            await world.work(plutio, 50, 5)
    assert world.failed == {}
    assert world.token_calls == 2
