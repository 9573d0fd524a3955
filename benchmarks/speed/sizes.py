"""How much is measured."""

from __future__ import annotations

from attrs import frozen


@frozen
class Sizes:
    """Rounds of each group, and how much is done in a round.

    ``collapsing`` is the queue of the rival that would need minutes for as many calls as the others make. It is the
    slower the longer its queue is, so that this is in its favour.
    """

    rounds: int
    records: int
    calls: int
    acquired: int
    queue_rounds: int
    queued: int
    queues: tuple[int, int]
    collapsing: int
    walks: int
    walked: int
    streamed: int


FULL = Sizes(
    rounds=9,
    records=500,
    calls=1_000,
    acquired=20_000,
    queue_rounds=3,
    queued=5_000,
    queues=(1_000, 10_000),
    collapsing=1_000,
    walks=7,
    walked=10_000,
    streamed=100_000,
)
QUICK = Sizes(
    rounds=7,
    records=500,
    calls=300,
    acquired=5_000,
    queue_rounds=1,
    queued=2_000,
    queues=(1_000, 3_000),
    collapsing=500,
    walks=1,
    walked=5_000,
    streamed=20_000,
)
