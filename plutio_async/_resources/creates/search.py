"""Looks up the records that creates without an answer may have made."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from plutio_async._models.fields import Ref
from plutio_async._resources.listing import Listing
from plutio_async._resources.similar import created, is_similar, place_of


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


async def search(
    listing: Listing[Any], lost: Mapping[int, Lost], slack: float, known: Collection[str]
) -> dict[int, Found]:
    """What each create may have made. ``known`` are the records of other creates."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, create in lost.items():
        places[json.dumps(place_of(create.body), sort_keys=True, default=repr)].append(index)
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
    """
    made: dict[int, str] = {}
    equal = {index: one.equal for index, one in found.items()}
    rewritten = {index: one.rewritten for index, one in found.items()}
    for tier in (equal, rewritten):
        taken = set(made.values())
        made |= _matched(lost, {index: tier[index] - taken for index in lost if index not in made})
    none = [index for index in lost if index not in made and not found[index].all - set(made.values())]
    return {**made, **dict.fromkeys(none)}


def _matched(lost: Mapping[int, Lost], candidates: Mapping[int, AbstractSet[str]]) -> dict[int, str]:
    equal: dict[str, list[int]] = defaultdict(list)
    claims: dict[str, set[str]] = defaultdict(set)
    for index, ids in candidates.items():
        equal[lost[index].digest].append(index)
        for id in ids:
            claims[id].add(lost[index].digest)
    matched: dict[int, str] = {}
    for indexes in equal.values():
        some = sorted({id for index in indexes for id in candidates[index]})
        if len(some) <= len(indexes) and all(len(claims[id]) == 1 for id in some):
            matched |= zip(indexes, some, strict=False)
    return matched
