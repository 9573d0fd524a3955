"""The conventions fill in what files leave out, the files' own values win, and what does not fit is an error."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.bundle import Document, bundle, read
from generator.errors import DescriptionError
from generator.rules import broken_rules, operations

DESCRIPTION = Path(__file__).parent.parent.parent / "openapi"

CONVENTIONS = """
tags:
  x-documented-as:
    - "{tag}"
operations:
  tags:
    - "{tag}"
  responses:
    "404":
      $ref: "shared/answers.yaml#/components/responses/NotFound"
paths:
  "{path}":
    put:
      operationId: "{resource}_update"
      summary: "Update {a} {one} of many {many}"
      x-idempotent: true
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/{record}Update"
            example:
              _id: a
      responses:
        "200":
          description: "The {one}."
          content: {application/json: {schema: {type: array, items: {}}}}
forms:
  "{record}Create":
    description: "{A} {one} to be made."
    allOf:
      - $ref: "#/components/schemas/{record}Fields"
  "{record}Update":
    description: "Changes of {a} {one}."
    allOf:
      - $ref: "shared/answers.yaml#/components/schemas/Identified"
      - $ref: "#/components/schemas/{record}Fields"
"""

ANSWERS = """
components:
  responses:
    NotFound:
      description: There is none.
  schemas:
    Identified:
      type: object
"""

ICE_CUBES = """
tags:
  - name: Ice cubes
    x-record: IceCube
paths:
  /ice-cubes:
    put: {}
components:
  schemas:
    IceCube: {}
    IceCubeFields: {}
