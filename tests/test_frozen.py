"""A program frozen by PyInstaller has what it needs of the package: without a checkout, without options."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.integration]

ROOT = Path(__file__).parent.parent
PROGRAM = """
import anyio
from plutio_async import Plutio
from plutio_async.cli.doctor.described import claims
from plutio_async.cli.doctor.sources import files


async def main() -> None:
    async with Plutio.sandbox() as plutio:
        await plutio.tasks.create(title="Frozen")
        print([task.title for task in await plutio.tasks.list()], await plutio.invoices.list())
    print(len(claims()) > 0, "openapi/resources/tasks.yaml" in files())


anyio.run(main)
"""


@pytest.mark.timeout(600)
def test_a_frozen_program_has_the_sandbox_and_the_description(tmp_path: Path) -> None:
    """With the wheel as it is published, whose entry point names the hook."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(installed), str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (tmp_path / "program.py").write_text(PROGRAM)
    environ = {**os.environ, "PYTHONPATH": str(installed), "PYTHONWARNINGS": ""}  # of PyInstaller itself
    freeze = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "program.py"]
    done = subprocess.run(freeze, cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    program = tmp_path / "dist" / "program" / "program"
    done = subprocess.run([program], cwd=tmp_path, env=bare, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("['Frozen'] []\nTrue True\n", "")
