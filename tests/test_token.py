"""The token source: few token calls, whatever happens at the same time."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._auth.credentials import Token, parse_token
from plutio_async._auth.provider import TokenProvider
from plutio_async.errors import (
    AuthenticationError,
    BudgetExceeded,
    CallInfo,
    ConnectionFailed,
    ServerError,
    UnreadableAnswer,
)

pytestmark = pytest.mark.both_loops

NOW = 1_700_000_000.0


class StillClock:
    """Time that moves only when a test moves it, or by a sleep, which is over at once."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.set_ahead = 0.0

    def monotonic(self) -> float:
        return self.passed

    def time(self) -> float:
        return NOW + self.passed + self.set_ahead

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        await anyio.lowlevel.checkpoint()


class Endpoint:
    """A token endpoint that counts its calls; ``answer`` makes what they give, ``held_up`` delays them until ``opened``."""

    def __init__(self, clock: StillClock, life: float = 1000.0) -> None:
        self.clock = clock
        self.life = life
        self.calls = 0
        self.at_once: bool | None = None
        self.held_up = False
        self.opened = anyio.Event()
        self.failure: Exception | None = None
        self.value: Callable[[int], str] = lambda count: f"token-{count}"

    async def __call__(self, *, max_wait: Any, at_once: bool) -> Token:
        self.calls += 1
        self.at_once = at_once
        count = self.calls
        await anyio.lowlevel.checkpoint()
        if self.held_up:
            await self.opened.wait()
        if self.failure is not None:
            raise self.failure
        return Token(self.value(count), self.clock.time() + self.life, ("acme",))


class MemoryStore:
    """A token store in memory that notes its calls."""

    def __init__(self, token: Token | None = None) -> None:
        self.tokens = {"default": token} if token else {}
        self.failure: Exception | None = None
        self.on_save: Callable[[], Any] | None = None

    async def load(self, account: str) -> Token | None:
        await anyio.lowlevel.checkpoint()
        if self.failure is not None:
            raise self.failure
        return self.tokens.get(account)

    async def save(self, account: str, token: Token) -> None:
        if self.failure is not None:
            raise self.failure
        self.tokens[account] = token
        if self.on_save is not None:
            await self.on_save()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def endpoint(clock: StillClock) -> Endpoint:
    return Endpoint(clock)


@pytest.fixture
def source(clock: StillClock, endpoint: Endpoint) -> TokenProvider:
    return TokenProvider(endpoint, clock=clock)


async def renew(source: TokenProvider, failed: Token) -> Token:
    """What a call does that got a 401 for its token."""
    source.reject(failed)
    return await source.get()


async def gather(count: int, work: Callable[[], Any]) -> list[Any]:
    """What ``count`` tasks give or raise that start ``work`` at once."""
    ends: list[Any] = []

    async def one() -> None:
        try:
            ends.append(await work())
        except Exception as error:
            ends.append(error)

    async with anyio.create_task_group() as tasks:
        for _ in range(count):
            tasks.start_soon(one)
    return ends


@pytest.mark.anyio
async def test_a_hundred_cold_callers_make_one_token_call(source: TokenProvider, endpoint: Endpoint) -> None:
    """All callers that need the first token share one call."""
    tokens = await gather(100, source.get)
    assert {token.value for token in tokens} == {"token-1"}
    assert endpoint.calls == 1


@pytest.mark.anyio
async def test_a_fresh_token_is_given_again(source: TokenProvider, endpoint: Endpoint, clock: StillClock) -> None:
    """Until it is time to renew it, ``get`` does not even yield to other tasks."""
    first = await source.get()
    clock.passed = 799
    assert await source.get() is first
    assert endpoint.calls == 1


