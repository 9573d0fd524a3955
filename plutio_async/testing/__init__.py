"""The sandbox, an in-memory Plutio server for the tests of your own code. Needs the extra ``testing``.

from plutio_async.testing import Sandbox

sandbox = Sandbox()
sandbox.seed(tasks=[{"title": "Write the brief"}])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plutio_async._core import lazy

if TYPE_CHECKING:
    from plutio_async.testing._api.messages import Answer, Dropped, Hook, RecordedCall, Refused, Request
    from plutio_async.testing._api.store import Event
    from plutio_async.testing.clock import FakeClock, JumpingClock
    from plutio_async.testing.errors import SandboxError, SandboxStrayed
    from plutio_async.testing.faults import Fault
    from plutio_async.testing.plans import Plan, Strike
    from plutio_async.testing.sandbox import Sandbox, Snapshot
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
    "Snapshot",
    "Strike",
    "Switches",
    "Webhook",
    "Webhooks",
]

_HOMES = {
    **dict.fromkeys(("Answer", "Dropped", "Hook", "RecordedCall", "Refused", "Request"), "._api.messages"),
    "Event": "._api.store",
    "FakeClock": ".clock",
    "Fault": ".faults",
    "JumpingClock": ".clock",
    **dict.fromkeys(("Plan", "Strike"), ".plans"),
    **dict.fromkeys(("Sandbox", "Snapshot"), ".sandbox"),
    "SandboxError": ".errors",
    "SandboxStrayed": ".errors",
    "Switches": ".switches",
    **dict.fromkeys(("Delivery", "Webhook", "Webhooks"), ".webhooks"),
}


if not TYPE_CHECKING:
    __getattr__ = lazy(__name__, _HOMES, extra="testing")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
