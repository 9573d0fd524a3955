"""The callers: they take the steps, many at a time, and note what they were told."""

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
_PATIENCE = 240.0


class Told(Enum):
    """How a step ended, as its caller saw it."""

    DONE = auto()
    UNKNOWN = auto()
    UNREADABLE = auto()
    FAILED = auto()
    CANCELLED = auto()
    ASTRAY = auto()


class Callers:
    """Takes rounds of steps with one client. ``told`` and ``found`` hold what came of each by its number.

    ``found`` is how many records ``find_similar()`` gave for a create whose outcome was unknown, ``None`` where it was
    not asked or its own calls failed. ``began``, ``asked`` (when a search began) and ``ended`` are moments, ``refused``
    the steps that ended with a 401.
    """

    def __init__(self, plutio: Plutio, ids: Ids, plan: list[Step], clock: FastClock) -> None:
        self._plutio = plutio
        self._clock = clock
        self._ids = ids
        self._plan = plan
        self.told: list[Told | None] = [None] * len(plan)
        self.found: list[int | None] = [None] * len(plan)
        # arrays, because each number in a list would be an object, and objects are counted
        self.began, self.asked, self.ended = (array("d", bytes(8 * len(plan))) for _ in range(3))
        self.refused: list[int] = []
        self.errors: Counter[str] = Counter()
        self.astray: list[str] = []
        self.blocks: list[int] = []

    async def take(self, rounds: int) -> None:
        """All steps; between rounds nobody calls, and the memory in use is measured.

        Raises:
            TimeoutError: a caller never came back.
        """
        size = -(-len(self._plan) // rounds)
        for first in range(0, len(self._plan), size):
            todo = iter(self._plan[first : first + size])
            with anyio.fail_after(_PATIENCE):
                async with anyio.create_task_group() as group:
                    for _ in range(CALLERS):
                        group.start_soon(self._work, todo)
            del todo
            gc.collect()
            self.blocks.append(sys.getallocatedblocks())

    async def _work(self, todo: Iterator[Step]) -> None:
        for step in todo:
            self.told[step.number] = Told.CANCELLED
            self.began[step.number] = self._clock.time()
            with anyio.move_on_after(step.patience if step.patience is not None else float("inf")):
                self.told[step.number] = await self._told(step)
            self.ended[step.number] = self._clock.time()

    async def _told(self, step: Step) -> Told:
        plutio = self._plutio.with_options(priority=step.priority)
        try:
            await getattr(self, f"_{step.kind}")(plutio, step)
        except OutcomeUnknown as error:
            self.asked[step.number] = self._clock.time()
            self.found[step.number] = await self._search(error)
            return Told.UNKNOWN
        except UnreadableAnswer:
            return Told.UNREADABLE
        except PlutioError as error:
            self.errors[type(error).__name__] += 1
            if isinstance(error, AuthenticationError) and not _was_the_last_of_many(error):
                self.refused.append(step.number)
            return Told.FAILED
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
            self.astray.append(f"{step.kind}: {error!r}")
            return Told.ASTRAY
        return Told.DONE

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
            if step.breaks and len(seen) > 60:
                return
        assert sorted(seen) == sorted(self._ids.people), f"{len(seen)} of {len(self._ids.people)} records"

    async def _create(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.create(title=step.title)

    async def _update(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.update(self._ids.kept[step.target], title=step.title)

    async def _delete(self, plutio: Plutio, step: Step) -> None:
        await plutio.tasks.delete(self._ids.doomed[step.target])


def _was_the_last_of_many(error: PlutioError) -> bool:
    """Whether other failures took the attempts before the 401 came, so that none was left for a new token."""
    before: list[BaseException] = []
    cause = error.__cause__
    while cause is not None:
        before.append(cause)
        cause = cause.__cause__
    used_up = error.call is not None and error.call.attempts == ATTEMPTS
    return used_up and not all(isinstance(one, AuthenticationError) for one in before)
