"""Processes of one machine, half of them on asyncio and half on trio, counted by a server of their own."""

from __future__ import annotations

import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import pytest

from .counting import CountingServer, Workers, worst

pytestmark = pytest.mark.integration


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plutio.db"


def spend(server: CountingServer, path: Path, number: int, limit: int, period: float, *, callers: int = 4) -> Workers:
    options = {"period": period, "in_flight": 2.0}
    return Workers(server, number, job="spend", shared=str(path), callers=callers, limit=limit, options=options)


def test_two_processes_make_no_call_too_many(path: Path) -> None:
    """And none is left out."""
    with CountingServer() as server:
        workers = spend(server, path, 2, limit=20, period=0.5)
        server.wait_for(60)
        results = workers.end()
        assert worst(server.moments(), 0.5) <= 20
        assert all(result["calls"] > 5 for result in results)


def test_cold_processes_make_one_token_call(path: Path) -> None:
    """Forty callers in eight of them."""
    with CountingServer() as server:
        workers = Workers(server, 8, job="fetch", shared=str(path), callers=5)
        tokens = Counter(token for result in workers.results() for token in result["tokens"])
        assert tokens == {"token-1": 40}
        assert len(server.calls) == 1


@pytest.mark.parametrize(
    ("calls", "limit", "period"),
    [
        pytest.param(800, 100, 0.5, marks=pytest.mark.system),
        pytest.param(20_000, 200, 0.5, marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ],
)
def test_eight_greedy_processes(path: Path, calls: int, limit: int, period: float) -> None:
    """None too many in any period, and the quota is used."""
    with CountingServer() as server:
        workers = spend(server, path, 8, limit, period)
        server.wait_for(calls)
        workers.end()
        moments = server.moments()[:calls]
    assert worst(moments, period) <= limit
    used = calls / (limit * (moments[-1] - moments[0]) / period)
    print(f"{calls:,} calls: {used:.1%} of the quota used, at most {worst(moments, period)} of {limit} in {period} s")
    assert used > 0.5  # on a busy machine; how much on an idle one is printed


@pytest.mark.parametrize(
    "runs",
    [
        pytest.param(2, marks=pytest.mark.system),
        pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(1800)]),
    ],
)
def test_kills_at_any_moment(path: Path, runs: int) -> None:
    """All eight processes are killed, one after the other: no call too many, and the file is whole."""
    for seed in range(runs):
        choose = random.Random(seed)
        file = path.with_name(f"{seed}.db")
        with CountingServer() as server:
            workers = spend(server, file, 8, limit=20, period=0.2)
            for worker in range(8):
                server.wait_for(len(server.calls) + 1)
                time.sleep(choose.uniform(0.0, 0.2))
                workers.kill(worker)
            workers.results()
            assert worst(server.moments(), 0.2) <= 20
        assert intact(file, 20)


def intact(path: Path, calls: int) -> bool:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return found == "ok" and connection.execute("SELECT calls FROM budgets").fetchall() == [(calls,)]
    finally:
        connection.close()
