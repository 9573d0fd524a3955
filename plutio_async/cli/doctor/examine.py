"""The order of a run: every list once, then each probe that a claim needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import plutio_async.cli.doctor.tokens  # noqa: F401 - registers its probes
from plutio_async.cli.doctor.calls import CallsUsedUp
from plutio_async.cli.doctor.described import Read, claims, description
from plutio_async.cli.doctor.probes import PROBES, unsettled
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import resource_of
from plutio_async.cli.doctor.writes import CALLS as WRITE_CALLS
from plutio_async.cli.doctor.writes import check_workspace, write
from plutio_async.cli.words import counted
from plutio_async.errors import PlutioError

Key = tuple[str, str | None]
Progress = Callable[[str], Any]


def reads() -> list[Read]:
    """The lists, those last that need records of others."""
    return sorted(description().reads(), key=lambda read: bool(read.needed))


def probes_to_make() -> list[Key]:
    """Each probe that makes calls, once for each resource that a claim is about, in their order."""
    wanted = {(claim.probe, resource_of(claim)) for claim in claims() if claim.probe in PROBES}
    order = list(PROBES)
    keys = [(name, resource) for name, resource in wanted if name is not None]
    return sorted(keys, key=lambda key: (order.index(key[0]), key[1] or ""))


def planned_calls(*, writes: bool = False) -> int:
    """The most calls of a run that nothing ends early: a token, each list, each probe."""
    reading = 1 + len(reads()) + sum(PROBES[name].calls for name, _ in probes_to_make())
    return reading + (WRITE_CALLS + 1 if writes else 0)


async def examine(run: Run, progress: Progress = lambda _: None, *, workspace: str | None = None) -> None:
    """Looks at everything, and writes to the workspace of that name.

    What ends it early is in ``run.ended``; the run has what was seen until then.

    Raises:
        Problem: the workspace has another name. Nothing was written.
    """
    steps: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        *((read.path, _visiting(run, read)) for read in reads()),
        *((name, _probing(run, name, resource)) for name, resource in probes_to_make()),
    ]
    if workspace is not None:
        steps.insert(len(reads()), ("writes", lambda: write(run)))
    try:
        await run.caller.open()
        if workspace is not None:
            await check_workspace(run, workspace)
        for title, step in steps:
            progress(f"{title}: {counted(run.caller.spent, 'call')} made, {run.caller.left} left")
            await step()
    except CallsUsedUp as error:
        run.ended = str(error)
    except Exception as error:
        run.ended = f"a {type(error).__name__} ended it"
        raise
    except BaseException:
        run.ended = "the run was interrupted"
        raise


def _visiting(run: Run, read: Read) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        try:
            await run.visit(read)
        except PlutioError as error:
            run.not_visited[read.path] = type(error).__name__

    return step


def _probing(run: Run, name: str, resource: str | None) -> Callable[[], Awaitable[None]]:
    async def step() -> None:
        try:
            run.verdicts[name, resource] = await PROBES[name].measure(run, resource)
        except PlutioError as error:
            run.verdicts[name, resource] = unsettled(type(error).__name__)

    return step
