"""The errors, all but those of bulk writes and ``create_many``, and the words of messages.

:mod:`plutio_async.errors` shows the tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Protocol, Self, TypeVar, dataclass_transform

from attrs import define, field

from plutio_async._core.call import CallInfo

E = TypeVar("E", bound=Exception)


@dataclass_transform(field_specifiers=(field,))
def _with_details(error: type[E]) -> type[E]:
    """Makes the constructor from the fields. Errors are still compared by identity, and ``args`` is the message."""
    return define(error, slots=False, eq=False, repr=False, auto_exc=False)


class InsecureConnectionWarning(UserWarning):
    """The server's identity is not checked, so any server that answers gets the secret. Once per SSL context."""


@_with_details
class PlutioError(Exception):
    """The root of the tree. ``call`` is the call that failed, ``None`` if no call was made."""

    message: str
    call: CallInfo | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        self.args: tuple[Any, ...] = (self.message,)

    def __str__(self) -> str:
        call, status = self.call, getattr(self, "status", None)
        facts = [] if status is None else [f"status {status}"]
        if call is not None and call.attempts:
            facts.append(f"after {counted(call.attempts, 'attempt')}")
        message = f"{self.message} [{', '.join(facts)}]" if facts else self.message
        if call is None:
            return message
        return f"{call}: {message} ({call.stopped})" if call.stopped else f"{call}: {message}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).__new__, (type(self),), {"args": self.args, **self.__dict__}


class ConfigurationError(PlutioError, ValueError):
    """A setting does not work. The message says which one and what to do."""


class InvalidInput(PlutioError, ValueError):
    """A value that the API would not take or would misunderstand, found before a call is spent.

    Raised for what usually comes from data: an unknown value, text that is no date, a query on a field that does not
    exist. ``name`` is the argument or the field that it was given for, and ``given`` the value if it is text, a number
    or a date; they are ``None`` otherwise. Wrong code, such as an unknown keyword, is a ``TypeError``.
    """

    def __init__(
        self, message: str, *, name: str | None = None, given: object = None, call: CallInfo | None = None
    ) -> None:
        super().__init__(message, call=call)
        self.name = name
        self.given: str | float | date | None = given if isinstance(given, str | int | float | date) else None

    def of(self, where: str) -> Self:
        """The same error with more on where the value was found before its message."""
        return type(self)(f"{where}{self.message}", name=self.name, given=self.given)


class ClientStateError(PlutioError, RuntimeError):
    """The client was used after it was closed or from another event loop, or an iterator by two tasks at once."""


@_with_details
class BudgetExceeded(PlutioError):
    """The wait for a free call, or for another token after a 401, would be longer than ``max_wait``.

    ``retry_at`` is the moment at which the call could be made, ``wait`` the seconds until then.
    """

    retry_at: datetime | None = field(default=None, kw_only=True)
    wait: float | None = field(default=None, kw_only=True)

    @classmethod
    def because(cls, reason: str, max_wait: float | None, wait: float, now: float) -> Self:
        """The error of a wait that is longer than ``max_wait``; ``now`` is in seconds since 1970."""
        retry_at = datetime.fromtimestamp(now + wait, UTC)
        return cls(
            f"{reason} within max_wait={max_wait or 0:g} s; the next is in {wait:.1f} s, at {retry_at:%H:%M:%S} UTC."
            " Try again then, or allow a longer max_wait",
            retry_at=retry_at,
            wait=wait,
        )


@_with_details
class ConnectionFailed(PlutioError, ConnectionError):
    """No answer came. ``reached`` is ``False`` if the request was certainly not sent."""

    reached: bool = field(default=True, kw_only=True)


class CallTimeout(ConnectionFailed, TimeoutError):
    """No answer came in time."""


class BudgetUnreachable(ConnectionFailed):
    """The server of a shared budget did not answer. Nothing was sent to the API."""


@_with_details
class CustomFieldError(PlutioError, LookupError):
    """The title of a custom field, or the label of an option, is unknown or ambiguous.

    ``choices`` has the known names, or the ids that share the name.
    """

    choices: tuple[str, ...] = field(default=(), kw_only=True)


class FindsSimilar(Protocol):
    """The part of a client that :meth:`OutcomeUnknown.find_similar` uses."""

    async def find_similar(self, error: OutcomeUnknown, /, *, slack: float) -> list[Any]: ...


@_with_details
class OutcomeUnknown(PlutioError):
    """A write was sent and may or may not have happened.

    No answer came, or the answer does not show whether the write happened: it cannot be read, or is that of a gateway
    or a redirect. The write was repeated only if doing it twice is safe; then the last attempt failed, and its failure
    does not show what the earlier ones did. ``__cause__`` is the last failure; ``docs/writes.md`` lists the failures
    that raise this error.

    ``sent`` is the body of the write as JSON values, with each ``Decimal`` as it is; ``business`` is the workspace,
    ``None`` for the token's only one.
    ``between`` has the moments when the call began and when it failed, by this machine's clock.
    ``status`` is that of the answer, ``None`` if none came.
    """

    sent: Any = field(default=None, kw_only=True)
    business: str | None = field(default=None, kw_only=True)
    between: tuple[datetime, datetime] | None = field(default=None, kw_only=True)
    status: int | None = field(default=None, kw_only=True)

    async def find_similar(self, plutio: FindsSimilar, *, slack: float = 60.0) -> list[Any]:
        """The records that the create may have made. Empty if it did not happen, or has not happened yet.

        A record is similar if it was created during the call and its fields have the values that were sent, as far as
        it shows them. Another client may have created the same. A record that was changed since is not found. The
        request may still arrive after this search: search again before you repeat the write.

        Args:
            plutio: A client with access to the workspace. Makes a call for each page of records created in that time.
            slack: Seconds by which the two clocks may differ, or the request may be late.

        Raises:
            TypeError: the write did not create a record of a resource that can be listed.
            PlutioError: the search failed.
        """
        return await plutio.find_similar(self, slack=slack)


