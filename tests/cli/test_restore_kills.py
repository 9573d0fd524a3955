"""``plutio restore``, killed at any moment, again and again: no record is made twice, none is lost."""

from __future__ import annotations

import random
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Literal
from unittest import mock

import anyio
import httpx
import pytest

from plutio_async import Plutio
from plutio_async._core.private_file import PrivateFile
from plutio_async._resources.creates import journal as journals
from plutio_async.testing import JumpingClock, Sandbox
from tests.test_create_kills import idle_server

from .conftest import Shell
from .restored import Restores, exported_studio, labels, staff, studio
from .test_import_kills import Killer
from .warm import WarmPython


class Killed(BaseException):
    """The process is gone: nothing of it runs any more."""


class Process:
    """One process, which dies at its n-th call: before the server has it, or before the answer comes."""

    def __init__(self, sandbox: Sandbox, nth: int, when: Literal["before", "after"]) -> None:
        self.dead = False
        self._inner = sandbox.transport()
        self._left = nth
        self._when = when

    async def request(self, request: httpx.Request) -> httpx.Response:
        self.check()
        self._left -= 1
        if self._left == 0 and self._when == "before":
            self.die()
        answer = await self._inner.handle_async_request(request)
        if self._left == 0:
            self.die()
        return answer

    def check(self) -> None:
        if self.dead:
            raise Killed

    def die(self) -> None:
        self.dead = True
        raise Killed

    def guarded(self, real: Any) -> Any:
        """Writes nothing after its death."""

        def write(*arguments: Any) -> Any:
            self.check()
            return real(*arguments)

        return write


class Mortal(Restores):
    """Restores whose process dies."""

    process: Process

    def client(self) -> Plutio:
        target = self.target
        transport = httpx.MockTransport(self.process.request)
        return Plutio(
            target.client_id, target.client_secret, business="example", transport=transport, clock=target.clock
        )

    async def dies(self, nth: int, when: Literal["before", "after"]) -> bool:
        """Runs until the n-th call. Whether there were so many."""
        self.process = Process(self.target, nth, when)
        with (
            mock.patch.object(journals, "_append", self.process.guarded(journals._append)),
            mock.patch.object(PrivateFile, "replace", self.process.guarded(PrivateFile.replace)),
        ):
            try:
                await self.run()
            except (Killed, BaseExceptionGroup) as error:
                assert isinstance(error, Killed) or error.split(Killed)[1] is None
        return self.process.dead


def exported(tmp_path: Path) -> tuple[Sandbox, Path, Counter[tuple[str, Any]]]:
    source = studio(JumpingClock())
    wanted = labels(source)
    wanted["files", "logo.svg"] -= 1  # whose bytes the API does not take
    return source, exported_studio(tmp_path / "studio"), +wanted


async def killed_at(tmp_path: Path, step: int, when: Literal["before", "after"]) -> None:
    """For each n a restore of its own dies at its n-th call, and goes on."""
    source, folder, wanted = exported(tmp_path)
    nth = 1
    while True:
        target = Sandbox(clock=source.clock, seed=2)
        staff(source, target)
        restores = Mortal(folder, tmp_path / f"state{nth}", target)
        died = await restores.dies(nth, when)
        restores.process = Process(target, -1, when)
        _, work = await restores.run()
        assert (work.outcomes, labels(target)) == ({}, wanted), f"killed {when} call {nth}"
        found = await restores.compared()
        assert found.different == {}
        assert found.references["right"] >= 0.99 * found.references["all"]
        if not died:
            break
        nth += step
    assert nth > 150


@pytest.mark.anyio
@pytest.mark.system
@pytest.mark.timeout(300)
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_restore_killed_at_some_calls_continues(tmp_path: Path, when: Literal["before", "after"]) -> None:
    await killed_at(tmp_path, 37, when)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_restore_killed_at_every_call_continues(tmp_path: Path, when: Literal["before", "after"]) -> None:
    anyio.run(killed_at, tmp_path, 1, when)


@pytest.mark.anyio
@pytest.mark.timeout(120)
async def test_a_restore_that_dies_again_and_again(tmp_path: Path) -> None:
    """Each process makes a few calls more, on top of what the others did."""
    source, folder, wanted = exported(tmp_path)
    target = Sandbox(clock=source.clock, seed=2)
    staff(source, target)
    restores, chance, deaths = Mortal(folder, tmp_path / "state", target), random.Random(1), 0
    matched = tmp_path / "state" / "state.json"
    while await restores.dies(chance.randint(2, 12 if matched.exists() else 60), chance.choice(("before", "after"))):
        deaths += 1
        assert not labels(target) - wanted - Counter({("task_boards", "Tasks"): 9})
    assert deaths > 20
    assert labels(target) == wanted


@pytest.mark.integration
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_a_restore_killed_fifty_times(tmp_path: Path, python: WarmPython) -> None:
    """With SIGKILL, at random writes, before or after the server acts."""
    source, folder, wanted = exported(tmp_path)
    target = Sandbox(client_id="sandbox", client_secret="sandbox", limit=None)
    staff(source, target)
    killer, killed = Killer(random.Random(1)), 0
    target.add_hook(killer)
    command = ("restore", str(folder), "--yes", "--slack", "0")
    with idle_server(target) as (url, wait):
        shell = Shell(tmp_path, {
            "PLUTIO_BASE_URL": url, "PLUTIO_CLIENT_ID": "sandbox", "PLUTIO_CLIENT_SECRET": "sandbox",
            "PLUTIO_BUSINESS": target.business,
        }, python)  # fmt: skip
        for _ in range(120):
            process = shell.start(*command)
            if killed < 50:
                killer.arm(process, 4)
            process.communicate(timeout=60)
            killed += process.returncode == -signal.SIGKILL
            wait()
            if process.returncode == 0:
                break
    assert process.returncode == 0
    assert killed >= 50
    assert labels(target) == wanted
