"""The pytest plugin: fixtures for a sandbox and its client, without an import.

    @pytest.mark.plutio(faults=[Fault.server_error(503, nth=1)])
    async def test_invoices_are_sent(plutio, plutio_sandbox): ...

Nothing of the SDK but this module is loaded until a fixture is used.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from plutio_async._client.client import Plutio
    from plutio_async._core.clock import Clock
    from plutio_async.testing import Sandbox

_MARKER = (
    "plutio(*, switches=None, faults=(), limit=1000, seed=0, businesses=('example',), workspace=False, **client): "
    "settings of the test's sandbox, and options of its client; see plutio_async.testing"
)
_report = pytest.StashKey[Callable[[], str]]()
_options = pytest.StashKey[Mapping[str, Any]]()


def pytest_configure(config: pytest.Config) -> None:
    """Registers the marker."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def plutio_clock() -> Clock:
    """The clock of the sandbox and its client: it jumps instead of waiting. Override the fixture for another clock."""
    from plutio_async.testing import JumpingClock

    return JumpingClock()


@pytest.fixture
def plutio_sandbox(request: pytest.FixtureRequest, plutio_clock: Clock) -> Sandbox:
    """A new sandbox for each test, with the settings of its ``plutio`` markers."""
    created = _create(request.node, plutio_clock)
    if isinstance(created, str):  # outside of the except block, so that the report does not show the chained error
        pytest.fail(created, pytrace=False)
    return created


@pytest.fixture
def plutio_options() -> Mapping[str, Any]:
    """Options of the client, such as ``{"retries": 1}``. Override the fixture; a marker's options come first."""
    return {}


@pytest.fixture
def plutio(
    request: pytest.FixtureRequest, plutio_sandbox: Sandbox, plutio_options: Mapping[str, Any]
) -> Iterator[Plutio]:
    """A client of the test's sandbox, closed at the end of an async test in its event loop.

    Not an async fixture, so that it works with the anyio plugin and with pytest-asyncio in strict mode.
    """
    from plutio_async._client.client import Plutio

    client = Plutio.sandbox(plutio_sandbox, **{**plutio_options, **request.node.stash[_options]})
    test = request.node.obj
    if inspect.iscoroutinefunction(test):
        request.node.obj = _closing(test, client)
    yield client
    # No event loop runs here. A client of a sandbox has no sockets, so a sync test leaves nothing open.
    request.node.obj = test


@pytest.fixture
def plutio_override(plutio: Plutio) -> Iterator[Callable[..., None]]:
    """Gives a FastAPI app the test's client: ``plutio_override(app)``. The app has its own again after the test.

    ``plutio_override(app, client)`` gives it another one.
    """
    from plutio_async.fastapi import get_plutio

    overridden: list[tuple[Any, dict[Any, Any]]] = []

    def override(app: Any, client: Plutio | None = None) -> None:
        overridden.append((app, dict(app.dependency_overrides)))
        app.dependency_overrides[get_plutio] = lambda: plutio if client is None else client

    yield override
    for app, before in reversed(overridden):
        app.dependency_overrides = before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Adds the calls that the sandbox received to the report of a failure."""
    report = yield
    sandbox_report = item.stash.get(_report, None)
    if report.failed and sandbox_report is not None:
        report.sections.append(("Plutio sandbox", sandbox_report()))
    return report


def _create(test: pytest.Item, clock: Clock) -> Sandbox | str:
    """The sandbox of a test, or an error message."""
    try:
        from plutio_async.testing._marker import report, settings_of
        from plutio_async.testing.errors import SandboxError
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("plutio_async"):
            raise
        return f"plutio_sandbox: {error.name} is missing; install plutio-async[testing]"
    try:
        settings = settings_of(test)
        sandbox = settings.sandbox(clock)
    except SandboxError as error:
        return f"@pytest.mark.plutio: {error}"
    test.stash[_report] = lambda: report(sandbox)
    test.stash[_options] = settings.client
    return sandbox


def _closing(test: Callable[..., Awaitable[Any]], client: Plutio) -> Callable[..., Awaitable[Any]]:
    from plutio_async._core.errors import ClientStateError

    @functools.wraps(test)
    async def closing(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        try:
            return await test(*args, **kwargs)
        finally:
            with contextlib.suppress(ClientStateError):  # another thread used it in a loop that has ended
                await client.aclose()

    return closing
