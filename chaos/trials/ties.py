"""Records with equal sort keys, whose order changes from call to call."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError


class Ties(IndependentTries):
    """Paging by offset is exact with a unique sort key or without one, but not with equal sort keys."""

    name = "ties"
    description = (
        "the order of records with equal sort keys changes from call to call: an iteration without end, lost or "
        "repeated records with a unique key, or repeated records with equal keys"
    )
    tries = 200
    short = 12

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        listing = ChangingList(rng, rng.choice((5, 30, 120)), ties="shuffled")
        if rng.random() < 0.3:
            listing.cut(0.5)
        await self._by_a_unique_key(listing, tally)
        await self._by_a_shared_key(listing, tally)

    async def _by_a_unique_key(self, listing: ChangingList, tally: Tally) -> None:
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            await read(self._read(plutio, listing.read_options()), listing, given)
        judge(listing, given, tally)

    async def _by_a_shared_key(self, listing: ChangingList, tally: Tally) -> None:
        given: Counter[str] = Counter()
        options = {**listing.read_options(), "sort": "status_asc"}
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, options), listing, given)
            except PlutioError:
                tally.note("iterations with equal keys that ended with an error")
                return
        tally.fail("repeated records", any(count > 1 for count in given.values()))
        tally.note("iterations with equal keys")
        tally.note("… of which missed records", not listing.stayed <= given.keys())
