"""Where a token outlives its process: the protocol, and a small file."""

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

_YEAR_10000 = 253_402_300_800.0
"""In seconds since 1970. What ends later than that was never said by a server."""


class TokenStore(Protocol):
    """Keeps the current token of each account. An account is a name that tells one API client from another."""

    async def load(self, account: str) -> Token | None:
        """The token last saved for the account, ``None`` when there is none. Several tasks may ask at once."""
        ...

    async def save(self, account: str, token: Token) -> None:
        """Keeps the token in place of the account's last one."""
        ...


class FileTokenStore:
    """Keeps tokens in a JSON file that only its owner can read.

    The file is replaced as a whole, so a reader never sees half of it. What is no token in it counts as absent. So does
    all of a file that is a link, a pipe or a folder, that belongs to another user, that others may read or write, or
    that is larger than 16 MiB; a warning in the log says which. The next save replaces it. Links among the folders of
    the path are followed. Of two processes that save at the same moment the later wins. Windows has no such owners and
    rights: there they are not checked, and the folder decides who may read the file.

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
        return _token(entries.get(account))

    async def save(self, account: str, token: Token) -> None:
        """Writes the token with the rights 0600; missing folders are made for the owner alone."""
        entry = {"value": token.value, "expires_at": token.expires_at, "businesses": list(token.businesses)}
        await anyio.to_thread.run_sync(self._write, account, entry)

    def _read(self) -> dict[str, Any]:
        try:
            entries = json.loads(self._file.read())
        except Refused as error:
            self._warn(error)
            return {}
        except (FileNotFoundError, ValueError, RecursionError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _warn(self, error: Refused) -> None:
        if not self._warned:
            self._warned = True
            _log.warning(
                "the token file %s is not used: %s. The next save replaces it", self._file.path, error.strerror
            )

    def _write(self, account: str, entry: dict[str, Any]) -> None:
        self._file.replace(json.dumps(self._read() | {account: entry}).encode())


def _token(entry: Any) -> Token | None:
    if not isinstance(entry, dict):
        return None
    value, expires_at, businesses = (entry.get(key) for key in ("value", "expires_at", "businesses"))
    if not (isinstance(value, str) and value.isascii() and value.isprintable() and value.strip()):
        return None  # no header can hold it
    if not isinstance(expires_at, int | float) or not abs(expires_at) < _YEAR_10000:
        return None
    names = businesses if isinstance(businesses, list) else []
    return Token(value, float(expires_at), tuple(name for name in names if isinstance(name, str)))
