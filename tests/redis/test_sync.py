"""The synchronous client with a budget and a token store on the server."""

from __future__ import annotations

import os

import pytest

from plutio_async import ConnectionFailed
from plutio_async.redis import RedisBudget, RedisTokenStore
from plutio_async.sync import Plutio
from plutio_async.testing import Sandbox
from tests.redis.server import Server
from tests.test_event_loops import open_sockets, token_calls

pytestmark = pytest.mark.integration


def client(sandbox: Sandbox, url: str, key: str) -> Plutio:
    budget, tokens = RedisBudget(url, 100, key=f"{key}-budget"), RedisTokenStore(url, key=f"{key}-token")
    return Plutio.sandbox(sandbox, budget=budget, token_store=tokens)


def test_it_opens_what_it_shares(url: str, key: str) -> None:
    """And closes it, again and again, with one token and one budget for all clients."""
    sandbox = Sandbox()
    one, other = client(sandbox, url, key), client(sandbox, url, key)
    with other:
        for _ in range(3):
            with one:
                one.tasks.list()
        other.tasks.list()
        assert other.budget.remaining == 100 - len(sandbox.calls)
    assert token_calls(sandbox) == 1
    assert open_sockets(url) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_one_made_before_a_fork(url: str, key: str) -> None:
    """Works in each process, as in the workers of Celery and Gunicorn."""
    plutio = Plutio.sandbox(budget=RedisBudget(url, 100, key=key))
    pid = os.fork()
    if pid == 0:
        try:
            with plutio:
                plutio.tasks.list()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    with plutio:
        plutio.tasks.list()
        assert plutio.budget.remaining == 100 - 4  # a token and a list in each


def test_without_the_server(tmp_path_factory: pytest.TempPathFactory, key: str) -> None:
    """The first call has its error, and a later one tries again."""
    server = Server(tmp_path_factory.mktemp("valkey"))
    plutio = client(Sandbox(), server.url, key)
    with pytest.raises(ConnectionFailed):
        plutio.tasks.list()
    server.start()
    try:
        assert plutio.tasks.list() == []
        plutio.close()
    finally:
        server.stop()
