"""Connections belong to the process and the event loop that made them."""

from __future__ import annotations

import os
from collections.abc import Callable

from anyio.lowlevel import current_token

from plutio_async._core.errors import ClientStateError


class LoopGuard:
    """Remembers where the first call was made and refuses calls from anywhere else.

    What was never used has no owner: it may be made at import and used after a fork, in whatever loop. ``settle`` is
    called once, by the first call.
    """

    def __init__(self, settle: Callable[[], None] | None = None) -> None:
        self._home: tuple[int, object] | None = None
        self._settle = settle

    def check(self) -> None:
        """Raises ``ClientStateError`` when this is not the process or the event loop of the first call."""
        here = (os.getpid(), current_token())
        home = self._home
        if home == here:
            return
        if home is None:
            self._home = here
            if self._settle is not None:
                self._settle()
        elif home[0] != here[0]:
            raise ClientStateError(
                f"this client made its first call in process {home[0]} and was then inherited by process {here[0]}: "
                "make a client in each process, after the fork"
            )
        else:
            raise ClientStateError(
                "this client made its first call in another event loop, to which its connections belong: "
                "make a client in each loop, or run everything in one (a single asyncio.run or anyio.run)"
            )
