"""``docs/cli.md``, ``docs/importing.md`` and ``docs/doctor.md`` show the real output of their commands."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from plutio_async.cli.app import build
from plutio_async.testing import Sandbox

from .conftest import Shell

pytestmark = pytest.mark.integration

DOCS = Path(__file__).parents[2] / "docs"
NOON = 1_796_126_400.0  # 2026-12-01 12:00 UTC
BLOCK = re.compile(r"(?<=```console\n).*?(?=^```)", re.DOTALL | re.MULTILINE)


class Noon:
    """A clock that stands still for timestamps, and runs for the rest."""

    monotonic = staticmethod(time.monotonic)

    def time(self) -> float:
        return NOON

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the sandbox does not wait here")


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(clock=Noon())
    sandbox.seed_workspace()
    sandbox.seed_file("Sketches of the sign.pdf", b"%PDF-1.7")
    return sandbox


@pytest.fixture
def terminal(shell: Shell) -> Shell:
    """A shell that finds ``plutio``."""
    shell.install()
    return shell


def rewritten(page: str, shell: Shell, blocks: int = 0) -> str:
    """The page with the output that its commands have now, or those of its first blocks."""

    def block(found: re.Match[str]) -> str:
        shown = ""
        for command in re.findall(r"^\$ (.*)$", found[0], re.MULTILINE):
            done = subprocess.run(
                ["bash", "-c", command], env=shell.variables, cwd=shell.home, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, timeout=60,
            )  # fmt: skip
            text = done.stdout.replace(shell.variables["PLUTIO_BASE_URL"], "http://127.0.0.1:8765/v1.11")
            shown += f"$ {command}\n" + "".join(f"{line.rstrip()}\n" for line in text.splitlines())
        return shown

    return BLOCK.sub(block, page, blocks)


def test_the_first_block_of_a_page_shows_the_real_output(terminal: Shell) -> None:
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    assert rewritten(page, terminal, 1) == page


@pytest.mark.system
@pytest.mark.parametrize("name", ["cli.md", "importing.md", "doctor.md"])
def test_the_page_shows_the_real_output(terminal: Shell, name: str) -> None:
    """Run with ``UPDATE_PAGES=1`` to write the present output into the page."""
    path = DOCS / name
    page = path.read_text(encoding="utf-8")
    now = rewritten(page, terminal)
    if os.environ.get("UPDATE_PAGES"):
        path.write_text(now, encoding="utf-8")
    else:
        assert now == page


def test_the_commands_beside_others_exist() -> None:
    """Each of ours in the table is one that the command line takes."""
    page = (DOCS / "other-clis.md").read_text(encoding="utf-8")
    commands = re.findall(r"`plutio (\w[^`]*)` \|$", page, re.MULTILINE)
    assert len(commands) >= 10
    for command in commands:
        parsed, _, _ = build().parse_args(command, exit_on_error=False, print_error=False)
        assert parsed is not None
