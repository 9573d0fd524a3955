"""Several processes, half of them on asyncio and half on trio, share one budget and one token."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import anyio
import pytest

from .api import api, worst_window
from .server import Server

pytestmark = pytest.mark.integration

PERIOD = 1.0


class Workers:
    """The processes, and what they printed."""

    def __init__(self, job: str, server: Server, api_server: Server, key: str, **plan: Any) -> None:
        self.api_server, self.key = api_server, key
        given = {"job": job, "url": server.url, "api": api_server.url, "key": key, "period": PERIOD, "budget": {}}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.redis.workers", json.dumps(given | plan)], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self._lines = self._process.stdout
        self.pids: list[int] = json.loads(self._lines.readline())["pids"]

    def results(self) -> list[dict[str, Any]]:
        """The result of each worker; a killed one has none."""
        lines, _ = self._process.communicate(timeout=90)
        return [json.loads(line) for line in lines.splitlines()]

    def end(self) -> list[dict[str, Any]]:
        """Ends the workers, and returns their results."""

        async def end() -> None:
            async with api(self.api_server.url, self.key) as served:
                await served.end()

        anyio.run(end)
        return self.results()

    def calls(self) -> list[tuple[str, float]]:
        async def read() -> list[tuple[str, float]]:
            async with api(self.api_server.url, self.key) as served:
                return await served.calls()

        return anyio.run(read)

    def wait_for(self, happened: Callable[[list[tuple[str, float]]], bool]) -> int:
        """Waits until the calls show that something happened; gives their number."""
        deadline = time.monotonic() + 60
        while not happened(calls := self.calls()):
            assert time.monotonic() < deadline, f"after {len(calls)} calls it has not happened"
            time.sleep(0.05)
        return len(calls)


def moments(calls: list[tuple[str, float]]) -> list[float]:
    return [moment for _, moment in calls]


class TestBudget:
    @pytest.mark.system
    def test_eight_greedy_workers(self, make_server: Callable[..., Server], shared_server: Server, key: str) -> None:
        """None too many in any rolling period, the whole quota used, no caller left out.

        One worker is killed and forgotten. Then the server dies and comes back with its log: meanwhile there are no calls.
        """
        server = make_server(durable=True)
        budget = {"in_flight": 2.0}
        workers = Workers("spend", server, shared_server, key, workers=8, callers=4, limit=40, budget=budget)
        workers.wait_for(lambda calls: len(calls) >= 60)
        os.kill(workers.pids[3], signal.SIGKILL)
        workers.wait_for(lambda calls: len(calls) >= 120)
        server.kill()
        before = len(workers.calls())
        time.sleep(1.5 * PERIOD)
        after = len(workers.calls())
        server.start()
        alive = {str(worker) for worker in (0, 1, 2, 4, 5, 6, 7)}
        workers.wait_for(lambda calls: {name for name, _ in calls[after:]} == alive)
        results = workers.end()
        calls = workers.calls()

        assert {str(result["worker"]) for result in results} == alive
        assert sum(result["failed"] for result in results) == 0
        assert worst_window(moments(calls), PERIOD) <= 40
        assert after - before <= 7 * 4  # those that had been granted

    @pytest.mark.system
    def test_an_outage_with_local_shares(
        self, make_server: Callable[..., Server], shared_server: Server, key: str
    ) -> None:
        """Workers go on with their parts, whose sum is the limit at most, and report when it is back.

        Only what others were granted in the last moments before the outage can be too many: here four at most, because
        the bucket holds no more.
        """
        server = make_server(durable=True)
        budget = {"on_outage": "local share", "workers": 4, "timeout": 0.5, "capacity": 4, "in_flight": 0.5}
        workers = Workers("spend", server, shared_server, key, workers=4, callers=3, limit=20, budget=budget)
        workers.wait_for(lambda calls: len(calls) >= 20)
        server.kill()
        down = len(workers.calls())
        alone = workers.wait_for(lambda calls: len(calls) >= down + 4 * 5)
        server.start()
        workers.wait_for(lambda calls: len(calls) >= alone + 40)
        workers.end()
        calls = workers.calls()

        assert worst_window(moments(calls[:alone]), PERIOD) <= 20 + 4
        assert worst_window(moments(calls[down + 12 :]), PERIOD) <= 20


@pytest.mark.system
def test_token(shared_server: Server, key: str) -> None:
    """Twenty callers in four processes make one token call, and one more when the API refuses that token."""
    workers = Workers("fetch", shared_server, shared_server, key, workers=4, callers=5)
    results = workers.results()

    assert len(results) == 4
    assert len(workers.calls()) == 2
    assert Counter(token for result in results for token in result["tokens"]) == {"token-1": 20, "token-2": 20}


@pytest.mark.parametrize("name", ["plutio_async", "plutio_async._client.client", "plutio_async.redis"])
def test_imports(name: str) -> None:
    """The client library is loaded when a connection is opened, not before."""
    code = f"import sys, {name}; sys.exit('coredis' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
