"""Looks up the records that a create without an answer may have made: those that show what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import OutcomeUnknown
from plutio_async._core.moments import format_moment
from plutio_async._models.fields import Ref
from plutio_async._models.json_form import digest
from plutio_async._pagination.records import Records
from plutio_async._resources.comparing import is_similar
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
    """The records that were created between two moments, in the list that has records like ``sent``.

    The API lists comments only of a given parent, and templates only if asked for them.
    """
    query: dict[str, Any] = {"createdAt": {f"${name}": format_moment(moment) for name, moment in between.items()}}
    if _is_template(sent):
        query["isTemplate"] = True
    return listing.iterate(q=query, **_parent_of(sent))


def in_same_list(sent: Mapping[str, Any]) -> str:
    """A text that is equal for records that ``created`` looks for in the same list."""
    return digest([_parent_of(sent), _is_template(sent)])


def _parent_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    entity, id = sent.get("entityType"), sent.get("entityId")
    return {"entity_type": entity, "entity_id": id} if entity and id else {}


def _is_template(sent: Mapping[str, Any]) -> bool:
    return sent.get("isTemplate") is True
