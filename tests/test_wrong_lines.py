"""Plausible but wrong lines: none passes silently, none costs a call, and each message shows the way out."""

from __future__ import annotations

import ast
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from plutio_async import F, InvalidInput, Plutio
from plutio_async.models import Task
from plutio_async.webhooks import Inbox

from .api import Api
from .wrong_lines import LINES, Line


def compiled(line: str) -> CodeType:
    """A line that may await at its top level."""
    code: CodeType = compile(line, "<line>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    return code


async def run(line: str, plutio: Plutio) -> None:
    names: dict[str, Any] = {
        "plutio": plutio,
        "Plutio": Plutio,
        "F": F,
        "Inbox": Inbox,
        "json": json,
        "task": Task(id="a", title="x"),
        "NOW": datetime(2026, 1, 1, tzinfo=UTC),
        "NAIVE": datetime(2026, 1, 1),
    }
    result = FunctionType(compiled(line), names)()
    if inspect.isawaitable(result):
        await result


@pytest.mark.anyio
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.code)
async def test_a_wrong_line_is_refused(line: Line) -> None:
    """With the way out, and before a call, that of the token included."""
    api = Api()
    async with api.client() as plutio:
        with pytest.raises((TypeError, AttributeError, InvalidInput, ValueError), match=line.says):
            await run(line.code, plutio)
        assert plutio.budget.remaining == 1000
    assert api.requests == api.token_requests == []


CHECKED = """\
import json
from datetime import datetime
from plutio_async import F, Plutio
from plutio_async.models import Task
from plutio_async.webhooks import Inbox
"""


def checked_file(folder: Path) -> tuple[Path, dict[int, Line]]:
    """A module with a function for each line, and the lines by their numbers in it."""
    text, numbers = CHECKED, {}
    for index, line in enumerate(LINES):
        text += f"async def line_{index}(plutio: Plutio, task: Task, NOW: datetime, NAIVE: datetime) -> None:\n"
        text += f"    {line.code}\n"
        numbers[text.count("\n")] = line
    file = folder / "lines.py"
    file.write_text(text, encoding="utf-8")
    return file, numbers


def by_mypy(file: Path) -> set[int]:
    """The numbers of the lines that it rejects."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", str(file)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not found.stderr
    return {int(number) for number in re.findall(r"lines\.py:(\d+): error", found.stdout)}


def by_pyright(file: Path) -> set[int]:
    settings = {"typeCheckingMode": "standard", "reportUnusedExpression": "none", "reportUnusedCoroutine": "none"}
    (file.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(file.parent)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    problems = json.loads(found.stdout)["generalDiagnostics"]
    return {problem["range"]["start"]["line"] + 1 for problem in problems if problem["severity"] == "error"}


@pytest.mark.system
@pytest.mark.parametrize("check", [by_mypy, by_pyright])
def test_checkers_reject_what_they_can_see(check: Callable[[Path], set[int]], tmp_path: Path) -> None:
    """Exactly the lines that say so, and no line around them."""
    file, numbers = checked_file(tmp_path)
    rejected = check(file)
    assert rejected <= numbers.keys()
    assert {numbers[number].code for number in rejected} == {line.code for line in LINES if line.typed}
