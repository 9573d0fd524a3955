"""Receives the webhooks of Plutio: typed events, each handled once. Needs no framework.

``receive(body, headers, secret)`` gives the event in a request, and ``await inbox.handle(event)`` runs your handlers.
``plutio_async.fastapi.router(inbox, secret)`` does both.
"""

from __future__ import annotations

from plutio_async.webhooks._envelopes import Envelope
from plutio_async.webhooks._event import Event, receive
from plutio_async.webhooks._file import FileInboxStore
from plutio_async.webhooks._inbox import Handled, Inbox
from plutio_async.webhooks._stores import InboxStore, MemoryInboxStore

__all__ = [
    "Envelope",
    "Event",
    "FileInboxStore",
    "Handled",
    "Inbox",
    "InboxStore",
    "MemoryInboxStore",
    "receive",
]
