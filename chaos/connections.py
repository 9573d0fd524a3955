"""Counts the open network connections of this process, as the operating system reports them."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def connections() -> int:
    """The number of open TCP sockets, without listening ones."""
    return sum(_is_connection(descriptor) for descriptor in descriptors())


def descriptors() -> list[int]:
    """All open file descriptors."""
    folder = Path("/proc/self/fd") if Path("/proc/self/fd").exists() else Path("/dev/fd")
    return [int(name) for name in os.listdir(folder)]


def _is_connection(descriptor: int) -> bool:
    try:
        copy = os.dup(descriptor)
    except OSError:
        return False  # closed after it was listed
    try:
        opened = socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        return False
    with opened:
        is_tcp = opened.family in (socket.AF_INET, socket.AF_INET6)
        return is_tcp and not opened.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
