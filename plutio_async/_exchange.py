"""One attempt: from a call to an HTTP request, and from its answer to parsed JSON or an error."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlencode

from plutio_async._budget.protocol import CallBudget
from plutio_async._call import Call, Operation
from plutio_async._clock import Clock
from plutio_async._spending import spending
from plutio_async._version import VERSION
from plutio_async.errors import (
    BusinessNotEnabledError,
    ConfigurationError,
    ConnectionFailed,
    StatusError,
    UnreadableAnswer,
    status_error,
)
from plutio_async.options import Options
from plutio_async.server_limits import parse
from plutio_async.settings import Settings
from plutio_async.token import Token, parse_token
from plutio_async.transport import HttpRequest, HttpResponse, HttpTransport

log = logging.getLogger("plutio_async")

_USER_AGENT = f"plutio-async/{VERSION}".encode()
_READ_HEADERS = ((b"Accept", b"application/json"), (b"Accept-Encoding", b"gzip"), (b"User-Agent", _USER_AGENT))
_WRITE_HEADERS = (*_READ_HEADERS, (b"Content-Type", b"application/json"))
_FORM_HEADERS = (*_READ_HEADERS, (b"Content-Type", b"application/x-www-form-urlencoded"))
_PAUSE = 1.0
"""Seconds that everyone waits after a 429 that does not say for how long."""
_TOKEN_CALL = Operation("oauth_token", "POST", "/oauth/token", idempotent=True)


class Exchange:
    """Knows how the API wants to be spoken to."""

    def __init__(self, settings: Settings, transport: HttpTransport, budget: CallBudget, clock: Clock) -> None:
        self._settings = settings
        self._transport = transport
        self._budget = budget
        self._clock = clock

    def request(self, call: Call[Any], token: Token, options: Options) -> HttpRequest:
        """The HTTP request of a call; made anew for each attempt.

        Raises:
            ConfigurationError: it is not clear which workspace is meant.
        """
        operation = call.operation
        business = options.business or _only_business(token)
        headers = _READ_HEADERS if operation.method == "GET" else _WRITE_HEADERS
        return HttpRequest(
            method=operation.method,
            url=self._url(operation.path, call.query),
            headers=[*headers, (b"Authorization", b"Bearer " + token.value.encode()), (b"Business", business.encode())],
            content=None if call.body is None else encode_json(call.body),
            timeout=options.timeout,
        )

    async def attempt(self, operation: Operation, request: HttpRequest, number: int) -> Any:
        """The parsed JSON of a success, ``None`` for an empty body.

        Raises:
            StatusError: the API answered with an error.
            UnreadableAnswer: a success whose body is no JSON.
            ConnectionFailed: no answer came.
        """
        response = await self._send(operation, request, number)
        if response.status >= 400:
            raise self._error(response, request)
        if not response.content:
            return None
        try:
            return json.loads(response.content)
        except ValueError:
            text = response.content[:500].decode(errors="replace")
            raise UnreadableAnswer("the answer is no JSON", status=response.status, body=text) from None

    async def fetch_token(self) -> Token:
        """A new access token; costs a call of the budget.

        Raises:
            AuthenticationError: the client id or secret was refused.
            ConnectionFailed, StatusError, UnreadableAnswer: as any call.
        """
        settings = self._settings
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.client_id,
            "client_secret": settings.client_secret,
        }
        url, content = self._url(_TOKEN_CALL.path, ()), urlencode(form).encode()
        await self._budget.take()
        with spending(self._budget, "interactive") as spent:
            spent.left = True
            answer = await self.attempt(
                _TOKEN_CALL, HttpRequest("POST", url, _FORM_HEADERS, content, settings.timeout), 1
            )
        return parse_token(answer, self._clock.time())

    def _url(self, path: str, query: tuple[tuple[str, str], ...]) -> str:
        url = f"{self._settings.base_url}{path}"
        return f"{url}?{urlencode(query)}" if query else url

    async def _send(self, operation: Operation, request: HttpRequest, number: int) -> HttpResponse:
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
            self._budget.confirm()
        self._log(operation, str(response.status), began, number)
        return response

    def _log(self, operation: Operation, outcome: str, began: float, number: int) -> None:
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
        body = _body(response, [*self._settings.secrets(), *_tokens_of(request)])
        message = _message(body) or f"the API answered with status {response.status}"
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


def encode_json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _only_business(token: Token) -> str:
    if len(token.businesses) == 1:
        return token.businesses[0]
    if token.businesses:
        choices = ", ".join(token.businesses)
        raise ConfigurationError(
            f"this API client is enabled for several workspaces; set business= to one of: {choices}"
        )
    raise ConfigurationError("the token names no workspace; set business= (or PLUTIO_BUSINESS) to its subdomain")


def _tokens_of(request: HttpRequest) -> list[str]:
    return [value.decode().removeprefix("Bearer ") for name, value in request.headers if name == b"Authorization"]


def _body(response: HttpResponse, secrets: list[str]) -> Any:
    text = response.content.decode(errors="replace")
    for secret in secrets:
        text = text.replace(secret, "…")
    try:
        return json.loads(text)
    except ValueError:
        return text[:2000]


def _message(body: Any) -> str:
    """What an error says, from any of the shapes that were seen, and some that were not."""
    if isinstance(body, dict):
        errors = body.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else errors
        for said in (body.get("message"), body.get("error"), first):
            text = said.get("message") if isinstance(said, dict) else said
            if isinstance(text, str) and text:
                return text
    if isinstance(body, str) and body.strip():
        return "an HTML page instead of JSON" if body.lstrip().startswith("<") else body.strip()[:200]
    return ""
