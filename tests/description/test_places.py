"""A mistake in the description is answered with the file and the place in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.bundle import read
from generator.errors import DescriptionError
from generator.rules import broken_rules

pytestmark = pytest.mark.integration

DESCRIPTION = Path(__file__).parent.parent.parent / "openapi"

TASKS, MORE = "resources/tasks.yaml", "shared/more.yaml"
NOWHERE = "components:\n  schemas:\n    A:\n      allOf:\n        - $ref: '#/components/schemas/Nowhere'"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(DESCRIPTION, tmp_path / "openapi")


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        (TASKS, "paths: [", f"{TASKS}:1: not valid YAML: "),
        (TASKS, "- a list", f"{TASKS}:1: the file must hold a mapping"),
        (TASKS, "\npaths: []", f"{TASKS}:2: paths must hold a mapping"),
        (TASKS, "paths: {/tasks: {get: }}\ntags: [{name: Tasks}]", f"{TASKS}:1: GET /tasks: get must hold a mapping"),
        (TASKS, "tags: []\ncomponents: {schemas: []}", f"{TASKS}:2: components > schemas must hold a mapping"),
        (TASKS, "tags: []\npathz: {}", f"{TASKS}:2: the key pathz is unknown"),
        (TASKS, "paths:\n  /tasks:\n    404: {}", f"{TASKS}:3: 404 /tasks: quote the key 404, which YAML takes for int"),
        (TASKS, "tags: {name: Tasks}", f"{TASKS}:1: tags must hold a list"),
        (TASKS, "tags:\n  - Tasks", f"{TASKS}:2: a tag must be a mapping with a name"),
        (MORE, "servers: []", f"{MORE}:1: the key servers is unknown"),
        ("shared/more.yml", "tags: []", "nothing reads shared/more.yml: the files of the description end in .yaml"),
        ("plutio.yaml", "openapi: 3.1.0\npaths: {}", "plutio.yaml:2: paths belong in a resource's file"),
        (MORE, "components:\n  schemas:\n    Task: {}", f"{MORE}:3: Task: {TASKS} defines components > schemas > Task too"),
        (MORE, "paths:\n  /tasks: {}", f"{MORE}:2: /tasks: {TASKS} defines paths > /tasks too"),
        (MORE, NOWHERE, f"{MORE}:5: A: the reference #/components/schemas/Nowhere leads nowhere"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_joined_to_the_others_is_named(file: str, text: str, complaint: str, copy: Path) -> None:
    """With the line. Nothing of it is left out silently."""
    (copy / file).write_text(text)
    with pytest.raises(DescriptionError, match=re.escape(complaint)):
        read(copy)


def test_files_are_found_by_their_names(copy: Path) -> None:
    """A new resource is a new file, wherever it lies, and a removed file takes its resource along."""
    (copy / "resources" / "wiki").mkdir()
    (copy / "resources" / "wiki.yaml").rename(copy / "resources" / "wiki" / "wiki.yaml")
    text = (copy / "resources" / "wiki" / "wiki.yaml").read_text()
    (copy / "resources" / "wiki" / "wiki.yaml").write_text(text.replace("../shared", "../../shared"))
    assert read(copy).document == read(DESCRIPTION).document
    (copy / "resources" / "wiki" / "wiki.yaml").unlink()
    assert "/wiki" not in read(copy).document["paths"]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("../shared/schemas.yaml#", "../shared/schema.yaml#", "names the wrong file; CustomFieldValue is in shared/schemas.yaml"),
        ("../shared/schemas.yaml#", "../shared/values.yaml#", "names the wrong file; CustomFieldValue is in shared/schemas.yaml"),
        ("../shared/schemas.yaml#", "shared/schemas.yaml#", "names the wrong file; CustomFieldValue is in shared/schemas.yaml"),
        ("../shared/schemas.yaml#", "#", "names the wrong file; CustomFieldValue is in shared/schemas.yaml"),
        ("schemas/CustomFieldValue", "schemas/CustomField_Value", "leads nowhere; did you mean CustomFieldValue in shared/schemas.yaml?"),
        ("#/components/schemas/Cust", "#/schemas/Cust", "leads nowhere; did you mean CustomFieldValue in shared/schemas.yaml?"),
    ],
)  # fmt: skip
def test_an_error_of_a_reference_names_its_line_and_the_right_file(
    right: str, wrong: str, message: str, copy: Path
) -> None:
    """The name alone is not enough: the reference must lead to it."""
    tasks = copy / TASKS
    tasks.write_text(tasks.read_text().replace(right, wrong))
    lines = tasks.read_text().splitlines()
    line = next(n for n, text in enumerate(lines, 1) if wrong in text and n > lines.index("        customFields:"))
    with pytest.raises(DescriptionError) as caught:
        read(copy)
    assert str(caught.value).startswith(f"{TASKS}:{line}: TaskFields.customFields: the reference ")
    assert str(caught.value).endswith(message)


TYPES = """
components:
  schemas:
    Thing:
      type: object
      description: A thing.
      properties:
        title:
          description: Its title.
          type: strin
    Other:
      type: object
      description: Another.
      properties:
        title:
          description: Its title.
          type: string
