"""One attempt: from a call to an HTTP request, and from its answer to parsed JSON or an error."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import urlencode

from plutio_async._auth.parsing import parse_token
from plutio_async._auth.provider import MaxWait
from plutio_async._auth.token import Token
from plutio_async._core.call import Call, Operation
from plutio_async._core.clock import Clock
from plutio_async._core.errors import (
    AuthenticationError,
    BudgetExceeded,
    BusinessNotEnabledError,
    ConfigurationError,
    ConnectionFailed,
    PlutioError,
    StatusError,
    UnreadableAnswer,
    status_error,
)
from plutio_async._core.json_text import encode_json, parse_json
from plutio_async._core.outcome import kind_of
from plutio_async._core.secret import Secret
from plutio_async._core.version import VERSION
from plutio_async._http.transport import HttpRequest, HttpResponse, HttpTransport
from plutio_async._pipeline.options import Options
from plutio_async._pipeline.redaction import error_message, make_safe, without_secrets
from plutio_async._ratelimit.headers import parse
from plutio_async._ratelimit.lease import Lease
from plutio_async._ratelimit.protocol import CallBudget

log = logging.getLogger("plutio_async")

_USER_AGENT = f"plutio-async/{VERSION}".encode()
_READ_HEADERS = ((b"Accept", b"application/json"), (b"Accept-Encoding", b"gzip"), (b"User-Agent", _USER_AGENT))
_WRITE_HEADERS = (*_READ_HEADERS, (b"Content-Type", b"application/json"))
_FORM_HEADERS = (*_READ_HEADERS, (b"Content-Type", b"application/x-www-form-urlencoded"))
_PAUSE = 1.0
"""Seconds that everyone waits after a 429 that does not say for how long."""
_LEAST_PATIENCE = 0.1
"""Seconds that a call waits for a connection at least, however short a period is, so that it does not spin."""
_TOKEN_CALL = Operation("oauth_token", "POST", "/oauth/token", idempotent=True)


class Account(Protocol):
    """Who is calling, and where: the client's settings."""

    @property
    def client_id(self) -> str: ...

    @property
    def client_secret(self) -> Secret: ...

    @property
    def base_url(self) -> str: ...

    @property
    def timeout(self) -> float: ...


