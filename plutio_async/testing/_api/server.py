"""Handles a call inside the sandbox: route, token, limit, business, body, operation, answer, events."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import formatdate
from typing import Any

from attrs import define, evolve

from plutio_async._core.clock import Clock
from plutio_async.testing._api import quirks
from plutio_async.testing._api.catalogue import Catalogue, Route
from plutio_async.testing._api.forms import apply_described, apply_undescribed
from plutio_async.testing._api.limit import HourLimit
from plutio_async.testing._api.messages import (
    Answer,
    ApiError,
    HtmlError,
    Request,
    TooDeepError,
    json_answer,
    not_found,
    read_json,
)
from plutio_async.testing._api.oauth import TOKEN_PATH, Tokens
from plutio_async.testing._api.special import operation
from plutio_async.testing._api.store import Context, Event, Listener, PendingEvent, Record, Store, Workspace, copied
from plutio_async.testing._api.validation import Validator
from plutio_async.testing.switches import Switches

_METHODS = ("GET", "POST", "PUT", "DELETE")
_WRITES = frozenset({"POST", "PUT", "DELETE", "PATCH"})
# The resources that one client reads by an id in the path.
_READ_BY_PATH = frozenset({"/people", "/companies", "/projects", "/invoices", "/tasks"})
# One client saw these refused.
_NOT_READ_BY_PATH = frozenset({"/invoice-subscriptions", "/automations"})
_BY_PATH = {"GET": ("list", "get_by_path"), "PUT": ("update", "update"), "DELETE": ("delete", "delete")}
# The bulk calls that one client makes of every resource: the verb, and the call that the collection must have.
_ASSUMED = {
    ("PUT", "bulk"): ("bulk_update", "PUT"),
    ("DELETE", "bulk"): ("bulk_delete", "DELETE"),
    ("POST", "bulk/archive"): ("bulk_archive", "PUT"),
}

Found = tuple[Route, str | None]


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
        """The answer to a request, with limit headers, a request id and the date."""
        self._requests += 1
        try:
            answer = self._act(request)
        except ApiError as error:
            answer = error.answer()
            if self.strict:
                self.validator.error(request, answer)
        now = self.clock.time()
        own = {"x-request-id": f"sandbox-{self._requests:06}", "date": formatdate(now, usegmt=True)}
        return evolve(answer, headers={**self.limit.headers(now, self.switches), **own, **answer.headers})

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
            address=request.address,
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
        if route.verb in ("archive", "bulk_archive") and self.switches.undocumented == "assumed":
            context.body.setdefault("isArchived", True)
        self.validator.body(route, context.body)
        try:
            answer = apply_described(context, operation(route.resource, route.verb)(context))
        finally:
            self._publish_events(context)
        if self.strict:
            self.validator.answer(route, answer)
        return apply_undescribed(context, answer)

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
        found = None
        if request.version:
            found = _find_route(self.catalogue, self.switches, request.method, request.path)
        if found is None:
            raise self._no_route(request.path if request.version else "")
        return found

    def _no_route(self, path: str) -> ApiError:
        status = self.switches.unknown_route
        routes = {method: _find_route(self.catalogue, self.switches, method, path) for method in _METHODS}
        methods = ["POST"] if path == TOKEN_PATH else [method for method, found in routes.items() if found]
        allowed = {"allow": ", ".join(methods)} if methods and status == 405 else {}
        return ApiError(status, "Method not allowed", allowed)


def _event(context: Context, pending: PendingEvent, at: float) -> Event:
    """The event with the record as the API shows it at the end of the call."""
    resource = context.catalogue.resources[pending.resource]
    reading = evolve(context, route=Route("GET", "/", "", resource.name, "list"))
    shown: Any = apply_undescribed(reading, apply_described(reading, quirks.shown(reading, pending.record)))
    business = context.workspace.subdomain
    return Event(resource.event_entity, pending.action, resource.name, business, copied(shown), at)


def _filters(route: Route, query: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    reserved = ("skip", "limit", "sort", "q", "_id")
    return tuple((name, value) for name, value in query if name not in reserved) if route.verb == "list" else ()


def _body(request: Request, identifier: str | None) -> Record:
    """The body of a write, with the id in the path as its ``_id``; a call with one needs no body."""
    if identifier is not None:
        return {**(_parsed(request) if request.content else {}), "_id": identifier}
    return _parsed(request)


def _parsed(request: Request) -> Record:
    if request.media_type == "multipart/form-data" and request.path == "/files":
        raise ApiError(400, "Handle is required")
    if request.media_type != "application/json":
        raise HtmlError(400, "Bad Request")
    if not request.content:
        return {}
    try:
        body = read_json(request.content)
    except TooDeepError:
        raise ApiError(400, "The body is nested too deeply") from None
    except ValueError:
        raise ApiError(400, "The body is not valid JSON") from None
    if not isinstance(body, Mapping):
        raise ApiError(400, "The body must be a JSON object")
    return dict(body)


def _find_route(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Found | None:
    """The route of a call, and the id in its path, if any; ``None`` for an unknown route."""
    route = catalogue.routes.get((method, path)) or _assumed(catalogue, switches, method, path)
    if route is None:
        return _by_path(catalogue, switches, method, path)
    if switches.undocumented == "refused" and path not in catalogue.document["paths"]:
        return None
    return route, None


def _assumed(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Route | None:
    if switches.undocumented != "assumed":
        return None
    resource, _, rest = path.removeprefix("/").partition("/")
    verb, needed = _ASSUMED.get((method, rest), ("", ""))
    base = catalogue.routes.get((needed, f"/{resource}"))
    if base is None:
        return catalogue.assumed.get((method, path))
    return Route(method, path, f"{base.resource}_{verb}", base.resource, verb)


def _by_path(catalogue: Catalogue, switches: Switches, method: str, path: str) -> Found | None:
    """The route of a call with an id in its path. A described path never holds an id."""
    collection, _, identifier = path.rpartition("/")
    route = catalogue.routes.get((method, collection))
    verb, verb_by_path = _BY_PATH.get(method, (None, ""))
    if route is None or route.verb != verb or not identifier or path in catalogue.document["paths"]:
        return None
    readable = {"read": collection in _READ_BY_PATH, "read_most": collection not in _NOT_READ_BY_PATH}
    if switches.path_ids == "every" or (method == "GET" and readable.get(switches.path_ids)):
        return evolve(route, verb=verb_by_path), identifier
    return None
