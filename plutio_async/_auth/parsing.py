"""Reads the answer of a token call. Its documented shape is not the one that the live API sends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from plutio_async._auth.token import Token, fits_header
from plutio_async._core.errors import UnreadableAnswer

_ASSUMED_LIFE = 3600.0
_EARLIEST_EPOCH, _EARLIEST_MILLISECONDS = 1e9, 1e11


def parse_token(answer: Any, now: float) -> Token:
    """The token in the answer of a token call, in either spelling.

    ``expires_in`` is preferred to a moment, because it does not depend on this machine's time. Without either the token
    is assumed to last an hour: if it lasts longer, that costs a token call; if it ends earlier, a 401.

    Raises:
        UnreadableAnswer: there is no token in the answer. The message names the answer's keys, never a value.
    """
    if not isinstance(answer, Mapping):
        raise UnreadableAnswer(f"the token call answered {type(answer).__name__} where an object was promised")
    for name in ("accessToken", "access_token"):
        value = answer.get(name)
        if fits_header(value):
            return Token(value.strip(), _expiry(answer, now), _businesses(answer.get("client")))
    keys = ", ".join(sorted(map(str, answer))) or "none"
    raise UnreadableAnswer(f"the token call answered without an accessToken that a header can hold (its keys: {keys})")


def _expiry(answer: Mapping[str, Any], now: float) -> float:
    for name in ("expires_in", "expiresIn"):
        seconds = _number(answer.get(name))
        if seconds is not None:
            return now + seconds
    for name in ("accessTokenExpiresAt", "access_token_expires_at"):
        moment = _moment(answer.get(name), now)
        if moment is not None:
            return moment
    return now + _ASSUMED_LIFE


def _moment(value: Any, now: float) -> float | None:
    number = _number(value)
    if number is not None:
        if number < _EARLIEST_EPOCH:
            return now + number
        return number / 1000 if number >= _EARLIEST_MILLISECONDS else number
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _businesses(client: Any) -> tuple[str, ...]:
    names = client.get("businesses") if isinstance(client, Mapping) else None
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, list):
        return ()
    return tuple(name for name in names if isinstance(name, str) and name)
