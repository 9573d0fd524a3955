"""The network connections that a process has open, as the operating system counts them."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def connections() -> int:
    """All TCP sockets of this process but those that listen."""
    folder = Path("/proc/self/fd") if Path("/proc/self/fd").exists() else Path("/dev/fd")
    return sum(_is_connection(int(name)) for name in os.listdir(folder))


def _is_connection(descriptor: int) -> bool:
    try:
        with socket.socket(fileno=os.dup(descriptor)) as copy:
            is_tcp = copy.family in (socket.AF_INET, socket.AF_INET6)
            return is_tcp and not copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    except OSError:
        return False  # no socket, or closed since it was listed
