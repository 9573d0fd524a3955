"""Finds the records that a create without an answer may have made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import OutcomeUnknown
from plutio_async._generated.root import Resources
from plutio_async._models.fields import Ref
from plutio_async._resources.listing import Listing
from plutio_async._resources.similar import created, is_similar


async def find_similar(error: OutcomeUnknown, resources: Resources, slack: float) -> list[Any]:
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


def _listing(error: OutcomeUnknown, resources: Resources) -> Any:
    call = error.call
    resource = None
    if call is not None and error.between is not None and call.method == "POST":
        resource = getattr(resources, call.path[1:].replace("-", "_"), None)
    if not isinstance(resource, Listing):
        raise TypeError(f"{call or 'this write'} creates no record that can be listed: read what it changes")
    return resource
