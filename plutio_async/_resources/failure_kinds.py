"""Classifies failed attempts: whether the API may have acted, and whether another attempt may succeed.

Retries, ``OutcomeUnknown`` and the outcomes of bulk writes depend on ``TABLE``, which ``docs/writes.md`` shows.
"""

from __future__ import annotations

from collections.abc import Collection

from attrs import field, frozen

from plutio_async._core.errors import (
    BudgetExceeded,
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
    InvalidInput,
    PlutioError,
    ResponseTooLarge,
    StatusError,
)


@frozen
class FailureKind:
    """One kind of failed attempt. The defaults are the cautious ones: they hold where nothing else is known.

    Attributes:
        name: The result of the attempt.
        reason: The reason for ``acted`` and ``answered``.
        acted: Whether the API may have executed the call.
        answered: Whether the answer comes from the API itself. The caller then gets its error.
        transient: Whether the same call may succeed later.
        statuses: The statuses of this kind, none for a failure without a status.
    """

    name: str
    reason: str
    acted: bool = field(default=True, kw_only=True)
    answered: bool = field(default=False, kw_only=True)
    transient: bool = field(default=True, kw_only=True)
    statuses: Collection[int] = field(default=(), kw_only=True, repr=False)

    @property
    def leaves_open(self) -> bool:
        """Whether a write that is not idempotent ends with ``OutcomeUnknown``."""
        return self.acted and not self.answered


NOT_MADE = FailureKind(
    "a wrong setting or argument, no free call, a closed client", "nothing was sent", acted=False, transient=False
)
_NOT_SENT = FailureKind(
    "no connection: refused, unknown host, TLS, none free or open in time",
    "the head of the request did not leave, and no server acts without it",
    acted=False,
)
_BROKEN = FailureKind("the connection broke", "all of the request, or enough of it, may have arrived before")
_LATE = FailureKind("no answer in time", "the request may have arrived, or may still arrive")
_UNREADABLE = FailureKind(
    "an answer that is cut off, cannot be unpacked, is no JSON or of another shape",
    "it may be the API's, or a page of something in between, such as a proxy that wants a password; it shows no record",
)
_TOO_LARGE = FailureKind(
    "an answer that is larger than `max_response_bytes`",
    "another attempt would get it again, and its content is not known",
    transient=False,
)
_UNDOCUMENTED = FailureKind(
    "other 5xx, and statuses that are none",
    "the API documents 500 only, so a gateway may have sent it",
    statuses=range(500, 600),
)

TABLE = (
    NOT_MADE,
    _NOT_SENT,
    _BROKEN,
    _LATE,
    _UNREADABLE,
    _TOO_LARGE,
    FailureKind(
        "2xx without the record",
        "only reads look for a record in the answer",
        acted=False,
        answered=True,
        transient=False,
        statuses=range(200, 300),
    ),
    FailureKind(
        "1xx, 3xx",
        "a gateway may redirect the call, or the API may answer a write so; redirects are not followed",
        transient=False,
        statuses=[*range(100, 200), *range(300, 400)],
    ),
    FailureKind(
        "408, 499", "a server or gateway stopped waiting, perhaps after the API had the request", statuses=[408, 499]
    ),
    FailureKind(
        "429", "over the limit, which the API checks before it acts", acted=False, answered=True, statuses=[429]
    ),
    FailureKind(
        "other 4xx",
        "the API refused the request as it is, before it acted",
        acted=False,
        answered=True,
        transient=False,
        statuses=range(400, 500),
    ),
    FailureKind(
        "500",
        "the API itself failed, perhaps halfway, and its answer says more than `OutcomeUnknown` would",
        answered=True,
        statuses=[500],
    ),
    FailureKind("502, 504", "a gateway got no answer from the API, or a broken one", statuses=[502, 504]),
    FailureKind(
        "503",
        "seen under bursts of writes; it is not recorded whether the writes happened, or which server answered",
        statuses=[503],
    ),
    FailureKind(
        "520–527, 530",
        "from a gateway; some mean that nothing reached the API, but this is not guaranteed",
        statuses=[*range(520, 528), 530],
    ),
    _UNDOCUMENTED,
)
"""All kinds of failures. A status in two of them belongs to the one with fewer statuses."""

_BY_STATUS = {
    status: kind for kind in sorted(TABLE, key=lambda kind: -len(kind.statuses)) for status in kind.statuses
}  # fmt: skip


def kind_of(error: PlutioError) -> FailureKind:
    """The kind of an error."""
    match error:
        case StatusError():
            return _BY_STATUS.get(error.status, _UNDOCUMENTED)
        case ConnectionFailed():
            if not error.reached:
                return _NOT_SENT
            return _LATE if isinstance(error, CallTimeout) else _BROKEN
        case BudgetExceeded() | ClientStateError() | ConfigurationError() | InvalidInput():
            return NOT_MADE
        case ResponseTooLarge():
            return _TOO_LARGE
        case _:
            return _UNREADABLE
