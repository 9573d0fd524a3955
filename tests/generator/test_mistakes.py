"""Every mistake in the YAML is answered with its file, its line and the way out, never with a traceback."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.__main__ import main

pytestmark = pytest.mark.integration

DESCRIPTION = Path(__file__).parent.parent.parent / "openapi"
OTHERS = ("companies", "people", "profiles", "projects", "task_boards", "task_groups")
"""Whatever the ids in a task belong to."""

OTHER = """
tags:
  - name: {tag}
    x-record: Other{number}
    description: What tasks refer to.
paths:
  /{path}:
    get:
      description: Answers with all of them.
      x-evidence: observed
components:
  schemas:
    Other{number}:
      type: object
      description: One of them.
"""

TASKS, CONVENTIONS, ROOT = "resources/tasks.yaml", "conventions.yaml", "plutio.yaml"

GET, POST, DELETE = "    get:\n", "    post:\n", "    delete:\n"
TITLE = "        title:\n          type: string\n          description: What is to be done.\n"
STATUS = '$ref: "#/components/schemas/TaskStatus"'
ARCHIVED = "          type: boolean\n          description: Whether the task is archived."
VALUE = "        - completed\n"
REFERS = "x-refers-to: projects"
ITEMS = "          items:\n            type: string\n"
SPELLING = "is unknown here; correct its spelling or its indentation"
SHAPE = "correct the value, or the indentation of what follows"
ENUM = "      x-extensible-enum:\n"
READ = """\
  /tasks/odd:
    get:
      operationId: tasks_%s
      summary: Read
      description: Reads.
      x-evidence: observed
      x-idempotent: true
      responses: {"200": {description: Any.}}
