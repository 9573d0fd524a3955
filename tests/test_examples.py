"""The examples run without errors."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from plutio_async.testing import Sandbox

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))


def run(path: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PLUTIO_")}
    command = [sys.executable, "-W", "error", str(path), *arguments]
    return subprocess.run(command, env={**bare, **environ}, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.system
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_runs_without_a_warning(path: Path) -> None:
    """Each example runs on the sandbox."""
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.system
def test_the_picture_of_a_trace_is_up_to_date(tmp_path: Path) -> None:
    """It has the rows of the example; their times, and how many pages are read ahead, vary from run to run."""
    assert run(ROOT / "examples" / "trace_of_an_export.py", "--svg", str(tmp_path / "new.svg")).returncode == 0
    new, shown = (
        sorted(re.findall("[A-Za-z][a-z./_ ]+", " ".join(ET.parse(path).getroot().itertext())))
        for path in (tmp_path / "new.svg", ROOT / "docs" / "trace-of-an-export.svg")
    )
    at_random = {"cancelled "}  # a page that is read ahead may come before the end is known
    assert {*new} - at_random == {*shown} - at_random
    assert all(" ".join(picture).count("plutio tasks.list") > 8 for picture in (new, shown))


@pytest.mark.parametrize(
    "way", [[], pytest.param(["--http"], marks=pytest.mark.system)], ids=["in process", "over HTTP"]
)
def test_the_demo_prints_its_steps(way: list[str]) -> None:
    """The demo prints the token, a project, a filter, a move, an iteration, the budget and an error."""
    done = run(ROOT / "examples" / "demo.py", *way)
    assert done.stderr == ""
    output = done.stdout
    assert "1000 people in" in output
    assert re.search(r"9\d\d of 1000 left, more from \d\d:\d\d", output)
    assert "NotFoundError: GET /invoices (invoices_list): invoices has no record with the id" in output
    assert "did you mean 'title'?" in output
    assert "Write the brief: completed" in output


@pytest.mark.system
def test_the_demo_reads_a_served_workspace_when_credentials_are_set() -> None:
    """The demo reads over real HTTP and writes nothing."""
    sandbox = Sandbox()
    sandbox.seed_workspace()
    with sandbox.serving() as url:
        done = run(
            ROOT / "examples" / "demo.py",
            PLUTIO_BASE_URL=url,
            PLUTIO_CLIENT_ID="sandbox",
            PLUTIO_CLIENT_SECRET="sandbox-secret",
            PLUTIO_BUSINESS="example",
        )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Five projects" in done.stdout
    methods = {call.method for call in sandbox.calls if call.path != "/oauth/token"}
    assert methods == {"GET"}


def test_the_demo_explains_wrong_credentials() -> None:
    """The demo prints a message and no traceback."""
    wrong = {"PLUTIO_CLIENT_ID": "id", "PLUTIO_CLIENT_SECRET": "secret", "PLUTIO_BUSINESS": "no.dots"}
    done = run(ROOT / "examples" / "demo.py", **wrong)
    assert done.returncode == 1
    assert done.stderr.strip().startswith("ConfigurationError: business is the first label")
