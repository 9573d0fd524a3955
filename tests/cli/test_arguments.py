"""The text of arguments: references, parts, custom fields, and days and moments by the clock and zone of this machine."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from plutio_async import InvalidInput
from plutio_async._core.clock import SystemClock
from plutio_async.cli.failures import message
from plutio_async.testing import Sandbox

from .conftest import LATE, Ended

pytestmark = pytest.mark.integration

Plutio = Callable[..., Ended]

DEFINITIONS = "/custom-fields"


class Late:
    """A clock that stands still for timestamps."""

    monotonic = staticmethod(time.monotonic)

    def time(self) -> float:
        return LATE

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nothing waits here")


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(clock=Late())
    sandbox.seed_workspace()
    options = [{"_id": "optiongolden00001", "name": "Gold"}]
    plan = {"title": "Plan", "entityType": "person", "inputType": "select", "options": options}
    sandbox.seed(custom_fields=[plan])
    return sandbox


@pytest.fixture
def berlin(berlin_time: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "time", staticmethod(lambda: LATE))


def made(sandbox: Sandbox) -> list[str]:
    """The calls without those for tokens."""
    return [f"{call.method} {call.path}" for call in sandbox.calls if "oauth" not in call.path]


def rows(done: Ended) -> list[Any]:
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def body_of(done: Ended) -> Any:
    assert done.code == 0, done.err
    return json.loads(done.out.partition("\n\n")[2])


REFUSED: dict[tuple[str, ...], str] = {
    ("list", "tasks", "--where", "assigned_to=Ada"):
        "assigned_to takes an id, not 'Ada': give the id; `plutio list people --where name~Ada`",
    ("list", "tasks", "--where", "assigned_to=Ada Moss"): "`plutio list people --where 'name~Ada Moss'`",
    ("list", "invoices", "--where", "client=Northwind"):
        "client takes an id, not 'Northwind': give the id; `plutio list people --where name~Northwind` or "
        "`plutio list companies --where title~Northwind`",
    ("list", "invoices", "--where", "client~North"): "client holds ids, which ~ does not search: give the id; `plutio",
    ("list", "invoices", "--where", "client.name=North"):
        "there is no field 'name'; it is of another record, which is given by its id: client=ID",
    ("list", "tasks", "--where", "project_id=Website"): "`plutio list projects --where name~Website`",
    ("create", "tasks", "title=x", "assigned_to=Ada"):
        "'assigned_to=Ada': assigned_to takes ids, not 'Ada': give the id; `plutio list people --where name~Ada`",
    ("create", "invoices", "name=x", "client=Northwind"): "`plutio list companies --where title~Northwind`",
    ("create", "tasks", "project_id="): "project_id takes an id; null clears the field: NAME:=null",
    ("list", "people", "--where", "name={Ada"): "name has the parts first, last; compare one",
    ("list", "tasks", "--where", "due_date~2026"): "due_date is no text, and ~ searches text; compare it with =",
    ("list", "projects", "--where", "budget~x"):
        "budget has no text to search: it has the parts amount; compare one",
    ("list", "form_responses", "--where", "data=x"): "data has parts that are not described; compare one with --q",
    ("list", "tasks", "--where", "due_date<31/12/2026"): "not '31/12/2026'; write 2026-12-31",
    ("list", "tasks", "--where", "due_date<03.04.2026"): "not '03.04.2026'; write 2026-04-03 or 2026-03-04",
    ("create", "tasks", "due_date=31/12/2026"): "not '31/12/2026'; write 2026-12-31",
    ("create", "tasks", "due_date=2026-10-25T02:30"):
        "when clocks change here; add the offset, as in 2026-10-25T02:30:00+02:00",
    ("create", "tasks", "due_date=2026-03-29T02:30"): "when clocks change here; add the offset",
    ("create", "tasks", "due_date=0001-01-01T00:00"): "takes a day such as 2026-12-24",
    ("create", "tasks"): "there is no field to write; write NAME=TEXT after the resource",
    ("create", "people", "role=client", 'name:={"frist": "A"}'): "'first'",
    ("create", "people", "role=client", "name=Ada"): "name takes JSON with first, last, not 'Ada'",
    ("create", "tasks", "title:=5"): "title takes text, not int",
    ("list", "canned_responses", "--fields", "custom.Estimate"): "has no custom fields",
    ("list", "canned_responses", "--where", "custom.Estimate=2"): "has no custom fields",
}  # fmt: skip


@pytest.mark.parametrize("arguments", REFUSED)
def test_refused_without_a_call(plutio: Plutio, sandbox: Sandbox, berlin: None, arguments: tuple[str, ...]) -> None:
    """The message says how to write it, and has no Python."""
    done = plutio(*arguments)
    assert (done.code, done.out, sandbox.calls) == (2, "", [])
    assert REFUSED[arguments] in done.err
    assert not re.search(r"raw\(|F\.|with_options|extra=|\w\(…|dueDate", done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "tasks", "--where", "custom.Estimate=2", "--where", "status=odd"),
        ("list", "tasks", "--where", "custom.Estimate=2", "--sort", "titel"),
        ("list", "tasks", "--where", "custom.Estimate=2", "--fields", "titel"),
        ("list", "tasks", "--fields", "custom.Estimate", "--where", "status=odd"),
        ("create", "tasks", "custom.Estimate=2", "assigned_to=Ada"),
    ],
)
def test_definitions_are_read_last(plutio: Plutio, sandbox: Sandbox, arguments: tuple[str, ...]) -> None:
    """Not before all that needs no call is checked."""
    assert plutio(*arguments).code == 2
    assert sandbox.calls == []


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("list", "tasks", "--where", "custom.Estimate=much"), "custom.Estimate takes a number, not 'much'"),
        (("list", "tasks", "--where", "custom.Estimate~2"), "custom.Estimate is no text, and ~ searches text"),
        (("list", "tasks", "--where", "custom.Estimat=2"), "task has no custom field 'Estimat'; did you mean"),
        (("list", "tasks", "--fields", "custom.Estimat"), "task has no custom field 'Estimat'; did you mean"),
        (("list", "people", "--where", "custom.Plan=Golden"), "'Golden'; did you mean 'Gold'"),
        (("create", "tasks", "title=x", "custom.Estimate=much"), "custom.Estimate takes a number, not 'much'"),
    ],
)
def test_custom_fields_cost_the_definitions_only(
    plutio: Plutio, sandbox: Sandbox, arguments: tuple[str, ...], text: str
) -> None:
    """What only the definitions can tell is refused after one call."""
    done = plutio(*arguments)
    assert (done.code, done.out) == (2, "")
    assert text in done.err
    assert "schema" not in done.err
    assert "new definitions" not in done.err
    assert set(made(sandbox)) == {f"GET {DEFINITIONS}"}


def test_custom_fields_have_the_type_of_their_definition(plutio: Plutio, sandbox: Sandbox) -> None:
    """In conditions, in columns and in writes."""
    both = rows(plutio("list", "tasks", "--where", "custom.Estimate>=0", "--fields", "id,custom.Estimate"))
    assert both
    assert all(isinstance(row["custom.Estimate"], int | float) for row in both)
    number = both[0]["custom.Estimate"]
    assert both[0] in rows(
        plutio("list", "tasks", "--where", f"custom.Estimate={number}", "--fields", "id,custom.Estimate")
    )
    got = rows(plutio("get", "tasks", both[0]["id"], "--fields", "title,custom.Estimate"))
    assert got[0]["custom.Estimate"] == number
    id = rows(plutio("create", "tasks", "title=x", "custom.Estimate=2.5"))[0]["id"]
    (task,) = (task for task in sandbox.records("tasks") if task["_id"] == id)
    assert [field["value"] for field in task["customFields"]] == [2.5]
    id = rows(plutio("create", "tasks", "title=y"))[0]["id"]
    assert rows(plutio("get", "tasks", id, "--fields", "custom.Estimate")) == [{"custom.Estimate": None}]


def test_a_field_with_parts_is_searched_in_its_texts(plutio: Plutio) -> None:
    """``~`` finds a person by either name."""
    for text in ("moss", "ada"):
        found = rows(plutio("list", "people", "--where", f"name~{text}", "--fields", "name.first"))
        assert found == [{"name.first": "Ada"}]


def test_the_name_of_a_client_that_is_a_company(plutio: Plutio, sandbox: Sandbox) -> None:
    """Whose field is ``title``."""
    (company,) = sandbox.seed(companies=[{"title": "Northwind"}])["companies"]
    client = {"_id": company["_id"], "entityType": "company"}
    (invoice,) = sandbox.seed(invoices=[{"name": "Sign", "client": client}])["invoices"]
    assert rows(plutio("get", "invoices", invoice["_id"], "--fields", "client.name,client.title")) == [
        {"client.name": "Northwind", "client.title": "Northwind"}
    ]
    found = rows(plutio("list", "invoices", "--where", f"client={company['_id']}", "--fields", "id"))
    assert found == [{"id": invoice["_id"]}]


@pytest.mark.parametrize(
    ("text", "sent", "said"),
    [
        ("today", "2026-12-02T00:00:00.000Z", "today is 2026-12-02, by the date in CET"),
        ("Tomorrow", "2026-12-03T00:00:00.000Z", "Tomorrow is 2026-12-03, by the date in CET"),
        ("yesterday", "2026-12-01T00:00:00.000Z", "yesterday is 2026-12-01, by the date in CET"),
        ("+3d", "2026-12-05T00:00:00.000Z", "+3d is 2026-12-05, by the date in CET"),
        ("-2d", "2026-11-30T00:00:00.000Z", "-2d is 2026-11-30, by the date in CET"),
        ("2026-12-24T10:00", "2026-12-24T09:00:00.000Z", "2026-12-24T10:00 is 2026-12-24T10:00:00+01:00, in CET"),
        (
            "2026-07-24 10:00:30",
            "2026-07-24T08:00:30.000Z",
            "2026-07-24 10:00:30 is 2026-07-24T10:00:30+02:00, in CEST",
        ),
        ("2026-12-24T10:00Z", "2026-12-24T10:00:00.000Z", None),
        ("2026-12-24", "2026-12-24T00:00:00.000Z", None),
    ],
)
def test_days_and_moments_by_the_clock_and_zone(
    plutio: Plutio, sandbox: Sandbox, berlin: None, text: str, sent: str, said: str | None
) -> None:
    """A dry run says what a text stands for, if the clock or the zone decides; a write does not."""
    dry = plutio("create", "tasks", f"due_date={text}", "--dry-run")
    assert body_of(dry)["dueDate"] in (sent, text)
    assert dry.err == "".join(f"plutio: {line}\n" for line in (said, "dry run: nothing was written") if line)
    assert sandbox.calls == []
    done = plutio("create", "tasks", f"due_date={text}")
    assert done.err == ""
    assert rows(done)[0]["due_date"] == sent


def test_days_in_conditions(plutio: Plutio, sandbox: Sandbox, berlin: None) -> None:
    """A day stands for all of its moments, also by a word."""
    sandbox.seed(tasks=[{"title": "now", "dueDate": "2026-12-02T12:00:00.000Z"}])
    for where in ("due_date=today", "due_date=2026-12-02T13:00", "due_date=2026-12-02"):
        found = rows(plutio("list", "tasks", "--where", where, "--where", "title=now", "--fields", "title"))
        assert found == [{"title": "now"}], where
    done = plutio("list", "tasks", "--where", "due_date<+1d", "--dry-run")
    assert "plutio: +1d is 2026-12-03, by the date in CET\n" in done.err


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (InvalidInput("status: has no value 'x'; there are a, b. To send it as it is, write raw('x')"),
         "status: has no value 'x'; there are a, b."),
        (TypeError("has no 'firs'; did you mean 'first'? If not, give PersonName(…, extra={'firs': …})"),
         "has no 'firs'; did you mean 'first'?"),
        (InvalidInput("no custom field 'a(b)'; there are: 'c=1'; to read new ones: await plutio.custom_fields.schema()"),
         "no custom field 'a(b)'; there are: 'c=1'"),
        (TypeError("q is no query: use F.title.contains('x')"), "q is no query"),
        (ValueError("has no time zone; add Z or an offset"), "has no time zone; add Z or an offset"),
        (OSError("call f(x=1); then F.y"), "call f(x=1); then F.y"),
    ],
)  # fmt: skip
def test_a_message_without_the_way_out_in_python(error: Exception, text: str) -> None:
    """What is wrong stays, with the values that were given."""
    assert message(error) == text
