"""The example of CONTRIBUTING.md, run in a copy of the checkout."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import main

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("### An example")[2]
CONSOLES: list[str] = re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
PARTS = ("docs", "pyproject.toml", ".gitignore", "generator", "openapi", "plutio_async", "tests/typing")


def describe(openapi: Path) -> None:
    """Adds the operation of the example where the example puts it."""
    (operation,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    tasks = openapi / "resources" / "tasks.yaml"
    tasks.write_text(tasks.read_text().replace("paths:\n", f"paths:\n{operation}", 1))


def commands(console: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it prints."""
    found = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE)
    return [(command, printed.splitlines()) for command, printed in found]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy with the operation of the example, which is not committed."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, tmp_path / part)
    who = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "before"]):
        subprocess.run([*who, *command], cwd=tmp_path, check=True, capture_output=True)
    describe(tmp_path / "openapi")
    return tmp_path


def run(console: str, folder: Path) -> None:
    """Runs each command of a block, and compares what it prints with the lines below it."""
    bin = folder / "bin"
    bin.mkdir(exist_ok=True)
    shim = bin / "python"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    shim.chmod(0o755)
    (folder / ".git" / "info" / "exclude").write_text("/bin/\n/.mypy_cache/\n")
    for command, expected in commands(console):
        environ = os.environ | {"PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "PAGER": "cat"}
        done = subprocess.run(["bash", "-c", command], cwd=folder, env=environ, capture_output=True, text=True)
        printed = re.sub(r"\d{8}_\d{6}", "20260501_090000", done.stdout)
        assert [line.rstrip() for line in printed.splitlines()] == expected, command + done.stderr


def test_the_rules_answer_as_the_example_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The evidence is missing."""
    openapi = shutil.copytree(ROOT / "openapi", tmp_path / "openapi")
    describe(openapi)
    (lint, mistake), *_ = commands(CONSOLES[0])
    assert lint == "python -m generator --lint"
    assert main(["--lint", "--openapi", str(openapi)]) == 1
    assert capsys.readouterr().out.splitlines() == mistake


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_commands_of_the_example_print_what_it_shows(checkout: Path) -> None:
    """All of it, to the fragment of the changelog and up-to-date code."""
    assert len(CONSOLES) == 3
    for console in CONSOLES:
        run(console, checkout)
    (fragment,) = (checkout / "changelog.d").glob("*_api.md")
    assert fragment.read_text().startswith("### Added\n\n- `POST /tasks/remind`")
