"""A server that cuts pages at random."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError


class Cuts(IndependentTries):
    """The list does not change."""

    name = "cuts"
    description = "a constant list; the server cuts pages to any number of rows from 2: lost or repeated records"
    tries = 1000
    short = 25
    most_changes = 0

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        order = rng.choice(("oldest", "newest"))
        listing = ChangingList(rng, rng.choice((0, 1, 2, 3, 15, 60, 150)), list_order=order)
        listing.cut(rng.choice((0.1, 0.5, 1.0)))
        if self.most_changes:
            listing.change = partial(listing.churn, self.most_changes)
        given: Counter[str] = Counter()
        async with listing.client() as plutio:
            try:
                await read(self._read(plutio, listing.read_options()), listing, given)
            except PlutioError:
                if not self.most_changes:
                    raise
                tally.note("iterations that ended with an error")
            else:
                judge(listing, given, tally)
        tally.most("most consecutive calls without a new record", listing.most_idle)


class CutsAndChurn(Cuts):
    """The list changes as well."""

    name = "cuts-churn"
    description = "the same while records are inserted and deleted: lost records that always existed, or repeated ones"
    tries = 1000
    short = 25
    most_changes = 2
