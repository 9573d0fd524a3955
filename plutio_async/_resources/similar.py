"""Looks up the records that creates without an answer may have made, by what was sent and what is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import field, frozen

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


@frozen
class Lost:
    """A create whose outcome is unknown: its body, the digest of that, and when it was sent."""

    body: Mapping[str, Any]
    digest: str
    sent: float


@frozen
class Found:
    """The ids of the records that a create may have made.

    Attributes:
        equal: They show the values that were sent.
        rewritten: They do, but for texts and custom fields, which the server may rewrite.
        near: They have the same title or name.
    """

    equal: set[str] = field(factory=set)
    rewritten: set[str] = field(factory=set)
    near: set[str] = field(factory=set)

    @property
    def all(self) -> set[str]:
        """All of them."""
        return self.equal | self.rewritten | self.near

    def add(self, id: str, sent: Mapping[str, Any], shown: Mapping[str, Any], codec: Ref) -> None:
        """Compares a record."""
        stable = {name: value for name, value in sent.items() if not name.endswith(_REWRITTEN)}
        if is_similar(sent, shown, codec):
            self.equal.add(id)
        if is_similar(stable, shown, codec):
            self.rewritten.add(id)
        labels = [name for name in ("title", "name") if sent.get(name)]
        if any(is_similar(_loosely(sent[name]), _loosely(shown.get(name))) for name in labels):
            self.near.add(id)


_REWRITTEN = ("HTML", "Plain", "customFields")


def _loosely(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def created(listing: Listing[Any], sent: Mapping[str, Any], **between: datetime) -> Records[Any]:
    """The records that were created between two moments, as far as one like ``sent`` may be among them.

    The API lists comments only of a given parent, and templates only if asked for them.
    """
    query: dict[str, Any] = {"createdAt": {f"${name}": format_moment(moment) for name, moment in between.items()}}
    filters = place_of(sent)
    if filters.pop("isTemplate", False):
        query["isTemplate"] = True
    return listing.iterate(q=query, **filters)


def place_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What a list must be asked for to have a record like ``sent``."""
    entity, id = sent.get("entityType"), sent.get("entityId")
    parent = {"entity_type": entity, "entity_id": id} if entity and id else {}
    return {**parent, "isTemplate": True} if sent.get("isTemplate") is True else parent


async def search(
    listing: Listing[Any], lost: Mapping[int, Lost], slack: float, known: Collection[str]
) -> dict[int, Found]:
    """What each create may have made. ``known`` are the records of other creates."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, create in lost.items():
        places[digest(place_of(create.body))].append(index)
    found = {index: Found() for index in lost}
    for indexes in places.values():
        earliest = datetime.fromtimestamp(min(lost[index].sent for index in indexes) - slack, UTC)
        async for record in created(listing, lost[indexes[0]].body, gte=earliest):
            shown = record.to_dict()
            for index in indexes if record.id not in known else ():
                found[index].add(record.id, lost[index].body, shown, Ref(listing.model))
    return found


def settle(lost: Mapping[int, Lost], found: Mapping[int, Found]) -> dict[int, str | None]:
    """The id of the record that each create made, or ``None`` if it made none. What is not certain is left out.

    Only their number distinguishes equal creates: two of them, and one record, are one of each. A create is left
    out if a record may be that of a different create, if there are more records than equal creates, since another
    client may have made them, and if a record only comes near.

    Example: 0 and 1 are equal, and may both have made ``r``; 2 is another create, and no record comes near to it.
    Then 0 made ``r``, and 1 and 2 made none.
    """
    made: dict[int, str] = {}
    for alike in ("equal", "rewritten"):  # what shows all values goes first
        taken = set(made.values())
        made |= _matched(lost, {index: getattr(found[index], alike) - taken for index in lost if index not in made})
    none = [index for index in lost if index not in made and not found[index].all - set(made.values())]
    return {**made, **dict.fromkeys(none)}


def _matched(lost: Mapping[int, Lost], candidates: Mapping[int, set[str]]) -> dict[int, str]:
    """A record for each create, where records can only be of equal creates, and are no more than those."""
    indexes_by_body: dict[str, list[int]] = defaultdict(list)
    bodies_by_id: dict[str, set[str]] = defaultdict(set)
    for index, ids in candidates.items():
        indexes_by_body[lost[index].digest].append(index)
        for id in ids:
            bodies_by_id[id].add(lost[index].digest)
    matched: dict[int, str] = {}
    for indexes in indexes_by_body.values():
        ids = {id for index in indexes for id in candidates[index]}
        if len(ids) <= len(indexes) and all(len(bodies_by_id[id]) == 1 for id in ids):
            matched |= zip(indexes, sorted(ids), strict=False)
    return matched
