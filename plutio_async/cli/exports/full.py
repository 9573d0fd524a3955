"""A full export: each resource from its first record to its last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from plutio_async._resources.reading import Reading
from plutio_async.cli.exports.manifest import Manifest
from plutio_async.cli.exports.part import Part
from plutio_async.description import unlistable
from plutio_async.errors import BadRequestError, MethodNotAllowedError, NotFoundError, PermissionDeniedError

if TYPE_CHECKING:
    from plutio_async import Plutio

REFUSED = (PermissionDeniedError, MethodNotAllowedError, NotFoundError, BadRequestError)
"""Answers that leave a resource out of the export, which continues with the next."""


class Watcher(Protocol):
    """Follows an export."""

    def page(self, resource: str, records: int, calls: int) -> None:
        """A page of a resource is on the disk. ``records`` and ``calls`` are those of the resource so far."""
        ...

    def done(self, resource: str, records: int, calls: int) -> None:
        """A resource is complete."""
        ...

    def skipped(self, resource: str, reason: str) -> None:
        """A resource cannot be exported."""
        ...

    def attachment(self, done: int, missing: int) -> None:
        """One more of the missing attachments is on the disk, or cannot be fetched."""
        ...


class Exporter:
    """Exports resources into a folder, and continues what was interrupted."""

    def __init__(self, plutio: Plutio, folder: Path, manifest: Manifest, watcher: Watcher) -> None:
        self.plutio = plutio
        self.folder = folder
        self.manifest = manifest
        self.watcher = watcher

    async def resource(self, name: str, page_cap: int | None) -> None:
        """Exports a resource, unless this export has it already."""
        found = self.manifest.entries.get(name)
        if found is not None and found.export == self.manifest.id:
            return
        resource = getattr(self.plutio, name)
        if reason := unlistable(resource):
            self._skip(name, reason)
            return
        with self.skipping(name):
            await self._read(resource, page_cap)

    @contextmanager
    def skipping(self, name: str) -> Iterator[None]:
        """Leaves the resource out if the API refuses a call of the block. A file that is there stays."""
        try:
            yield
        except REFUSED as error:
            self._skip(name, str(error))

    async def _read(self, resource: Any, page_cap: int | None) -> None:
        part = Part(self.folder, resource.name, self.manifest.id)
        state = part.state
        if state.entry is not None:
            part.publish(self.manifest)
            return
        part.open()
        reading = Reading(resource, state.reading, page_cap=page_cap)
        calls = state.calls
        async for page in reading.pages():
            part.append(page)
            state.reading, state.calls = reading.state, calls + reading.calls
            part.save()
            self.watcher.page(resource.name, state.records, state.calls)
        state.reading, state.calls = reading.state, calls + reading.calls
        part.save()
        part.finish(self.manifest)
        self.watcher.done(resource.name, state.records, state.calls)

    def _skip(self, name: str, reason: str) -> None:
        self.manifest.skipped[name] = reason
        self.manifest.save(self.folder)
        self.watcher.skipped(name, reason)
