"""Records that change their place while the list is read."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import EachAlone, Tally
from plutio_async import PlutioError


class Moves(EachAlone):
    """Paging by place cannot be exact for the records that move; for the others it can."""

    name = "moves"
    says = "sort keys change during the walk: a record lost that did not move, one repeated, or a walk without end"
    tries = 500
    short = 20

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        listing = ChangingList(chance, chance.choice((5, 30, 120)))
        often = chance.choice((0.1, 0.5, 1.0))
        listing.change = lambda: listing.move() if chance.random() < often else None
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, listing.ways()), listing, given)
            except PlutioError:
                tally.note("walks that gave up with an error")
                return
        judge(listing, given, tally)
        tally.note("records that moved", len(listing.moved))
        tally.note("… of which were missed", len(listing.moved - given.keys()))
