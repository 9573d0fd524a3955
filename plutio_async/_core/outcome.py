"""Classifies failed attempts: whether the API may have acted, and whether another attempt may succeed.

Retries, ``OutcomeUnknown`` and the outcomes of bulk writes depend on ``TABLE``, which ``docs/reliability.md`` shows.
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
    PlutioError,
    ResponseTooLarge,
    StatusError,
    UnreadableAnswer,
)

__all__ = ["TABLE", "FailureKind", "kind_of"]


@frozen(kw_only=True)
class FailureKind:
    """One kind of failed attempt.

    Attributes:
        name: The result of the attempt.
        acted: Whether the API may have executed the call.
        answered: Whether the answer comes from the API itself. The caller then gets its error.
        transient: Whether the same call may succeed later.
        reason: The reason for ``acted`` and ``answered``.
        statuses: The statuses of this kind, none for a failure without a status.
    """

    name: str
    acted: bool
    answered: bool
    transient: bool
    reason: str
    statuses: Collection[int] = field(default=(), repr=False)

    @property
    def leaves_open(self) -> bool:
        """Whether a write that is not idempotent ends with ``OutcomeUnknown``."""
        return self.acted and not self.answered


_NOT_MADE = FailureKind(
    name="a wrong setting or argument, no free call, a closed client",
    acted=False,
    answered=False,
    transient=False,
    reason="nothing was sent",
)
_NOT_SENT = FailureKind(
    name="no connection: refused, unknown host, TLS, none free or open in time",
    acted=False,
    answered=False,
    transient=True,
    reason="the head of the request did not leave, and no server acts without it",
)
_BROKEN = FailureKind(
    name="the connection broke",
    acted=True,
    answered=False,
    transient=True,
    reason="all of the request, or enough of it, may have arrived before",
)
_LATE = FailureKind(
    name="no answer in time",
    acted=True,
    answered=False,
    transient=True,
    reason="the request may have arrived, or may still arrive",
)
_UNREADABLE = FailureKind(
    name="an answer that is cut off, cannot be unpacked or is no JSON",
    acted=True,
    answered=False,
    transient=True,
    reason="it may be the API's, or a page of something in between, such as a proxy that wants a password",
)
_TOO_LARGE = FailureKind(
    name="an answer that is larger than `max_response_bytes`",
    acted=True,
    answered=False,
    transient=False,
    reason="another attempt would get it again, and its content is not known",
)
_UNEXPECTED = FailureKind(
    name="2xx, JSON of another shape",
    acted=True,
    answered=True,
    transient=True,
    reason="the API acted, and the error has its answer",
)
_NOT_FOUND = FailureKind(
    name="2xx without the record",
    acted=False,
    answered=True,
    transient=False,
    reason="only reads look for a record in the answer",
    statuses=range(200, 300),
)
_REDIRECT = FailureKind(
    name="1xx, 3xx",
    acted=True,
    answered=False,
    transient=False,
    reason="a gateway may redirect the call, or the API may answer a write so; redirects are not followed",
    statuses=[*range(100, 200), *range(300, 400)],
)
_GAVE_UP = FailureKind(
    name="408, 499",
    acted=True,
    answered=False,
    transient=True,
    reason="a server or gateway stopped waiting, perhaps after the API had the request",
    statuses=[408, 499],
)
_OVER_LIMIT = FailureKind(
    name="429",
    acted=False,
    answered=True,
    transient=True,
    reason="over the limit, which the API checks before it acts",
    statuses=[429],
)
_REFUSED = FailureKind(
    name="other 4xx",
    acted=False,
    answered=True,
    transient=False,
    reason="the API refused the request as it is, before it acted",
    statuses=range(400, 500),
)
_FAILED = FailureKind(
    name="500",
    acted=True,
    answered=True,
    transient=True,
    reason="the API itself failed, perhaps halfway, and its answer says more than `OutcomeUnknown` would",
    statuses=[500],
)
_GATEWAY = FailureKind(
    name="502, 504",
    acted=True,
    answered=False,
    transient=True,
    reason="a gateway got no answer from the API, or a broken one",
    statuses=[502, 504],
)
_OVERLOADED = FailureKind(
    name="503",
    acted=True,
    answered=False,
    transient=True,
    reason="seen under bursts of writes; it is not recorded whether the writes happened, or which server answered",
    statuses=[503],
)
_EDGE = FailureKind(
    name="520–527, 530",
    acted=True,
    answered=False,
    transient=True,
    reason="from a gateway; some mean that nothing reached the API, but this is not guaranteed",
    statuses=[*range(520, 528), 530],
)
_UNDOCUMENTED = FailureKind(
    name="other 5xx, and statuses that are none",
    acted=True,
    answered=False,
    transient=True,
    reason="the API documents 500 only, so a gateway may have sent it",
    statuses=range(500, 600),
)

TABLE = (
    _NOT_MADE,
    _NOT_SENT,
    _BROKEN,
    _LATE,
    _UNREADABLE,
    _TOO_LARGE,
    _UNEXPECTED,
    _NOT_FOUND,
    _REDIRECT,
    _GAVE_UP,
    _OVER_LIMIT,
    _REFUSED,
    _FAILED,
    _GATEWAY,
    _OVERLOADED,
    _EDGE,
    _UNDOCUMENTED,
)
"""All kinds of failures. A status in two of them belongs to the one with fewer statuses."""

_BY_STATUS = {
    status: kind for kind in sorted(TABLE, key=lambda kind: -len(kind.statuses)) for status in kind.statuses
}  # fmt: skip


def kind_of(error: PlutioError, *, parsed: bool = False) -> FailureKind:
    """The kind of an error. ``parsed``: the answer is JSON, but its content is wrong."""
    match error:
        case StatusError():
            return _BY_STATUS.get(error.status, _UNDOCUMENTED)
        case ConnectionFailed():
            if not error.reached:
                return _NOT_SENT
            return _LATE if isinstance(error, CallTimeout) else _BROKEN
        case BudgetExceeded() | ClientStateError() | ConfigurationError():
            return _NOT_MADE
        case ResponseTooLarge():
            return _TOO_LARGE
        case UnreadableAnswer() if parsed:
            return _UNEXPECTED
        case _:
            return _UNREADABLE
