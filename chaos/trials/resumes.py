"""Walks that are broken off and gone on with later, from the cursor alone."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random
from typing import Any

from attrs import evolve

from chaos.lists import ChangingList, Read, iterate, read
from chaos.trial import EachAlone, Tally
from plutio_async import PlutioError

_CAPS = (None, 2, 5, 20)
_WIDE_CAPS = (None, 5, 20)


class Resumes(EachAlone):
    """Between two parts of a walk much of the list may be gone, and the server may give other pages than before."""

    name = "resumes"
    says = (
        "a walk is broken off anywhere and resumed after rows came, went and the page cap changed: a record lost that "
        "was there throughout, or more than 2 × rows ÷ page + 20 calls in a row without a new one"
    )
    tries = 300
    short = 15

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        listing = ChangingList(chance, chance.choice((3, 30, 90)))
        if chance.random() < 0.3:
            listing.cut(0.5)
        listing.change = partial(listing.churn, chance.choice((0, 0, 1, 2)))
        given: Counter[str] = Counter()
        how = listing.ways()
        try:
            await self._in_parts(listing, given, how)
        except PlutioError:
            tally.note("walks that gave up with an error")
        else:
            lost = listing.stayed - given.keys()
            tally.fail("lost records", bool(lost), f"{len(lost)} of {len(listing.stayed)}")
            tally.note("records given more than once", sum(count - 1 for count in given.values()))
        most = listing.most_in_vain + how["read_ahead"]
        tally.fail("asked in vain too often", listing.most_idle > most, f"{listing.most_idle}, {most} allowed")
        tally.most("most calls in a row without a new record", listing.most_idle)

    async def _in_parts(self, listing: ChangingList, given: Counter[str], how: dict[str, Any]) -> None:
        cursor = None
        for _ in range(listing.chance.randint(1, 3)):
            cursor = await self._part(listing, given, {**how, "cursor": cursor}, listing.chance.randint(0, 80))
            self._meanwhile(listing)
        await self._part(listing, given, {**how, "cursor": cursor}, None)

    async def _part(self, listing: ChangingList, given: Counter[str], how: dict[str, Any], most: int | None) -> str:
        async with listing.client() as plutio:
            walk = self._read(plutio, how)
            await read(walk, listing, given, most)
            return walk.cursor

    def _meanwhile(self, listing: ChangingList) -> None:
        chance, there = listing.chance, len(listing.ids)
        listing.delete(chance.choice((0, 3, there // 2, there * 9 // 10, there)))
        listing.insert(chance.choice((0, 3, 60)))
        cap = chance.choice(_CAPS if listing.is_small else _WIDE_CAPS)
        listing.sandbox.switches = evolve(listing.sandbox.switches, max_limit=cap)
        listing.smallest_page = min(listing.smallest_page, cap or listing.smallest_page)
