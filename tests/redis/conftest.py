"""Servers for these tests."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from .server import Server


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def make_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers that the test may do anything to."""
    made: list[Server] = []

    def make(**options: Any) -> Server:
        folder = tmp_path / f"valkey-{len(made)}"
        folder.mkdir()
        made.append(Server(folder, **options))
        made[-1].start()
        return made[-1]

    yield make
    for server in made:
        server.stop()
    gc.collect()  # what coredis leaves open when a connection fails is reported here, not in later tests


@pytest.fixture
def url(shared_server: Server) -> str:
    return shared_server.url


@pytest.fixture
def key() -> str:
    """A name that no other test uses."""
    return f"test-{uuid4().hex}"
