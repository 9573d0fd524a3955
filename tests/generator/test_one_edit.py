"""One edit of the YAML and `make generate`: the call is there, and the sandbox answers it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from textwrap import indent

import pytest

from generator.__main__ import main

pytestmark = [pytest.mark.integration, pytest.mark.slow]

ROOT = Path(__file__).parent.parent.parent

OPERATION = """
  /notes/pin:
    post:
      operationId: notes_pin
      summary: Pin a note
      description: Pins one note and answers with it.
      x-evidence: inferred
      x-idempotent: true
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "../shared/schemas.yaml#/components/schemas/Identified"
            example:
              _id: Hc4RtZ8mWq2NxKb7V
      responses:
        "200":
          description: The note.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/Note"
components:
"""
FIELD = """
      properties:
        urgency:
          type: integer
          description: How much it presses.
"""
RESOURCE = """
tags:
  - name: Labels
    x-record: Label
    description: Words to sort records by.
paths:
  /labels:
    get:
      description: Answers with the labels that match, or with one label when `_id` is given.
      x-evidence: inferred
    post:
      description: Makes a label and answers with it.
      x-evidence: inferred
      requestBody:
        content:
          application/json:
            example:
              title: Urgent
components:
  schemas:
    LabelFields:
      type: object
      description: What can be written to a label.
      x-evidence: inferred
      properties:
        title:
          type: string
          description: The word.
    Label:
      description: A word to sort records by.
      x-evidence: inferred
      allOf:
        - $ref: "../shared/schemas.yaml#/components/schemas/Record"
        - $ref: "#/components/schemas/LabelFields"
      examples:
        - _id: Hc4RtZ8mWq2NxKb7V
          title: Urgent
"""

EDITS = {
    "an operation": (
        "notes.yaml", "components:\n", OPERATION.lstrip("\n"),
        "note = await plutio.notes.create(title='a')\nprint((await plutio.notes.pin(note.id)).id == note.id)",
    ),
    "a field": (
        "notes.yaml", "      properties:\n", FIELD.lstrip("\n"),
        "print((await plutio.notes.create(urgency=3)).urgency == 3)",
    ),
    "a value": (
        "tasks.yaml", "        - overdue\n", "        - overdue\n        - blocked\n",
        "from plutio_async.models import TaskStatus\nprint((await plutio.tasks.create(title='a', status='blocked')).status is TaskStatus.BLOCKED)",
    ),
    "a resource": (
        "labels.yaml", "", RESOURCE.lstrip("\n"),
        "await plutio.labels.create(title='a')\nprint([label.title for label in await plutio.labels.list()] == ['a'])",
    ),
}  # fmt: skip
"""A file, what the edit replaces there, with what, and a call that tells whether it works."""

CALL = """
import anyio
from plutio_async import Plutio

async def main() -> None:
    async with Plutio.sandbox() as plutio:
{}

anyio.run(main)
"""


def generated(folder: Path, edits: Iterable[str]) -> None:
    """A copy of the package in a folder, from a description with these edits."""
    description = shutil.copytree(ROOT / "openapi", folder / "openapi")
    ignored = shutil.ignore_patterns("__pycache__", "_generated")
    package = shutil.copytree(ROOT / "plutio_async", folder / "plutio_async", ignore=ignored)
    table = shutil.copy(ROOT / "docs" / "resources.md", folder)
    for edit in edits:
        file, right, wrong, _ = EDITS[edit]
        path = description / "resources" / file
        path.write_text(path.read_text().replace(right, wrong, 1) if right else wrong)
    places = ["--openapi", str(description), "--output", str(package / "_generated"), "--table", str(table)]
    assert main(places) == 0


def script(edits: Iterable[str]) -> str:
    return CALL.format("\n".join(indent(EDITS[edit][3], " " * 8) for edit in edits))


@pytest.mark.parametrize("edit", EDITS)
def test_one_edit_is_enough(edit: str, tmp_path: Path) -> None:
    """No count, no list and no other file."""
    generated(tmp_path, [edit])
    done = subprocess.run([sys.executable, "-c", script([edit])], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_the_new_calls_are_typed(tmp_path: Path) -> None:
    """The type checker accepts all of them, and finds nothing in what was generated."""
    generated(tmp_path, EDITS)
    (tmp_path / "calls.py").write_text(script(EDITS))
    (tmp_path / "mypy.ini").write_text("[mypy-pandas.*]\nignore_missing_imports = True\n")  # it has no types of its own
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=mypy.ini",
        "--cache-dir",
        str(tmp_path / "cache"),
    ]
    done = subprocess.run([*command, "calls.py"], cwd=tmp_path, capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("Success: no issues found in 1 source file\n", 0)
