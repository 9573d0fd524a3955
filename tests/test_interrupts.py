"""Ctrl-C ends a program as it ends any other, whatever the client is doing."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import trio

from chaos import interrupts
from plutio_async import Plutio

from .api import TOKEN
from .interrupted import LINES, POINTS

pytestmark = [pytest.mark.integration, pytest.mark.both_loops]

LOOPS = ["asyncio", pytest.param("trio", marks=pytest.mark.system)]
WELL = ["KeyboardInterrupt()", "left the loop", "closed"]
"""``KeyboardInterrupt`` passes unchanged through the blocks of the program, which close the client. No other output."""


@cache
def ends(backend: str) -> dict[str, Any]:
    """How the program ended, by the point at which it was struck: in a process of its own, whose signals it may have."""
    command = [sys.executable, "-W", "always", "-m", "tests.interrupted", backend]
    root = Path(__file__).parent.parent
    done = subprocess.run(command, cwd=root, check=True, timeout=120, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("backend", LOOPS)
@pytest.mark.parametrize("point", POINTS)
def test_a_program_ends_well_at_each_point(backend: str, point: str) -> None:
    """In the main task and in those that fetch ahead, in the user's own code and in the client's."""
    assert ends(backend)[point] == WELL


@pytest.mark.parametrize("backend", LOOPS)
def test_a_program_ends_well_at_each_line_that_enters_or_leaves_a_scope_or_waits(backend: str) -> None:
    """Otherwise trio would raise because scopes are left in the wrong order, or a task is woken that does not wait."""
    lines = ends(backend)[LINES]
    assert {"calls.py", "protocol.py", f"_{backend}.py"} <= {Path(line.partition(":")[0]).name for line in lines}
    assert {"Prefetcher.page", "SharedTask.result"} <= {line.rpartition(" ")[2] for line in lines}
    assert {line: end for line, end in lines.items() if end != WELL} == {}


def test_on_trio_a_ctrl_c_waits_for_a_checkpoint_of_a_call_and_of_closing() -> None:
    """Also inside a transport of the user's."""
    protected: list[bool] = []

    class Transport(httpx.MockTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            protected.append(trio.lowlevel.currently_ki_protected())
            return await super().handle_async_request(request)

        async def aclose(self) -> None:
            protected.append(trio.lowlevel.currently_ki_protected())

    async def main() -> None:
        async with Plutio("id", "secret", transport=Transport(lambda _: httpx.Response(200, json=TOKEN))) as plutio:
            await plutio.request("GET", "/x")
            protected.append(trio.lowlevel.currently_ki_protected())

    anyio.run(main, backend="trio")
    assert protected == [True, True, False, True]  # the token call, the call, the program, closing


@pytest.mark.parametrize("backend", LOOPS)
def test_without_a_signal_the_program_finishes(backend: str) -> None:
    """Otherwise the other tests would show little."""
    assert ends(backend)["never"] == ["nothing", *WELL[1:]]


@pytest.mark.parametrize("backend", LOOPS)
@pytest.mark.system
def test_the_long_form_ends_a_real_program(backend: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Over sockets, with a signal from another process, at any time."""
    assert interrupts.main(["--tries", "1", "--backend", backend]) == 0
    assert "1 of 1 ended correctly" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "output", "errors", "says"),
    [
        (1, "left the loop\nclosed the client\n", "trio.TrioInternalError: bug", "printed 'TrioInternalError'"),
        (-2, "left the loop\nclosed the client\n", "ResourceWarning\nKeyboardInterrupt\n", "printed 'ResourceWarning'"),
        (-2, "reading\nclosed the client\n", "KeyboardInterrupt\n", "never left the loop"),
        (-2, "reading\nleft the loop\n", "KeyboardInterrupt\n", "never closed the client"),
        (-2, "left the loop\nclosed the client\nleft open: 1 connections\n", "KeyboardInterrupt\n", "left open"),
        (0, "left the loop\nclosed the client\n", "", "no KeyboardInterrupt but code 0"),
    ],
)
def test_the_long_form_notices_failures(code: int, output: str, errors: str, says: str) -> None:
    """Each of the things that it looks for."""
    assert says in "; ".join(interrupts.wrong(code, output, errors))
