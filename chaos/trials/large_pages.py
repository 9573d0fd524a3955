"""Pages that exceed the size limit of a response."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import IndependentTries, Tally
from plutio_async import PlutioError

_LIMIT = 64 * 1024


class LargePages(IndependentTries):
    """The client reads smaller pages, unless a single record is too large."""

    name = "large-pages"
    description = "pages exceed `max_response_bytes`, records do not: an error, lost or repeated records"
    tries = 200
    short = 8

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def try_once(self, rng: Random, tally: Tally) -> None:
        listing = ChangingList(rng, rng.choice((3, 30)))
        for identifier in listing.ids:
            self._enlarge(listing, identifier, rng.choice((100, 4000, 15_000)))
        giant = rng.random() < 0.2
        if giant:
            self._enlarge(listing, rng.choice(listing.ids), 2 * _LIMIT)
        given: Counter[str] = Counter()
        async with listing.client(max_response_bytes=_LIMIT) as plutio:
            try:
                await read(self._read(plutio, listing.read_options()), listing, given)
            except PlutioError:
                if not giant:
                    raise
                tally.note("lists with an error for a record that is too large")
                return
        judge(listing, given, tally)

    def _enlarge(self, listing: ChangingList, identifier: str, size: int) -> None:
        listing.replace(identifier, descriptionHTML=f"<p>{'x' * size}</p>")
