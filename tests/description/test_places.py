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
        (TASKS, "paths: [", "tasks.yaml is not valid YAML"),
        (TASKS, "- a list", "tasks.yaml must hold a mapping"),
        (TASKS, "paths: []", f"{TASKS}: paths must hold a mapping"),
        (TASKS, "components: {schemas: []}", f"{TASKS}: schemas must hold a mapping"),
        (TASKS, "pathz: {}", f"{TASKS}: the key pathz is unknown"),
        (MORE, "servers: []", f"{MORE}: the key servers is unknown"),
        ("resources/more.yaml", "tags: []", "nothing reads resources/more.yaml: x-resources of plutio.yaml names"),
        ("shared/more.yml", "tags: []", "nothing reads shared/more.yml"),
        ("shared/old/more.yaml", "tags: []", "nothing reads shared/old/more.yaml"),
        ("plutio.yaml", "openapi: 3.1.0", "plutio.yaml: x-resources must list the files"),
        ("plutio.yaml", "x-resources: []\npaths: {}", "plutio.yaml: paths belong in a resource's file"),
        (
            MORE,
            "components:\n  schemas:\n    Task: {}",
            f"{TASKS} defines components > schemas > Task, which {MORE} defines too",
        ),
        (MORE, "paths:\n  /tasks: {}", f"{TASKS} defines paths > /tasks, which {MORE} defines too"),
        (MORE, NOWHERE, f"{MORE}: components > schemas > A > allOf > 0: the reference #/components/schemas/Nowhere leads"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_joined_to_the_others_is_named(file: str, text: str, complaint: str, copy: Path) -> None:
    """Nothing of it is left out silently."""
    (copy / file).parent.mkdir(exist_ok=True)
    if file == "plutio.yaml" and "x-resources" in text:
        shutil.rmtree(copy / "resources")
    (copy / file).write_text(text)
    with pytest.raises(DescriptionError, match=re.escape(complaint)):
        read(copy)


def test_a_resource_without_its_file_is_named(copy: Path) -> None:
    """The list of resources and the files belong together."""
    (copy / "resources" / "wiki.yaml").unlink()
    with pytest.raises(DescriptionError, match=r"wiki\.yaml does not exist"):
        read(copy)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("../shared/parameters.yaml#", "../shared/params.yaml#", "names the wrong file; Skip is in shared/parameters.yaml"),
        ("../shared/parameters.yaml#", "../shared/schemas.yaml#", "names the wrong file; Skip is in shared/parameters.yaml"),
        ("../shared/parameters.yaml#", "shared/parameters.yaml#", "names the wrong file; Skip is in shared/parameters.yaml"),
        ("../shared/parameters.yaml#", "#", "names the wrong file; Skip is in shared/parameters.yaml"),
        ("parameters/Skip", "parameters/Skipp", "leads nowhere"),
        ("#/components/parameters/Skip", "#/parameters/Skip", "leads nowhere"),
    ],
)  # fmt: skip
def test_a_reference_says_its_place_and_the_right_file(right: str, wrong: str, said: str, copy: Path) -> None:
    """The name alone is not enough: whoever follows the reference must find it there."""
    tasks = copy / TASKS
    tasks.write_text(tasks.read_text().replace(right, wrong))
    with pytest.raises(DescriptionError) as caught:
        read(copy)
    assert str(caught.value).startswith(f"{TASKS}: paths > /tasks > get > parameters > 0: the reference ")
    assert str(caught.value).endswith(said)


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


def test_what_openapi_does_not_allow_is_said_with_its_file_and_place(copy: Path) -> None:
    """A wrong type, a wrong key, and a name that two operations have."""
    tasks = copy / TASKS
    text = tasks.read_text().replace("operationId: tasks_create", "operationId: tasks_list")
    tasks.write_text(text.replace("      summary: List tasks", "      sumary: List tasks", 1))
    (copy / MORE).write_text(TYPES)
    assert sorted(broken_rules(copy)) == [
        f"{TASKS}: paths > /tasks > get: Unevaluated properties are not allowed ('sumary' was unexpected)",
        f"{TASKS}: paths > /tasks > post: the operationId tasks_list is taken by {TASKS}: paths > /tasks > get",
        f"{MORE}: components > schemas > Thing > properties > title > type: 'strin' is not valid under any of the given schemas",
    ]  # fmt: skip
