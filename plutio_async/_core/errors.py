"""The error tree, without what belongs to a bulk write. :mod:`plutio_async.errors` draws it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol, Self

from plutio_async._core.call import CallInfo


class InsecureConnectionWarning(UserWarning):
    """The server's identity is not checked, so whoever answers gets the secret. Given once for each SSL context."""


class PlutioError(Exception):
    """The root of the tree. ``call`` says which call it was, ``None`` when there was none."""

    call: CallInfo | None = None

    def __init__(self, message: str, *, call: CallInfo | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.call = call

    def __str__(self) -> str:
        if self.call is None:
            return self.message
        tried = f" [{self.call.attempts} attempts]" if self.call.attempts > 1 else ""
        stopped = f" ({self.call.stopped})" if self.call.stopped else ""
        return f"{self.call}: {self.message}{tried}{stopped}"

    def with_call(self, call: CallInfo) -> Self:
        """The same error, told which call it belongs to."""
        self.call = call
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(kind: type[PlutioError], args: tuple[Any, ...], state: dict[str, Any]) -> PlutioError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(PlutioError, ValueError):
    """A setting that cannot work; the message says which and what to do."""


class ClientStateError(PlutioError, RuntimeError):
    """The client was used after it was closed, or from an event loop other than its own."""


class BudgetExceeded(PlutioError):
    """The wait for a free call, or for another token after a 401, would be longer than ``max_wait`` allows.

    ``retry_at`` is the moment when the call could be made, ``wait`` the seconds until then.
    """

    def __init__(
        self, message: str, *, retry_at: datetime | None = None, wait: float | None = None, call: CallInfo | None = None
    ) -> None:
        super().__init__(message, call=call)
        self.retry_at = retry_at
        self.wait = wait


class ConnectionFailed(PlutioError, ConnectionError):
    """No answer came. ``reached`` is False when the request surely never left."""

    def __init__(self, message: str, *, reached: bool = True, call: CallInfo | None = None) -> None:
        super().__init__(message, call=call)
        self.reached = reached


class CallTimeout(ConnectionFailed, TimeoutError):
    """No answer came in time."""


class BudgetUnreachable(ConnectionFailed):
    """Whoever keeps the budget did not answer. It says nothing about the API, and nothing was sent there."""


class CustomFieldError(PlutioError, LookupError):
    """The title of a custom field, or the label of an option, is unknown or names several.

    ``choices`` are the names that would do, or the ids where the name is ambiguous.
    """

    def __init__(self, message: str, *, choices: tuple[str, ...] = (), call: CallInfo | None = None) -> None:
        super().__init__(message, call=call)
        self.choices = choices


class FindsSimilar(Protocol):
    """A client, as far as :meth:`OutcomeUnknown.find_similar` needs one."""

    async def find_similar(self, error: OutcomeUnknown, /, *, slack: float) -> list[Any]: ...


class OutcomeUnknown(PlutioError):
    """A write was sent, and nobody can tell whether it happened.

    No answer came, or one that cannot be read, a gateway's or a redirect. It was not repeated. ``__cause__`` is what
    came instead, and ``docs/reliability.md`` lists which failures leave a write open.

    ``sent`` is the JSON body of the write, ``business`` the workspace where it differs from the token's only one, and
    ``between`` the moments when the call began and when it was given up, by this machine's clock.
    """

    def __init__(
        self,
        message: str,
        *,
        sent: Any = None,
        business: str | None = None,
        between: tuple[datetime, datetime] | None = None,
        call: CallInfo | None = None,
    ) -> None:
        super().__init__(message, call=call)
        self.sent = sent
        self.business = business
        self.between = between

    async def find_similar(self, plutio: FindsSimilar, *, slack: float = 60.0) -> list[Any]:
        """The records that the create may have made; empty when it did not happen, or not yet.

        A record is similar when it was made during the call and has every field that was sent and that it shows at all.
        So it may be somebody else's of the same content, and one whose content the server or somebody changed is not
        found. A request that is still on its way when you ask may yet arrive: ask again before you repeat the write.

        Args:
            plutio: A client with access to the workspace; costs a call for each page of records made during the call.
            slack: Seconds by which this machine's clock and the server's may differ, and a request may be late.

        Raises:
            TypeError: the write was no create of a resource that can be listed, so there is no record to look for.
            PlutioError: the search failed.
        """
        return await plutio.find_similar(self, slack=slack)


class UnreadableAnswer(PlutioError):
    """The API reported success with a body that is not what it promises. ``body`` holds what came."""

    def __init__(
        self, message: str, *, status: int | None = None, body: Any = None, call: CallInfo | None = None
    ) -> None:
        super().__init__(message, call=call)
        self.status = status
        self.body = body


class ResponseTooLarge(UnreadableAnswer):
    """The body of an answer is larger than ``max_response_bytes``, so it was not read. The call is not made again.

    ``limit`` is that many bytes, ``received`` the bytes that had come, packed as they were.
    """

    def __init__(
        self, message: str, *, limit: int, received: int, status: int | None = None, call: CallInfo | None = None
    ) -> None:
        super().__init__(message, status=status, call=call)
        self.limit = limit
        self.received = received


class StatusError(PlutioError):
    """The API answered with an error status.

    ``body`` is the parsed JSON, or the text where it was no JSON (the live API sends HTML at times). ``retry_after`` is
    the pause in seconds that the server asked for.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        body: Any = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        call: CallInfo | None = None,
    ) -> None:
        super().__init__(message, call=call)
        self.status = status
        self.body = body
        self.request_id = request_id
        self.retry_after = retry_after


class BadRequestError(StatusError):
    """400: the request was refused as it is."""


class BusinessNotEnabledError(BadRequestError):
    """400: the workspace in the ``Business`` header is missing or not enabled for this API client."""


class AuthenticationError(StatusError):
    """401, also after the attempts with other tokens that ``Retries`` allows, or a token call that was refused."""


class PermissionDeniedError(StatusError):
    """403: not allowed."""


class NotFoundError(StatusError):
    """404, or a search by id that found nothing."""


class RecordsMissing(NotFoundError):
    """Some of several records are not there. ``missing`` has their ids, ``found`` the other records in order."""

    def __init__(self, message: str, *, missing: tuple[str, ...], found: list[Any]) -> None:
        super().__init__(message, status=200)
        self.missing = missing
        self.found = found


class MethodNotAllowedError(StatusError):
    """405, or 403 with "Method not allowed": there is no such route."""


class RateLimitError(StatusError):
    """429: the hour's calls are used up."""


class ServerError(StatusError):
    """500 and the rest of 5xx."""


_BY_STATUS: dict[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    405: MethodNotAllowedError,
    429: RateLimitError,
}


def status_error(status: int, message: str, **details: Any) -> StatusError:
    """The error class that fits a status and its message."""
    return _kind(status, message)(message, status=status, **details)


def _kind(status: int, message: str) -> type[StatusError]:
    if status == 403 and "method not allowed" in message.lower():
        return MethodNotAllowedError
    if status == 400 and "not enabled for this client" in message.lower():
        return BusinessNotEnabledError
    if status >= 500:
        return ServerError
    return _BY_STATUS.get(status, StatusError)
