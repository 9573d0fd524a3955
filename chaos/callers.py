"""Concurrent callers that take the steps and record their outcomes."""

from __future__ import annotations

import gc
import sys
from array import array
from collections import Counter
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

import anyio

from chaos.clock import FastClock
from chaos.server import Ids
from chaos.steps import Step
from plutio_async import AuthenticationError, OutcomeUnknown, Plutio, PlutioError, UnreadableAnswer

CALLERS = 48
ATTEMPTS = 5
_TIMEOUT = 240.0


class Outcome(Enum):
    """How a step ended for its caller."""

    DONE = auto()
    UNKNOWN = auto()
    UNREADABLE = auto()
    FAILED = auto()
    CANCELLED = auto()
    UNEXPECTED = auto()


class Callers:
    """Takes rounds of steps with one client. ``outcomes`` and ``found`` have one entry for each step.

    ``found`` is the number of records that ``find_similar()`` returned for a create with an unknown outcome, ``None``
    if it was not called or failed. ``began``, ``search_began`` and ``ended`` are times, ``refused`` has the steps that
    ended with a 401, ``denied`` those whose error says that nothing was changed.
    """

    def __init__(self, plutio: Plutio, ids: Ids, plan: list[Step], clock: FastClock) -> None:
        self._plutio = plutio
        self._clock = clock
        self._ids = ids
        self._plan = plan
        self.outcomes: list[Outcome | None] = [None] * len(plan)
        self.found: list[int | None] = [None] * len(plan)
        # arrays, because the numbers in a list would count as allocated objects
        self.began, self.search_began, self.ended = (array("d", bytes(8 * len(plan))) for _ in range(3))
        self.refused: list[int] = []
        self.denied: list[int] = []
        self.errors: Counter[str] = Counter()
        self.unexpected: list[str] = []
        self.blocks: list[int] = []

    async def take(self, rounds: int) -> None:
        """Takes all steps, and measures the memory in use after each round.

        Raises:
            TimeoutError: a call did not return.
        """
        size = -(-len(self._plan) // rounds)
        for first in range(0, len(self._plan), size):
            todo = iter(self._plan[first : first + size])
            with anyio.fail_after(_TIMEOUT):
                async with anyio.create_task_group() as group:
                    for _ in range(CALLERS):
                        group.start_soon(self._work, todo)
            del todo
            gc.collect()
            self.blocks.append(sys.getallocatedblocks())

    async def _work(self, todo: Iterator[Step]) -> None:
        for step in todo:
            self.outcomes[step.number] = Outcome.CANCELLED
            self.began[step.number] = self._clock.time()
            with anyio.move_on_after(step.cancel_after if step.cancel_after is not None else float("inf")):
                self.outcomes[step.number] = await self._outcome(step)
            self.ended[step.number] = self._clock.time()

    async def _outcome(self, step: Step) -> Outcome:
        plutio = self._plutio.with_options(priority=step.priority)
        try:
            await getattr(self, f"_{step.operation}")(plutio, step)
        except OutcomeUnknown as error:
            self.search_began[step.number] = self._clock.time()
            if step.operation == "create":
                self.found[step.number] = await self._search(error)
            return Outcome.UNKNOWN
        except UnreadableAnswer:
            return Outcome.UNREADABLE
        except PlutioError as error:
            self.errors[type(error).__name__] += 1
            if isinstance(error, AuthenticationError) and not _used_up_attempts(error):
                self.refused.append(step.number)
            if error.call is None or not error.call.may_have_acted:
                self.denied.append(step.number)
            return Outcome.FAILED
        except Exception as error:  # noqa: BLE001 - any other exception is a failure
            self.unexpected.append(f"{step.operation}: {error!r}")
            return Outcome.UNEXPECTED
        return Outcome.DONE

    async def _search(self, error: OutcomeUnknown) -> int | None:
        try:
            return len(await error.find_similar(self._plutio))
        except PlutioError:
            return None

    async def _list(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.list(q={"title": f"step {step.target}"}, limit=10)

    async def _get(self, plutio: Plutio, step: Step) -> None:
        task = await plutio.tasks.get(self._ids.kept[step.target])
        assert task.id == self._ids.kept[step.target]

    async def _request(self, plutio: Plutio, _step: Step) -> None:
        await plutio.request("GET", "/projects", params={"limit": 1})

    async def _iterate(self, plutio: Plutio, step: Step) -> None:
        seen: list[Any] = []
        async for person in plutio.people.iterate(page_size=50, read_ahead=3):
            seen.append(person.id)
            if step.stops_early and len(seen) > 60:
                return
        assert sorted(seen) == sorted(self._ids.people), f"{len(seen)} of {len(self._ids.people)} records"

    async def _create(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.create(title=step.title)

    async def _update(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.update(self._ids.kept[step.target], title=step.title)

    async def _delete(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.delete(self._ids.deletable[step.target])


def _used_up_attempts(error: PlutioError) -> bool:
    """Whether other failures used up the attempts before the 401, so that none was left for a new token."""
    before: list[BaseException] = []
    cause = error.__cause__
    while cause is not None:
        before.append(cause)
        cause = cause.__cause__
    used_up = error.call is not None and error.call.attempts == ATTEMPTS
    return used_up and not all(isinstance(one, AuthenticationError) for one in before)
