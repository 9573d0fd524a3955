"""What the ``plutio`` markers of a test say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs
from attrs import frozen

from plutio_async._core.clock import Clock
from plutio_async.testing._assertions import listing
from plutio_async.testing.errors import SandboxError, nearest
from plutio_async.testing.faults import Fault
from plutio_async.testing.sandbox import Sandbox
from plutio_async.testing.switches import Switches


@frozen
class Settings:
    """The markers' keyword arguments."""

    switches: Switches | Mapping[str, Any] | None = None
    faults: Fault | Iterable[Fault] = ()
    limit: int | None = 1000
    seed: int = 0
    businesses: Iterable[str] = ("example",)
    workspace: bool = False

    def sandbox(self, clock: Clock) -> Sandbox:
        """The sandbox that is meant.

        Raises:
            SandboxError: it cannot be made.
        """
        if not isinstance(self.workspace, bool):
            raise SandboxError(f"workspace cannot be {self.workspace!r}; it is True or False")
        made = Sandbox(self.seed, clock, self._switches(), businesses=self.businesses, limit=self.limit)
        if self.workspace:
            for business in made.businesses:
                made.seed_workspace(business=business)
        return made

    def plan(self, sandbox: Sandbox) -> None:
        """Lets the faults strike from now on, if there are any.

        Raises:
            SandboxError: one of them cannot strike.
        """
        faults = tuple(self.faults) if isinstance(self.faults, Iterable) else self.faults
        if faults != ():
            sandbox.plan(faults)

    def _switches(self) -> Switches:
        if self.switches is None or isinstance(self.switches, Switches):
            return self.switches or Switches()
        return Switches.of(self.switches)


def told(sandbox: Sandbox) -> str:
    """What helps to understand a failure, and to repeat it."""
    lines = [f"seed {sandbox.seed_number}", *listing(sandbox.calls)]
    for plan in sandbox.plans:
        lines += [f"faults with seed {plan.seed}:"]
        lines += [f"  struck {strike.method} {strike.path}: {strike.fault!r}" for strike in plan.strikes]
        lines += [f"  never struck: {fault!r}" for fault in plan.missed]
    return "\n".join(lines)


def settings_of(test: Any) -> Settings:
    """The settings of a test: what its own marker says goes before what those of its class and module say.

    Raises:
        SandboxError: a marker says something that there is not.
    """
    known = [attribute.name for attribute in attrs.fields(Settings)]
    said: dict[str, Any] = {}
    for marker in test.iter_markers("plutio"):
        if marker.args:
            raise SandboxError(f"name what you set, such as faults=[…]; {marker.args[0]!r} has no name")
        for name, value in marker.kwargs.items():
            if name not in known:
                raise SandboxError(f"there is no setting {name!r}.{nearest(name, known)} Known: {', '.join(known)}")
            said.setdefault(name, value)
    return Settings(**said)
