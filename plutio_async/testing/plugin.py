"""The pytest plugin: a sandbox and a client of it as fixtures, with nothing to import.

    @pytest.mark.plutio(faults=[Fault.server_error(503, nth=1)])
    async def test_invoices_are_sent(plutio, plutio_sandbox): ...

Nothing of the SDK but this module is loaded until a fixture is used.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Awaitable, Callable, Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from plutio_async._client.client import Plutio
    from plutio_async._core.clock import Clock
    from plutio_async.testing import Sandbox

_MARKER = (
    "plutio(*, switches=None, faults=(), limit=1000, seed=0, businesses=('example',), workspace=False): "
    "how the test's sandbox behaves; see plutio_async.testing"
)
_told = pytest.StashKey[Callable[[], str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known."""
    config.addinivalue_line("markers", _MARKER)


@pytest.fixture
def plutio_clock() -> Clock:
    """The time of the sandbox and its client: nobody waits, it jumps. Override the fixture for another clock."""
    from plutio_async.testing import JumpingClock

    return JumpingClock()


@pytest.fixture
def plutio_sandbox(request: pytest.FixtureRequest, plutio_clock: Clock) -> Sandbox:
    """A sandbox of the test's own, as its ``plutio`` markers say."""
    made = _made(request.node, plutio_clock)
    if isinstance(made, str):  # failing out here, the report does not show the error itself before it
        pytest.fail(made, pytrace=False)
    return made


@pytest.fixture
def plutio(request: pytest.FixtureRequest, plutio_sandbox: Sandbox) -> Iterator[Plutio]:
    """A client of the test's sandbox, closed at the end of an async test in its event loop.

    It is no async fixture, so that it serves the anyio plugin on every backend and pytest-asyncio in strict mode alike.
    """
    from plutio_async._client.client import Plutio

    client = Plutio.sandbox(plutio_sandbox, clock=plutio_sandbox.clock)
    test = request.node.obj
    if inspect.iscoroutinefunction(test):
        request.node.obj = _closing(test, client)
    yield client
    # Here no event loop runs any more. A client of a sandbox has no sockets, so after a sync test nothing is left open.
    request.node.obj = test


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows with a failure what the sandbox saw."""
    report = yield
    told = item.stash.get(_told, None)
    if report.failed and told is not None:
        report.sections.append(("Plutio sandbox", told()))
    return report


def _made(test: pytest.Item, clock: Clock) -> Sandbox | str:
    """The sandbox of a test, or why there is none."""
    try:
        from plutio_async.testing._marker import settings_of, told
        from plutio_async.testing.errors import SandboxError
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("plutio_async"):
            raise
        return f"plutio_sandbox: {error.name} is missing; install plutio-async[testing]"
    try:
        settings = settings_of(test)
        sandbox = settings.sandbox(clock)
        settings.plan(sandbox)
    except SandboxError as error:
        return f"@pytest.mark.plutio: {error}"
    test.stash[_told] = lambda: told(sandbox)
    return sandbox


def _closing(test: Callable[..., Awaitable[Any]], client: Plutio) -> Callable[..., Awaitable[Any]]:
    from plutio_async._core.errors import ClientStateError

    @functools.wraps(test)
    async def closing(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        try:
            return await test(*args, **kwargs)
        finally:
            with contextlib.suppress(ClientStateError):  # it was used in a loop of another thread, which is its end too
                await client.aclose()

    return closing