"""
HIDES, NO_METHOD = (
    "one would hide the other; choose another verb",
    "can be no method in Python; write another verb in lower",
)
VERBS = {
    **dict.fromkeys(
        ("get", "iterate", "pages", "count", "get_many", "create_many", "unarchive", "bulk_unarchive"), HIDES
    ),
    **dict.fromkeys(("name", "model", "F"), ""),
    **dict.fromkeys(("import", "2x", "Move", "in-x"), NO_METHOD),
}
"""Verbs of operations that cannot be, and why."""
SYNTAX = "check the indentation, quotes and brackets here and in the lines above"

MISTAKES = [
    # References
    (TASKS, STATUS, '$ref: "#/components/schemas/TaskState"', 0, "leads nowhere; did you mean TaskStatus in resources/tasks.yaml?"),
    (TASKS, STATUS, '$ref: "#/components/schemas/Zzz"', 0, 'leads nowhere; write "<file>#/components/<section>/<name>"'),
    (TASKS, STATUS, "$ref: TaskStatus", 0, "leads nowhere; did you mean TaskStatus"),
    (TASKS, STATUS, "$ref: [TaskStatus]", 0, "leads nowhere; did you mean TaskStatus"),
    (TASKS, "../shared/schemas.yaml#", "../shared/schema.yaml#", 0, "names the wrong file; CustomFieldValue is in shared/schemas.yaml"),
    (TASKS, "    TaskStatus:\n", '    Loop:\n      $ref: "#/components/schemas/Loop"\n    TaskStatus:\n', 1, "leads back here; name another schema"),
    (TASKS, REFERS, "x-refers-to: project", 0, "x-refers-to names project, which cannot be listed; did you mean projects?"),
    (TASKS, REFERS, "x-refers-to:", 0, "x-refers-to names None, which cannot be listed; there can be companies, people"),
    (TASKS, REFERS, "x-refers-to: [[projects]]", 0, "which cannot be listed; did you mean projects?"),
    # Operations
    (TASKS, DELETE, f"{DELETE}      responses:\n        200: {{description: Gone.}}\n", 2, "quote the key 200, which YAML takes for int"),
    (TASKS, DELETE, f'{DELETE}      responses:\n        "20": {{description: Gone.}}\n', 2, f"20 {SPELLING}"),
    (TASKS, DELETE, f'{DELETE}      responses:\n        "200":\n          x-shape: any\n', 3, "x-shape is unknown here; take it out"),
    (TASKS, GET, f"{GET}      operationId: tasks_create\n", None, "the operationId tasks_create is taken by GET /tasks in resources/tasks.yaml:9"),
    (TASKS, GET, f"{GET}      operationId: list tasks\n", 1, "the operationId must be tasks_<verb>"),
    (TASKS, GET, f"{GET}      operationId: 5\n", 1, SHAPE),
    (TASKS, GET, f"{GET}      parameters:\n", 1, SHAPE),
    (TASKS, GET, f"{GET}      parameters: {{name: x}}\n", 1, SHAPE),
    (TASKS, GET, f"{GET}      parameters:\n        - skip\n", 2, SHAPE),
    (TASKS, GET, f"{GET}      parameters:\n        - in: query\n", 2, SHAPE),
    (TASKS, GET, f"{GET}      responses:\n", 1, SHAPE),
    (TASKS, GET, f"{GET}      sumary: List tasks\n", 1, f"sumary {SPELLING}"),
    (TASKS, GET, "    gett:\n", 0, f"gett {SPELLING}"),
    (TASKS, GET, f"    x-idempotent: true\n{GET}", 0, "x-idempotent becomes no method; there can be get, post"),
    (TASKS, POST, f"{POST}      x-idempotent: no\n", 1, "x-idempotent must be true or false"),
    (TASKS, GET, f"{GET}      parameters:\n        - {{name: a, in: query, schema: {{}}}}\n        - {{name: a, in: query, schema: {{}}}}\n", 3, "the parameter a is there twice"),
    # Names in Python
    *[(TASKS, "components:\n", f"{READ % verb}components:\n", 2, problem) for verb, problem in VERBS.items()],
    (TASKS, GET, f"{GET}      x-deprecated-name: tasks_get\n", 1, "the method get is there without an operation"),
    ("resources/companies.yaml", OTHER.format(tag="companies", path="companies", number=0), OTHER.format(tag="request", path="request", number=0), 2, "the client cannot have the resource request"),
    (TASKS, TITLE, f"{TITLE}{TITLE.replace('title', 'Title')}", 3, "title and Title are both title in Python; give one an x-name"),
    (TASKS, "    Task:\n", f"    Task:\n      properties:\n{TITLE.replace('title', '_title')}", 2, "title and _title are both title in Python"),
    (TASKS, TITLE, f"{TITLE}{TITLE.replace('title', 'id')}", None, "_id and id are both id in Python"),
    (TASKS, TITLE, f"{TITLE}{TITLE.replace('title', '2fa')}", 3, "2fa is no name in Python; add x-name, such as the_2fa"),
    (TASKS, TITLE, f"{TITLE}          x-name: import\n", 3, "x-name must be a free name in Python, written like due_date"),
    (TASKS, TITLE, f"{TITLE}          x-name: extra\n", 3, "x-name must be a free name in Python"),
    (TASKS, TITLE, f"{TITLE}          x-name: dueDate\n", 3, "x-name must be a free name in Python"),
    (TASKS, TITLE, f"{TITLE}          x-name: [a]\n", 3, "x-name must be a free name in Python"),
    (TASKS, TITLE, f"{TITLE}          x-name: due_date\n", None, "are both due_date in Python"),
    (TASKS, TITLE, f"{TITLE}          properties:\n            a: {{description: x, x-name: b}}\n", 0, "give this one a name"),
    (TASKS, GET, f"{GET}      parameters:\n        - {{name: 2fa, in: query, description: x, schema: {{}}}}\n", 2, "2fa is no name in Python; add x-name"),
    (TASKS, GET, f"{GET}      parameters:\n        - {{name: a, in: query, schema: {{}}}}\n        - {{name: A, in: query, schema: {{}}}}\n", 3, "a and A are both a in Python"),
    (TASKS, VALUE, f"{VALUE}        - 2-weeks\n", 1, "2-weeks is no name in Python; add x-name with a name for it, such as THE_2_WEEKS"),
    (TASKS, VALUE, f"{VALUE}        - in/progress\n", 1, "add x-name with a name for it, such as IN_PROGRESS"),
    (TASKS, VALUE, f"{VALUE}        - __class__\n", 1, "__class__ is no name in Python"),
    (TASKS, VALUE, f"{VALUE}        - over due\n        - over-due\n", 2, "over due and over-due are both OVER_DUE in Python; name one in x-name"),
    (TASKS, ENUM, f"      x-name: {{overdue: over_due}}\n{ENUM}", 0, "over_due must be a name in Python, written like TWO_WEEKS"),
    (TASKS, ENUM, f"      x-name: {{overdu: LATE}}\n{ENUM}", 0, "x-name must give for values of x-extensible-enum their names"),
    (TASKS, ENUM, f"      x-name: LATE\n{ENUM}", 0, "x-name must give for values of x-extensible-enum their names"),
    (TASKS, "    Task:\n", "    Task:\n      x-name: Job\n", 1, "x-name must give for values of x-extensible-enum their names"),
    # Evidence and our other words
    (TASKS, "      x-evidence: observed\n    post:\n", "    post:\n", None, "x-evidence must be one of documented, observed, inferred"),
    (TASKS, "x-evidence: observed", "x-evidence: seen", 0, "x-evidence must be one of documented, observed, inferred"),
    (TASKS, f"{TITLE}          x-evidence: observed", f"{TITLE}          x-evidence: seen", 3, "x-evidence must be one of"),
    (TASKS, f"{TITLE}          x-evidence: ", f"{TITLE}          x-evidenc: ", 3, "x-evidenc is unknown; did you mean x-evidence?"),
    (TASKS, "      x-evidence: observed\n    post:\n", "      x-evidenc: observed\n    post:\n", 0, "x-evidenc is unknown; there can be x-deprecated-name, x-evidence"),
    (TASKS, "x-record:", "x-recrod:", 0, "x-recrod is unknown; a tag can have name"),
    (TASKS, "x-record: Task\n", "x-record: Task\n    x-nouns: {one: ' '}\n", 1, "x-nouns must hold one, many, or both, each with a word"),
    (TASKS, "  - name: Tasks", '  - name: ""', 0, "a tag must be a mapping with a name"),
    (TASKS, "  - name: Tasks", "  - name: Jobs", None, "write out what it says and an operationId (the tag is for /jobs)"),
    (ROOT, "info:\n", "x-certain: yes\ninfo:\n", 0, "the key x-certain is unknown; there can be components, info"),
    # Types and values
    (TASKS, ARCHIVED, ARCHIVED.replace("boolean", "bool"), 0, "'bool' is no type; there can be array, boolean"),
    (TASKS, ARCHIVED, ARCHIVED.replace(" boolean", ""), 0, "None is no type; there can be array, boolean"),
    (TASKS, ARCHIVED, ARCHIVED.replace("boolean", "[boolean, 'null']"), 0, "one type is needed, not ['boolean', 'null']"),
    (TASKS, ARCHIVED, ARCHIVED.replace("n\n", "n\n          format: date-time\n", 1), 1, "there can be string with date-time"),
    (TASKS, ARCHIVED, ARCHIVED.replace("n\n", "n\n          default: maybe\n", 1), 1, SHAPE),
    (TASKS, "format: date-time", "format: date", 0, "the format date of string is unknown; there can be string with date-time"),
    (TASKS, ITEMS, "", None, "an array needs items, which say what it holds"),
    (TASKS, ITEMS, "          items: [string]\n", 0, SHAPE),
    (TASKS, TITLE, "        title: string\n        more:\n          description: More.\n", 0, SHAPE),
    (TASKS, "minimum: 0", "minimum: zero", 0, SHAPE),
    (TASKS, "x-extensible-enum:\n", "enum:\n", 0, "list known values in x-extensible-enum, not in enum"),
    (TASKS, "x-extensible-enum:\n", "x-extensable-enum:\n", 0, "did you mean x-extensible-enum?"),
    (TASKS, f"x-extensible-enum:\n        - incomplete\n{VALUE}        - overdue", "x-extensible-enum: overdue", 0, "must hold a list; write each value after a dash"),
    (TASKS, VALUE, "        - 5\n", 0, "the known value 5 must be text; quote it"),
    (TASKS, VALUE, f"{VALUE}        - completed\n", 1, "'completed' is empty or there already; take it out"),
    (TASKS, VALUE, f"{VALUE}        - ''\n", 1, "'' is empty or there already; take it out"),
    (TASKS, VALUE, f"{VALUE}        - Completed\n", 1, "completed and Completed are both COMPLETED in Python; name one in x-name"),
    (TASKS, f"{ENUM}        - incomplete\n{VALUE}        - overdue\n", "      x-extensible-enum: []\n", 0, "the list of known values is empty"),
    (TASKS, TITLE, f"{TITLE}          allOf:\n            $ref: '#/components/schemas/TaskStatus'\n", 3, "allOf must hold a list; write each part after a dash"),
    (TASKS, "    TaskFields:\n", "    TaskFields:\n      oneOf: {type: object}\n", 1, "oneOf must hold a list; write each part after a dash"),
    (TASKS, ITEMS, "          items:\n            anyOf: TaskStatus\n", 1, "anyOf must hold a list; write each part after a dash"),
    (TASKS, "    TaskFields:\n", "    TaskFields:\n      required: [titel]\n", 1, "required names titel, which is not described; did you mean title?"),
    (TASKS, "    TaskStatus:\n", "    Task-Status: {description: Any.}\n    TaskStatus:\n", 0, "write it like TaskStatus"),
    (TASKS, "    TaskStatus:\n", "    Nothing:\n    TaskStatus:\n", 0, SHAPE),
    (TASKS, "              title: Write the brief\n", "              titel: Write the brief\n", 0, "the example has titel, which is not described"),
    (TASKS, "              title: Write the brief\n", "              title: 2026-05-01\n", 0, "quote 2026-05-01, which YAML takes for a date"),
    # Indentation and the rest of YAML
    (TASKS, "        status:\n", "       status:\n", 0, SYNTAX),
    (TASKS, f"      properties:\n{TITLE}", f"      properties:\n      title:\n{TITLE[15:]}", None, SYNTAX),
    (TASKS, "            example:\n              title: W", "            example:\n            title: W", 2, "quote a text that has a colon, or correct the indentation"),
    (TASKS, "      x-evidence: observed\n    post:\n", "\tx-evidence: observed\n    post:\n", None, ""),
    (TASKS, "description: What is to be done.", "description: What is: to be done.", 0, "quote a text that has a colon"),
    (TASKS, "  /tasks/move:", "  /tasks/archive:", 0, "take one of the two out"),
    (TASKS, "components:\n  schemas:", "components:\n  schemes:", 1, "schemes is unknown; did you mean schemas?"),
    (TASKS, "components:\n", "---\ncomponents:\n", 0, "take out the line ---"),
    (ROOT, 'version: "1.11"', "version: 1.11", 0, SHAPE),
    # Conventions
    (CONVENTIONS, "forms:\n", "form:\n", 0, "form is unknown; there can be tags, operations, paths, forms"),
    (CONVENTIONS, '"{resource}_list"', '"{resorce}_list"', 0, "{resorce} is unknown; there can be {tag}, {resource}"),
    (CONVENTIONS, POST, "    pots:\n", 0, "pots is unknown; there can be get, post, put, delete"),
    (CONVENTIONS, "responses/NotFound", "responses/NotFond", None, "leads nowhere; did you mean NotFound in shared/responses.yaml?"),
    (CONVENTIONS, '    "404":', "    404:", 0, "quote the key 404, which YAML takes for int"),
    (CONVENTIONS, "content: *record", "content: *recrod", 0, "an alias (*name) needs its anchor (&name)"),
    (TASKS, "  /tasks/move:", "  /tasks/shift:", 1, "write out what it says and an operationId"),
    (TASKS, "    x-record: Task\n", "", None, "write out what it says and an operationId, or name an x-record in the tag"),
]  # fmt: skip
"""A file, what it says, what it says by mistake, the mistake's line from the first that changed, and the way out."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A description with few resources, since each mistake is looked for in all of it."""
    copy = shutil.copytree(DESCRIPTION, tmp_path_factory.mktemp("mistakes") / "openapi")
    for path in (copy / "resources").iterdir():
        if path.stem != "tasks":
            path.unlink()
    for number, name in enumerate(OTHERS):
        text = OTHER.format(tag=name.replace("_", " "), path=name.replace("_", "-"), number=number)
        (copy / "resources" / f"{name}.yaml").write_text(text)
    return copy


