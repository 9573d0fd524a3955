"""The open TCP connections of a process, as Linux shows them in ``/proc``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path


def count(process: int, ports: Mapping[int, str]) -> Counter[str]:
    """How many connections a process has, by the names of the ports; ``others`` for those of no such port.

    The port of a name is the peer's, or that of the process itself where it is the server.
    """
    found: Counter[str] = Counter()
    sockets = _sockets(process)
    for inode, here, there in _connections(process):
        if inode in sockets:
            found[ports.get(there) or ports.get(here) or "others"] += 1
    return found


def _sockets(process: int) -> set[str]:
    """The inodes of its sockets."""
    found = set()
    for descriptor in Path(f"/proc/{process}/fd").iterdir():
        try:
            target = str(descriptor.readlink())
        except FileNotFoundError:  # closed meanwhile
            continue
        if target.startswith("socket:["):
            found.add(target[len("socket:[") : -1])
    return found


def _connections(process: int) -> Iterator[tuple[str, int, int]]:
    """Inode, own port and the peer's port of each connection of the machine, without sockets that listen."""
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{process}/net/{table}").read_text(encoding="ascii").splitlines()[1:]:
            fields = line.split()
            here, there = (int(address.rpartition(":")[2], 16) for address in fields[1:3])
            if there:
                yield fields[9], here, there
