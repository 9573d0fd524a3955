"""A route that receives webhooks."""

from __future__ import annotations

from contextlib import aclosing
from inspect import isawaitable
from typing import Any

import anyio
from attrs import frozen
from fastapi import APIRouter, Request
from starlette.responses import Response

from plutio_async._core.errors import DeliveryTooLarge, UnreadableDelivery, WebhookError, WrongSecret
from plutio_async._core.secret import Secret
from plutio_async.fastapi._client import get_plutio
from plutio_async.fastapi._problems import problem, retry_later
from plutio_async.webhooks._envelopes import Envelope
from plutio_async.webhooks._event import MAX_BYTES, Event, check_settings, read
from plutio_async.webhooks._inbox import Handled, Inbox

_STATUSES: dict[type[WebhookError], int] = {DeliveryTooLarge: 413, UnreadableDelivery: 400, WrongSecret: 401}


def router(
    inbox: Inbox,
    secret: tuple[str, str] | None,
    *,
    path: str = "/webhooks/plutio",
    envelope: Envelope | None = None,
    max_bytes: int = MAX_BYTES,
) -> APIRouter:
    """A router with one route, ``POST /webhooks/plutio``, for ``app.include_router(router(inbox, secret))``.

    It answers 204 after the handlers have run, also for duplicates and events without a handler. The rest makes
    Plutio repeat the delivery: 401 for a wrong secret, 413 and 400 for a body that is too large or no JSON, 503 while
    another worker handles the event. An error of a handler is an error of the route. A handler that takes two arguments
    gets the client of the app. If the sender disconnects, the handlers still run to their end.

    Args:
        inbox: Has the handlers.
        secret: A header that Plutio sends, as you set it there, and its value; ``None`` accepts everybody.
        path: The path of the route.
        envelope: Accepts this one only, see ``plutio_async.webhooks.receive``.
        max_bytes: The longest body.

    Raises:
        ConfigurationError: a setting cannot work.
    """
    receiver = _Receiver(inbox, Secret(secret), envelope, max_bytes)
    made = APIRouter()
    made.add_api_route(path, receiver.receive, methods=["POST"], status_code=204, include_in_schema=False)
    return made


@frozen
class _Receiver:
    """Handles the requests of a route. Errors of handlers show its fields, so the secret is hidden."""

    inbox: Inbox
    secret: Secret
    envelope: Envelope | None
    max_bytes: int

    def __attrs_post_init__(self) -> None:
        check_settings(self.secret, self.envelope, self.max_bytes)

    async def receive(self, request: Request) -> Response:
        try:
            body = await _body(request, self.max_bytes)
            event = read(body, Secret(request.headers), self.secret, self.envelope, self.max_bytes)
        except WebhookError as error:
            return problem(_STATUSES[type(error)], error.message)
        return await self._handle(event, request)

    async def _handle(self, event: Event, request: Request) -> Response:
        client = await _client(request) if self.inbox.takes_client else None
        outcome: Handled = "busy"
        with anyio.CancelScope(shield=True):
            outcome = await self.inbox.handle(event, client)
        if outcome == "busy":
            return retry_later("Another worker handles this event now.", self.inbox.lease)
        return Response(status_code=204)


async def _body(request: Request, max_bytes: int) -> bytes:
    """The body, as far as it is short enough."""
    content = bytearray()
    async with aclosing(request.stream()) as chunks:
        async for chunk in chunks:
            content += chunk
            if len(content) > max_bytes:
                raise DeliveryTooLarge(f"the body is longer than max_bytes={max_bytes}")
    return bytes(content)


async def _client(request: Request) -> Any:
    """The client as a dependency would get it, but only if a handler takes it."""
    override = request.app.dependency_overrides.get(get_plutio)
    client = get_plutio(request) if override is None else override()
    return await client if isawaitable(client) else client
