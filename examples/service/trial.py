"""A trial of the service: four workers, a burst of requests of which a third disconnect, and a worker that is killed.

    PLUTIO_SHARED=plutio.db python -m examples.service.trial 2000 [--no-kill]

The API is a sandbox in this process, with a limit that a quarter of the requests uses up. Prints the figures as JSON.
Connections are counted on Linux only. The file or the server that the workers share must be empty: the budget of an
earlier trial is used up for an hour.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import anyio
from attrs import Factory, define, frozen

from examples.service import connections
from plutio_async.testing import Fault, Sandbox

WORKERS = 4
SEEDED = 40
EVENTS = 30
DELIVERIES = 3
SECRET = "open sesame"


@frozen
class Answer:
    status: int
    headers: dict[str, str]
    json: Any


@frozen
class Wanted:
    """A request, and what a good response has."""

    request: tuple[str, str, Any]
    is_good: Callable[[Any], bool]

    def is_right(self, answer: Answer) -> bool:
        """Whether it is a good response, or one that says why there is none."""
        if answer.status in (200, 201):
            return self.is_good(answer.json)
        says_when = answer.status != 503 or int(answer.headers["retry-after"]) > 0
        return answer.status in (502, 503, 504) and says_when and answer.json["status"] == answer.status


def _wanted(number: int) -> Wanted:
    match number % 10:
        case 0:
            return Wanted(("GET", "/budget", None), lambda json: json["remaining"] in (None, *range(json["limit"] + 1)))
        case 1 | 2:
            title = f"New task {number}"
            return Wanted(("POST", "/tasks", {"title": title}), lambda json: bool(json["title"] == title))
    return Wanted(("GET", "/tasks?limit=3", None), lambda json: [task["status"] for task in json] == ["completed"] * 3)


@define
class Trial:
    """The service at a port, and what its clients got."""

    port: int
    kill_after: int | None
    kill: anyio.Event = Factory(anyio.Event)
    statuses: Counter[int] = Factory(Counter)
    wrong: list[str] = Factory(list)
    created: list[str] = Factory(list)
    gone: int = 0
    broken: int = 0
    connections: dict[str, Any] = Factory(dict)

    async def ask(self, method: str, path: str, body: Any = None, gone_after: float | None = None) -> Answer | None:
        """``None`` if the client disconnected, or the connection broke."""
        content = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nhost: service\r\nconnection: close\r\nx-secret: {SECRET}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
        )
        received = b""
        try:
            async with await anyio.connect_tcp("127.0.0.1", self.port) as stream:
                await stream.send(head.encode() + content)
                if gone_after is not None:
                    await anyio.sleep(gone_after)
                    self.gone += 1
                    return None
                async for chunk in stream:
                    received += chunk
            return _parsed(received)
        except (OSError, ValueError, anyio.BrokenResourceError):
            self.broken += 1
            return None

    async def request(self, number: int, rng: random.Random) -> None:
        """One request of the burst; every third disconnects."""
        wanted = _wanted(number)
        answer = await self.ask(*wanted.request, gone_after=rng.random() * 2 if number % 3 == 0 else None)
        if answer is None:
            return
        self.statuses[answer.status] += 1
        if self.kill_after is not None and self.statuses.total() >= self.kill_after:
            self.kill.set()
        if answer.status == 201:
            self.created.append(answer.json["title"])
        if not wanted.is_right(answer):
            self.wrong.append(f"{number}: {answer}")

    async def deliver(self, record: dict[str, Any]) -> None:
        """One delivery of an event, repeated until it gets a 2xx, as Plutio does, but sooner."""
        body = {"event": "task.edit", "data": record}
        for _ in range(100):
            answer = await self.ask("POST", "/webhooks/plutio", body)
            if answer is not None and answer.status == 204:
                return
            await anyio.sleep(0.2)
        self.wrong.append(f"{record['_id']}: no delivery was accepted")

    async def kill_a_worker(self) -> None:
        """With SIGKILL, once so many requests were answered."""
        answer = await self.ask("GET", "/budget")
        await self.kill.wait()
        if answer is not None:
            os.kill(answer.json["worker"], signal.SIGKILL)

    async def workers(self) -> set[int]:
        """Waits until every worker has answered, and gives their process ids."""
        workers: set[int] = set()
        with anyio.fail_after(120):
            while len(workers) < WORKERS:
                if answer := await self.ask("GET", "/budget"):
                    workers.add(answer.json["worker"])
                await anyio.sleep(0.02)
        return workers

    async def count_connections(self, api: int) -> None:
        """Those of the workers and at the API, once the service has closed those of its clients."""
        ports = {self.port: "clients", api: "API"}
        if (server := urlsplit(os.environ["PLUTIO_SHARED"])).scheme:
            ports[server.port or 6379] = "Redis"
        workers, counts, at_api = await self.workers(), [Counter(clients=1)], 0
        with anyio.move_on_after(30):
            while any(count["clients"] for count in counts) or at_api > sum(count["API"] for count in counts):
                counts = [connections.count(worker, ports) for worker in workers]
                at_api = connections.count(os.getpid(), ports)["API"]  # which closes its end a little later
                await anyio.sleep(0.05)
        names = (*ports.values(), "others")
        self.connections = {name: sorted(count[name] for count in counts) for name in names}
        self.connections["at the API"] = at_api


def _parsed(received: bytes) -> Answer:
    head, end, body = received.partition(b"\r\n\r\n")
    if not end:
        raise ValueError("the response is not complete")
    first, *lines = head.decode().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    if len(body) < int(headers.get("content-length", 0)):  # the worker was killed between the two
        raise ValueError("the body is not complete")
    return Answer(int(first.split(" ")[1]), headers, json.loads(body) if body else None)


@contextmanager
def service(url: str, sandbox: Sandbox) -> Iterator[int]:
    """The service on a free port, against a sandbox at a URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    settings = {
        "PLUTIO_BASE_URL": url,
        "PLUTIO_CLIENT_ID": sandbox.client_id,
        "PLUTIO_CLIENT_SECRET": sandbox.client_secret,
        "PLUTIO_BUSINESS": sandbox.business,
        "WEBHOOK_SECRET": SECRET,
        "CALLS_AN_HOUR": str(sandbox.limit),
    }
    command = [sys.executable, "-m", "uvicorn", "examples.service.app:app", "--log-level", "error"]
    command += ["--workers", str(WORKERS), "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, **settings}) as process:
        try:
            yield port
        finally:
            process.terminate()


async def run(trial: Trial, sandbox: Sandbox, requests: int, api: int) -> None:
    """Events first, each delivered several times at once, then the burst, then some requests in its wake."""
    await trial.workers()
    trial.broken = 0
    async with anyio.create_task_group() as group:
        for record in sandbox.records("tasks")[:EVENTS]:
            for _ in range(DELIVERIES):
                group.start_soon(trial.deliver, record)
    rng = random.Random(1)
    async with anyio.create_task_group() as group:
        if trial.kill_after is not None:
            group.start_soon(trial.kill_a_worker)
        for number in range(requests):
            group.start_soon(trial.request, number, rng)
    for _ in range(requests // 10):
        await trial.request(4, rng)
    if sys.platform == "linux":
        broken = trial.broken
        await trial.count_connections(api)
        trial.broken = broken


def figures(trial: Trial, sandbox: Sandbox, requests: int) -> dict[str, Any]:
    """What the sandbox and the clients saw."""
    titles = Counter(record["title"] for record in sandbox.records("tasks"))
    handled = Counter(str(call.json) for call in sandbox.calls if call.path == "/tasks/archive")
    return {
        "requests": requests,
        "disconnected": trial.gone,
        "without an answer": trial.broken,
        "answered": dict(sorted(trial.statuses.items())),
        "wrong answers": trial.wrong[:10],
        "calls at the API": f"{len(sandbox.calls)} of {sandbox.limit}",
        "calls over the limit": sum(call.status == 429 for call in sandbox.calls),
        "creates answered": len(trial.created),
        "creates missing": sum(titles[title] == 0 for title in trial.created),
        "creates doubled": sum(count > 1 for count in titles.values()),
        "events delivered": EVENTS * DELIVERIES,
        "events handled": len(handled),
        "events handled twice": sum(count > 1 for count in handled.values()),
        "connections of the workers": trial.connections,
    }


def main(requests: int, *, kill: bool = True) -> dict[str, Any]:
    """Runs the trial; gives its figures."""
    sandbox = Sandbox(limit=max(100, requests // 4))
    sandbox.seed(tasks=[{"title": f"Task {number}", "status": "completed"} for number in range(SEEDED)])
    sandbox.fail(Fault.latency(0.05, jitter=0.05))
    with sandbox.serving() as url, service(url, sandbox) as port:
        trial = Trial(port, kill_after=requests // 10 if kill else None)
        anyio.run(run, trial, sandbox, requests, urlsplit(url).port or 0)
    return figures(trial, sandbox, requests)


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), kill="--no-kill" not in sys.argv), indent=2))
