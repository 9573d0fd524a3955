"""Makes one attempt: turns a call into an HTTP request, and its answer into parsed JSON or an error."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from plutio_async._auth.credentials import Token, parse_token
from plutio_async._core import VERSION, errors
from plutio_async._core.call import Call, MaxWait, Operation
from plutio_async._core.clock import Clock
from plutio_async._core.json_text import TooDeep, json_text, parse_json
from plutio_async._core.secret import Secret, make_safe, without_secrets
from plutio_async._http.messages import Headers, HttpRequest, HttpResponse
from plutio_async._http.transport import HttpTransport
from plutio_async._pipeline.calls import CallState
from plutio_async._pipeline.observing import Observers
from plutio_async._pipeline.settings import Options, Settings
from plutio_async._ratelimit.headers import UNKNOWN, parse
from plutio_async._ratelimit.protocol import Lease
from plutio_async._resources.failure_kinds import kind_of

_USER_AGENT = f"plutio-async/{VERSION}"
_PAUSE = 1.0
"""Seconds that all calls wait after a 429 without ``Retry-After``."""
_MIN_CONNECTION_WAIT = 0.1
"""Seconds that a call may always wait for a connection, so that a short lease does not send it back each time."""
_PLAIN = re.compile(r"[\w.-]*", re.ASCII).fullmatch
_TOKEN_OPERATION = Operation("oauth_token", "POST", "/oauth/token", idempotent=True)


class AttemptSender:
    """Makes single attempts, and reports the rate limits in their answers to the budget."""

    def __init__(self, settings: Settings, transport: HttpTransport, observers: Observers) -> None:
        self._settings = settings
        self._transport = transport
        self._budget = observers.budget
        self._clock: Clock = observers.clock
        self.counts = observers.counts
        self.observe = observers.observe
        agent = _USER_AGENT if settings.app_name is None else f"{settings.app_name.strip()} {_USER_AGENT}"
        accepted = ((b"Accept", b"application/json"), (b"Accept-Encoding", b"gzip"), (b"User-Agent", agent.encode()))
        self._read_headers = accepted
        self._write_headers = (*accepted, (b"Content-Type", b"application/json"))
        self._form_headers = (*accepted, (b"Content-Type", b"application/x-www-form-urlencoded"))

    async def send(self, state: CallState, lease: Lease) -> Any:
        """The parsed JSON of a success, ``None`` for an empty body.

        Raises:
            StatusError: the API answered with an error.
            UnreadableAnswer: a success whose body is no JSON, or too long.
            ConnectionFailed: no answer came.
            ConfigurationError: the workspace is ambiguous, or a header cannot hold its name or the token.
        """
        observed = state.observed
        added = () if observed is None else observed.attempt_started(state.attempt.number)
        try:
            with await self._transport.connections.acquire(max(self._budget.lease_ttl, _MIN_CONNECTION_WAIT)):
                request = self._request(state, added)
                state.attempt.sent = lease.sent = True
                self.counts.add_attempt(state.call.operation, state.attempt.number)
                began = self._clock.monotonic()
                response = await self._transport.send(request)
        except BaseException as error:
            if state.attempt.sent and isinstance(error, errors.ConnectionFailed) and not error.reached:
                self.counts.add_attempt(state.call.operation, state.attempt.number, -1)
            if observed is not None:
                observed.attempt_ended(None, error)
            raise
        retry_after = self._learn(response, lease)
        if observed is not None:
            observed.attempt_ended(response.status, http_version=response.version)
        if not 200 <= response.status < 300:
            raise self._error(state, response, retry_after)
        for note in state.options.on_answer:
            note(response.status, response.headers, self._clock.monotonic() - began)
        return self._parsed(state, response)

    async def fetch_token(self, *, max_wait: MaxWait = ..., at_once: bool = False) -> Token:
        """A new access token. Costs a call of the budget, and goes before all calls that wait, since they need it.

        If the secret is refused and its callable then returns another one, the token call is made once more.

        Raises:
            AuthenticationError: the token call was refused.
            BudgetExceeded: no call is free within ``max_wait``, or ``at_once`` besides the caller's own.
            ConfigurationError: the callable did not return the client secret.
            ConnectionFailed, StatusError, UnreadableAnswer: as for any call.
        """
        if at_once and self._budget.remaining < 2:
            raise errors.BudgetExceeded("a new token can wait, since the old one is still valid")
        secret, seconds = self._settings.client_secret, self._settings.timeout.total
        is_new, tried = await secret.load(seconds), Secret(secret)
        began = self._clock.monotonic()
        try:
            return await self._token_call(max_wait, at_once=at_once)
        except errors.AuthenticationError as error:
            refused = error
        if is_new or not await secret.load(seconds) or secret == tried:
            secret.expire()
            raise refused
        if isinstance(max_wait, float | int):
            max_wait = max(0.0, max_wait - (self._clock.monotonic() - began))
        return await self._token_call(max_wait, at_once=at_once)

    async def _token_call(self, max_wait: MaxWait, *, at_once: bool) -> Token:
        lease = await self._budget.acquire(max_wait=0.0 if at_once else max_wait, first=True)
        call = Call(_TOKEN_OPERATION, lambda answer: parse_token(answer, self._clock.time()))
        state = CallState(call, Options(timeout=self._settings.timeout), self.observe(call))
        try:
            with lease, state:
                return call.decode(await self.send(state, lease))
        except errors.PlutioError as error:
            failed = error
        self.make_safe(failed, state)  # here too, since the provider keeps it and raises it again for other calls
        described = _of_token_call(failed)
        if isinstance(described, errors.AuthenticationError):
            self._settings.client_secret.expire()
        raise described from failed.__cause__

    def make_safe(self, error: errors.PlutioError, state: CallState) -> None:
        """Removes the secrets from an error of a call, in case the answer echoed them."""
        make_safe(error, self._secrets(state))

    def _secrets(self, state: CallState) -> list[str]:
        secret, token = self._settings.client_secret() or "", state.attempt.token  # unknown before the first token call
        return [secret, *(value.decode() for _, value in state.options.headers), *([token.value] if token else [])]

    def _request(self, state: CallState, added: Headers) -> HttpRequest:
        """The HTTP request of an attempt; without a token, that of the token call. ``added`` are further headers."""
        call, options, token = state.call, state.options, state.attempt.token
        url = f"{self._settings.base_url}{call.operation.path}"
        if token is None:
            return HttpRequest("POST", url, [*self._form_headers, *added], self._token_form(), options.timeout)
        business = options.business or _only_business(token)
        _check_header("the token", token.value)
        _check_header("the workspace that the token names", business)
        own = self._read_headers if call.operation.method == "GET" else self._write_headers
        credentials = ((b"Authorization", b"Bearer " + token.value.encode()), (b"Business", business.encode()))
        return HttpRequest(
            method=call.operation.method,
            url=f"{url}?{'&'.join(map(_parameter, call.query))}" if call.query else url,
            headers=[*own, *added, *credentials, *options.headers],
            content=None if call.body is None else json_text(call.body).encode(),
            timeout=options.timeout,
        )

    def _token_form(self) -> bytes:
        """A method of its own, so that no frame of an error has the secret among its variables."""
        secret = self._settings.client_secret()
        form = {"grant_type": "client_credentials", "client_id": self._settings.client_id, "client_secret": secret}
        return urlencode(form).encode()

    def _learn(self, response: HttpResponse, lease: Lease) -> float | None:
        """Reports an answer to the budget. Returns the seconds after which the server wants the next call."""
        limits = parse(response.headers, self._clock.time())
        if limits is not UNKNOWN and response.is_of_api:
            self._budget.learn(limits)
        if response.status == 429:
            self._budget.pause(_PAUSE if limits.retry_after is None else limits.retry_after)
        else:
            lease.confirm()
        return limits.retry_after

    def _parsed(self, state: CallState, response: HttpResponse) -> Any:
        if response.unread is not None:
            response.unread.status = response.status
            raise response.unread
        if not response.content:
            return None
        try:
            return parse_json(response.content)
        except TooDeep as error:
            problem = str(error)
        except ValueError:  # which holds the answer
            problem = "is no JSON"
        shown = None if state.attempt.token is None else self._shown(state, response)
        raise errors.UnreadableAnswer(f"the answer {problem}", status=response.status, body=shown)

    def _error(self, state: CallState, response: HttpResponse, retry_after: float | None) -> errors.StatusError:
        body = None if response.unread else self._shown(state, response)
        message = _error_message(body) or "the API gives no reason"
        if response.unread is not None:
            message += f"; its body is left out ({response.unread.message})"
        if 300 <= response.status < 400:
            message += "; it redirects the call, so check base_url"
        request_id = response.headers.get("x-request-id")
        details = {"body": body, "request_id": request_id, "retry_after": retry_after}
        if retry_after is not None:
            details["retry_at"] = datetime.fromtimestamp(self._clock.time() + retry_after, UTC)
        error = errors.status_error(response.status, message, **details)
        if isinstance(error, errors.BusinessNotEnabledError):
            error.message += " Check the workspace's subdomain, and that the API client is enabled for it."
        return error

    def _shown(self, state: CallState, response: HttpResponse) -> Any:
        """The body of an answer as an error may hold it."""
        return without_secrets(response.content, self._secrets(state))


def _parameter(parameter: tuple[str, str]) -> str:
    """The same as ``urlencode``, which takes five times as long for names and values that stay as they are."""
    name, value = parameter
    return f"{name}={value}" if _PLAIN(name) and _PLAIN(value) else urlencode((parameter,))


def _error_message(body: Any) -> str:
    """The message of an error body, in any of the shapes that were seen, and some more."""
    if isinstance(body, dict):
        listed = body.get("errors")
        first = listed[0] if isinstance(listed, list) and listed else listed
        for found in (body.get("message"), body.get("error"), first):
            text = found.get("message") if isinstance(found, dict) else found
            if isinstance(text, str) and text:
                return text
    if isinstance(body, str) and body.strip():
        return "an HTML page instead of JSON" if body.lstrip().startswith("<") else body.strip()[:200]
    return ""


def _of_token_call(error: errors.PlutioError) -> errors.PlutioError:
    """The same error, with the token call in its message. A refusal becomes an ``AuthenticationError``."""
    message = f"no access token: {error.message}"
    if isinstance(error, errors.StatusError) and 400 <= error.status < 500 and not kind_of(error).transient:
        details = {"body": error.body, "request_id": error.request_id, "retry_after": error.retry_after}
        hint = "" if error.status in (400, 401) else "; check base_url"
        return errors.AuthenticationError(f"{message}{hint}", status=error.status, **details)
    error.message = message
    return error


def _only_business(token: Token) -> str:
    if len(token.businesses) == 1:
        return token.businesses[0]
    if token.businesses:
        choices = ", ".join(token.businesses)
        raise errors.ConfigurationError(
            f"this API client is enabled for several workspaces; set business= to one of: {choices}"
        )
    raise errors.ConfigurationError("the token names no workspace; set business= (or PLUTIO_BUSINESS) to its subdomain")


def _check_header(what: str, value: str) -> None:
    """Refuses a line break, which would begin another header: stores and answers may give any text."""
    if not value.isprintable() or value != value.strip():
        raise errors.ConfigurationError(f"{what} has characters that a header cannot hold, such as a line break")
