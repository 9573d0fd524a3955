"""Fixtures that all tests share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from inspect import iscoroutinefunction

import pytest
from hypothesis import settings

settings.register_profile("fast", max_examples=15, deadline=None)
settings.register_profile("default", max_examples=200, deadline=None)
settings.register_profile("thorough", max_examples=100_000, deadline=None)
settings.load_profile("default")

for name in ("http_proxy", "https_proxy", "all_proxy"):  # the tests' servers are on this machine
    for spelling in (name, name.upper()):
        os.environ.pop(spelling, None)

# A job in the background of a shell ignores Ctrl-C, and the programs that tests start would inherit that.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)

os.environ["PYTHONWARNINGS"] = "error"  # in the programs that tests start, as in the tests

if sys.platform == "win32":  # it has no pseudo-terminals, and no server of Redis
    collect_ignore = ["cli", "redis", "test_docs.py", "test_extras.py", "test_jobs.py", "test_service.py"]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keeps what is collected out of the garbage collector, which would look through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(autouse=True, scope="module")
def _collected() -> Iterator[None]:
    """What a module leaves open fails at its end, however late the garbage collector would find it.

    What is left then is kept out of the garbage collector, which many tests run: it takes seconds else.
    """
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def anyio_backend() -> str:
    """In the place of that of anyio, which repeats each test; ``pytest_generate_tests`` says what repeats."""
    return "asyncio"


def pytest_addoption(parser: pytest.Parser) -> None:
    help = "the event loops of the tests without the mark both_loops: asyncio, trio, or asyncio,trio"
    parser.addoption("--loops", type=lambda text: text.split(","), default=["asyncio"], help=help)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Chooses the event loops of an ``anyio`` test that does not choose them itself."""
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "anyio_backend" in metafunc.fixturenames and "anyio_backend" not in chosen:
        if metafunc.definition.get_closest_marker("both_loops"):
            metafunc.parametrize("anyio_backend", ["asyncio", "trio"])
        elif not hasattr(metafunc.module, "anyio_backend"):
            metafunc.parametrize("anyio_backend", metafunc.config.getoption("--loops"))


@pytest.fixture
def clients_closed(request: pytest.FixtureRequest) -> None:
    """Closes at the end of a coroutine the clients that it gave to ``closed_later``."""
    if iscoroutinefunction(request.function):
        request.getfixturevalue("_clients_closed")


@pytest.fixture
async def _clients_closed(anyio_backend: object) -> AsyncIterator[None]:
    from tests.api import close_clients

    yield
    await close_clients()
