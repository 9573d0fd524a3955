"""A server that counts calls by the machine's monotonic clock, and processes that make them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from bisect import bisect_right
from contextlib import suppress
from typing import Any, Self


class CountingServer:
    """Counts each call when it arrives, and answers at once: a line with the worker comes, one with the number goes."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, str]] = []
        self.is_over = False
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over = True
        self._socket.close()

    def moments(self, since: int = 0) -> list[float]:
        return [moment for moment, _ in self.calls[since:]]

    def wait_for(self, number: int) -> None:
        """Until there were so many calls."""
        deadline = time.monotonic() + 300
        while len(self.calls) < number:
            assert time.monotonic() < deadline, f"only {len(self.calls)} calls"
            time.sleep(0.02)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb", buffering=0) as stream, suppress(OSError):
            while line := stream.readline():
                self.calls.append((time.monotonic(), line.decode().strip()))
                stream.write(b"0\n" if self.is_over else b"%d\n" % len(self.calls))


class Workers:
    """Processes, half on asyncio and half on trio, that do one job of ``tests.shared.workers``."""

    def __init__(self, server: CountingServer, number: int, **plan: Any) -> None:
        self.server = server
        arguments = json.dumps({"port": server.port, "number": number, **plan})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.shared.workers", arguments], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.pids: list[int] = json.loads(self._process.stdout.readline())

    def kill(self, worker: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pids[worker], signal.SIGKILL)

    def end(self) -> list[dict[str, Any]]:
        """Ends them; their results."""
        self.server.is_over = True
        return self.results()

    def results(self) -> list[dict[str, Any]]:
        """When they have ended."""
        lines, _ = self._process.communicate(timeout=90)
        return [json.loads(line) for line in lines.splitlines()]


def worst(moments: list[float], period: float) -> int:
    """The most calls in any period."""
    times = sorted(moments)
    return max((bisect_right(times, moment + period) - i for i, moment in enumerate(times)), default=0)
