"""The commands of a contributor: ``make check`` and the hooks of a commit, and tests that run in the background."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent


def commands(target: str) -> list[str]:
    """The commands of a target of the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(rf"^{target}: .*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    return [line.strip().replace("$(BIN)", ".venv/bin").replace("$$", "$") for line in recipe.splitlines()]


def test_a_commit_is_checked_by_the_commands_of_make_check() -> None:
    """The hooks run the commands of ``make check`` in the same order."""
    (repo,) = YAML(typ="safe", pure=True).load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repo["repo"] == "local"
    entries = [hook["entry"].removeprefix("bash -c '").removesuffix("'") for hook in repo["hooks"]]
    assert entries == commands("check")


def test_every_target_is_documented() -> None:
    """CONTRIBUTING.md names every target."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (targets,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [target for target in targets.split() if f"`make {target}`" not in page] == []


@pytest.mark.system
@pytest.mark.integration
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.parametrize("workers", ["0", "1"])
def test_tests_that_send_ctrl_c_pass_in_the_background(workers: str) -> None:
    """There a shell ignores the signal, which the programs that tests start would inherit."""
    one = "tests/test_sync.py::test_ctrl_c_stops_a_call[plutio.tasks.list()]"
    pytest_command = [sys.executable, "-m", "pytest", "-q", "-p", "no:schemathesis", "-n", workers, "--timeout=30", one]
    command = ["sh", "-c", 'trap "" INT TERM; exec "$@"', "sh", *pytest_command]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout
