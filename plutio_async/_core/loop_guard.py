"""Restricts a client to one process and event loop, to which its connections belong."""

from __future__ import annotations

import os
from collections.abc import Callable

from anyio.lowlevel import current_token

from plutio_async._core.errors import ClientStateError


class LoopGuard:
    """Remembers the process and the event loop of the first call, and refuses calls from others.

    So a client can be created at import and used after a fork, in any loop. The first call calls ``on_first``.
    """

    def __init__(self, on_first: Callable[[], None] | None = None) -> None:
        self._home: tuple[int, object] | None = None
        self._on_first = on_first

    def check(self) -> None:
        """Raises ``ClientStateError`` in another process or event loop than that of the first call."""
        here = (os.getpid(), current_token())
        home = self._home
        if home == here:
            return
        if home is None:
            self._home = here
            if self._on_first is not None:
                self._on_first()
        elif home[0] != here[0]:
            raise ClientStateError(
                f"this client made its first call in process {home[0]}, and this is process {here[0]}: "
                "make a client in each process, after the fork"
            )
        else:
            raise ClientStateError(
                "this client made its first call in another event loop, to which its connections belong: "
                "make a client in each loop, or run everything in one (a single asyncio.run or anyio.run)"
            )