class Exchange:
    """Knows how the API wants to be spoken to."""

    def __init__(self, settings: Account, transport: HttpTransport, budget: CallBudget, clock: Clock) -> None:
        self._settings = settings
        self._transport = transport
        self._budget = budget
        self._clock = clock

    def request(self, call: Call[Any], token: Token, options: Options) -> HttpRequest:
        """The HTTP request of a call; made anew for each attempt.

        Raises:
            ConfigurationError: it is not clear which workspace is meant, or a header cannot hold its name or the token.
        """
        operation = call.operation
        business = options.business or _only_business(token)
        _check_header("the token", token.value)
        _check_header("the workspace that the token names", business)
        headers = _READ_HEADERS if operation.method == "GET" else _WRITE_HEADERS
        return HttpRequest(
            method=operation.method,
            url=self._url(operation.path, call.query),
            headers=[*headers, (b"Authorization", b"Bearer " + token.value.encode()), (b"Business", business.encode())],
            content=None if call.body is None else encode_json(call.body),
            timeout=options.timeout,
            patience=max(self._budget.lease_ttl, _LEAST_PATIENCE),
        )

    async def attempt(self, operation: Operation, request: HttpRequest, number: int, lease: Lease) -> Any:
        """The parsed JSON of a success, ``None`` for an empty body.

        Raises:
            StatusError: the API answered with an error.
            UnreadableAnswer: a success whose body is no JSON, or too long.
            ConnectionFailed: no answer came.
        """
        response = await self._send(operation, request, number, lease)
        if not 200 <= response.status < 300:
            raise self._error(response, request)
        if response.unread is not None:
            response.unread.status = response.status
            raise response.unread
        if not response.content:
            return None
        with suppress(ValueError):  # which holds the answer
            return parse_json(response.content)
        shown = None if operation is _TOKEN_CALL else self._shown(response, request)
        raise UnreadableAnswer("the answer is no JSON", status=response.status, body=shown)

    async def fetch_token(self, *, max_wait: MaxWait = ..., at_once: bool = False) -> Token:
        """A new access token; costs a call of the budget, before all that wait for one and cannot go without it.

        Raises:
            AuthenticationError: the token call was refused.
            BudgetExceeded: no call is free within ``max_wait``, or ``at_once`` beside the caller's own.
            ConnectionFailed, StatusError, UnreadableAnswer: as any call.
        """
        if at_once and self._budget.remaining < 2:
            raise BudgetExceeded("a new token can wait, since the old one serves")
        lease = await self._budget.acquire(max_wait=0.0 if at_once else max_wait, first=True)
        try:
            with lease:
                lease.sent = True
                answer = await self.attempt(_TOKEN_CALL, self._token_request(), 1, lease)
                return parse_token(answer, self._clock.time())
        except PlutioError as error:
            failed = error
        self.make_safe(failed)  # here too, since it is kept, and raised again for others
        raise _of_token_call(failed) from failed.__cause__

    def _token_request(self) -> HttpRequest:
        """Made apart, so that no frame which an error passes through has the secret among its variables."""
        settings = self._settings
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret(),
        }
        content = urlencode(form).encode()
        return HttpRequest("POST", self._url(_TOKEN_CALL.path, ()), _FORM_HEADERS, content, settings.timeout)

    def _url(self, path: str, query: tuple[tuple[str, str], ...]) -> str:
        url = f"{self._settings.base_url}{path}"
        return f"{url}?{urlencode(query)}" if query else url

    async def _send(self, operation: Operation, request: HttpRequest, number: int, lease: Lease) -> HttpResponse:
        began = self._clock.monotonic()
        try:
            response = await self._transport.send(request)
        except ConnectionFailed as error:
            self._log(operation, type(error).__name__, began, number)
            raise
        limits = parse(response.headers, self._clock.time())
        self._budget.learn(limits)
        if response.status == 429:
            self._budget.pause(_PAUSE if limits.retry_after is None else limits.retry_after)
        else:
            lease.confirm()
        self._log(operation, str(response.status), began, number)
        return response

    def _log(self, operation: Operation, outcome: str, began: float, number: int) -> None:
        if not log.isEnabledFor(logging.DEBUG):
            return
        log.debug(
            "%s %s: %s in %.3f s, attempt %d, %d calls left",
            operation.method,
            operation.path,
            outcome,
            self._clock.monotonic() - began,
            number,
            self._budget.remaining,
        )

    def _error(self, response: HttpResponse, request: HttpRequest) -> StatusError:
        body = None if response.unread else self._shown(response, request)
        message = error_message(body) or f"the API answered with status {response.status}"
        if response.unread is not None:
            message += f"; its body is left out ({response.unread.message})"
        if 300 <= response.status < 400:
            message += "; it sends the call elsewhere, so check base_url"
        limits = parse(response.headers, self._clock.time())
        error = status_error(
            response.status,
            message,
            body=body,
            request_id=response.headers.get("x-request-id"),
            retry_after=limits.retry_after,
        )
        if isinstance(error, BusinessNotEnabledError):
            error.message += " Check the workspace's subdomain, and that the API client is enabled for it."
        return error

    def _shown(self, response: HttpResponse, request: HttpRequest) -> Any:
        """The body of an answer as an error may hold it."""
        return without_secrets(response.content, [self._settings.client_secret(), *_tokens_of(request)])

    def make_safe(self, error: PlutioError, token: Token | None = None) -> None:
        """Makes an error one that may be shown, whatever an answer to this token echoed."""
        make_safe(error, [self._settings.client_secret(), *([] if token is None else [token.value])])


def _of_token_call(error: PlutioError) -> PlutioError:
    """The same error, which names the token call. A refusal is an ``AuthenticationError``, whatever the status."""
    message = f"no access token: {error.message}"
    if isinstance(error, StatusError) and 400 <= error.status < 500 and not kind_of(error).transient:
        details = {"body": error.body, "request_id": error.request_id, "retry_after": error.retry_after}
        hint = "" if error.status in (400, 401) else "; check base_url"
        return AuthenticationError(f"{message}{hint}", status=error.status, **details)
    error.message = message
    return error


def _only_business(token: Token) -> str:
    if len(token.businesses) == 1:
        return token.businesses[0]
    if token.businesses:
        choices = ", ".join(token.businesses)
        raise ConfigurationError(
            f"this API client is enabled for several workspaces; set business= to one of: {choices}"
        )
    raise ConfigurationError("the token names no workspace; set business= (or PLUTIO_BUSINESS) to its subdomain")


def _check_header(what: str, value: str) -> None:
    """A token store, or an answer, may give anything, and a line break in a header begins another one."""
    if not value.isprintable() or value != value.strip():
        raise ConfigurationError(f"{what} holds what no header may, such as a line break")


def _tokens_of(request: HttpRequest) -> list[str]:
    return [value.decode().removeprefix("Bearer ") for name, value in request.headers if name == b"Authorization"]
