"""When the API changes: edit a YAML file, run the generator, and the typed method is there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.__main__ import OUTPUT, main

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent.parent
DESCRIPTION = ROOT / "openapi"

USE = """
import anyio
from plutio_async.errors import NotFoundError

class Api:
    noted = set()

    @property
    def shared(self):
        return self

    async def send(self, call):
        print(call.operation.method, call.operation.path, call.body)
        return call.decode({"_id": "t", "urgency": 3})

from changed.resources import TasksResource

async def main():
    task = await TasksResource(Api()).remind("t", urgency=3)
    print(type(task).__name__, task.urgency)

anyio.run(main)
"""


REMIND = """
operationId: tasks_remind
summary: Remind of a task
description: Reminds of it.
x-evidence: observed
x-idempotent: false
requestBody:
  required: true
  content:
    application/json:
      schema:
        $ref: "#/components/schemas/TaskUpdate"
      example:
        _id: Hc4RtZ8mWq2NxKb7V
responses:
  "200":
    description: The task.
    content:
      application/json:
        schema:
          $ref: "#/components/schemas/Task"
"""


def changed_description(folder: Path) -> Path:
    """The description with one more field and one more operation, both in the tasks' file."""
    copy = shutil.copytree(DESCRIPTION, folder / "openapi")
    path = copy / "resources" / "tasks.yaml"
    yaml = YAML(typ="safe", pure=True)
    tasks = yaml.load(path)
    schemas = tasks["components"]["schemas"]
    schemas["TaskFields"]["properties"]["urgency"] = {"type": "integer", "description": "How much it presses."}
    tasks["paths"]["/tasks/remind"] = {"post": yaml.load(REMIND)}
    yaml.dump(tasks, path)
    return copy


@pytest.mark.system
def test_a_field_and_an_operation_need_no_other_edit(tmp_path: Path) -> None:
    """The method sends the field, and the model has it."""
    description = changed_description(tmp_path)
    table = shutil.copy(ROOT / "docs" / "resources.md", tmp_path)
    places = ["--openapi", str(description), "--output", str(tmp_path / "changed"), "--table", str(table)]
    assert main(places) == 0
    done = subprocess.run(
        [sys.executable, "-c", USE],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["POST /tasks/remind {'_id': 't', 'urgency': 3}", "Task 3"]


@pytest.mark.slow
def test_the_generated_code_is_up_to_date_whatever_the_hash_seed() -> None:
    """What is committed is what the description gives, to the letter."""
    environ = {"PYTHONHASHSEED": "1", "PATH": "/usr/bin:/bin"}
    check = [sys.executable, "-m", "generator", "--check"]
    done = subprocess.run(check, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.system
def test_whatever_differs_is_shown_as_a_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A change of the description, an edit by hand, and a file that is not generated; each with its file."""
    description = changed_description(tmp_path)
    copy = shutil.copytree(OUTPUT, tmp_path / "generated", ignore=shutil.ignore_patterns("__pycache__"))
    edited = copy / "models" / "project.py"
    edited.write_text(edited.read_text() + "# by hand\n")
    (copy / "stray.py").write_text("x = 1\n")
    assert main(["--check", "--openapi", str(description), "--output", str(copy)]) == 1
    shown = capsys.readouterr().out
    assert "+++ generated/models/task.py" in shown
    assert '+    urgency: int | None = field("urgency", INTEGER)' in shown
    assert "+++ generated/models/project.py" in shown
    assert "-# by hand" in shown
    assert "+++ generated/stray.py" in shown
    assert "-x = 1" in shown


MISTAKES = {
    "no evidence": ("      x-evidence: observed\n      requestBody", "      requestBody", "POST /tasks: x-evidence must be"),
    "hearsay": ("      x-evidence: observed\n", "      x-evidence: seen\n", "GET /tasks: x-evidence must be one of"),
    "repeatable or not": ("    post:\n", "    post:\n      x-idempotent: no\n", "POST /tasks: x-idempotent must be true"),
    "closed values": ("      x-extensible-enum:", "      enum:", "TaskStatus: list known values in x-extensible-enum"),
    "no such type": ("          type: boolean", "          type: bool", "TaskFields.isArchived: 'bool' is no type"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("mistake", "more"),
    [pytest.param(mistake, [], marks=[pytest.mark.system] if mistake != "hearsay" else []) for mistake in MISTAKES]
    + [pytest.param("hearsay", ["--check"], marks=pytest.mark.system)],
)
def test_a_mistake_is_answered_by_the_rule_that_it_breaks(
    mistake: str, more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is generated; what is there stays as it was."""
    description = shutil.copytree(DESCRIPTION, tmp_path / "openapi")
    tasks = description / "resources" / "tasks.yaml"
    right, wrong, complaint = MISTAKES[mistake]
    tasks.write_text(tasks.read_text().replace(right, wrong))
    assert main([*more, "--openapi", str(description), "--output", str(tmp_path / "out")]) == 1
    output = capsys.readouterr().err
    assert output.startswith("error: the description breaks rules:\n")
    assert complaint in output
    assert not (tmp_path / "out").exists()


def test_a_broken_description_is_an_error_message(tmp_path: Path, capsys: object) -> None:
    """Not a traceback."""
    description = shutil.copytree(DESCRIPTION, tmp_path / "openapi")
    (description / "resources" / "tasks.yaml").write_text("tags: [")
    assert main(["--openapi", str(description), "--output", str(tmp_path / "out")]) == 1
    assert "tasks.yaml:1: not valid YAML" in capsys.readouterr().err  # type: ignore[attr-defined]
    assert not (tmp_path / "out").exists()
