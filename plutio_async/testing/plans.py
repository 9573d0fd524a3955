"""Plans apply faults to the calls of a sandbox."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

from attrs import define, frozen

from plutio_async.testing._api.messages import Answer, Request
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing._api.protocol import SandboxProtocol
from plutio_async.testing._calls import DOWNLOAD, any_is_list, matching_calls
from plutio_async.testing._effects import Effect, FaultContext, RowsDeleted, RowsInserted
from plutio_async.testing.errors import SandboxError
from plutio_async.testing.faults import Fault

__all__ = ["Plan", "Strike"]


@frozen
class Strike:
    """A fault affected a call. ``number`` counts the calls that match the fault, from 1."""

    fault: Fault
    method: str
    path: str
    number: int
    at: float


@define
class _Counter:
    """Counts the calls that match a fault, and those that it affected."""

    fault: Fault
    index: int
    matched: int = 0
    affected: int = 0

    def select(self, sandbox: SandboxProtocol, request: Request, seed: int) -> _Selected | None:
        """The fault for a call, if it selects the call. Its random numbers depend on the call's number only."""
        where = self.fault.where
        if not where.matches(request):
            return None
        self.matched += 1
        numbers = random.Random(f"{seed} {self.index} {self.matched}")
        if where.nth is not None and self.matched not in where.nth:
            return None
        if where.rate is not None and numbers.random() >= where.rate:
            return None
        return _Selected(self, self.matched, FaultContext(sandbox, request, numbers))


@frozen
class _Selected:
    """A fault that was selected for one call, with the call's number among those that match."""

    counter: _Counter
    number: int
    context: FaultContext

    @property
    def effect(self) -> Effect:
        return self.counter.fault.effect


@frozen
class PlannedCall:
    """A hook that applies the selected faults of a plan to one call."""

    plan: Plan
    selected: tuple[_Selected, ...]

    async def before(self, _request: Request) -> Answer | None:
        for one in self.selected:
            if one.effect.acts_before and self.plan.record(one):
                answer = one.effect.before(one.context)
                if answer is not None:
                    return answer
        return None

    async def after(self, _request: Request, answer: Answer) -> Answer:
        for one in self.selected:
            effect = one.effect
            if not effect.acts_before and effect.can_act(one.context, answer) and self.plan.record(one):
                answer = effect.after(one.context, answer)
        return answer


class Plan:
    """Applies faults to the calls of one sandbox until ``stop()``, or as a context manager until the block ends.

    The same seed and the same calls give the same faults, also if other calls are made in between.

    Raises:
        SandboxError: a fault that could never affect a call, or not as intended.
    """

    def __init__(self, sandbox: SandboxProtocol, faults: Fault | Iterable[Fault], seed: int) -> None:
        self.faults: tuple[Fault, ...] = _checked(faults, sandbox)
        self.seed = seed
        self._sandbox = sandbox
        self._strikes: deque[Strike] = deque(maxlen=10_000)
        self.restart()
        self._remove = sandbox.add_hook(self)
        self._stopped = False

    @property
    def strikes(self) -> list[Strike]:
        """The calls that faults changed so far, the oldest first."""
        return list(self._strikes)

    @property
    def missed(self) -> list[Fault]:
        """The faults that have not affected a call yet. A test should check that there are none."""
        return [counter.fault for counter in self._counters if not counter.affected]

    def restart(self) -> None:
        """Resets the counts of calls, and ``strikes``."""
        self._counters = [_Counter(fault, index) for index, fault in enumerate(self.faults)]
        self._strikes.clear()

    def stop(self) -> None:
        """Ends the plan. May be called twice."""
        if not self._stopped:
            self._stopped = True
            self._remove()

    def for_call(self, request: Request) -> PlannedCall:
        """Counts a call, and selects the faults for it."""
        selected = [counter.select(self._sandbox, request, self.seed) for counter in self._counters]
        return PlannedCall(self, tuple(one for one in selected if one is not None))

    def record(self, one: _Selected) -> bool:
        """Adds a strike. Returns ``False`` if the fault has affected as many calls as it may."""
        fault, request = one.counter.fault, one.context.request
        if fault.where.times is not None and one.counter.affected >= fault.where.times:
            return False
        one.counter.affected += 1
        self._strikes.append(Strike(fault, request.method, request.path, one.number, self._sandbox.clock.time()))
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Plan seed={self.seed} {list(self.faults)}>"


def _checked(faults: Any, sandbox: SandboxProtocol) -> tuple[Fault, ...]:
    if isinstance(faults, Fault):
        faults = (faults,)
    if not isinstance(faults, Iterable):
        raise SandboxError(f"a plan is made of faults such as [Fault.reset('after')], not of {faults!r}")
    found = tuple(faults)
    if not found:
        raise SandboxError("a plan needs at least one fault")
    for fault in found:
        if not isinstance(fault, Fault):
            raise SandboxError(f"a plan is made of faults such as Fault.reset('after'), not of {fault!r}")
        _check(fault, sandbox)
    for at, fault in enumerate(found):
        _check_reachable(fault, found[:at])
    return found


def _check(fault: Fault, sandbox: SandboxProtocol) -> None:
    try:
        calls = matching_calls(fault.where.method, fault.where.pattern)
        if fault.effect.lists_only and not any_is_list(calls):
            raise SandboxError("it affects lists only; name a GET of a collection")
        if fault.effect.needs_token and all(path in (TOKEN_PATH, DOWNLOAD[1]) for _, path in calls):
            raise SandboxError("a token call or a download carries no token")
        _check_rows(fault, sandbox)
    except SandboxError as error:
        raise SandboxError(f"{fault!r} cannot work: {error}") from None


def _check_rows(fault: Fault, sandbox: SandboxProtocol) -> None:
    effect = fault.effect
    if isinstance(effect, RowsInserted):
        rows: dict[str, Any] = {effect.resource: effect.records}
        sandbox.empty().seed(**rows)
        ids = {record.get("_id", record.get("id")) for record in effect.records} - {None}
        if ids and not fault.where.is_single:
            raise SandboxError("records with an id can be inserted only once; select one call with nth")
        for business in sandbox.businesses:
            existing = {record["_id"] for record in sandbox.records(effect.resource, business=business)}
            if taken := sorted(ids & existing):
                raise SandboxError(f"{effect.resource} already has a record {taken[0]!r}")
    elif isinstance(effect, RowsDeleted):
        sandbox.empty().remove(effect.resource)


def _check_reachable(fault: Fault, earlier: tuple[Fault, ...]) -> None:
    for other in earlier:
        if other.effect.ends_call and other.where.is_unlimited and _covers(other, fault):
            raise SandboxError(f"{fault!r} can never affect a call: {other!r} ends all of its calls first")


def _covers(wide: Fault, narrow: Fault) -> bool:
    calls = matching_calls(wide.where.method, wide.where.pattern)
    return all(call in calls for call in matching_calls(narrow.where.method, narrow.where.pattern))
