"""What a lease reports when its block ends."""

from __future__ import annotations

import anyio
import pytest

from plutio_async._ratelimit.protocol import GRACE_PERIOD, Lease
from plutio_async.errors import ClientStateError, ConfigurationError, ConnectionFailed, ServerError, UnreadableAnswer

pytestmark = pytest.mark.both_loops


class Keeper:
    """Notes what the lease reports."""

    def __init__(self) -> None:
        self.outcomes: list[str | float] = []

    def release(self, lease: Lease) -> None:
        self.outcomes.append("release")

    def settle(self, lease: Lease, grace_period: float) -> None:
        self.outcomes.append(grace_period)

    def confirm(self, lease: Lease) -> None:
        self.outcomes.append("confirm")


def outcomes(error: BaseException | None, *, sent: bool) -> list[str | float]:
    """What is reported of a block that ends like this."""
    keeper = Keeper()
    try:
        with Lease(keeper, 1, background=False) as lease:
            lease.sent = sent
            if error is not None:
                raise error
    except BaseException as raised:
        assert raised is error
    return keeper.outcomes


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, 0.0),
        (ServerError("it answered", status=500), 0.0),
        (UnreadableAnswer("it answered something"), 0.0),
        (ConnectionFailed("lost on the way", reached=True), GRACE_PERIOD),
        (ConnectionFailed("refused", reached=False), "release"),
        (ConfigurationError("no proxy"), "release"),
        (ClientStateError("closed"), "release"),
        (KeyError("a mistake"), GRACE_PERIOD),
        (KeyboardInterrupt(), GRACE_PERIOD),
    ],
)
def test_a_block_whose_request_may_have_left(error: BaseException | None, outcome: str | float) -> None:
    """Released if the request surely never left, settled if it was answered, settled late otherwise."""
    assert outcomes(error, sent=True) == [outcome]


@pytest.mark.parametrize("error", [None, KeyError("a mistake"), ConnectionFailed("lost", reached=True)])
def test_a_block_whose_request_never_left(error: BaseException | None) -> None:
    """Released, however the block ends."""
    assert outcomes(error, sent=False) == ["release"]


@pytest.mark.anyio
async def test_a_cancelled_block() -> None:
    """Settled late: the request may still arrive."""
    keeper = Keeper()
    with anyio.CancelScope() as scope, Lease(keeper, 1, background=False) as lease:
        lease.sent = True
        scope.cancel()
        await anyio.sleep(1)
    assert keeper.outcomes == [GRACE_PERIOD]


def test_only_the_first_end_counts() -> None:
    """Later outcomes change nothing."""
    keeper = Keeper()
    with Lease(keeper, 1, background=False) as lease:
        lease.confirm()
        lease.settle()
        lease.release()
        lease.confirm()
    assert keeper.outcomes == ["confirm", 0.0]
