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
from itertools import pairwise
from typing import Any

import anyio
import pytest

from .api import api, worst_window
from .server import Server

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
        self.began = time.time()

    def sleep_until(self, seconds: float) -> None:
        """So many seconds after their start."""
        time.sleep(max(0.0, self.began + seconds - time.time()))

    def results(self) -> list[dict[str, Any]]:
        """The result of each worker; a killed one has none."""
        lines, _ = self._process.communicate(timeout=30)
        return [json.loads(line) for line in lines.splitlines()]

    def calls(self) -> list[tuple[str, float]]:
        async def read() -> list[tuple[str, float]]:
            async with api(self.api_server.url, self.key) as served:
                return await served.calls()

        return anyio.run(read)


def between(calls: list[tuple[str, float]], workers: Workers, begin: float, end: float) -> int:
    """Calls that arrived so many seconds after the workers' start."""
    return sum(workers.began + begin < time < workers.began + end for _, time in calls)


def longest_gap(calls: list[tuple[str, float]], worker: int) -> float:
    times = [time for name, time in calls if name == str(worker)]
    return max(later - earlier for earlier, later in pairwise(times))


class TestBudget:
    def test_eight_greedy_workers(self, make_server: Callable[..., Server], shared_server: Server, key: str) -> None:
        """None too many in any rolling period, the quota used, no worker left out.

        One worker is killed and forgotten. Then the server dies and comes back with its log: meanwhile there are no calls.
        """
        server = make_server(durable=True)
        workers = Workers("spend", server, shared_server, key, workers=8, callers=4, limit=40, seconds=4.6)
        workers.sleep_until(1.2)
        os.kill(workers.pids[3], signal.SIGKILL)
        workers.sleep_until(2.6)
        server.kill()
        down = time.time() - workers.began
        workers.sleep_until(2.9)
        up = time.time() - workers.began
        server.start()
        results = workers.results()
        calls = workers.calls()

        assert {result["worker"] for result in results} == {0, 1, 2, 4, 5, 6, 7}
        assert sum(result["failed"] for result in results) == 0
        assert worst_window([time for _, time in calls], PERIOD) <= 40
        assert between(calls, workers, 0.0, down) >= 60  # a slow machine does less than the 104 that may be
        assert between(calls, workers, down + 0.05, up) == 0
        assert between(calls, workers, up, 4.7) >= 20
        assert max(longest_gap(calls, worker) for worker in (0, 1, 2, 4, 5, 6, 7)) <= 4 * PERIOD

    def test_an_outage_with_local_shares(
        self, make_server: Callable[..., Server], shared_server: Server, key: str
    ) -> None:
        """Workers go on with their parts, whose sum is the limit at most, and report when it is back.

        Only what others were granted in the last moments before the outage can be too many: here four at most, because
        the bucket holds no more.
        """
        server = make_server(durable=True)
        budget = {"on_outage": "local share", "workers": 4, "timeout": 0.3, "capacity": 4, "in_flight": 0.15}
        workers = Workers(
            "spend", server, shared_server, key, workers=4, callers=3, limit=20, seconds=4.5, budget=budget
        )
        workers.sleep_until(1.2)
        server.kill()
        workers.sleep_until(2.8)
        server.start()
        workers.results()
        calls = workers.calls()

        assert worst_window([time for _, time in calls if time < workers.began + 2.2], PERIOD) <= 20 + 4
        assert worst_window([time for _, time in calls if time > workers.began + 2.2], PERIOD) <= 20
        assert between(calls, workers, 2.3, 3.2) >= 10
        assert between(calls, workers, 3.6, 4.6) >= 10


def test_token(shared_server: Server, key: str) -> None:
    """Twenty callers in four processes make one token call, and one more when the API refuses that token."""
    workers = Workers("fetch", shared_server, shared_server, key, workers=4, callers=5, seconds=1.0)
    results = workers.results()

    assert len(results) == 4
    assert len(workers.calls()) == 2
    assert Counter(token for result in results for token in result["tokens"]) == {"token-1": 20, "token-2": 20}


@pytest.mark.parametrize("name", ["plutio_async", "plutio_async._client.client", "plutio_async.redis"])
def test_imports(name: str) -> None:
    """The client library is loaded when a connection is opened, not before."""
    code = f"import sys, {name}; sys.exit('coredis' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
