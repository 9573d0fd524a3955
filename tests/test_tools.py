"""The commands of a contributor: ``make check`` and the hooks of a commit, and tests that run in the background."""

from __future__ import annotations

import os
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
    assert entries == [command for part in ("lint", "mypy", "pyright") for command in commands(part)]


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


LEAVES_OPEN = """
def test_that_leaves_a_file_open():
    class Owner:
        pass

    owner = Owner()
    owner.itself = owner  # only the garbage collector finds it
    owner.file = open(__file__)
"""


@pytest.mark.integration
@pytest.mark.system
def test_a_test_that_leaves_something_open_fails(tmp_path: Path) -> None:
    """Also where nobody looks later: in the last module that a worker runs."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_it.py").write_text(LEAVES_OPEN)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-n", "1"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=110)
    assert "1 passed, 1 error" in done.stdout
    assert "ResourceWarning: unclosed file" in done.stdout
    assert done.returncode == 1
