"""When a failed call is made again, and after which pause.

A rule looks at a failure and answers ``Again``, ``Stop`` or ``None`` for no opinion; the first opinion counts. What may
be repeated is not guessed here: it is ``x-idempotent`` of the operation in the description.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from attrs import field, frozen

from plutio_async._core.checks import check_count, check_seconds
from plutio_async._core.errors import AuthenticationError, PlutioError, StatusError

_DOUBLINGS = 60
"""More than any cap leaves room for, and few enough for a float."""


@frozen
class Failure:
    """One failed attempt.

    Attributes:
        error: What went wrong.
        attempt: The number of the attempt, from 1.
        idempotent: Whether the operation may happen twice.
        may_have_acted: Whether the server may have done what was asked.
        transient: Whether the same call may well succeed later; of a 401, whether there will be another token.
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
    """Give up, and say why."""

    reason: str


Rule = Callable[["Retries", Failure], Again | Stop | None]


@frozen
class Retries:
    """The settings of repetition.

    Attributes:
        attempts: The most attempts of one call, the first included. A 401 to a token takes one like any failure: the
            call is made again with another token if an attempt is left, and with ``attempts=1`` the 401 is raised.
        total: No attempt begins later than this many seconds after the first, waits for budget and token not counted.
        base: The longest pause before the second attempt; it doubles from one attempt to the next.
        cap: The longest pause of all.
        rules: Asked in order; the first that has an opinion decides.
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

    def decide(self, failure: Failure) -> Again | Stop:
        """Whether a call is made again."""
        for rule in self.rules:
            if (verdict := rule(self, failure)) is not None:
                return verdict
        return Stop("no rule allows another attempt")


def only_transient(retries: Retries, failure: Failure) -> Stop | None:
    """A refusal stays a refusal."""
    return None if failure.transient else Stop("it would fail again")


def never_twice(retries: Retries, failure: Failure) -> Stop | None:
    """What may have happened is repeated only where twice is the same as once."""
    if failure.may_have_acted and not failure.idempotent:
        return Stop("it may have happened, and happening twice would not be the same")
    return None


def not_too_often(retries: Retries, failure: Failure) -> Stop | None:
    """There is a last attempt."""
    return Stop(f"{retries.attempts} attempts are the limit") if failure.attempt >= retries.attempts else None


def after_a_pause(retries: Retries, failure: Failure) -> Again | Stop:
    """Full jitter under a doubling ceiling, but never less than the server asked for, and never past ``total``.

    None after a 401, since the wait for another token is what spaces the attempts.
    """
    asked = failure.error.retry_after if isinstance(failure.error, StatusError) else None
    ceiling = min(retries.cap, retries.base * 2.0 ** min(failure.attempt - 1, _DOUBLINGS))
    jitter = 0.0 if isinstance(failure.error, AuthenticationError) else random.uniform(0.0, ceiling)
    pause = max(asked or 0.0, jitter)
    if failure.elapsed + pause > retries.total:
        wish = f"the server asked for a pause of {asked:g} s" if asked else f"it took {failure.elapsed:.1f} s"
        return Stop(f"{wish}; {retries.total:g} s are the limit")
    return Again(pause)


RULES: tuple[Rule, ...] = (only_transient, never_twice, not_too_often, after_a_pause)
