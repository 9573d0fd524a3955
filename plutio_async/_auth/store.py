"""Stores that keep a token longer than a process lives: the protocol, and a small file."""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Protocol

import anyio.to_thread

from plutio_async._auth.token import Token
from plutio_async._core.private_file import PrivateFile, Refused

__all__ = ["FileTokenStore", "TokenStore"]

_log = logging.getLogger("plutio_async")


class TokenStore(Protocol):
    """Keeps the current token of each account. An account is the name of an API client."""

    async def load(self, account: str) -> Token | None:
        """The token last saved for the account, ``None`` when there is none. Several tasks may ask at once."""
        ...

    async def save(self, account: str, token: Token) -> None:
        """Replaces the account's token."""
        ...


class FileTokenStore:
    """Keeps tokens in a JSON file that only its owner can read.

    The file is replaced as a whole, so a reader never sees half of it. An entry that is no token counts as absent. So
    does a file that is a link, a pipe or a folder, that belongs to another user, that others may read or write, or that
    is larger than 16 MiB; the log has a warning with the reason. The next save replaces it. Links among the folders of
    the path are followed. If two processes save at the same moment, the later wins. On Windows owners and rights are
    not checked: the rights of the folder count.

    Raises:
        OSError: the file cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._file = PrivateFile(path, forbidden=0o077)
        self._warned = False

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._file.path)!r})"

    async def load(self, account: str) -> Token | None:
        """The account's token, ``None`` when the file holds none."""
        entries = await anyio.to_thread.run_sync(self._read)
        return Token.from_entry(entries.get(account))

    async def save(self, account: str, token: Token) -> None:
        """Writes the token with the rights 0600; creates missing folders for the owner alone."""
        await anyio.to_thread.run_sync(self._write, account, token.as_entry())

    def _read(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._file.read())
        except Refused as error:
            if not self._warned:
                self._warned = True
                reason = "the token file %s is not used: %s. The next save replaces it"
                _log.warning(reason, self._file.path, error.strerror)
            return {}
        except (FileNotFoundError, ValueError, RecursionError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _write(self, account: str, entry: dict[str, Any]) -> None:
        self._file.replace(json.dumps(self._read() | {account: entry}).encode())
