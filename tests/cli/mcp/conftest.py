"""A workspace, and an assistant that may do anything in it, on each transport."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from plutio_async.testing import Sandbox

from .assistant import TRANSPORTS, Assistant


def variables_of(sandbox: Sandbox, url: str) -> dict[str, str]:
    return {
        "PLUTIO_BASE_URL": url,
        "PLUTIO_CLIENT_ID": sandbox.client_id,
        "PLUTIO_CLIENT_SECRET": sandbox.client_secret,
        "PLUTIO_BUSINESS": sandbox.business,
    }


@pytest.fixture(scope="module")
def workspace() -> Sandbox:
    """The records of a small design studio."""
    sandbox = Sandbox()
    sandbox.seed_workspace()
    return sandbox


@pytest.fixture(scope="module", params=list(TRANSPORTS))
def assistant(
    request: pytest.FixtureRequest, workspace: Sandbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    workspace.reset()
    workspace.seed_workspace()
    home: Path = tmp_path_factory.mktemp("home")
    with workspace.serving() as url, start_blocking_portal() as portal:
        opened = TRANSPORTS[request.param](variables_of(workspace, url), home, "--allow-writes", "--allow-deletes")
        with portal.wrap_async_context_manager(opened) as client:
            yield Assistant(portal, client)
