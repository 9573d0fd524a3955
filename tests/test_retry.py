"""When a call is made again: the rules alone, then with a switch for tests."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._pipeline.retry import Again, Failure, Retries, Stop
from plutio_async.errors import ConfigurationError, ConnectionFailed, RateLimitError, ServerError

NAN, INFINITE = float("nan"), float("inf")
DOWN = ServerError("down", status=503)


def failure(**changes: object) -> Failure:
    fields = {
        "error": DOWN, "attempt": 1, "idempotent": True, "may_have_acted": False, "transient": True, "elapsed": 0.0,
        **changes,
    }  # fmt: skip
    return Failure(**fields)  # type: ignore[arg-type]


@given(st.integers(1, 3), st.floats(0, 20))
def test_the_pause_is_jitter_below_a_doubling_ceiling(attempt: int, elapsed: float) -> None:
    """Never longer than base · 2^(attempt - 1), nor than the cap."""
    verdict = Retries(base=1.0, cap=3.0).decide(failure(attempt=attempt, elapsed=elapsed))
    assert isinstance(verdict, Again)
    assert 0.0 <= verdict.after <= min(3.0, 2.0 ** (attempt - 1))


def test_the_doubling_stays_within_floats() -> None:
    """Thousands of attempts and an infinite total are valid settings."""
    verdict = Retries(attempts=10_000, total=INFINITE, cap=3.0).decide(failure(attempt=5_000))
    assert isinstance(verdict, Again)
    assert verdict.after <= 3.0


def test_a_refusal_is_not_repeated() -> None:
    """It would be refused again."""
    assert Retries().decide(failure(transient=False)) == Stop("it would fail again")


def test_a_call_that_may_have_happened_is_repeated_only_if_idempotent() -> None:
    """The rule that keeps writes from happening twice."""
    assert isinstance(Retries().decide(failure(may_have_acted=True, idempotent=False)), Stop)
    assert isinstance(Retries().decide(failure(may_have_acted=True, idempotent=True)), Again)
    assert isinstance(Retries().decide(failure(may_have_acted=False, idempotent=False)), Again)


def test_there_is_a_last_attempt() -> None:
    """Counted with the first."""
    assert isinstance(Retries(attempts=3).decide(failure(attempt=2)), Again)
    assert Retries(attempts=3).decide(failure(attempt=3)) == Stop("3 attempts are the limit")


@given(st.floats(0.1, 60))
def test_the_server_s_pause_is_never_undercut(asked: float) -> None:
    """However small the jitter."""
    error = RateLimitError("slow down", status=429, retry_after=asked)
    verdict = Retries(total=100).decide(failure(error=error))
    assert isinstance(verdict, Again)
    assert verdict.after >= asked


def test_a_pause_beyond_the_total_is_not_waited_for() -> None:
    """The caller gets the error at once."""
    error = ServerError("slow down", status=503, retry_after=3600)
    verdict = Retries(total=60).decide(failure(error=error))
    assert verdict == Stop("the server asked for a pause of 3600 s; 60 s are the limit")


def test_the_pause_after_a_429_does_not_count() -> None:
    """It is a wait for the budget, which ``max_wait`` bounds, for this caller as for all."""
    error = RateLimitError("slow down", status=429, retry_after=3600)
    assert Retries(total=60).decide(failure(error=error)) == Again(3600)
    assert isinstance(Retries(total=60).decide(failure(error=error, elapsed=61)), Stop)


def test_no_attempt_begins_after_the_total() -> None:
    """Even without a pause."""
    assert isinstance(Retries(total=10).decide(failure(elapsed=10.1)), Stop)


def test_a_rule_of_your_own_comes_first() -> None:
    """Rules are callables, asked in order."""

    def never_mind(retries: Retries, failure: Failure) -> Stop | None:
        return Stop("not on Sundays") if isinstance(failure.error, ServerError) else None

    retries = Retries(rules=(never_mind, *Retries().rules))
    assert retries.decide(failure()) == Stop("not on Sundays")
    assert isinstance(retries.decide(failure(error=ConnectionFailed("x"))), Again)


def test_without_a_base_there_are_no_pauses() -> None:
    """For tests of your own code; the server's own pause stays."""
    retries = Retries(attempts=2, base=0)
    assert retries.decide(failure(attempt=1)) == Again(0.0)
    asked = retries.decide(failure(error=RateLimitError("x", status=429, retry_after=5)))
    assert isinstance(asked, Again)
    assert asked.after >= 5


@pytest.mark.parametrize(
    "settings",
    [
        {"attempts": 0},
        {"attempts": 2.5},
        {"attempts": "3"},
        {"attempts": NAN},
        {"total": -1},
        {"total": NAN},
        {"total": "60"},
        {"base": -0.1},
        {"base": NAN},
        {"base": INFINITE},
        {"cap": -2},
        {"cap": NAN},
        {"cap": INFINITE},
        {"cap": True},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any]) -> None:
    """With their name."""
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        Retries(**settings)  # type: ignore[arg-type]
