"""The outcomes of records in writes of many: the words, and which of them an error means."""

from __future__ import annotations

from typing import Literal, get_args

from plutio_async._core.errors import (
    AuthenticationError,
    BudgetExceeded,
    BusinessNotEnabledError,
    ClientStateError,
    ConfigurationError,
    MethodNotAllowedError,
    PermissionDeniedError,
    PlutioError,
    RateLimitError,
    StatusError,
)
from plutio_async._core.outcome import kind_of

__all__ = ["OUTCOMES", "Outcome", "check_outcomes", "outcome_of"]

Outcome = Literal["made", "done", "ignored", "accepted", "missing", "refused", "unknown", "pending"]
"""The outcome of one record.

- ``made``: the record was created, and its id is known. Only of ``create_many``.
- ``done``: the answer shows the record with the values that were sent; or, if it shows no records, it names the id or
  gives the number of ids that were sent. This and the next three are only of bulk writes.
- ``ignored``: the answer shows the record with another value: the API ignored the new one, or changed its form.
- ``accepted``: the call succeeded, but its answer does not say which records it changed.
- ``missing``: the answer names other records of the call, but not this one.
- ``refused``: the API refused the call; nothing happened.
- ``unknown``: the call was sent and may or may not have happened.
- ``pending``: the call was not sent, or certainly did not arrive.
"""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_NOTHING_HAPPENED = (
    AuthenticationError,
    BudgetExceeded,
    BusinessNotEnabledError,
    ClientStateError,
    ConfigurationError,
    MethodNotAllowedError,
    PermissionDeniedError,
    RateLimitError,
)
"""After these errors nothing has happened, and the next call would fail as well."""


def check_outcomes(*outcomes: str) -> None:
    """Raises ``ValueError`` for a word that is no outcome."""
    if wrong := set(outcomes) - set(OUTCOMES):
        raise ValueError(f"there is no outcome {wrong.pop()!r}; there are {', '.join(OUTCOMES)}")


def outcome_of(error: PlutioError) -> Literal["refused", "unknown", "pending"]:
    """The outcome of the records of a call after an error, by all of its attempts."""
    if error.call is not None and error.call.may_have_acted:
        return "unknown"
    refused = isinstance(error, StatusError) and not kind_of(error).acted
    return "refused" if refused and not isinstance(error, _NOTHING_HAPPENED) else "pending"
