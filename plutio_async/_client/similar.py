"""Looks for the record that a create without an answer may have made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from plutio_async._core.errors import OutcomeUnknown
from plutio_async._generated.root import Resources
from plutio_async._models.codecs import Codec, Many, Mismatch
from plutio_async._models.model import Ref, fields_by_wire_name
from plutio_async._resources.base import Listing


async def find_similar(error: OutcomeUnknown, resources: Resources, slack: float) -> list[Any]:
    """As :meth:`~plutio_async.errors.OutcomeUnknown.find_similar` says, among the resources of the call's workspace."""
    listing = _listing(error, resources)
    sent = error.sent if isinstance(error.sent, Mapping) else {}
    assert error.between is not None
    earliest = error.between[0] - timedelta(seconds=slack)
    latest = error.between[1] + timedelta(seconds=slack)
    query: dict[str, Any] = {"createdAt": {"$gte": _text(earliest), "$lte": _text(latest)}}
    if sent.get("isTemplate") is True:
        query["isTemplate"] = True  # the API leaves templates out of lists that do not ask for them
    records = listing.iterate(q=query, **_owner(sent))
    kind = Ref(listing.model)
    return [record async for record in records if is_similar(sent, record.to_dict(), kind)]


def _listing(error: OutcomeUnknown, resources: Resources) -> Any:
    call = error.call
    resource = None
    if call is not None and error.between is not None and call.method == "POST":
        resource = getattr(resources, call.path[1:].replace("-", "_"), None)
    if not isinstance(resource, Listing):
        raise TypeError(f"{call or 'this write'} makes no record that can be listed: look at what it was to change")
    return resource


def _owner(sent: Mapping[str, Any]) -> dict[str, Any]:
    """The record that a comment, note or file belongs to: the API lists comments only with it."""
    kind, of = sent.get("entityType"), sent.get("entityId")
    return {"entity_type": kind, "entity_id": of} if kind and of else {}


def is_similar(sent: Any, shown: Any, kind: Codec | None = None) -> bool:
    """Whether a value that was sent can have become the one that is shown, which is of a kind if that is known."""
    if isinstance(sent, Mapping):
        fields = fields_by_wire_name(kind.model) if isinstance(kind, Ref) else {}
        kinds = {name: fields[name].codec if name in fields else None for name in sent}
        return isinstance(shown, Mapping) and all(
            is_similar(value, shown[name], kinds[name]) for name, value in sent.items() if name in shown
        )
    inner = kind.inner if isinstance(kind, Many) else kind
    if isinstance(sent, list):
        pairs = isinstance(shown, list) and len(sent) == len(shown)
        return pairs and all(is_similar(*pair, inner) for pair in zip(sent, shown, strict=True))
    if isinstance(shown, Mapping):  # a project's status, a currency
        return any(is_similar(sent, shown[name]) for name in ("_id", "title", "code") if name in shown)
    if isinstance(sent, bool) or isinstance(shown, bool):
        return sent is shown
    return bool(sent == shown or _is_same_number(sent, shown) or _is_same_of_kind(sent, shown, kind))


def _is_same_number(sent: Any, shown: Any) -> bool:
    """Whether one is a number and the other the same as text. Two texts may both be numbers and yet be two titles."""
    number, text = (shown, sent) if isinstance(sent, str) else (sent, shown)
    if not (isinstance(number, int | float) and isinstance(text, str)):
        return False
    try:
        return float(text) == number
    except ValueError:
        return False


def _is_same_of_kind(sent: Any, shown: Any, kind: Codec | None) -> bool:
    """Whether a field that holds moments or numbers is given the same one, however it is written."""
    if kind is None or sent is None or shown is None:
        return False
    try:
        return bool(kind.decode(sent) == kind.decode(shown))
    except (Mismatch, TypeError, ValueError):
        return False


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
