"""The store of an inbox, of what a user gives: what clients share, or a store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from plutio_async._core.checks import check_methods
from plutio_async._core.clock import Clock
from plutio_async.webhooks._stores import InboxStore, MemoryInboxStore

if TYPE_CHECKING:
    from plutio_async._client.shared import SharedFile
    from plutio_async.redis import SharedRedis

    GivenStore = str | os.PathLike[str] | SharedFile | SharedRedis | InboxStore | None

_WANTED = "a path such as 'plutio.db', a URL such as 'redis://localhost:6379/0', what clients share, or a store"


def store_of(given: GivenStore, clock: Clock) -> InboxStore:
    """The store.

    Raises:
        ConfigurationError: it is none.
    """
    if given is None:
        return MemoryInboxStore(clock)
    from plutio_async._client.shared import SharedFile  # with SQLite, which takes long to load

    if isinstance(given, str) and "://" in given:
        from plutio_async.redis import SharedRedis

        given = SharedRedis(given)
    if isinstance(given, str | os.PathLike):
        given = SharedFile(given)
    if isinstance(given, SharedFile):
        from plutio_async.webhooks._file import FileInboxStore

        return FileInboxStore(given.path, clock=clock)
    store: Any = given
    if not isinstance(store, type) and hasattr(store, "inbox"):
        store = store.inbox()
    check_methods("store", store, _WANTED, "claim", "renew", "commit", "release")
    return store  # type: ignore[no-any-return]
