"""Decides when to replace a token that the API refused, so that tokens that end early cause no storm of token calls."""

from __future__ import annotations

import random
from math import inf

from plutio_async._core.clock import Clock

_FIRST_WAIT, _LONGEST_WAIT = 3.0, 60.0
_LONGEST_HOLD = 600.0
_SUSPICIOUS = 5
"""After so many refused tokens in a row the fault is not the token's, unless the call has more attempts."""
_MOST_SCOPES = 500
_DOUBLINGS = 60
_TICK = 1e-6
"""A shorter wait is none: it is left over by rounding."""

CallKind = tuple[str | None, str, str]
"""Calls that the API treats alike: workspace, method and path."""


class TokenBackoff:
    """Decides on each 401 whether the token is replaced, and spaces the token calls.

    A token that is refused young most likely ended because another client fetched its own. To replace it at once would
    end the other client's token, and so on. So the next token call waits: up to three seconds after the first such
    token, then six, at most 60, and at least half of that, so that both clients can work in turns. Young is less than
    twice the longest wait. An older token is replaced at once and ends the series.

    If five tokens in a row were refused for a call, without a success in between, another token does not help: its 401s
    are final, and the token stays, since it may serve other calls. It is replaced once it is 48 seconds old, the next
    at twice that age, at most ten minutes. Refusals are counted for each path, for each method and workspace, and for
    all calls: an API client may be disabled as a whole, or may only lack the right to write.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._refused_young = 0
        self._next_at = -inf
        self._refused: dict[tuple[str | None, ...], int] = {}

    @property
    def wait(self) -> float:
        """Seconds until a token may be fetched."""
        left = self._next_at - self._clock.monotonic()
        return 0.0 if left < _TICK else left

    @property
    def reason(self) -> str:
        """Why a token call waits, and what to do."""
        tokens = "a token" if self._refused_young == 1 else f"{self._refused_young} tokens in a row, each"
        return (
            f"the API refused {tokens} soon after it was fetched (if another client has the same client_id, let both"
            " share a token_store)"
        )

    def accept(self, kind: CallKind) -> None:
        """The API accepted a token for a call of this kind, whatever its answer is."""
        if self._refused:
            for scope in _scopes(kind):
                self._refused.pop(scope, None)

    def refuse(self, kind: CallKind, *, age: float, life: float, attempts: int, repeated: bool) -> bool:
        """A 401 to the current token. Returns whether it is replaced.

        ``repeated``: the token call gave a refused token once more. ``attempts`` are those of the call.
        """
        refused = max(self._refused.get(scope, 0) for scope in _scopes(kind))
        longest = min(_LONGEST_WAIT, life / 4)
        is_hopeless = refused >= (1 if repeated else max(_SUSPICIOUS, attempts))
        if is_hopeless:
            if age < _doubled(refused, _LONGEST_HOLD):  # after five, 48 s: 3 s doubled four times
                return False
        elif age < 2 * longest:  # young
            self._refused_young += 1
            ceiling = _doubled(self._refused_young, longest)
            self._next_at = self._clock.monotonic() + random.uniform(ceiling / 2, ceiling)
        else:
            self.begin_new_series()
        for scope in _scopes(kind):
            self._refused[scope] = self._refused.pop(scope, 0) + 1
        while len(self._refused) > _MOST_SCOPES:
            del self._refused[next(iter(self._refused))]
        return True

    def begin_new_series(self) -> None:
        """A token lived long enough: the next that does not is the first of a series."""
        self._refused_young = 0
        self._next_at = -inf


def _scopes(kind: CallKind) -> list[tuple[str | None, ...]]:
    """From all calls down to the kind."""
    return [kind[:length] for length in range(len(kind) + 1)]


def _doubled(count: int, longest: float) -> float:
    return min(longest, _FIRST_WAIT * 2.0 ** min(count - 1, _DOUBLINGS))
