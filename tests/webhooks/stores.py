"""What every store of an inbox promises. Each store here is a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import anyio

from plutio_async.webhooks import InboxStore

Advance = Callable[[float], Awaitable[None]]


async def claims_once(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """A key is claimed by one owner, also of the same worker, until its lease ends."""
    assert await one.claim("a", "1", 60.0) == "claimed"
    assert await other.claim("a", "2", 60.0) == "busy"
    assert await one.claim("a", "3", 60.0) == "busy"
    assert await other.claim("b", "2", 60.0) == "claimed"


async def forgets_a_dead_worker(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """Another worker may claim the key when the lease has ended, and the first one has lost it."""
    assert await one.claim("a", "1", 20.0) == "claimed"
    await advance(30.0)
    assert await other.claim("a", "2", 60.0) == "claimed"
    assert not await one.renew("a", "1", 60.0)
    assert not await one.commit("a", "1", 60.0)
    await one.release("a", "1")
    assert await one.claim("a", "1", 60.0) == "busy"


async def renews(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """The owner's lease only, and only while it lasts."""
    assert await one.claim("a", "1", 20.0) == "claimed"
    assert await one.renew("a", "1", 60.0)
    assert not await other.renew("a", "2", 60.0)
    await advance(30.0)
    assert await other.claim("a", "2", 60.0) == "busy"
    assert await one.renew("a", "1", 20.0)
    await advance(30.0)
    assert not await one.renew("a", "1", 60.0)
    assert not await one.renew("none", "1", 60.0)


async def remembers_what_is_done(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """For so many seconds, whoever asks."""
    assert await one.claim("a", "1", 20.0) == "claimed"
    assert await one.commit("a", "1", 60.0)
    await advance(30.0)
    assert await one.claim("a", "1", 60.0) == await other.claim("a", "2", 60.0) == "done"
    assert not await one.commit("a", "1", 60.0)
    assert not await one.renew("a", "1", 60.0)
    await one.release("a", "1")
    assert await other.claim("a", "2", 60.0) == "done"
    await advance(60.0)
    assert await other.claim("a", "2", 60.0) == "claimed"


async def releases(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """The owner's claim only."""
    assert await one.claim("a", "1", 60.0) == "claimed"
    await other.release("a", "2")
    assert await other.claim("a", "2", 60.0) == "busy"
    await one.release("a", "1")
    assert await other.claim("a", "2", 60.0) == "claimed"
    await one.release("none", "1")


async def commits_late(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """A handler that ends after its lease is done all the same, if nobody else has claimed the key."""
    assert await one.claim("a", "1", 20.0) == "claimed"
    await advance(30.0)
    assert await other.claim("b", "2", 60.0) == "claimed"
    assert await one.commit("a", "1", 60.0)
    assert await other.claim("a", "2", 60.0) == "done"


async def gives_one_claim_of_many(one: InboxStore, other: InboxStore, advance: Advance) -> None:
    """However many ask at once."""
    states: list[str] = []

    async def claim(number: int) -> None:
        states.append(await (one, other)[number % 2].claim("a", str(number), 60.0))

    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(claim, number)
    assert sorted(states) == ["busy"] * 19 + ["claimed"]


PROMISES = [
    claims_once,
    forgets_a_dead_worker,
    renews,
    remembers_what_is_done,
    releases,
    commits_late,
    gives_one_claim_of_many,
]
