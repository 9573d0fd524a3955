"""What the resources of a source share: a client, and one reading of the trash bin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock

from plutio_async._core.errors import with_article
from plutio_async.description import resource_of
from plutio_async.sync import Plutio


class Workspace:
    """A client that is open while any resource is read. dlt reads several in turn, or in threads."""

    def __init__(self, make: Callable[[], Plutio]) -> None:
        self._make = make
        self._lock = RLock()
        self._client: Plutio | None = None
        self._readers = 0
        self._trash: list[tuple[str, str | None]] | None = None

    @contextmanager
    def open(self) -> Iterator[Plutio]:
        """The client, until the block ends."""
        client = self._enter()
        try:
            yield client.with_options(priority="background", max_wait=None)
        finally:
            self._leave(client)

    def trashed(self, plutio: Plutio, resource: str) -> list[str]:
        """The ids in the trash bin that may be of a resource. It is read once while the client is open.

        So it may be older than what is read of the resource, and never newer.
        """
        with self._lock:
            if self._trash is None:
                records = plutio.trash_bin.iterate()
                self._trash = [(record.id, resource_of(record.entity_type)) for record in records if record.id]
            return [id for id, kind in self._trash if kind in (None, resource)]

    def _enter(self) -> Plutio:
        with self._lock:
            if self._client is None:
                self._client = _checked(self._make())
            if self._readers == 0:
                self._client.__enter__()
            self._readers += 1
            return self._client

    def _leave(self, client: Plutio) -> None:
        with self._lock:
            self._readers -= 1
            if self._readers == 0:
                self._trash = None
                client.close()


def _checked(made: object) -> Plutio:
    if not isinstance(made, Plutio):
        raise TypeError(f"client makes a plutio_async.sync.Plutio, not {with_article(type(made).__name__)}")
    return made
