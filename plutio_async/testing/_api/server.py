"""Handles a call inside the sandbox: route, token, limit, business, body, operation, answer, events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, evolve

from plutio_async._core.clock import Clock
from plutio_async.testing._api import json_text, quirks
from plutio_async.testing._api.catalogue import Catalogue, Route
from plutio_async.testing._api.context import Context
from plutio_async.testing._api.distort import described, distort, undescribed
from plutio_async.testing._api.limit import HourLimit
from plutio_async.testing._api.messages import Answer, ApiError, HtmlError, Request, json_answer, not_found
from plutio_async.testing._api.oauth import TOKEN_PATH, Tokens
from plutio_async.testing._api.routing import METHODS, Found, find_route
from plutio_async.testing._api.special import operation
from plutio_async.testing._api.store import Event, Listener, PendingEvent, Record, Store, Workspace, copied
from plutio_async.testing._api.validation import Validator
from plutio_async.testing.switches import Switches

_WRITES = frozenset({"POST", "PUT", "DELETE", "PATCH"})


@define
class Server:
    """Answers requests from the store and calls the listeners. Never waits."""

    catalogue: Catalogue
    store: Store
    tokens: Tokens
    limit: HourLimit
    validator: Validator
    clock: Clock
    switches: Switches
    listeners: list[Listener]
    strict: bool = False
    _requests: int = 0

    def answer(self, request: Request) -> Answer:
        """The answer to a request, with limit headers and a request id."""
        self._requests += 1
        try:
            answer = self._act(request)
        except ApiError as error:
            answer = error.answer()
            if self.strict:
                self.validator.error(request, answer)
        limits = self.limit.headers(self.clock.time(), self.switches)
        identifier = {"x-request-id": f"sandbox-{self._requests:06}"}
        return evolve(answer, headers={**limits, **identifier, **answer.headers})

    def _act(self, request: Request) -> Answer:
        now = self.clock.time()
        if request.path == TOKEN_PATH and request.version:
            return self._token(request, now)
        self.tokens.check(request.headers.get("authorization"))
        self.limit.take(now, self.switches)
        workspace = self._workspace(request)
        route, identifier = self._route(request)
        query = request.query if identifier is None else (("_id", identifier),)
        context = Context(
            self.store,
            workspace,
            self.catalogue,
            self.switches,
            route,
            params=self.validator.parameters(route, query),
            filters=_filters(route, query),
            body=_body(request, identifier) if request.method in _WRITES else {},
        )
        return json_answer(200, self._operate(context))

    def _token(self, request: Request, now: float) -> Answer:
        if request.method != "POST":
            raise self._no_route(TOKEN_PATH)
        if self.switches.counts_token_calls:
            self.limit.take(now, self.switches)
        answer = self.tokens.grant(request, self.switches)
        if self.strict:
            self.validator.token(answer, self.switches)
        return json_answer(200, answer)

    def _operate(self, context: Context) -> Any:
        route = context.route
        if route.verb == "list":
            quirks.run("list", context, {})
        if route.operation_id == "tasks_archive" and self.switches.tasks_archive == "missing":
            raise not_found()
        self.validator.body(route, context.body)
        try:
            answer = described(context, operation(route.resource, route.verb)(context))
        finally:
            self._publish_events(context)
        if self.strict:
            self.validator.answer(route, answer)
        return undescribed(context, answer)

    def _publish_events(self, context: Context) -> None:
        """Calls the listeners with the events of a call, also if the call failed half-way."""
        now = self.clock.time()
        for event in [_event(context, pending, now) for pending in context.store.take_events()]:
            for listener in tuple(self.listeners):
                listener(event)

    def _workspace(self, request: Request) -> Workspace:
        name = request.headers.get("business") or "undefined"
        workspace = self.store.workspaces.get(name)
        if workspace is None:
            raise ApiError(400, f"Business {name} is not enabled for this client.")
        return workspace

    def _route(self, request: Request) -> Found:
        found = self._find(request.method, request.path) if request.version else None
        if found is None:
            raise self._no_route(request.path if request.version else "")
        return found

    def _find(self, method: str, path: str) -> Found | None:
        return find_route(self.catalogue, self.switches, method, path)

    def _no_route(self, path: str) -> ApiError:
        status = self.switches.unknown_route
        methods = ["POST"] if path == TOKEN_PATH else [method for method in METHODS if self._find(method, path)]
        allowed = {"allow": ", ".join(methods)} if methods and status == 405 else {}
        return ApiError(status, "Method not allowed", allowed)


def _event(context: Context, pending: PendingEvent, at: float) -> Event:
    """The event with the record as the API shows it at the end of the call."""
    resource = context.catalogue.resources[pending.resource]
    reading = evolve(context, route=Route("GET", "/", "", resource.name, "list"))
    shown: Any = distort(reading, quirks.shown(reading, pending.record))
    business = context.workspace.subdomain
    return Event(resource.event_entity, pending.action, resource.name, business, copied(shown), at)


def _filters(route: Route, query: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    reserved = ("skip", "limit", "sort", "q", "_id")
    return tuple((name, value) for name, value in query if name not in reserved) if route.verb == "list" else ()


def _body(request: Request, identifier: str | None) -> Record:
    """The body of a write, with the id in the path as its ``_id``; a call with one needs no body."""
    if identifier is None:
        return _parsed(request)
    return {**(_parsed(request) if request.content else {}), "_id": identifier}


def _parsed(request: Request) -> Record:
    if request.media_type == "multipart/form-data" and request.path == "/files":
        raise ApiError(400, "Handle is required")
    if request.media_type != "application/json":
        raise HtmlError(400, "Bad Request")
    if not request.content:
        return {}
    try:
        body = json_text.read(request.content)
    except json_text.TooDeepError:
        raise ApiError(400, "The body is nested too deeply") from None
    except ValueError:
        raise ApiError(400, "The body is not valid JSON") from None
    if not isinstance(body, Mapping):
        raise ApiError(400, "The body must be a JSON object")
    return dict(body)