@pytest.mark.anyio
async def test_near_the_end_one_caller_renews_and_the_others_go_on(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """While the renewal runs, the other callers use the old token."""
    await source.get()
    clock.passed = 901
    endpoint.held_up = True
    others: list[Token] = []
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(source.get)
        await anyio.wait_all_tasks_blocked()
        with anyio.fail_after(30):
            others += [await source.get() for _ in range(20)]
        endpoint.opened.set()
    assert [token.value for token in others] == ["token-1"] * 20
    assert endpoint.calls == 2
    assert (await source.get()).value == "token-2"


@pytest.mark.anyio
async def test_with_a_slow_store_only_one_caller_renews(clock: StillClock, endpoint: Endpoint) -> None:
    """A store that is slow to answer does not let a second renewer in."""
    source = TokenProvider(endpoint, clock=clock, store=MemoryStore())
    await source.get()
    clock.passed = 901
    values = [token.value for token in await gather(50, source.get)]
    assert sorted(set(values)) == ["token-1", "token-2"]
    assert values.count("token-2") == 1
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_at_the_end_all_wait_for_the_new_token(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """Within the leeway no caller gets a token that may end before its call."""
    await source.get()
    clock.passed = 971
    tokens = await gather(20, source.get)
    assert {token.value for token in tokens} == {"token-2"}
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_a_short_life_counts_as_fresh(clock: StillClock) -> None:
    """A token of 60 seconds is still used for most of its life."""
    endpoint = Endpoint(clock, life=60)
    source = TokenProvider(endpoint, clock=clock)
    await source.get()
    clock.passed = 47
    await source.get()
    assert endpoint.calls == 1
    clock.passed = 49
    values = [token.value for token in await gather(5, source.get)]
    assert (values.count("token-1"), endpoint.calls) == (4, 2)


@pytest.mark.anyio
async def test_setting_the_machine_time_changes_nothing(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """A token's age is measured on the monotonic clock."""
    await source.get()
    clock.set_ahead = 86_400
    await source.get()
    assert endpoint.calls == 1


@pytest.mark.anyio
async def test_a_token_that_arrives_dead_serves_for_a_minute(clock: StillClock) -> None:
    """On a machine whose time is wrong, not every call makes a token call."""
    endpoint = Endpoint(clock, life=-5000)
    source = TokenProvider(endpoint, clock=clock)
    for _ in range(10):
        await source.get()
    assert endpoint.calls == 1


@pytest.mark.anyio
async def test_a_cancelled_renewer_hands_over(source: TokenProvider, endpoint: Endpoint) -> None:
    """The next waiter fetches, and all others are served."""
    endpoint.held_up = True
    got: list[Token] = []

    async def get() -> None:
        got.append(await source.get())

    async with anyio.create_task_group() as tasks:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as first:
                first.start_soon(source.get)
                await anyio.wait_all_tasks_blocked()
                for _ in range(19):
                    tasks.start_soon(get)
                await anyio.wait_all_tasks_blocked()
                scope.cancel()
        await anyio.wait_all_tasks_blocked()
        assert endpoint.calls == 2
        endpoint.opened.set()
    assert [token.value for token in got] == ["token-2"] * 19
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_many_failed_calls_renew_once(source: TokenProvider, endpoint: Endpoint) -> None:
    """A hundred 401s to the same token make one token call."""
    failed = await source.get()
    tokens = await gather(100, lambda: renew(source, failed))
    assert {token.value for token in tokens} == {"token-2"}
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_a_late_401_gets_the_token_that_is_current_already(source: TokenProvider, endpoint: Endpoint) -> None:
    """Only a 401 to the current token renews."""
    failed = await source.get()
    current = await renew(source, failed)
    assert await renew(source, failed) is current
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_many_401s_renew_once_even_if_the_server_returns_the_same_token(
    source: TokenProvider, endpoint: Endpoint
) -> None:
    """The same token again does not multiply the renewals."""
    endpoint.value = lambda count: "always-the-same"
    failed = await source.get()
    await gather(50, lambda: renew(source, failed))
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_a_rejected_token_is_not_given_to_others(source: TokenProvider, endpoint: Endpoint) -> None:
    """Callers that come while a token is replaced wait for the new one."""
    failed = await source.get()
    endpoint.held_up = True
    got: list[Token] = []

    async def get() -> None:
        got.append(await source.get())

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(renew, source, failed)
        await anyio.wait_all_tasks_blocked()
        tasks.start_soon(get)
        await anyio.wait_all_tasks_blocked()
        endpoint.opened.set()
    assert [token.value for token in got] == ["token-2"]
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_all_callers_share_one_failed_token_call(source: TokenProvider, endpoint: Endpoint) -> None:
    """Twenty callers share one failure, each with its own error object."""
    endpoint.failure = ConnectionFailed("refused", reached=False)
    errors = await gather(20, source.get)
    assert endpoint.calls == 1
    assert all(isinstance(error, ConnectionFailed) and error.reached is False for error in errors)
    assert len({id(error) for error in errors}) == 20


@pytest.mark.anyio
async def test_a_remembered_failure_does_not_know_the_call_of_the_first(
    source: TokenProvider, endpoint: Endpoint
) -> None:
    """A change to one caller's error does not show in another's."""
    endpoint.failure = ConnectionFailed("refused")
    with pytest.raises(ConnectionFailed) as first:
        await source.get()
    first.value.call = CallInfo("GET", "/tasks")
    with pytest.raises(ConnectionFailed) as second:
        await source.get()
    assert second.value.call is None


@pytest.mark.anyio
async def test_failures_are_remembered_longer_each_time(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """One second, two, four, … at most sixty."""
    endpoint.failure = AuthenticationError("no", status=401)
    moments: list[int] = []
    for second in range(200):
        clock.passed = float(second)
        before = endpoint.calls
        await gather(3, source.get)
        if endpoint.calls > before:
            assert endpoint.calls == before + 1
            moments.append(second)
    assert moments == [0, 1, 3, 7, 15, 31, 63, 123, 183]


@pytest.mark.anyio
async def test_success_ends_the_memory_of_failures(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """After a good token the next failure starts at one second again."""
    for second in (0, 1):
        clock.passed = float(second)
        endpoint.failure = ConnectionFailed("refused")
        await gather(1, source.get)
    clock.passed, endpoint.failure = 3.0, None
    token = await source.get()
    endpoint.failure = ConnectionFailed("refused")
    await gather(1, lambda: renew(source, token))
    clock.passed, endpoint.failure = clock.passed + 1.1, None
    assert (await source.get()).value == "token-5"


@pytest.mark.anyio
async def test_the_pause_that_the_server_asks_for_is_kept(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """No token call before ``retry_after`` is over."""
    endpoint.failure = ServerError("slow down", status=503, retry_after=300)
    await gather(1, source.get)
    endpoint.failure = None
    clock.passed = 299
    with pytest.raises(ServerError):
        await source.get()
    assert endpoint.calls == 1
    clock.passed = 300
    assert (await source.get()).value == "token-2"


@pytest.mark.anyio
async def test_an_exceeded_max_wait_is_not_remembered(source: TokenProvider, endpoint: Endpoint) -> None:
    """A caller with a short ``max_wait`` does not fail the others."""
    endpoint.failure = BudgetExceeded("too long", wait=60)
    with pytest.raises(BudgetExceeded):
        await source.get()
    endpoint.failure = None
    assert (await source.get()).value == "token-2"


@pytest.mark.anyio
async def test_a_failed_renewal_leaves_the_old_token_until_its_end(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """An outage of the token endpoint fails no call before the token ends."""
    await source.get()
    endpoint.failure = ConnectionFailed("refused")
    for passed in (901, 971, 999):
        clock.passed = passed
        assert (await source.get()).value == "token-1"
    clock.passed = 1000
    with pytest.raises(ConnectionFailed):
        await source.get()


@pytest.mark.anyio
async def test_after_a_401_the_old_token_is_not_used(source: TokenProvider, endpoint: Endpoint) -> None:
    """If the token was refused and no other can be fetched, the caller gets the error of the token call."""
    failed = await source.get()
    endpoint.failure = ConnectionFailed("refused")
    with pytest.raises(ConnectionFailed):
        await renew(source, failed)
    with pytest.raises(ConnectionFailed):
        await source.get()
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_a_token_that_is_refused_during_its_renewal_is_not_used(
    source: TokenProvider, endpoint: Endpoint, clock: StillClock
) -> None:
    """If a 401 comes while the token is renewed ahead of its end, and the renewal fails, the old token stays dropped."""
    failed = await source.get()
    clock.passed = 901
    endpoint.held_up, endpoint.failure = True, ConnectionFailed("refused")
    ends: list[Any] = []

    async def keep(work: Callable[[], Any]) -> None:
        try:
            ends.append(await work())
        except ConnectionFailed as error:
            ends.append(error)

    async with anyio.create_task_group() as tasks:
        for work in (source.get, lambda: renew(source, failed)):
            tasks.start_soon(keep, work)
            await anyio.wait_all_tasks_blocked()
        endpoint.opened.set()
    assert [type(end) for end in ends] == [ConnectionFailed, ConnectionFailed]
    assert endpoint.calls == 2


@pytest.mark.anyio
async def test_a_stored_token_saves_the_call(clock: StillClock, endpoint: Endpoint) -> None:
    """A process that starts with a good token in its store makes no token call."""
    stored = Token("stored", NOW + 500)
    source = TokenProvider(endpoint, clock=clock, store=MemoryStore(stored))
    tokens = await gather(10, source.get)
    assert {token.value for token in tokens} == {"stored"}
    assert endpoint.calls == 0


@pytest.mark.anyio
@pytest.mark.parametrize("left", [-10.0, 0.0, 29.0])
async def test_a_stored_token_near_its_end_is_not_used(clock: StillClock, endpoint: Endpoint, left: float) -> None:
    """What is left of it must be more than the leeway."""
    source = TokenProvider(endpoint, clock=clock, store=MemoryStore(Token("stored", NOW + left)))
    assert (await source.get()).value == "token-1"


@pytest.mark.anyio
async def test_a_new_token_is_stored_for_its_account(clock: StillClock, endpoint: Endpoint) -> None:
    """Under the account's name."""
    store = MemoryStore()
    source = TokenProvider(endpoint, clock=clock, store=store, account="a1")
    token = await source.get()
    assert store.tokens == {"a1": token}


@pytest.mark.anyio
async def test_another_process_renewed_already(clock: StillClock, endpoint: Endpoint) -> None:
    """After a 401 a newer token in the store is taken instead of a token call."""
    store = MemoryStore(Token("old", NOW + 500))
    source = TokenProvider(endpoint, clock=clock, store=store)
    failed = await source.get()
    store.tokens["default"] = Token("newer", NOW + 900)
    assert (await renew(source, failed)).value == "newer"
    assert endpoint.calls == 0


@pytest.mark.anyio
async def test_a_rejected_token_does_not_come_back_from_the_store(clock: StillClock, endpoint: Endpoint) -> None:
    """A token that a 401 dropped is not adopted again, though the store still has it."""
    source = TokenProvider(endpoint, clock=clock, store=MemoryStore(Token("old", NOW + 500)))
    failed = await source.get()
    assert (await renew(source, failed)).value == "token-1"


@pytest.mark.anyio
async def test_a_broken_store_costs_a_warning_only(
    clock: StillClock, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    """Calls go on without the store, and the log says so without the token."""
    store = MemoryStore()
    store.failure = OSError("disk full")
    source = TokenProvider(endpoint, clock=clock, store=store)
    with caplog.at_level(logging.WARNING, "plutio_async"):
        assert (await source.get()).value == "token-1"
    assert [record.getMessage().count("disk full") for record in caplog.records] == [1, 1]
    assert "token-1" not in caplog.text


@pytest.mark.anyio
async def test_the_store_may_ask_for_the_token_itself(clock: StillClock, endpoint: Endpoint) -> None:
    """The user's code runs outside the lock, so a store that uses the client does not hang."""
    store = MemoryStore()
    source = TokenProvider(endpoint, clock=clock, store=store)
    store.on_save = source.get
    with anyio.fail_after(30):
        assert (await source.get()).value == "token-1"
    assert endpoint.calls == 1


def test_a_token_never_shows_its_value() -> None:
    """Neither in ``repr`` nor in ``str`` nor in a format."""
    token = Token("very-secret", NOW)
    assert "very-secret" not in f"{token} {token!r} {[token]}"
    assert pickle.loads(pickle.dumps(token)) == token


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"accessToken": "t", "accessTokenExpiresAt": "2023-11-14T23:13:20.000Z"}, NOW + 3600),
        ({"accessToken": "t", "accessTokenExpiresAt": "2023-11-14T23:13:20"}, NOW + 3600),
        ({"accessToken": "t", "accessTokenExpiresAt": NOW + 5}, NOW + 5),
        ({"accessToken": "t", "accessTokenExpiresAt": (NOW + 5) * 1000}, NOW + 5),
        ({"accessToken": "t", "accessTokenExpiresAt": str(int(NOW + 5))}, NOW + 5),
        ({"accessToken": "t", "accessTokenExpiresAt": 600}, NOW + 600),
        ({"access_token": "t", "expires_in": 259200}, NOW + 259200),
        ({"access_token": "t", "expires_in": "60"}, NOW + 60),
        ({"access_token": "t", "expires_in": 60, "accessTokenExpiresAt": "2020-01-01T00:00:00Z"}, NOW + 60),
        ({"access_token": "t"}, NOW + 3600),
        ({"access_token": "t", "expires_in": None, "accessTokenExpiresAt": "soon"}, NOW + 3600),
        ({"access_token": "t", "expires_in": True}, NOW + 3600),
        ({"accessToken": None, "access_token": "t", "expires_in": float("nan")}, NOW + 3600),
    ],
)
def test_both_spellings_and_every_form_of_the_expiry(answer: dict[str, Any], expected: float) -> None:
    """Snake or camel case, ISO text, epoch seconds or milliseconds, a duration, or nothing."""
    token = parse_token(answer, NOW)
    assert token.value == "t"
    assert token.expires_at == pytest.approx(expected)


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ({"businesses": ["acme", "globex"]}, ("acme", "globex")),
        ({"businesses": "acme"}, ("acme",)),
        ({"businesses": ["", 7, None, "acme"]}, ("acme",)),
        ({"businesses": None}, ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_the_businesses_of_the_client(client: Any, expected: tuple[str, ...]) -> None:
    """The workspaces that the API client may use come with the token."""
    assert parse_token({"accessToken": "t", "client": client}, NOW).businesses == expected


@pytest.mark.parametrize(
    "answer", [{}, {"accessToken": ""}, {"accessToken": 7}, {"access_token": "a\r\nX: b"}, [], None, "text"]
)
def test_no_token_in_the_answer_is_a_clear_error(answer: Any) -> None:
    """Also where it would not fit in a header."""
    with pytest.raises(UnreadableAnswer, match="token call answered"):
        parse_token(answer, NOW)


def test_the_error_names_keys_and_no_values() -> None:
    """So that it can be logged."""
    with pytest.raises(UnreadableAnswer) as caught:
        parse_token({"token": "very-secret", "kind": "bearer"}, NOW)
    assert "kind, token" in str(caught.value)
    assert "very-secret" not in str(caught.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(expires_in=JSON, expires_at=JSON, client=JSON)
def test_no_odd_field_costs_the_token(expires_in: Any, expires_at: Any, client: Any) -> None:
    """Whatever the other fields hold, the token is read and its expiry is a number."""
    answer = {"accessToken": "t", "expires_in": expires_in, "accessTokenExpiresAt": expires_at, "client": client}
    token = parse_token(answer, NOW)
    assert token.value == "t"
    assert token.expires_at > 0
