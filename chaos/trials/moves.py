"""Records that move within a list while it is read."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import LOST, ChangingList, Read, iterate, judge, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError


class Moves(IndependentTries):
    """Paging by offset may miss records that move, and seldom one that a moving record hides."""

    name = "moves"
    description = (
        "sort keys change during the iteration: more than 7 of 1,500 iterations that lose a record that did not move, "
        "a repeated record, or no end"
    )
    tries = 500
    short = 20
    _max_share = 7 / 1500

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def run_tries(self, tally: Tally, seed: int, tries: int) -> None:
        await super().run_tries(tally, seed, tries)
        lost = tally.failures.pop(LOST, 0)
        tally.note("iterations that lost a record that did not move", lost)
        tally.fail(LOST, lost if lost > max(1, self._max_share * tries) else 0, tally.first.pop(LOST, ""))

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
