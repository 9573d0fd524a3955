"""Equal sort keys: the server puts their records in another order in every call."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import EachAlone, Tally
from plutio_async import PlutioError


class Ties(EachAlone):
    """Sorted by what all records share, no walk by place can be exact; by what is unique, or unsorted, it is."""

    name = "ties"
    says = (
        "records with equal sort keys come in another order in each call: a walk without end, one sorted by a unique "
        "key that loses or repeats records, or one by the key they share that repeats some"
    )
    tries = 200
    short = 12

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        listing = ChangingList(chance, chance.choice((5, 30, 120)), ties="shuffled")
        if chance.random() < 0.3:
            listing.cut(0.5)
        await self._by_a_unique_key(listing, tally)
        await self._by_a_shared_key(listing, tally)

    async def _by_a_unique_key(self, listing: ChangingList, tally: Tally) -> None:
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            await read(self._read(plutio, listing.ways()), listing, given)
        judge(listing, given, tally)

    async def _by_a_shared_key(self, listing: ChangingList, tally: Tally) -> None:
        given: Counter[str] = Counter()
        how = {**listing.ways(), "sort": "status_asc"}
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, how), listing, given)
            except PlutioError:
                tally.note("walks by a shared key that gave up with an error")
                return
        tally.fail("gave records twice", any(count > 1 for count in given.values()))
        tally.note("walks by a shared key")
        tally.note("… that missed records", not listing.stayed <= given.keys())