"""

Change = dict[str, tuple[str, str]]


def described(folder: Path, change: Change | None = None) -> Path:
    """A description of ice cubes in three files, each with one text replaced."""
    for name, text in {
        "plutio.yaml": "openapi: 3.1.0\n",
        "conventions.yaml": CONVENTIONS,
        "shared/answers.yaml": ANSWERS,
        "resources/ice_cubes.yaml": ICE_CUBES,
    }.items():
        right, wrong = (change or {}).get(name.rpartition("/")[2], ("", ""))
        assert right in text
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text.replace(right, wrong, 1) if right else text)
    return folder


def update_of(document: Document) -> Any:
    return document["paths"]["/ice-cubes"]["put"]


def schema(name: str) -> Document:
    return {"$ref": f"#/components/schemas/{name}"}


def test_an_operation_and_its_form_need_not_be_written(tmp_path: Path) -> None:
    """Names, words and references are those of the resource and its file."""
    document = bundle(described(tmp_path))
    assert document["tags"] == [{"name": "Ice cubes", "x-documented-as": ["Ice cubes"]}]
    assert update_of(document) == {
        "tags": ["Ice cubes"],
        "operationId": "ice_cubes_update",
        "summary": "Update an ice cube of many ice cubes",
        "x-idempotent": True,
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": schema("IceCubeUpdate"), "example": {"_id": "a"}}},
        },
        "responses": {
            "200": {
                "description": "The ice cube.",
                "content": {"application/json": {"schema": {"type": "array", "items": {}}}},
            },
            "404": {"$ref": "#/components/responses/NotFound"},
        },
    }
    assert document["components"]["schemas"] == {
        "IceCube": {},
        "IceCubeFields": {},
        "IceCubeUpdate": {
            "description": "Changes of an ice cube.",
            "allOf": [schema("Identified"), schema("IceCubeFields")],
        },
        "Identified": {"type": "object"},
    }


def test_what_records_are_called_can_be_said(tmp_path: Path) -> None:
    """Where neither the schema nor the tag has the word for it."""
    nouns = ("x-record: IceCube", "x-record: IceCube\n    x-nouns: {one: lump, many: pieces}")
    document = bundle(described(tmp_path, {"ice_cubes.yaml": nouns}))
    assert update_of(document)["summary"] == "Update a lump of many pieces"
    assert "x-nouns" not in document["tags"][0]


OWN = """{
      tags: [Water], summary: Melt it, x-idempotent: false,
      requestBody: {content: {application/json: {schema: {type: object}, example: {size: 3}}}},
      responses: {
        "200": {content: {application/json: {schema: {type: array}}}},
        "404": {description: None left.}}}"""


def test_what_a_file_says_wins(tmp_path: Path) -> None:
    """Mappings are merged; a text, a list, a schema and what takes the place of a reference are replaced."""
    operation = update_of(bundle(described(tmp_path, {"ice_cubes.yaml": ("{}", OWN)})))
    assert (operation["tags"], operation["summary"], operation["x-idempotent"]) == (["Water"], "Melt it", False)
    assert operation["requestBody"] == {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}, "example": {"_id": "a", "size": 3}}},
    }
    assert operation["responses"] == {
        "200": {"description": "The ice cube.", "content": {"application/json": {"schema": {"type": "array"}}}},
        "404": {"description": "None left."},
    }
    assert operation["operationId"] == "ice_cubes_update"


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("{}", {"description": "An ice cube to be made.", "allOf": [schema("IceCubeFields")]}),
        (
            "{description: Ice., required: [size]}",
            {"description": "Ice.", "allOf": [schema("IceCubeFields"), {"type": "object", "required": ["size"]}]},
        ),
        ("{description: Ice., allOf: [{type: object}]}", {"description": "Ice.", "allOf": [{"type": "object"}]}),
    ],
)
def test_a_form_can_say_more_or_something_else(written: str, made: Document, tmp_path: Path) -> None:
    """What it requires is added to the fields of the record; an `allOf` of its own replaces them."""
    form = ("    IceCubeFields: {}", f"    IceCubeFields: {{}}\n    IceCubeCreate: {written}")
    document = bundle(described(tmp_path, {"ice_cubes.yaml": form}))
    assert document["components"]["schemas"]["IceCubeCreate"] == made


def test_what_a_form_requires_is_found_where_it_is_written(tmp_path: Path) -> None:
    """Though it is the last part of an `allOf` in the document."""
    form = ("    IceCubeFields: {}", "    IceCubeFields: {}\n    IceCubeCreate:\n      required:\n        - size")
    description = read(described(tmp_path, {"ice_cubes.yaml": form}))
    place = ("components", "schemas", "IceCubeCreate", "allOf")
    assert str(description.where((*place, 1, "required", 0))) == "resources/ice_cubes.yaml:14"
    where = "resources/ice_cubes.yaml:12 (filled in from conventions.yaml:33)"
    assert str(description.where((*place, 0, "$ref"))) == where


def test_a_file_without_a_record_gets_tags_and_errors_alone(tmp_path: Path) -> None:
    """Its operations are like no others."""
    folder = described(tmp_path)
    (folder / "resources" / "water.yaml").write_text(
        "tags: [{name: Water}]\npaths: {/water: {put: {operationId: pour}}}"
    )
    operation = bundle(folder)["paths"]["/water"]["put"]
    errors = {"404": {"$ref": "#/components/responses/NotFound"}}
    assert operation == {"operationId": "pour", "tags": ["Water"], "responses": errors}


TAG = ICE_CUBES[ICE_CUBES.index("  - name") : ICE_CUBES.index("components")]
ICE, RULES = "ice_cubes.yaml", "conventions.yaml"


@pytest.mark.parametrize(
    ("file", "right", "wrong", "complaint"),
    [
        (RULES, "forms:", "form:", f"{RULES}:29: form is unknown; there can be tags, operations, paths, forms"),
        (RULES, "    put:", "    patch:", f"{RULES}:13: PATCH {{path}}: patch is unknown; there can be get, post, put, delete"),
        (RULES, "{one} of", "{on} of", f"{RULES}:15: PUT {{path}}: {{on}} is unknown; there can be {{tag}}, {{resource}}"),
        (RULES, '"{record}Update":', '"{recrod}Update":', f"{RULES}:34: {{recrod}} is unknown"),
        (RULES, '"404":', "404:", f"{RULES}:9: quote the key 404, which YAML takes for int"),
        (RULES, '"{path}":', '"{path}": []\n  "/x":', f"{RULES}:12: {{path}}: {{path}} must hold a mapping"),
        (RULES, '"{path}":', '"{path}/melt": {post: {}}\n  "{path}":', f"{RULES}:12: POST {{path}}/melt: no operation is like this"),
        (RULES, '"{record}Update":', '"{record}Updat":', f":7 (filled in from {RULES}:22): PUT /ice-cubes: the reference"),
        (RULES, "responses/NotFound", "responses/Lost", f":7 (filled in from {RULES}:10): PUT /ice-cubes: the reference"),
        (RULES, "shared/answers.yaml#/components/r", "answers.yaml#/components/r", "NotFound is in shared/answers.yaml"),
        (ICE, "    IceCubeFields: {}", "", f" (filled in from {RULES}:38): IceCubeUpdate: the reference"),
        (ICE, "x-record: IceCube", "x-record: Ice", f"{ICE}:4: x-record is Ice, but this file has no such schema"),
        (ICE, "x-record", "x-recrod", f"{ICE}:4: x-recrod is unknown; a tag can have name, description"),
        (ICE, "x-record: IceCube", "x-nouns: cube", f"{ICE}:4: x-nouns must hold one, many, or both"),
        (ICE, "    x-record: IceCube\n", "", f"{ICE}:6: PUT /ice-cubes: {RULES} has no operation like this one"),
        (ICE, "  /ice-cubes:", "  /ice-cube:", f"{ICE}:7: PUT /ice-cube: {RULES} has no operation like this one"),
        (ICE, "    put: {}", "    post: {}", f"{ICE}:7: POST /ice-cubes: {RULES} has no operation like this one"),
        (ICE, "    put: {}", "    put:", f"{ICE}:7: PUT /ice-cubes: put must hold a mapping"),
        (ICE, "    IceCubeFields", "    IceCubeUpdate:\n    IceCubeFields", f"{ICE}:11: IceCubeUpdate: IceCubeUpdate must"),
        (ICE, TAG, "  []\npaths: {/melt: {put: {operationId: melt}}}\n", f"{ICE}:2: a file with operations needs one tag"),
    ],
)  # fmt: skip
def test_a_convention_that_does_not_fit_is_said(
    file: str, right: str, wrong: str, complaint: str, tmp_path: Path
) -> None:
    """With the line of the file, and of the convention where it comes from there."""
    with pytest.raises(DescriptionError, match=re.escape(complaint)):
        read(described(tmp_path, {file: (right, wrong)}))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(DESCRIPTION, tmp_path / "openapi")


def test_parameters_of_a_list_are_added_to_the_standard_ones(copy: Path) -> None:
    """One by the name of a standard parameter takes its place, also by a reference."""
    tasks, own = copy / "resources" / "tasks.yaml", {"name": "kind", "in": "query", "schema": {"type": "string"}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    skip = "../shared/parameters.yaml#/components/parameters/Skip"
    text = f"    get:\n      parameters: [{{$ref: {skip!r}}}, {json.dumps(own)}, {json.dumps(limit)}]\n"
    tasks.write_text(tasks.read_text().replace("    get:\n", text, 1))
    before, after = bundle(DESCRIPTION), bundle(copy)
    (standard_skip, standard_limit, *others) = before["paths"]["/tasks"]["get"]["parameters"]
    assert standard_limit == {"$ref": "#/components/parameters/Limit"}
    assert after["paths"]["/tasks"]["get"].pop("parameters") == [standard_skip, own, limit, *others]
    del before["paths"]["/tasks"]["get"]["parameters"]
    assert after == before


def test_a_new_error_code_is_one_entry(copy: Path) -> None:
    """Every operation has it then, those included that are like no others."""
    conventions = copy / "conventions.yaml"
    entry = '    "409":\n      $ref: "shared/responses.yaml#/components/responses/BadRequest"\n'
    conventions.write_text(conventions.read_text().replace('    "429":\n', f'{entry}    "429":\n', 1))
    before, after = bundle(DESCRIPTION), bundle(copy)
    assert {operation.raw["responses"].pop("409")["$ref"] for operation in operations(after)} == {
        "#/components/responses/BadRequest"
    }
    assert after == before


def test_what_a_convention_breaks_is_said_once_with_its_line(copy: Path) -> None:
    """Not once for each of the operations that follow it."""
    conventions = copy / "conventions.yaml"
    lines = conventions.read_text().replace('summary: "List', 'sumary: "List')
    conventions.write_text(lines)
    number = next(n for n, line in enumerate(lines.splitlines(), 1) if "sumary" in line)
    found = broken_rules(copy)
    where = f"resources/archive.yaml:9 (filled in from conventions.yaml:{number})"
    assert found == [f"{where}: GET /archive: sumary is unknown here; correct its spelling or its indentation"]
