"""Pages that are larger than what may be read of an answer."""

from __future__ import annotations

from collections import Counter
from random import Random

from chaos.lists import ChangingList, Read, iterate, judge, read
from chaos.trial import EachAlone, Tally
from plutio_async import PlutioError

_LIMIT = 64 * 1024


class LargePages(EachAlone):
    """Smaller ones are read instead, unless one record alone is too large."""

    name = "large-pages"
    says = "pages exceed `max_response_bytes`, records do not: an error, lost or repeated records"
    tries = 200
    short = 8

    def __init__(self, read: Read = iterate) -> None:
        self._read = read

    async def once(self, chance: Random, tally: Tally) -> None:
        listing = ChangingList(chance, chance.choice((3, 30)))
        for identifier in listing.ids:
            self._enlarge(listing, identifier, chance.choice((100, 4000, 15_000)))
        giant = chance.random() < 0.2
        if giant:
            self._enlarge(listing, chance.choice(listing.ids), 2 * _LIMIT)
        given: Counter[str] = Counter()
        async with listing.client(max_response_bytes=_LIMIT) as plutio:
            try:
                await read(self._read(plutio, listing.ways()), listing, given)
            except PlutioError:
                if not giant:
                    raise
                tally.note("lists with a record that is too large, which gave an error")
                return
        judge(listing, given, tally)

    def _enlarge(self, listing: ChangingList, identifier: str, size: int) -> None:
        listing.replace(identifier, descriptionHTML=f"<p>{'x' * size}</p>")
