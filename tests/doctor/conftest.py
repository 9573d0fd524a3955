"""A sandbox whose answers differ from the description as a test says, and what the doctor finds there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, frozen

from plutio_async import Plutio
from plutio_async._core.clock import Clock
from plutio_async.cli.doctor.calls import Caller
from plutio_async.cli.doctor.examine import examine
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import Settled, settle
from plutio_async.testing import JumpingClock, Sandbox, Switches
from plutio_async.testing._api.messages import Answer, Request
from tests.parsed_once import yaml_parsed_once

__all__ = ["yaml_parsed_once"]

Change = Callable[[Any], Any]


@frozen
class Rewritten:
    """A hook that changes the JSON of the answers to some reads of lists; a change may also return an ``Answer``."""

    changes: Mapping[str, Change]

    async def before(self, request: Request) -> Answer | None:
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        change = self.changes.get(request.path)
        if change is None or request.method != "GET" or answer.status != 200:
            return answer
        changed = change(json.loads(answer.content))
        return changed if isinstance(changed, Answer) else evolve(answer, content=json.dumps(changed).encode())


def a_sandbox(changes: Mapping[str, Change] | None = None, *, bare: bool = False, **switches: Any) -> Sandbox:
    """With the records of a small studio, or only those of a new workspace."""
    sandbox = Sandbox(clock=JumpingClock(), switches=Switches(**switches))
    if not bare:
        sandbox.seed_workspace()
    if changes:
        sandbox.add_hook(Rewritten(changes))
    return sandbox


@frozen
class Examined:
    """A run that is over, with its verdicts."""

    run: Run
    settled: list[Settled]

    @property
    def differences(self) -> Counter[tuple[str, str, str]]:
        """Each with how often."""
        found: Counter[tuple[str, str, str]] = Counter()
        for one, times in self.run.decoder.differences.items():
            found[one.at, one.kind, one.seen] += times
        return found

    @property
    def verdicts(self) -> dict[str, str]:
        """The state of each probe that makes calls."""
        return {one.claim.probe: one.verdict.state for one in self.settled if one.claim.kind == "behaviour"}  # type: ignore[misc]

    def because(self, probe: str) -> str:
        """The reason of a verdict."""
        return next(one.verdict.detail for one in self.settled if one.claim.probe == probe)


async def examined(
    sandbox: Sandbox, *, calls: int = 120, workspace: str | None = None, clock: Clock | None = None
) -> Examined:
    """What the doctor finds, on a machine with such a clock; by default it is that of the server."""
    async with Plutio.sandbox(sandbox, clock=clock or sandbox.clock) as plutio:
        run = Run(Caller(plutio, calls))
        await examine(run, workspace=workspace)
    return Examined(run, settle(run))