"""


def test_what_openapi_does_not_allow_is_said_with_its_line(copy: Path) -> None:
    """A wrong type, and a name that two operations have."""
    tasks = copy / TASKS
    tasks.write_text(tasks.read_text().replace("    post:\n", "    post:\n      operationId: tasks_list\n", 1))
    (copy / MORE).write_text(TYPES)
    assert sorted(broken_rules(copy)) == [
        f"{TASKS}:14: POST /tasks: the operationId tasks_list is taken by GET /tasks in {TASKS}:8 (filled in from {listing()})",
        f"{MORE}:10: Thing.title: 'strin' is no type; there can be array, boolean, integer, number, object, string",
    ]  # fmt: skip


def test_what_has_the_wrong_shape_is_said_alone(copy: Path) -> None:
    """The further checks rely on the shape."""
    tasks = copy / TASKS
    tasks.write_text(tasks.read_text().replace("    get:\n", "    get:\n      sumary: List tasks\n", 1))
    (copy / MORE).write_text(TYPES)
    message = f"{TASKS}:9: GET /tasks: sumary is unknown here; correct its spelling or its indentation"
    assert broken_rules(copy) == [message]


def listing() -> str:
    """Where the conventions name the operation that lists."""
    lines = (DESCRIPTION / "conventions.yaml").read_text().splitlines()
    number = lines.index('      operationId: "{resource}_list"') + 1
    return f"conventions.yaml:{number}"


BREACHES = [
    ("      x-evidence: observed", "      x-idempotnt: true", "GET /tasks: x-idempotnt is unknown"),
    ("              title: Write the brief\n", "              titel: A", "POST /tasks: the example has titel, which"),
    ("          type: boolean\n", "          maximun: 5", "TaskFields.isArchived: the keyword maximun is unknown"),
    ("              minimum: 0\n", "              maximun: 6", "TaskMove.position: the keyword maximun is unknown"),
    ("          status: incomplete\n", "          titel: B", "Task: the example has titel, which"),
    ("        - completed\n", "        - 5", "TaskStatus: the known value 5 must be text"),
]


def test_what_the_house_does_not_allow_is_said_with_its_line(copy: Path) -> None:
    """The line of the word itself, not of what it stands in."""
    text = (copy / TASKS).read_text()
    for before, line, _ in BREACHES:
        text = text.replace(before, f"{line}\n{before}", 1)
    (copy / TASKS).write_text(text)
    found = broken_rules(copy)
    for _, line, breach in BREACHES:
        start = f"{TASKS}:{text.splitlines().index(line) + 1}: {breach}"
        assert [message for message in found if message.startswith(start)], (start, found)
