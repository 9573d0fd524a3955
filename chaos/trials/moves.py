"""Records that move within a list while it is read."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError


class Moves(IndependentTries):
    """Paging by offset may miss records that move, but no others."""

    name = "moves"
    description = "sort keys change during the iteration: a lost record that did not move, a repeated one, or no end"
    tries = 500
    short = 20

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        listing = ChangingList(rng, rng.choice((5, 30, 120)))
        often = rng.choice((0.1, 0.5, 1.0))
        listing.change = lambda: listing.move() if rng.random() < often else None
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, listing.read_options()), listing, given)
            except PlutioError:
                tally.note("iterations that ended with an error")
                return
        judge(listing, given, tally)
        tally.note("records that moved", len(listing.moved))
        tally.note("… of which missed", len(listing.moved - given.keys()))
