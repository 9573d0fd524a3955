"""The envelopes that a webhook of the sandbox can use: the real one is not published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from plutio_async.testing._api.store import Event
from plutio_async.testing.errors import SandboxError, nearest

EnvelopeName = Literal["wrapped", "split", "keyed", "flat", "bare"]
Envelope = EnvelopeName | Callable[[Event], Any]
"""One of the known ones, or a function that creates the body of an event, any JSON value."""

ENVELOPES: Mapping[str, Callable[[Event], Any]] = {
    "wrapped": lambda event: {"event": event.name, "data": event.record},
    "split": lambda event: {"entity": event.entity, "action": event.action, "data": event.record},
    "keyed": lambda event: {event.name: event.record},
    "flat": lambda event: {"event": event.name, **event.record},
    "bare": lambda event: event.record,
}


def body_of(envelope: Envelope, event: Event) -> Any:
    """The body of a delivery."""
    return (ENVELOPES[envelope] if isinstance(envelope, str) else envelope)(event)


def headers_of(envelope: Envelope, event: Event) -> dict[str, str]:
    """The headers of a delivery that are part of its envelope."""
    return {"x-plutio-event": event.name} if envelope == "bare" else {}


def check_envelope(envelope: object) -> None:
    """Raises ``SandboxError`` for what is no envelope."""
    if isinstance(envelope, str) and envelope not in ENVELOPES:
        raise SandboxError(f"there is no envelope {envelope!r}.{nearest(envelope, ENVELOPES)}")
    if not isinstance(envelope, str) and not callable(envelope):
        raise SandboxError(f"envelope cannot be {envelope!r}; it is a name such as 'flat', or a function of an event")
