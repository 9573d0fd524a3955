"""A minimal server of task lists, in another process.

The first segment of a path is the latency in milliseconds: ``/50/tasks?skip=0&limit=1``. ``/0/sockets`` returns the
number of connections since its last call.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from benchmarks.speed import records

TOKEN = b'{"accessToken":"token","expires_in":86400}'
_ID = "@" * 17
_TEMPLATES = 100


@contextmanager
def served(length: int) -> Iterator[str]:
    """Serves a list of so many tasks until the block ends, and yields the URL."""
    command = [sys.executable, "-m", "benchmarks.speed.server", str(length)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


class Tasks:
    """A list of dense tasks: copies of a hundred tasks with different ids."""

    def __init__(self, length: int) -> None:
        self._length = length
        templates = [records.as_json([{**record, "_id": _ID}])[1:-1] for record in records.dense(_TEMPLATES)]
        self._parts = [template.split(_ID.encode()) for template in templates]
        self.page = lru_cache(maxsize=8)(self._page)

    def _page(self, skip: int, limit: int) -> bytes:
        return b"[" + b",".join(map(self._row, range(skip, min(skip + limit, self._length)))) + b"]"

    def _row(self, at: int) -> bytes:
        return (b"%017d" % at).join(self._parts[at % _TEMPLATES])


class Connection(asyncio.Protocol):
    """Answers the requests of one connection in order."""

    opened = 0

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._received = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        Connection.opened += 1

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, rest = self._received.partition(b"\r\n\r\n")
            length = _length(head)
            if len(rest) < length:
                return
            self._received = rest[length:]
            self._answer(head.split(b" ", 2)[1].decode())

    def _answer(self, target: str) -> None:
        url = urlsplit(target)
        _, latency, *names = url.path.split("/")
        answer = _with_head(self._content(names[-1], url.query))
        asyncio.get_running_loop().call_later(int(latency) / 1000, self._send, answer)

    def _content(self, name: str, query: str) -> bytes:
        if name == "token":
            return TOKEN
        if name == "sockets":
            opened, Connection.opened = Connection.opened, 0
            return json.dumps(opened).encode()
        asked = parse_qs(query)
        return self._tasks.page(int(asked.get("skip", ["0"])[0]), int(asked["limit"][0]))

    def _send(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return 0


def _with_head(content: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (
        len(content),
        content,
    )


async def serve(length: int) -> None:
    """Prints the port, and serves until the process ends."""
    tasks = Tasks(length)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(tasks), "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
