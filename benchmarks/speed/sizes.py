"""The sizes of the measurements."""

from __future__ import annotations

from attrs import frozen


@frozen
class Sizes:
    """The number of rounds of each group, and the work in a round.

    ``collapsing`` is the queue length of one rival, which would need minutes for the calls of the others. A shorter
    queue is in its favour.
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
