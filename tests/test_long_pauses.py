"""A 429 with a long pause: all callers have the same choice, whoever got the 429."""

from __future__ import annotations

import anyio
import httpx
from hypothesis import example, given
from hypothesis import strategies as st

from plutio_async import BudgetExceeded, Plutio

from .api import TOKEN, Api, answer

PAUSE = 1000.0

callers = st.lists(
    st.tuples(st.floats(0, PAUSE - 10), st.none() | st.floats(0, 1500), st.sampled_from(["interactive", "background"])),
    min_size=1,
    max_size=8,
)


@given(callers, st.booleans())
@example([(0, None, "interactive"), (0, 10, "interactive"), (5, None, "background"), (999, 0.5, "interactive")], False)
@example([(0, 10, "interactive"), (0, None, "interactive"), (5, None, "background"), (999, 0.5, "interactive")], True)
@example([(0, None, "interactive"), (0, None, "interactive"), (0, 0, "interactive")], True)
def test_each_caller_waits_as_long_as_it_may(arrivals: list[tuple[float, float | None, str]], of_token: bool) -> None:
    """Until the pause is over, or it gets at once an error with that moment."""
    for backend in ("asyncio", "trio"):
        anyio.run(check, arrivals, of_token, backend=backend)


async def check(arrivals: list[tuple[float, float | None, str]], of_token: bool) -> None:
    began = 0.0

    async def limited(request: httpx.Request) -> httpx.Response:
        left = began + PAUSE - api.clock.monotonic()
        await api.clock.sleep(0.2)
        if left <= 0:
            return answer(200, TOKEN if request.url.path.endswith("token") else [])
        return answer(429, {"message": "Slow down."}, retry_after=str(left - 0.2))

    async def call(plutio: Plutio, at: float, max_wait: float | None, priority: str) -> None:
        await api.clock.sleep(at)
        came, left = api.clock.monotonic(), began + PAUSE - api.clock.monotonic()
        patient = plutio.with_options(max_wait=max_wait, priority=priority)  # type: ignore[arg-type]
        try:
            await patient.tasks.list()
        except BudgetExceeded as error:
            assert max_wait is not None
            assert error.retry_at is not None
            assert abs(error.retry_at.timestamp() - over_at) < 1
            assert max_wait < left + 1  # a second more is for the call that goes first when the pause is over
            assert max_wait > left - 1 or api.clock.monotonic() - came < 1
        else:
            assert max_wait is None or max_wait > left - 1
            assert api.clock.monotonic() >= began + PAUSE
            assert api.clock.monotonic() - came < max(left, 0) + 2

    api = Api(*([] if of_token else [limited]), tokens=(limited,) if of_token else ())
    async with api.clock.autojump(), api.client() as plutio:
        began, over_at = api.clock.monotonic(), api.clock.time() + PAUSE
        async with anyio.create_task_group() as group:
            for at, max_wait, priority in arrivals:
                group.start_soon(call, plutio, at, max_wait, priority)
