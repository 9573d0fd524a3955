"""A plan of faults at work."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterable
from contextvars import ContextVar
from types import TracebackType
from typing import Any, Self

from attrs import define, frozen

from plutio_async.testing._api.contract import Controlled
from plutio_async.testing._api.oauth import TOKEN_PATH
from plutio_async.testing._api.wire import Answer, Request
from plutio_async.testing._faults.effects import RowsDeleted, RowsInserted, Scene
from plutio_async.testing._faults.known_calls import lists, matching_calls
from plutio_async.testing.errors import SandboxError
from plutio_async.testing.faults import Fault

__all__ = ["Plan", "Strike"]


@frozen
class Strike:
    """A fault that struck. ``number`` counts the calls that the fault fits, from 1."""

    fault: Fault
    method: str
    path: str
    number: int
    at: float


@define
class _Count:
    """How often a fault could have struck, and did."""

    fault: Fault
    index: int
    seen: int = 0
    struck: int = 0

    def meant(self, request: Request, seed: int) -> random.Random | None:
        """The chance that goes with the strike. It hangs on nothing but the seed, the fault and the call's number."""
        where = self.fault.where
        if not where.fits(request):
            return None
        self.seen += 1
        chance = random.Random(f"{seed} {self.index} {self.seen}")
        if where.nth is not None and self.seen not in where.nth:
            return None
        if where.rate is not None and chance.random() >= where.rate:
            return None
        return chance

    @property
    def used_up(self) -> bool:
        """Whether it struck as often as it may."""
        return self.fault.where.times is not None and self.struck >= self.fault.where.times


@frozen
class _Aim:
    """A fault that is meant for one call, whose number is the one that the fault gave it."""

    count: _Count
    number: int
    scene: Scene


# A call runs in one task, so what was decided before the server acted is found again after it.
_on_the_way: ContextVar[tuple[Request, dict[Plan, tuple[_Aim, ...]]] | None] = ContextVar("_on_the_way", default=None)


class Plan:
    """Faults that strike the calls of one sandbox until ``stop()``, or as a context manager until the block ends.

    The same seed and the same calls give the same strikes; which calls of other kinds lie between them does not matter.

    Raises:
        SandboxError: a fault that could never strike, or not in the way it is meant.
    """

    def __init__(self, sandbox: Controlled, faults: Fault | Iterable[Fault], seed: int) -> None:
        self.faults = _checked(faults, sandbox)
        self.seed = seed
        self._sandbox = sandbox
        self._strikes: deque[Strike] = deque(maxlen=10_000)
        self.restart()
        self._remove = sandbox.add_hook(self)
        self._stopped = False

    @property
    def strikes(self) -> list[Strike]:
        """The strikes so far, the oldest first."""
        return list(self._strikes)

    @property
    def missed(self) -> list[Fault]:
        """The faults that have not struck yet. A test in which one never does proves less than it says."""
        return [count.fault for count in self._counts if not count.struck]

    def restart(self) -> None:
        """Counts from the beginning again."""
        self._counts = [_Count(fault, index) for index, fault in enumerate(self.faults)]
        self._strikes.clear()

    def stop(self) -> None:
        """Nothing strikes any more. May be called twice."""
        if not self._stopped:
            self._stopped = True
            self._remove()

    def count(self, request: Request) -> None:
        """The sandbox shows each call first, so that one that another plan ends is counted all the same."""
        meant = [(count, count.meant(request, self.seed)) for count in self._counts]
        aims = [_Aim(count, count.seen, Scene(self._sandbox, request, chance)) for count, chance in meant if chance]
        before = _on_the_way.get()
        others = before[1] if before and before[0] is request else {}
        _on_the_way.set((request, {**others, self: tuple(aims)}))

    async def before(self, request: Request) -> Answer | None:
        """The sandbox asks before it acts."""
        for aim in self._aims(request):
            effect = aim.count.fault.effect
            if effect.early and self._strikes_now(aim):
                answer = effect.before(aim.scene)
                if answer is not None:
                    return answer
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        """The sandbox asks after it acted."""
        for aim in self._aims(request):
            effect = aim.count.fault.effect
            if not effect.early and effect.can_act(aim.scene, answer) and self._strikes_now(aim):
                answer = effect.after(aim.scene, answer)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<Plan seed={self.seed} {list(self.faults)}>"

    def _aims(self, request: Request) -> tuple[_Aim, ...]:
        on_the_way = _on_the_way.get()
        return on_the_way[1].get(self, ()) if on_the_way and on_the_way[0] is request else ()

    def _strikes_now(self, aim: _Aim) -> bool:
        """Notes the strike, unless the fault has struck often enough while the call was on its way."""
        if aim.count.used_up:
            return False
        aim.count.struck += 1
        request, now = aim.scene.request, self._sandbox.clock.time()
        self._strikes.append(Strike(aim.count.fault, request.method, request.path, aim.number, now))
        return True


def _checked(faults: Any, sandbox: Controlled) -> tuple[Fault, ...]:
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


def _check(fault: Fault, sandbox: Controlled) -> None:
    try:
        calls = matching_calls(fault.where.method, fault.where.path)
        if fault.effect.on_lists and not lists(calls):
            raise SandboxError("only a list has records that it can strike; name a GET of a collection")
        if fault.effect.with_token and all(path == TOKEN_PATH for _, path in calls):
            raise SandboxError("a token call carries no token")
        _check_rows(fault, sandbox)
    except SandboxError as error:
        raise SandboxError(f"{fault!r} cannot work: {error}") from None


def _check_rows(fault: Fault, sandbox: Controlled) -> None:

    effect = fault.effect
    if isinstance(effect, RowsInserted):
        rows: dict[str, Any] = {effect.resource: effect.records}
        sandbox.empty().seed(**rows)
        ids = {record.get("_id", record.get("id")) for record in effect.records} - {None}
        if ids and not fault.where.once:
            raise SandboxError("records with an id can be inserted only once; say which time with nth")
        for business in sandbox.businesses:
            there = {record["_id"] for record in sandbox.records(effect.resource, business=business)}
            if taken := sorted(ids & there):
                raise SandboxError(f"{effect.resource} already has a record {taken[0]!r}")
    elif isinstance(effect, RowsDeleted):
        sandbox.empty().remove(effect.resource)


def _check_reachable(fault: Fault, earlier: tuple[Fault, ...]) -> None:
    for other in earlier:
        if other.effect.ends and other.where.always and _covers(other, fault):
            raise SandboxError(f"{fault!r} can never strike: {other!r} ends all of its calls before it")


def _covers(wide: Fault, narrow: Fault) -> bool:
    calls = matching_calls(wide.where.method, wide.where.path)
    return all(call in calls for call in matching_calls(narrow.where.method, narrow.where.path))
