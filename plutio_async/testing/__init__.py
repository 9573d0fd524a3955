"""Plutio in a box: an in-memory Plutio for the tests of your own code. Needs the extra ``testing``.

from plutio_async.testing import Sandbox

sandbox = Sandbox()
sandbox.seed(tasks=[{"title": "Write the brief"}])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plutio_async.testing._api.store import Event
    from plutio_async.testing._api.wire import Answer, Dropped, Hook, RecordedCall, Refused, Request
    from plutio_async.testing.clock import FakeClock
    from plutio_async.testing.errors import SandboxError, SandboxStrayed
    from plutio_async.testing.faults import Fault
    from plutio_async.testing.jumping import JumpingClock
    from plutio_async.testing.plans import Plan, Strike
    from plutio_async.testing.sandbox import Sandbox
    from plutio_async.testing.switches import Switches
    from plutio_async.testing.webhooks import Delivery, Webhook, Webhooks

__all__ = [
    "Answer",
    "Delivery",
    "Dropped",
    "Event",
    "FakeClock",
    "Fault",
    "Hook",
    "JumpingClock",
    "Plan",
    "RecordedCall",
    "Refused",
    "Request",
    "Sandbox",
    "SandboxError",
    "SandboxStrayed",
    "Strike",
    "Switches",
    "Webhook",
    "Webhooks",
]

_HOMES = {
    **dict.fromkeys(("Answer", "Dropped", "Hook", "RecordedCall", "Refused", "Request"), "_api.wire"),
    "Event": "_api.store",
    "FakeClock": "clock",
    "Fault": "faults",
    "JumpingClock": "jumping",
    **dict.fromkeys(("Plan", "Strike"), "plans"),
    "Sandbox": "sandbox",
    "SandboxError": "errors",
    "SandboxStrayed": "errors",
    "Switches": "switches",
    **dict.fromkeys(("Delivery", "Webhook", "Webhooks"), "webhooks"),
}


def __getattr__(name: str) -> Any:
    """Imports a name when it is first asked for, so that the fake clock costs no matcher and no validator."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        value = getattr(import_module(f"{__name__}.{home}"), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("plutio_async"):
            raise
        raise ImportError(f"{error.name} is missing; install plutio-async[testing]", name=error.name) from error
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
