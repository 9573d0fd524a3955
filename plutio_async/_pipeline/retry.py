"""Decides whether a failed call is made again, and after which pause.

A rule takes a failure and returns ``Again``, ``Stop``, or ``None`` to leave the decision to the next rule. Whether an
operation may be repeated is not guessed: the description has it as ``x-idempotent``.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import field, frozen

from plutio_async._core.checks import check_count, check_seconds, is_count
from plutio_async._core.errors import (
    AuthenticationError,
    ConfigurationError,
    PlutioError,
    RateLimitError,
    StatusError,
    counted,
)

_DOUBLINGS = 60
"""More than any cap needs, and few enough for a float."""


@frozen
class Failure:
    """One failed attempt.

    Attributes:
        error: The error of the attempt.
        attempt: The number of the attempt, from 1.
        idempotent: Whether the operation may happen twice.
        may_have_acted: Whether the server may have done what was asked.
        transient: Whether the same call may well succeed later; of a 401, whether the next attempt has another token.
        elapsed: Seconds since the first attempt began, without the waits for the budget and the token.
    """

    error: PlutioError
    attempt: int
    idempotent: bool
    may_have_acted: bool
    transient: bool
    elapsed: float


@frozen
class Again:
    """Make the call again after a pause in seconds."""

    after: float


@frozen
class Stop:
    """Give up, for a reason."""

    reason: str


Rule = Callable[["Retries", Failure], Again | Stop | None]


@frozen
class Retries:
    """The settings of retries.

    Attributes:
        attempts: The most attempts of one call, the first included. A 401 to a token takes one like any failure: the
            call is made again with another token if an attempt is left, and with ``attempts=1`` the 401 is raised.
        total: No attempt begins later than this many seconds after the first, waits for budget and token not counted.
        base: The longest pause before the second attempt; it doubles from one attempt to the next.
        cap: The longest pause of all.
        rules: Applied in order; the first that returns a verdict decides.
    """

    attempts: int = 4
    total: float = 120.0
    base: float = 0.5
    cap: float = 30.0
    rules: tuple[Rule, ...] = field(factory=lambda: RULES, repr=False)

    def __attrs_post_init__(self) -> None:
        check_count("attempts", self.attempts)
        check_seconds("total", self.total)
        check_seconds("base", self.base, finite=True)
        check_seconds("cap", self.cap, finite=True)
        if not (isinstance(self.rules, tuple) and all(map(callable, self.rules))):
            raise ConfigurationError(
                "rules= takes a tuple of functions, each of which takes the settings and a Failure"
            )

    def decide(self, failure: Failure) -> Again | Stop:
        """Whether a call is made again."""
        for rule in self.rules:
            if (verdict := rule(self, failure)) is not None:
                return verdict
        return Stop("no rule allows another attempt")


def only_transient(retries: Retries, failure: Failure) -> Stop | None:
    """Stops where the same call would fail again."""
    return None if failure.transient else Stop("it would fail again")


def never_twice(retries: Retries, failure: Failure) -> Stop | None:
    """Stops where the call may have happened, unless it may happen twice."""
    if failure.may_have_acted and not failure.idempotent:
        return Stop("it may have happened, and happening twice would not be the same")
    return None


def not_too_often(retries: Retries, failure: Failure) -> Stop | None:
    """Stops after the last attempt."""
    if failure.attempt < retries.attempts:
        return None
    return Stop(f"{counted(retries.attempts, 'attempt')} {'is' if retries.attempts == 1 else 'are'} the limit")


def after_a_pause(retries: Retries, failure: Failure) -> Again | Stop:
    """Full jitter under a doubling ceiling, but never less than the server asked for, and never past ``total``.

    There is no jitter after a 401, since the wait for another token spaces the attempts. The pause after a 429 is a
    wait for the budget, which holds back all calls: ``max_wait`` bounds it, and ``total`` does not.
    """
    import random  # with hashlib, which only a failure needs

    asked = failure.error.retry_after if isinstance(failure.error, StatusError) else None
    ceiling = min(retries.cap, retries.base * 2.0 ** min(failure.attempt - 1, _DOUBLINGS))
    jitter = 0.0 if isinstance(failure.error, AuthenticationError) else random.uniform(0.0, ceiling)
    pause = max(asked or 0.0, jitter)
    counted_pause = 0.0 if isinstance(failure.error, RateLimitError) else pause
    if failure.elapsed + counted_pause > retries.total:
        wish = f"the server asked for a pause of {asked:g} s" if asked else f"it took {failure.elapsed:.1f} s"
        return Stop(f"{wish}; {retries.total:g} s are the limit")
    return Again(pause)


def retries_of(given: Retries | int | None) -> Retries:
    """The settings of retries; a number is the most attempts.

    Raises:
        ConfigurationError: it is neither.
    """
    if given is None:
        return Retries()
    if isinstance(given, Retries):
        return given
    if not is_count(given):
        raise ConfigurationError(f"retries={given!r} is neither a number of attempts, 1 or more, nor Retries")
    return Retries(attempts=given)


RULES: tuple[Rule, ...] = (only_transient, never_twice, not_too_often, after_a_pause)
