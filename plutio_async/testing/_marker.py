"""The settings in the ``plutio`` markers of a test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import signature
from typing import Any

import attrs
from attrs import frozen

from plutio_async._client.client import Plutio
from plutio_async._core.clock import Clock
from plutio_async.testing._assertions import listing
from plutio_async.testing.errors import SandboxError, nearest
from plutio_async.testing.faults import Fault
from plutio_async.testing.sandbox import Sandbox
from plutio_async.testing.switches import Switches


@frozen
class Settings:
    """The markers' keyword arguments. ``client`` are those that are options of the client."""

    switches: Switches | Mapping[str, Any] | None = None
    faults: Fault | Iterable[Fault] = ()
    limit: int | None = 1000
    seed: int = 0
    businesses: Iterable[str] = ("example",)
    workspace: bool = False
    client: Mapping[str, Any] = {}

    def sandbox(self, clock: Clock) -> Sandbox:
        """The sandbox with its faults planned; raises ``SandboxError`` for a wrong setting."""
        if not isinstance(self.workspace, bool):
            raise SandboxError(f"workspace cannot be {self.workspace!r}; it is True or False")
        switches = self.switches if isinstance(self.switches, Switches | None) else Switches.of(self.switches)
        sandbox = Sandbox(self.seed, clock, switches, businesses=self.businesses, limit=self.limit)
        if self.workspace:
            for business in sandbox.businesses:
                sandbox.seed_workspace(business=business)
        faults = tuple(self.faults) if isinstance(self.faults, Iterable) else self.faults
        if faults != ():
            sandbox.plan(faults)
        return sandbox


def report(sandbox: Sandbox) -> str:
    """The calls, the faults and the seeds, to explain and repeat a failure."""
    lines = [f"seed {sandbox.seed_number}", *listing(sandbox.calls)]
    for plan in sandbox.plans:
        lines += [f"faults with seed {plan.seed}:"]
        lines += [f"  affected {strike.method} {strike.path}: {strike.fault!r}" for strike in plan.strikes]
        lines += [f"  affected no call: {fault!r}" for fault in plan.missed]
    return "\n".join(lines)


def settings_of(test: Any) -> Settings:
    """The settings of a test. Its own marker overrides those of its class and module."""
    known = [attribute.name for attribute in attrs.fields(Settings) if attribute.name != "client"]
    options = client_options()
    found: dict[str, Any] = {}
    for marker in test.iter_markers("plutio"):
        if marker.args:
            raise SandboxError(f"name each setting, such as faults=[…]; {marker.args[0]!r} has no name")
        for name, value in marker.kwargs.items():
            if name not in (*known, *options):
                hint = nearest(name, (*known, *options))
                all_known = f"{', '.join(known)}, and options of the client: {', '.join(options)}"
                raise SandboxError(f"there is no setting {name!r}.{hint} Known: {all_known}")
            found.setdefault(name, value)
    client = {name: found.pop(name) for name in options if name in found}
    return Settings(**found, client=client)


def client_options() -> list[str]:
    """The options of a client that the fixtures do not set themselves."""
    own = ("self", "client_id", "client_secret", "transport", "clock")
    return [name for name in signature(Plutio.__init__).parameters if name not in own]
