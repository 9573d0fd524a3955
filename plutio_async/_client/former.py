"""Names of the last release, which work for one more."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Protocol

from plutio_async._auth.file_tokens import FileTokens
from plutio_async._core.clock import SystemClock
from plutio_async._core.database import Database
from plutio_async._ratelimit.file_ledger import FileStore


class BudgetStore(Protocol):
    """The protocol of stores of one's own, which no budget takes any more."""

    def __init_subclass__(cls) -> None:
        _warn("BudgetStore")


class FileBudgetStore(FileStore):
    """For ``Budget(store=FileBudgetStore("calls"))``: counts in the shared file ``calls.db``."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        _warn("FileBudgetStore")
        super().__init__(Database(_beside(path)), "", 60.0)


class FileTokenStore(FileTokens):
    """For ``Plutio(token_store=FileTokenStore("token"))``: keeps tokens in the shared file ``token.db``."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        _warn("FileTokenStore")
        super().__init__(Database(_beside(path)), SystemClock())


def _warn(name: str) -> None:
    warnings.warn(f"{name} ends with the next release: use shared= of Plutio", DeprecationWarning, stacklevel=3)


def _beside(path: str | os.PathLike[str]) -> Path:
    """Files of the last release have another format."""
    return Path(f"{os.fspath(path)}.db")
