"""Iterations that stop and resume later from the cursor."""

from __future__ import annotations

from collections import Counter
from functools import partial
from random import Random
from typing import Any

from attrs import evolve

from chaos.lists import LOST, ChangingList, Read, iterate, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError

_CAPS = (None, 2, 5, 20)
_WIDE_CAPS = (None, 5, 20)

_SEARCH_CALLS = 100
"""The calls that a search for a cursor may make beyond those of a walk."""


class Resumes(IndependentTries):
    """Between two parts of an iteration records are deleted and inserted, and the page cap changes."""

    name = "resumes"
    description = (
        "an iteration stops anywhere and resumes after rows and the page cap changed: a lost record that always "
        "existed, or more than 4 × rows ÷ page + 140 consecutive calls without a new record, the most that a search "
        "and an iteration may make"
    )
    tries = 300
    short = 15

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        listing = ChangingList(rng, rng.choice((3, 30, 90)))
        if rng.random() < 0.3:
            listing.cut(0.5)
        listing.change = partial(listing.churn, rng.choice((0, 0, 1, 2)))
        given: Counter[str] = Counter()
        options = listing.read_options()
        try:
            await self._in_parts(listing, given, options)
        except PlutioError:
            tally.note("iterations that ended with an error")
        else:
            lost = listing.stayed - given.keys()
            tally.fail(LOST, bool(lost), f"{len(lost)} of {len(listing.stayed)}")
            tally.note("repeated records", sum(count - 1 for count in given.values()))
        most = 2 * listing.max_idle + _SEARCH_CALLS + options["read_ahead"]
        tally.fail(
            "too many calls without a new record", listing.most_idle > most, f"{listing.most_idle}, {most} allowed"
        )
        tally.most("most consecutive calls without a new record", listing.most_idle)

    async def _in_parts(self, listing: ChangingList, given: Counter[str], options: dict[str, Any]) -> None:
        cursor = None
        for _ in range(listing.rng.randint(1, 3)):
            cursor = await self._part(listing, given, {**options, "cursor": cursor}, listing.rng.randint(0, 80))
            self._change_list(listing)
        await self._part(listing, given, {**options, "cursor": cursor}, None)

    async def _part(self, listing: ChangingList, given: Counter[str], options: dict[str, Any], most: int | None) -> str:
        async with listing.client() as plutio:
            reader = self._read(plutio, options)
            await read(reader, listing, given, most)
            return reader.cursor

    def _change_list(self, listing: ChangingList) -> None:
        rng, size = listing.rng, len(listing.ids)
        listing.delete(rng.choice((0, 3, size // 2, size * 9 // 10, size)))
        listing.insert(rng.choice((0, 3, 60)))
        cap = rng.choice(_CAPS if listing.is_small else _WIDE_CAPS)
        listing.sandbox.switches = evolve(listing.sandbox.switches, max_limit=cap)
        listing.smallest_page = min(listing.smallest_page, cap or listing.smallest_page)
