"""Pages of any size: the server cuts them as it likes."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import EachAlone, Tally
from plutio_async import PlutioError


class Cuts(EachAlone):
    """Nobody changes the list."""

    name = "cuts"
    says = "a list at rest is read while the server cuts pages to any number of rows from 2: lost or repeated records"
    tries = 1000
    short = 25
    most_changes = 0

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        order = chance.choice(("oldest", "newest"))
        listing = ChangingList(chance, chance.choice((0, 1, 2, 3, 15, 60, 150)), list_order=order)
        listing.cut(chance.choice((0.1, 0.5, 1.0)))
        if self.most_changes:
            listing.change = partial(listing.churn, self.most_changes)
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, listing.ways()), listing, given)
            except PlutioError:
                if not self.most_changes:
                    raise
                tally.note("walks that gave up with an error")
            else:
                judge(listing, given, tally)
        tally.most("most calls in a row without a new record", listing.most_idle)


class CutsAndChurn(Cuts):
    """Others insert and delete meanwhile."""

    name = "cuts-churn"
    says = "the same while others insert and delete anywhere: records lost that were there throughout, or repeated"
    tries = 1000
    short = 25
    most_changes = 2
