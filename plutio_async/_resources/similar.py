"""Finds the records that a create without an answer may have made: those that may show what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import OutcomeUnknown
from plutio_async._core.moments import format_moment
from plutio_async._models.codecs import Codec, Many, Mismatch
from plutio_async._models.fields import Ref, fields_by_wire_name
from plutio_async._pagination.records import Records
from plutio_async._resources.listing import Listing


async def find_similar(error: OutcomeUnknown, resources: object, slack: float) -> list[Any]:
    """See :meth:`~plutio_async.errors.OutcomeUnknown.find_similar`. ``resources`` are those of the call's workspace."""
    if not isinstance(error, OutcomeUnknown):
        raise TypeError(f"find_similar() takes the OutcomeUnknown of a create, not {type(error).__name__}")
    check_seconds("slack", slack, finite=True)
    listing = _listing(error, resources)
    sent = error.sent if isinstance(error.sent, Mapping) else {}
    assert error.between is not None
    earliest = error.between[0] - timedelta(seconds=slack)
    latest = error.between[1] + timedelta(seconds=slack)
    records = created(listing, sent, gte=earliest, lte=latest)
    codec = Ref(listing.model)
    return [record async for record in records if is_similar(sent, record.to_dict(), codec)]


def _listing(error: OutcomeUnknown, resources: object) -> Any:
    call = error.call
    resource = None
    if call is not None and error.between is not None and call.method == "POST":
        resource = getattr(resources, call.path[1:].replace("-", "_"), None)
    if not isinstance(resource, Listing):
        raise TypeError(f"{call or 'this write'} creates no record that can be listed: read what it changes")
    return resource


def created(listing: Listing[Any], sent: Mapping[str, Any], **between: datetime) -> Records[Any]:
    """The records that were created between two moments, as far as one like ``sent`` may be among them.

    The API lists comments only of a given parent, and templates only if asked for them.
    """
    query = {"createdAt": {f"${name}": format_moment(moment) for name, moment in between.items()}}
    filters = place_of(sent)
    return listing.iterate(q=query | ({"isTemplate": True} if filters.pop("isTemplate", False) else {}), **filters)


def place_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What a list must be asked for to have a record like ``sent``."""
    entity, id = sent.get("entityType"), sent.get("entityId")
    parent = {"entity_type": entity, "entity_id": id} if entity and id else {}
    return {**parent, "isTemplate": True} if sent.get("isTemplate") is True else parent


def is_similar(sent: Any, shown: Any, codec: Codec | None = None) -> bool:
    """Whether the server may show a value like this for the one that was sent. ``codec`` is the field's, if known."""
    if isinstance(sent, Mapping):
        fields = fields_by_wire_name(codec.model) if isinstance(codec, Ref) else {}
        codecs = {name: fields[name].codec if name in fields else None for name in sent}
        return isinstance(shown, Mapping) and all(
            is_similar(value, shown[name], codecs[name]) for name, value in sent.items() if name in shown
        )
    inner = codec.inner if isinstance(codec, Many) else codec
    if isinstance(sent, list):
        if sent and all(isinstance(item, Mapping) and item.keys() >= {"_id", "value"} for item in sent):
            return _shows_custom_fields(sent, shown)
        pairs = isinstance(shown, list) and len(sent) == len(shown)
        return pairs and all(is_similar(*pair, inner) for pair in zip(sent, shown, strict=True))
    if isinstance(shown, Mapping):  # a project's status, a currency
        return any(is_similar(sent, shown[name]) for name in ("_id", "title", "code") if name in shown)
    if isinstance(sent, Decimal):
        sent = float(sent)
    if isinstance(sent, bool) or isinstance(shown, bool):
        return sent is shown
    return bool(sent == shown or _is_same_number(sent, shown) or _is_same_decoded(sent, shown, codec))


def _shows_custom_fields(sent: list[Mapping[str, Any]], shown: Any) -> bool:
    """The server may add custom fields and change their order. v1.8 shows a text as a list."""
    rows = shown if isinstance(shown, list) else []
    values = {row.get("_id"): row.get("value") for row in rows if isinstance(row, Mapping)}
    pairs = [(item["value"], values.get(item["_id"], ...)) for item in sent]
    return all(is_similar(value, shown) or is_similar([value], shown) for value, shown in pairs)


def _is_same_number(sent: Any, shown: Any) -> bool:
    """Whether one is a number and the other its text. Not for two texts: they may be titles."""
    number, text = (shown, sent) if isinstance(sent, str) else (sent, shown)
    if not (isinstance(number, int | float) and isinstance(text, str)):
        return False
    try:
        return float(text) == number
    except ValueError:
        return False


def _is_same_decoded(sent: Any, shown: Any, codec: Codec | None) -> bool:
    """Whether two texts mean the same moment or number."""
    if codec is None or sent is None or shown is None:
        return False
    try:
        return bool(codec.decode(sent) == codec.decode(shown))
    except (Mismatch, TypeError, ValueError):
        return False
