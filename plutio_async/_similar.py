"""Looks for the record that a create without an answer may have made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from plutio_async._resource import Listing

if TYPE_CHECKING:
    from plutio_async._generated.root import Resources
    from plutio_async.errors import OutcomeUnknown


class Workspaces(Protocol):
    """A client: what gives the resources of a workspace."""

    def for_business(self, business: str) -> Resources: ...


async def find_similar(error: OutcomeUnknown, plutio: Workspaces, slack: float) -> list[Any]:
    """As :meth:`~plutio_async.errors.OutcomeUnknown.find_similar` says."""
    listing = _listing(error, plutio)
    sent = error.sent if isinstance(error.sent, Mapping) else {}
    assert error.between is not None
    earliest = error.between[0] - timedelta(seconds=slack)
    latest = error.between[1] + timedelta(seconds=slack)
    query: dict[str, Any] = {"createdAt": {"$gte": _text(earliest), "$lte": _text(latest)}}
    if sent.get("isTemplate") is True:
        query["isTemplate"] = True  # the API leaves templates out of lists that do not ask for them
    records = listing.iterate(q=query, **_owner(sent))
    return [record async for record in records if _is_similar(sent, record.to_dict())]


def _listing(error: OutcomeUnknown, plutio: Workspaces) -> Any:
    call = error.call
    resource = None
    if call is not None and error.between is not None and call.method == "POST":
        view = plutio if error.business is None else plutio.for_business(error.business)
        resource = getattr(view, call.path[1:].replace("-", "_"), None)
    if not isinstance(resource, Listing):
        raise TypeError(f"{call or 'this write'} makes no record that can be listed: look at what it was to change")
    return resource


def _owner(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The record that a comment, note or file belongs to: the API lists comments only with it."""
    kind, of = sent.get("entityType"), sent.get("entityId")
    return {"entity_type": kind, "entity_id": of} if kind and of else {}


def _is_similar(sent: Any, shown: Any) -> bool:
    """Whether a value that was sent can have become the one that is shown."""
    if isinstance(sent, Mapping):
        return isinstance(shown, Mapping) and all(
            _is_similar(value, shown[name]) for name, value in sent.items() if name in shown
        )
    if isinstance(sent, list):
        pairs = isinstance(shown, list) and len(sent) == len(shown)
        return pairs and all(map(_is_similar, sent, shown))
    if isinstance(shown, Mapping):  # a project's status, a currency
        return any(_is_similar(sent, shown[name]) for name in ("_id", "title", "code") if name in shown)
    if isinstance(sent, bool) or isinstance(shown, bool):
        return sent is shown
    return bool(sent == shown or _meaning(sent) == _meaning(shown))


def _meaning(value: Any) -> Any:
    """A number or a moment, however it is written; anything else as it is."""
    if not isinstance(value, int | float | str):
        return value
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return value


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
