"""Each step of ``docs/tutorial/`` runs as it stands, in both forms, and shows its real output. So does a how-to of tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from plutio_async.testing import Sandbox

from .cli.conftest import inherited

pytestmark = [pytest.mark.integration, pytest.mark.system]

DOCS = Path(__file__).parent.parent / "docs"
STEPS = sorted((DOCS / "tutorial").glob("[0-9]*.md"))
HOW_TO = DOCS / "how-to" / "test-my-code.md"
FORMS = ["asyncio", "Without async"]
TAB = re.compile(r'^=== "(?P<form>.+)"\n(?P<text>(?:\n|    .*\n)+)', re.MULTILINE)
FILE = re.compile(r'^```python title="(?P<name>\S+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"(?<=^```console\n)\$ .*?(?=^```)", re.MULTILINE | re.DOTALL)
ADDRESS = "http://127.0.0.1:8765/v1.11"


class Reader:
    """Somebody who does the steps in a folder, on a terminal, with the studio in the sandbox."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        bin = folder / "bin"
        bin.mkdir()
        for name, command in {"python": sys.executable, "plutio": f"{sys.executable} -m plutio_async.cli"}.items():
            (bin / name).write_text(f'#!/bin/sh\nexec {command} "$@"\n')
            (bin / name).chmod(0o755)
        variables = inherited()
        self._variables = {
            **variables,
            "PATH": f"{bin}:{variables['PATH']}",
            "HOME": str(folder),
            "PYTHONWARNINGS": "default",
            "TERM": "dumb",
            "COLUMNS": "80",
            "PYTEST_ADDOPTS": "-p no:asyncio",  # which only warns here
            "PLUTIO_BASE_URL": url,
            "PLUTIO_CLIENT_ID": "sandbox",
            "PLUTIO_CLIENT_SECRET": "sandbox-secret",
            "PLUTIO_BUSINESS": "example",
        }

    def does(self, page: str, form: str) -> str:
        """The page with what its commands print, for the files of one form."""
        chosen = TAB.sub(lambda tab: dedent(tab["text"]) if tab["form"] == form else "", page)
        for file in FILE.finditer(chosen):
            (self._folder / file["name"]).write_text(file["text"], encoding="utf-8")
        return CONSOLE.sub(self._block, page)

    def _block(self, found: re.Match[str]) -> str:
        commands = re.findall(r"^\$ (.*)$", found[0], re.MULTILINE)
        return "".join(f"$ {command}\n{self._printed(command)}" for command in commands)

    def _printed(self, command: str) -> str:
        terminal, theirs = os.openpty()
        run = ["bash", "-c", command]
        process = subprocess.Popen(
            run, env=self._variables, cwd=self._folder, stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        text = b"".join(iter(lambda: _read(terminal), b"")).decode()
        os.close(terminal)
        process.wait()
        text = re.sub(r" in \d+\.\d+s", " in 0.42s", text.replace(self._url, ADDRESS))
        return re.sub(r"\s*\r+\n", "\n", text)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # all writers have closed it
        return b""


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    sandbox = Sandbox()
    sandbox.seed_workspace()
    with sandbox.serving() as url:
        yield Reader(tmp_path, url)


def test_there_are_six_steps() -> None:
    """Each leads to the next one."""
    assert [step.name[:2] for step in STEPS] == ["1-", "2-", "3-", "4-", "5-", "6-"]
    pages = [step.read_text(encoding="utf-8") for step in STEPS]
    assert [f"]({step.name})" in page for step, page in zip(STEPS[1:], pages[:-1], strict=True)] == [True] * 5


@pytest.mark.parametrize("form", FORMS)
def test_the_steps_print_what_they_show(form: str, reader: Reader) -> None:
    """One after the other. Run with ``UPDATE_PAGES=1`` to write the present output into the pages."""
    for page in [*STEPS, HOW_TO]:
        text = page.read_text(encoding="utf-8")
        now = reader.does(text, form)
        if os.environ.get("UPDATE_PAGES"):
            page.write_text(now, encoding="utf-8")
        else:
            assert now == text


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.stem)
def test_a_step_runs_without_the_others(step: Path, reader: Reader) -> None:
    """Its output may differ: the reader has not made the invoices of step 4."""
    assert "Traceback" not in reader.does(step.read_text(encoding="utf-8"), FORMS[0])
