"""Classifies failed attempts: whether the API may have acted, and whether another attempt may succeed.

Retries, ``OutcomeUnknown`` and the outcomes of bulk writes depend on ``TABLE``. ``docs/reliability.md`` shows it, with
the reason for each kind.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import field, frozen

from plutio_async._core import errors


@frozen
class FailureKind:
    """One kind of failed attempt. The defaults are the cautious ones: they hold where nothing else is known.

    Attributes:
        name: The result of the attempt.
        acted: Whether the API may have executed the call.
        answered: Whether the answer comes from the API itself. The caller then gets its error.
        transient: Whether the same call may succeed later.
        statuses: The statuses of this kind, none for a failure without a status.
    """

    name: str
    acted: bool = field(default=True, kw_only=True)
    answered: bool = field(default=False, kw_only=True)
    transient: bool = field(default=True, kw_only=True)
    statuses: Collection[int] = field(default=(), kw_only=True, repr=False)


NOT_MADE = FailureKind("a wrong setting or argument, no free call, a closed client", acted=False, transient=False)
_NOT_SENT = FailureKind("no connection: refused, unknown host, TLS, none free or open in time", acted=False)
_BROKEN = FailureKind("the connection broke")
_LATE = FailureKind("no answer in time")
_UNREADABLE = FailureKind("an answer that is cut off, cannot be unpacked, is no JSON or of another shape")
_TOO_LARGE = FailureKind("an answer that is larger than `max_response_bytes`", transient=False)
# The API documents no 5xx but 500, so a gateway may have sent it.
_UNDOCUMENTED = FailureKind("other 5xx, and statuses that are none", statuses=range(500, 600))

TABLE = (
    NOT_MADE,
    _NOT_SENT,
    _BROKEN,
    _LATE,
    _UNREADABLE,
    _TOO_LARGE,
    # Only reads look for a record in the answer.
    FailureKind("2xx without the record", acted=False, answered=True, transient=False, statuses=range(200, 300)),
    # A gateway may redirect the call, or the API may answer a write so; redirects are not followed.
    FailureKind("1xx, 3xx", transient=False, statuses=[*range(100, 200), *range(300, 400)]),
    FailureKind("408, 499", statuses=[408, 499]),
    FailureKind("429", acted=False, answered=True, statuses=[429]),
    FailureKind("other 4xx", acted=False, answered=True, transient=False, statuses=range(400, 500)),
    # The API itself failed, perhaps halfway, and its answer says more than `OutcomeUnknown` would.
    FailureKind("500", answered=True, statuses=[500]),
    FailureKind("502, 504", statuses=[502, 504]),
    # Seen under bursts of writes; it is not recorded whether they happened, or which server answered.
    FailureKind("503", statuses=[503]),
    FailureKind("520–527, 530", statuses=[*range(520, 528), 530]),
    _UNDOCUMENTED,
)
"""All kinds of failures. A status in two of them belongs to the one with fewer statuses."""

_BY_STATUS = {
    status: kind for kind in sorted(TABLE, key=lambda kind: -len(kind.statuses)) for status in kind.statuses
}  # fmt: skip


def kind_of(error: errors.PlutioError) -> FailureKind:
    """The kind of an error."""
    match error:
        case errors.StatusError():
            return _BY_STATUS.get(error.status, _UNDOCUMENTED)
        case errors.ConnectionFailed():
            if not error.reached:
                return _NOT_SENT
            return _LATE if isinstance(error, errors.CallTimeout) else _BROKEN
        case errors.BudgetExceeded() | errors.ClientStateError() | errors.ConfigurationError() | errors.InvalidInput():
            return NOT_MADE
        case errors.ResponseTooLarge():
            return _TOO_LARGE
        case _:
            return _UNREADABLE
