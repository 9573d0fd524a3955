"""The service among the examples: in one process, and with four workers of which one is killed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from examples.service import trial
from plutio_async.testing import Fault, Sandbox

from .redis.server import Server

pytestmark = pytest.mark.integration


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """Where the service finds its settings."""
    sandbox = Sandbox()
    with sandbox.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        monkeypatch.setenv("PLUTIO_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", sandbox.client_secret)
        monkeypatch.setenv("PLUTIO_BUSINESS", sandbox.business)
        monkeypatch.delenv("PLUTIO_SHARED", raising=False)
        yield sandbox


def test_in_one_process(sandbox: Sandbox) -> None:
    """Each route, the errors, and a webhook that is delivered twice."""
    from examples.service.app import app

    with TestClient(app) as web:
        made = web.post("/tasks", json={"title": "Brief"})
        assert made.status_code == 201
        task = made.json()
        assert web.get("/tasks").json() == [task]
        assert web.get(f"/tasks/{task['_id']}").json() == task
        assert json.loads(web.get("/tasks.ndjson").text) == task
        assert web.get("/tasks/kQ7mZt2RvX9LpWs4H").status_code == 404
        assert web.post("/tasks", json={"title": 5}).status_code == 422
        assert web.get("/budget").json()["remaining"] == 1000 - len(sandbox.calls)

        event = {"event": "task.edit", "data": {**task, "status": "completed"}}
        assert web.post("/webhooks/plutio", json=event).status_code == 401
        for _ in range(2):
            answer = web.post("/webhooks/plutio", json=event, headers={"x-secret": "open sesame"})
            assert answer.status_code == 204
        sandbox.assert_called("POST", "/tasks/archive", times=1)

        sandbox.fail(Fault.too_many_requests(600, path="/tasks"))
        refused = web.get("/tasks")
        assert (refused.status_code, refused.headers["content-type"]) == (503, "application/problem+json")


def check(figures: dict[str, Any]) -> None:
    assert figures["wrong answers"] == []
    assert figures["calls over the limit"] == figures["creates missing"] == figures["creates doubled"] == 0
    assert figures["events handled"] == trial.EVENTS
    assert figures["events handled twice"] == 0
    assert figures["disconnected"] == pytest.approx(figures["requests"] / 3, abs=figures["requests"] / 10)
    assert figures["answered"]
    if sys.platform == "linux":
        left = figures["connections of the workers"]
        assert left["clients"] == left["others"] == [0] * trial.WORKERS
        assert max(left["API"]) <= 20  # the size of the pool in the app
        assert left["at the API"] <= sum(left["API"])


@pytest.mark.system
@pytest.mark.parametrize("requests", [300, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.timeout(300)
def test_four_workers_that_share_a_file(requests: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One is killed, and nothing is over the limit, doubled or answered wrongly, whatever breaks off."""
    monkeypatch.setenv("PLUTIO_SHARED", str(tmp_path / "plutio.db"))
    check(trial.main(requests))


@pytest.mark.system
@pytest.mark.parametrize("requests", [300, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.timeout(300)
def test_four_workers_that_share_a_server(requests: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Likewise, on Redis or Valkey."""
    server = Server(tmp_path)
    server.start()
    monkeypatch.setenv("PLUTIO_SHARED", server.url)
    try:
        check(trial.main(requests))
    finally:
        server.stop()