@pytest.fixture
def restored(folder: Path) -> Iterator[Path]:
    before = {path: path.read_bytes() for path in folder.rglob("*.yaml")}
    yield folder
    for path, text in before.items():
        path.write_bytes(text)


def test_without_a_mistake_nothing_is_said(restored: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """So that each error below is about its mistake."""
    assert main(["--lint", "--openapi", str(restored)]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.system
@pytest.mark.parametrize(("file", "right", "wrong", "offset", "way_out"), MISTAKES)
def test_a_mistake_is_answered_with_its_line_and_the_way_out(
    file: str,
    right: str,
    wrong: str,
    offset: int | None,
    way_out: str,
    restored: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Without an offset the line is elsewhere: where the mistake is noticed."""
    text = (restored / file).read_text()
    assert right in text
    (restored / file).write_text(text.replace(right, wrong, 1))
    line = text[: text.index(right)].count("\n") + 1
    assert main(["--lint", "--openapi", str(restored)]) == 1
    reported = [part.removeprefix("error: ") for part in "".join(capsys.readouterr()).splitlines()]
    assert all(
        re.match(r"[\w/]+\.yaml:\d+( \(filled in from conventions\.yaml:\d+\))?: ", part) for part in reported
    ), reported
    assert file == ROOT or not any(part.startswith(ROOT) for part in reported), reported
    place = f"{file}:" if offset is None else f"{file}:{line + offset}"
    assert any(
        way_out in part and re.search(rf"{re.escape(place)}(?!\d)" if offset is not None else place, part)
        for part in reported
    ), reported


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        (b"", "resources/tasks.yaml:1: the file must hold a mapping"),
        (b"- a\n", "resources/tasks.yaml:1: the file must hold a mapping"),
        (b"\xff\xfe\xff", "save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_description_is_named(
    text: bytes, reported: str, restored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is in it."""
    (restored / TASKS).write_bytes(text)
    assert main(["--lint", "--openapi", str(restored)]) == 1
    assert reported in capsys.readouterr().err
