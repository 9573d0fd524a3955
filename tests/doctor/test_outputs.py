"""The report has no personal data, and the patch applies and passes the lint."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from generator.__main__ import main as generate
from generator.bundle import bundle
from generator.origins import Place, nodes
from generator.sources import Sources
from plutio_async import ConnectionFailed, Plutio
from plutio_async._core import VERSION
from plutio_async.cli.doctor.calls import Caller
from plutio_async.cli.doctor.examine import examine
from plutio_async.cli.doctor.patching import patch_of
from plutio_async.cli.doctor.report import as_json, as_markdown, report_of
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import settle
from plutio_async.cli.doctor.sources import files, spot
from plutio_async.testing import Fault, Sandbox

from .conftest import Examined, a_sandbox, examined
from .test_findings import PLANTED, each, first

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
SECRETS = ("Zebulon", "Quartermain", "zebulon", "quartermain", "4915112345", "hunter2hunter2")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


def a_personal_sandbox() -> Sandbox:
    """With names, addresses and ids in values, in keys, in lists of values and in error messages."""
    person = {
        "hcErtZmWqNxKbVabc": 1,
        "zebulon.q@example.com": 1,
        "Zebulon Quartermain": 1,
        "Hc4RtZ8mWq2NxKb7V": {"zebulonKey7": 1},
    }
    changes = {
        "/people": each(zebulon=None, secret="hunter2hunter2", **person, role="zebulon", status="zebulon"),
        "/tasks": each(status="Zebulon Quartermain", title={"Zebulon": "Quartermain"}, dueDate="zebulon"),
        "/notes": lambda rows: {"Zebulon": rows},
        "/proposals": first(lambda row: row.update(status="quartermain")),
        "/custom-fields": each(permissions={"zebulon-q": "view", "Zebulon": "edit"}),
        "/wiki": each(logo={"zebulon@example.com": "x", "handle": "hunter2hunter2"}),
    }
    del changes["/people"]
    changes["/people"] = each(secret="hunter2hunter2", **person, role="zebulon", status="Zebulon Q")
    sandbox = a_sandbox(changes)
    sandbox.seed(
        people=[{"name": {"first": "Zebulon", "last": "Quartermain"}, "contactPhones": [{"number": "4915112345"}]}]
    )
    return sandbox


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, keys included."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


async def test_the_report_has_no_personal_data() -> None:
    """No text of any record that the description does not have too, no planted secret, no credential."""
    sandbox = a_personal_sandbox()
    async with Plutio.sandbox(sandbox, base_url="https://zebulon.example.com/v1.11") as plutio:
        run = Run(Caller(plutio, 120))
        await examine(run)
        report = report_of(run, settle(run))
    described = (ROOT / "plutio_async/_generated/openapi.json").read_text(encoding="utf-8")
    workspace = [list(rows.values()) for rows in sandbox._workspace(None).collections.values()]
    held = {text for text in texts(workspace) if len(text) > 5 and text not in described}
    assert len(held) > 300
    for text in (as_json(report), as_markdown(report)):
        assert [value for value in held if value in text] == []
        secret = (
            *SECRETS,
            "@",
            sandbox.client_secret,
            sandbox.client_id,
            plutio.business,
            "Hc4RtZ8mWq2NxKb7V",
            "hcErtZmWqNxKbVabc",
        )
        assert [value for value in secret if value in text and value != "sandbox"] == []
    assert {row["difference"] for row in report["differences"]} >= {"unknown field", "type", "unknown value", "format"}
    assert report["api"] == "another host/v1.11"
    assert "(a name like data)" in as_json(report)
    patch = patch_of(run, settle(run)).text()
    assert [
        value for value in ("Zebulon", "zebulon", "@", "hunter2", "hcErtZ") if value in patch.replace("@@", "")
    ] == []
    assert '+        - "quartermain"\n' in patch  # which looks like a keyword


async def test_the_report_says_what_was_found() -> None:
    """In JSON for programs, in Markdown for people: without the claims that stay open."""
    found = await examined(a_sandbox(PLANTED["unknown field"].changes))
    report = report_of(found.run, found.settled)
    assert report["doctor"] == VERSION
    assert report["calls"] == found.run.caller.spent
    assert report["ended"] == "complete"
    wanted = {"at": "Note.mood", "difference": "unknown field", "seen": "text", "times": 1, "of": 1}
    assert wanted in report["differences"]
    assert json.loads(as_json(report)) == report
    markdown = as_markdown(report)
    assert "| Note.mood | unknown field | text | 1 | 1 |" in markdown
    assert "| confirmed | Id | `_id` gives an array with the one record. | a list of 1 object |" in markdown
    assert "| open |" not in markdown


OTHERS = {
    "list of values in brackets": {"/invoices": each(currency="zz")},
    "number for an integer": {"/time-tracks": each(position=1.5), "/task-groups": each(position=0.5)},
    "type beside others": {"/tasks": each(taskId=True), "/companies": each(name=["a"])},
}


@pytest.mark.integration
@pytest.mark.parametrize("name", [pytest.param("nothing", marks=pytest.mark.slow), "all"])
@pytest.mark.system
async def test_the_patch_applies_and_passes_the_lint(name: str, tmp_path: Path) -> None:
    """In a copy, with ``git apply``; afterwards the description says what was seen."""
    changes = {} if name == "nothing" else dict(OTHERS["number for an integer"])
    switches: dict[str, Any] = {}
    if name == "all":
        for planted in PLANTED.values():
            changes |= planted.changes
        changes |= OTHERS["type beside others"] | OTHERS["list of values in brackets"]
        switches = {"token_expiry": "number", "money": "text"}
    found = await examined(a_sandbox(changes, **switches))
    apply(found, tmp_path)
    assert generate(["--lint", "--openapi", str(tmp_path / "openapi")]) == 0
    schemas = bundle(tmp_path / "openapi")["components"]["schemas"]
    business = schemas["BusinessFields"]["properties"]
    assert business["timezone"]["x-evidence"] == "observed"
    assert schemas["BusinessFields"]["x-evidence"] == "inferred"  # that of the fields that were not seen
    assert schemas["DashboardData"]["x-evidence"] == "observed"
    assert "x-evidence" not in business["locale"]
    if name == "all":
        assert schemas["Note"]["allOf"][-1]["properties"]["mood"]["type"] == "string"
        assert "on-hold" in schemas["ProposalStatus"]["x-extensible-enum"]
        assert schemas["ItemFields"]["properties"]["title"]["oneOf"] == [{"type": "string"}, {"type": "integer"}]
        assert {"type": "boolean"} in schemas["Task"]["allOf"][-1]["properties"]["taskId"]["oneOf"]
        assert "format" not in schemas["Record"]["properties"]["createdAt"]
        assert "zz" in schemas["CurrencyCode"]["x-extensible-enum"]


def apply(found: Examined, folder: Path) -> None:
    """Writes a copy of the description, and applies the patch to it."""
    shutil.copytree(ROOT / "openapi", folder / "openapi")
    (folder / "doctor.patch").write_text(patch_of(found.run, found.settled).text(), encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    subprocess.run(["git", "apply", "doctor.patch"], cwd=folder, check=True)


async def test_what_no_edit_says_is_in_the_patch_as_a_comment() -> None:
    """For a person to write: behaviours, and answers that are no lists."""
    found = await examined(a_sandbox(PLANTED["envelope"].changes, max_limit=7))
    text = patch_of(found.run, found.settled).text()
    assert "# GET /canned-responses: answer: object in place of a list\n" in text
    assert re.search(r"^# Limit: A page has .*: refuted: pages are cut at 7 records$", text, re.MULTILINE)


@pytest.mark.parametrize("part", ["oauth", "shared/parameters", "tasks", pytest.param("", marks=pytest.mark.slow)])
def test_the_lines_of_each_place_are_those_of_the_yaml(part: str) -> None:
    """As a parser of YAML sees them, for every property, operation and parameter of the description."""
    sources = Sources(ROOT / "openapi")
    seen = 0
    for file in (file for file in files() if part in file and "conventions" not in file):
        document = YAML(typ="safe", pure=True).load(ROOT / file)
        for place, node in nodes(document, ()):
            if is_place(place) and isinstance(node, dict):
                found = spot(place)
                assert found is not None
                line = sources.locate(file.removeprefix("openapi/"), place).line
                assert (found.file, found.line + 1) == (file, line), place
                seen += 1
    assert seen > (3 if part else 700)


def is_place(place: Place) -> bool:
    """Whether the doctor looks for such a place."""
    if not place or {"examples", "example", "responses", "requestBody"} & set(place[1:]):
        return False
    whole = (place[0] == "paths" or place[1:2] == ("parameters",)) and len(place) == 3
    return whole or place[-2:-1] == ("properties",)


async def test_no_frame_of_a_failed_token_call_has_the_secret() -> None:
    """Error trackers save the variables of frames."""
    sandbox = a_sandbox(bare=True)
    async with Plutio.sandbox(sandbox) as plutio:
        run = Run(Caller(plutio, 5))
        await run.caller.open()
        sandbox.fail(Fault.reset("before", path="/oauth/token"))
        with pytest.raises(ConnectionFailed) as caught:
            await run.caller.new_token()
    frames = [frame.frame for frame in inspect.getinnerframes(caught.tb) if "/doctor/calls.py" in frame.filename]
    assert len(frames) == 2
    assert [name for frame in frames for name, value in frame.f_locals.items() if "sandbox-secret" in repr(value)] == []
