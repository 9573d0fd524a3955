"""The resource of files, with the download of their bytes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import anyio

from plutio_async._client.sender import ClientSender
from plutio_async._core.errors import ClientStateError, ConfigurationError, PlutioError
from plutio_async._generated.models.file_item import FileItem
from plutio_async._generated.resources.files import FilesResource
from plutio_async._http.download import Download, DownloadProgress
from plutio_async._pipeline.retry import Failure, Stop
from plutio_async._resources.failure_kinds import kind_of

_BYTES = {"bytes", "body", "content", "contents", "data", "file", "path", "upload"}
"""Keywords that look like the bytes of a file."""


class Files(FilesResource):
    """Files, documents and links that are kept with people, projects and tasks, and the bytes of the files."""

    _sender: ClientSender  # pyright: ignore[reportIncompatibleVariableOverride] - the client makes it with its own

    async def download(
        self,
        file: str | FileItem,
        path: str | os.PathLike[str],
        *,
        progress: Callable[[DownloadProgress], None] | None = None,
    ) -> Path:
        """Saves the bytes of a file under a path, and returns the path. Replaces an existing file.

        The request goes to the ``url`` of the file without the token, the ``Business`` header and other credentials. It
        uses no call of the budget, and has no size limit. If a connection breaks, a new one continues where the bytes
        end, if the server allows it. So does the next download from the same URL to the same path. ``timeout`` bounds
        the wait for each piece. At the end the length is verified, and the checksum if the server states one.

        Args:
            file: The file, or its id, which costs a call.
            path: The file to write, which only this user may then read (0600). Until all bytes have come, they are in
                a hidden file in the same folder.
            progress: Called after each piece.

        Raises:
            ConfigurationError: the file has no url that can be fetched.
            StatusError: the server of the file refuses it.
            UnreadableAnswer: the length or the checksum is not that of the server. No bytes are kept.
            PlutioError: any other error of a call; see ``plutio_async.errors``.
            OSError: the file cannot be written.
        """
        shared, target = self._sender.shared, Path(path)
        if await anyio.Path(target).is_dir():
            raise IsADirectoryError(f"{target} is a folder; name the file to write")
        record = file if isinstance(file, FileItem) else await self.get(file)
        if not isinstance(record.url, str):
            raise ConfigurationError("the file has no url to fetch")
        session = shared.session
        session.guard.check()
        allow_http, timeout = shared.settings.allow_http, self._sender.options.timeout
        download = Download(session.transport.settings, record.url, target, timeout, allow_http, progress)
        calls = session.calls
        with calls, anyio.CancelScope() as scope:
            calls.waits.add(scope)
            try:
                await self._fetch(download)
            finally:
                calls.waits.discard(scope)
                download.keep()
        if scope.cancelled_caught:
            raise ClientStateError("the client is closed: this download has not ended")
        return target

    def _new_name(self, verb: str, name: str, fields: Iterable[str], given: Mapping[str, Any]) -> str:
        if name in _BYTES:
            raise TypeError(
                f"{self.name}.{verb}() got an unexpected keyword argument {name!r}: the API takes no bytes of files. "
                "Give type='link' and url=…, or handle=… of an object that is already in Plutio's storage"
            )
        return super()._new_name(verb, name, fields, given)

    async def _fetch(self, download: Download) -> None:
        """Makes attempts until the file is there.

        A failed attempt that received more bytes than all before it counts as the first: a download of many hours may
        fail more often than a call.
        """
        clock = self._sender.shared.clock
        attempt, most_received, began = 0, 0, clock.monotonic()
        while True:
            attempt += 1
            try:
                return await download.attempt()
            except PlutioError as error:
                failed = error
            if download.received > most_received:
                attempt, most_received, began = 1, download.received, clock.monotonic()
            failure = Failure(
                failed,
                attempt,
                idempotent=True,
                may_have_acted=False,
                transient=kind_of(failed).transient,
                elapsed=clock.monotonic() - began,
            )
            verdict = self._sender.options.retries.decide(failure)
            if isinstance(verdict, Stop):
                raise failed
            await clock.sleep(verdict.after)
