"""Where a token outlives its process: the protocol, and a small file."""

from __future__ import annotations

import json
import math
import os
import tempfile
from pathlib import Path
from typing import Any, Protocol

import anyio.to_thread

from plutio_async.token import Token

__all__ = ["FileTokenStore", "TokenStore"]


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

    The file is replaced as a whole, so a reader never sees half of it. What is no token in it counts as absent. Of two
    processes that save at the same moment the later wins. Raises ``OSError`` when the file cannot be read or written.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).expanduser()

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self._path)!r})"

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
            entries = json.loads(self._path.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _write(self, account: str, entry: dict[str, Any]) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        text = json.dumps(self._read() | {account: entry})
        # mkstemp makes the file with the rights 0600, and rename keeps them
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f".{self._path.name}.")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(text)
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise


def _token(entry: Any) -> Token | None:
    if not isinstance(entry, dict):
        return None
    value, expires_at, businesses = (entry.get(key) for key in ("value", "expires_at", "businesses"))
    if not (isinstance(value, str) and value and isinstance(expires_at, int | float) and math.isfinite(expires_at)):
        return None
    names = businesses if isinstance(businesses, list) else []
    return Token(value, float(expires_at), tuple(name for name in names if isinstance(name, str)))