@_with_details
class UnreadableAnswer(PlutioError):
    """The API reported success, but the body is not as documented. ``body`` has it."""

    status: int | None = field(default=None, kw_only=True)
    body: Any = field(default=None, kw_only=True)


@_with_details
class ResponseTooLarge(UnreadableAnswer):
    """The body of an answer is larger than ``max_response_bytes``, so the rest was not read. It is not repeated.

    ``limit`` is the setting, ``received`` the bytes that were received, compressed as they came.
    """

    limit: int = field(kw_only=True)
    received: int = field(kw_only=True)


@_with_details
class StatusError(PlutioError):
    """The API answered with an error status.

    ``body`` is the parsed JSON, or text if it is no JSON: the live API sends HTML at times. ``retry_after`` is the
    pause in seconds that the server asked for, and ``retry_at`` the moment when it is over.
    """

    status: int = field(kw_only=True)
    body: Any = field(default=None, kw_only=True)
    request_id: str | None = field(default=None, kw_only=True)
    retry_after: float | None = field(default=None, kw_only=True)
    retry_at: datetime | None = field(default=None, kw_only=True)


class BadRequestError(StatusError):
    """400: the request is not valid."""


class BusinessNotEnabledError(BadRequestError):
    """400: the workspace in the ``Business`` header is missing or not enabled for this API client."""


class AuthenticationError(StatusError):
    """401, also after the attempts with new tokens that ``Retries`` allows, or a token request that was refused."""


class PermissionDeniedError(StatusError):
    """403: not allowed."""


class NotFoundError(StatusError):
    """404, or no record has the id."""


@_with_details
class RecordsMissing(NotFoundError):
    """Some of several records do not exist. ``missing`` has their ids, ``found`` the other records in order."""

    status: int = field(default=200, kw_only=True)
    missing: tuple[str, ...] = field(kw_only=True)
    found: list[Any] = field(kw_only=True)


class MethodNotAllowedError(StatusError):
    """405, or 403 with "Method not allowed": the route does not exist."""


class RateLimitError(StatusError):
    """429: the calls of this hour are used up."""


class ServerError(StatusError):
    """500 and the rest of 5xx."""


class WebhookError(PlutioError):
    """A delivery of a webhook cannot be handled. No call was made."""


class WrongSecret(WebhookError):
    """The header with the shared secret is missing or has another value, so the sender may not be Plutio."""


class DeliveryTooLarge(WebhookError):
    """The body is larger than ``max_bytes``."""


class UnreadableDelivery(WebhookError):
    """The body is no JSON."""


_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    429: RateLimitError,
}


def status_error(status: int, message: str, **details: Any) -> StatusError:
    """The error for a status and its message."""
    kind = ServerError if status >= 500 else _BY_STATUS.get(status, StatusError)
    if status == 403 and "method not allowed" in message.lower():
        kind = MethodNotAllowedError
    if status == 400 and "not enabled for this client" in message.lower():
        kind = BusinessNotEnabledError
    return kind(message, status=status, **details)


def public(error: type[E]) -> type[E]:
    """Names the public module as the home of an error: in tracebacks, and in pickles."""
    error.__module__ = "plutio_async.errors"
    return error


def with_article(name: str) -> str:
    """``a Task``, ``an Invoice``."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def counted(n: int, noun: str) -> str:
    """``1 attempt``, ``3,000 attempts``."""
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def unexpected_setting(owner: str, name: str, known: Iterable[str]) -> TypeError:
    """The error for a keyword that a client or its options do not have."""
    if name in ("api_key", "apikey", "token", "access_token", "bearer_token"):
        hint = "give client_id= and client_secret=, with which the client fetches its tokens"
    else:
        hint = did_you_mean(name, known) or f"it takes {', '.join(known)}"
    return TypeError(f"{owner}() has no argument {name!r}; {hint}")


def did_you_mean(name: object, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """``did you mean 'x'?`` with the closest of the known names in any case, or ``""`` if none is close."""
    from difflib import get_close_matches  # which only a mistake needs

    if not isinstance(name, str):
        return ""
    names = {one.lower(): one for one in known}
    close = get_close_matches(name.lower(), names, n=1, cutoff=cutoff)
    return f"did you mean {names[close[0]]!r}?" if close else ""


for _error in [value for value in vars().values() if isinstance(value, type)]:
    if issubclass(_error, PlutioError | InsecureConnectionWarning) and _error is not BudgetUnreachable:
        public(_error)
