"""Which records the creates without an answer have made: searches the list for them, and decides what is certain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import field, frozen

from plutio_async._models.fields import Ref
from plutio_async._resources.comparing import is_similar
from plutio_async._resources.listing import Listing
from plutio_async._resources.similar import created, in_same_list

_REWRITTEN = ("HTML", "Plain", "customFields")
"""The ends of the names of fields that the server may rewrite."""


@frozen
class LostCreate:
    """A create whose outcome is unknown: its body, the digest of that, and when it was sent."""

    body: Mapping[str, Any]
    digest: str
    sent: float


@frozen
class Candidates:
    """The ids of the records that a create may have made.

    Attributes:
        equal: Records that show the values that were sent.
        rewritten: Records that show them but for rich texts and custom fields, which the server may rewrite.
        near: Records that have the same title or name, but for capitals and spaces.
    """

    equal: set[str] = field(factory=set)
    rewritten: set[str] = field(factory=set)
    near: set[str] = field(factory=set)

    @property
    def all(self) -> set[str]:
        """All of them."""
        return self.equal | self.rewritten | self.near

    def add(self, id: str, sent: Mapping[str, Any], shown: Mapping[str, Any], codec: Ref) -> None:
        """Adds a record to the sets that it belongs to."""
        stable = {name: value for name, value in sent.items() if not name.endswith(_REWRITTEN)}
        if is_similar(sent, shown, codec):
            self.equal.add(id)
        if is_similar(stable, shown, codec):
            self.rewritten.add(id)
        labels = [name for name in ("title", "name") if sent.get(name)]
        if any(is_similar(_loosely(sent[name]), _loosely(shown.get(name))) for name in labels):
            self.near.add(id)


def _loosely(value: Any) -> Any:
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


async def search(
    listing: Listing[Any], lost: Mapping[int, LostCreate], slack: float, known: Collection[str]
) -> dict[int, Candidates]:
    """The candidates of each create. ``known`` are the ids of records of other creates, which are none.

    Reads the records that were created since ``slack`` seconds before the first create was sent.
    """
    lists: dict[str, list[int]] = defaultdict(list)
    for index, create in lost.items():
        lists[in_same_list(create.body)].append(index)
    found = {index: Candidates() for index in lost}
    for indexes in lists.values():
        earliest = datetime.fromtimestamp(min(lost[index].sent for index in indexes) - slack, UTC)
        async for record in created(listing, lost[indexes[0]].body, gte=earliest):
            shown = record.to_dict()
            for index in indexes if record.id not in known else ():
                found[index].add(record.id, lost[index].body, shown, Ref(listing.model))
    return found


def settle(lost: Mapping[int, LostCreate], found: Mapping[int, Candidates]) -> dict[int, str | None]:
    """The id of the record that each create made, or ``None`` if it made none. Uncertain ones are left out.

    Nothing tells equal creates apart but their number: of two equal creates and one record, one create made the record
    and the other made none. A create is uncertain if one of its records may be of a different create; if there are
    more records than equal creates, since another client may have made some; or if a record is only ``near``.

    Example: 0 and 1 are equal, and their only candidate is ``r``; 2 is another create, without candidates. Then 0 made
    ``r``, and 1 and 2 made none.
    """
    made = _matched(lost, {index: found[index].equal for index in lost})
    taken = set(made.values())
    made |= _matched(lost, {index: found[index].rewritten - taken for index in lost if index not in made})
    none = [index for index in lost if index not in made and not found[index].all - set(made.values())]
    return {**made, **dict.fromkeys(none)}


def _matched(lost: Mapping[int, LostCreate], candidates: Mapping[int, set[str]]) -> dict[int, str]:
    """A record for each create whose candidates are only of creates equal to it, and no more than those."""
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
