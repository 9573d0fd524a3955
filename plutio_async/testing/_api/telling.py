"""Events: what a call did is told once it is over, each record as the API then shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from plutio_async.testing._api import quirks
from plutio_async.testing._api.catalogue import Route
from plutio_async.testing._api.context import Context
from plutio_async.testing._api.distort import distort
from plutio_async.testing._api.store import Event, Happening, Listener, copied


def tell(context: Context, listeners: Iterable[Listener], at: float) -> None:
    """Tells of all that happened in a call, also in one that was refused half-way."""
    events = [_event(context, happening, at) for happening in context.store.take_happenings()]
    for event in events:
        for listener in tuple(listeners):
            listener(event)


def _event(context: Context, happening: Happening, at: float) -> Event:
    resource = context.catalogue.resources[happening.resource]
    reading = evolve(context, route=Route("GET", "/", "", resource.name, "list"))
    shown: Any = distort(reading, quirks.shown(reading, happening.record))
    business = context.workspace.subdomain
    return Event(resource.told_as, happening.action, resource.name, business, copied(shown), at)
