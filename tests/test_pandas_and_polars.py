"""Records as frames of pandas and polars."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from plutio_async import Plutio
from plutio_async.models import Invoice, Person, RecordList, Task
from plutio_async.testing import Sandbox

pytestmark = pytest.mark.anyio

MOMENT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
INVOICES = RecordList(
    [
        Invoice.from_dict({"_id": "a", "amount": 12.5, "currency": "EUR", "issueDate": "2026-03-01T12:30:00.000Z"}),
        Invoice.from_dict({"_id": "b", "amount": "0.10000000000000000001", "isArchived": True, "new": {"deep": [1]}}),
    ]
)


def test_a_frame_of_pandas_has_real_dates_decimals_and_flags() -> None:
    frame = INVOICES.to_pandas()
    assert list(frame["id"]) == ["a", "b"]
    assert frame.columns[0] == "id"
    assert list(frame["amount"]) == [Decimal("12.5"), Decimal("0.10000000000000000001")]
    assert frame["issue_date"].dtype == "datetime64[us, UTC]"
    assert frame["issue_date"][0] == MOMENT
    assert frame["issue_date"].isna()[1]
    assert frame["is_archived"].dtype == "boolean"
    assert frame["currency"][0] == "EUR"
    assert type(frame["currency"][0]) is str
    assert frame["extra"][1] == {"new": {"deep": [1]}}


def test_a_frame_of_polars_has_the_same_columns_and_values() -> None:
    frame = INVOICES.to_polars()
    assert frame.columns == list(INVOICES.to_pandas().columns)
    assert str(frame["issue_date"].dtype) == "Datetime(time_unit='us', time_zone='UTC')"
    assert frame["issue_date"].to_list() == [MOMENT, None]
    assert frame["amount"].to_list() == [Decimal("12.5"), Decimal("0.10000000000000000001")]
    assert frame["is_archived"].to_list() == [None, True]
    assert frame["extra"].to_list() == [None, '{"new":{"deep":[1]}}']


def test_moments_may_be_further_away_than_nanoseconds_reach() -> None:
    """Which a frame of pandas would hold on its own."""
    far = RecordList([Task.from_dict({"_id": "a", "dueDate": "2999-01-01T00:00:00.000Z"})])
    assert far.to_pandas()["due_date"][0].year == 2999
    assert far.to_polars()["due_date"][0].year == 2999


def test_the_fields_of_a_part_are_columns_and_lists_of_parts_keep_their_names() -> None:
    person = {"_id": "p", "name": {"first": "Ada", "last": "Hart"}, "contactEmails": [{"address": "ada@example.com"}]}
    people = RecordList([Person.from_dict(person), Person.from_dict({"_id": "q"})])
    frame = people.to_pandas()
    assert frame["name.first"][0] == "Ada"
    assert frame["name.last"].isna()[1]
    assert frame["contact_emails"][0][0]["address"] == "ada@example.com"
    assert people.to_polars()["contact_emails"][0] == '[{"address":"ada@example.com"}]'


@pytest.mark.parametrize("known", [True, False], ids=["read before", "not read"])
async def test_custom_fields_are_columns_once_their_definitions_are_known(known: bool) -> None:
    """Otherwise one column has them as the API sends them: nothing is left out."""
    sandbox = Sandbox()
    kinds = {"Plan": "text", "Hours": "rating"}
    rows = [{"entityType": "task", "title": title, "inputType": kind} for title, kind in kinds.items()]
    plan, hours = sandbox.seed(custom_fields=rows)["custom_fields"]
    values = [{"_id": plan["_id"], "value": "big"}, {"_id": hours["_id"], "value": 1.5}]
    sandbox.seed(tasks=[{"title": "a", "customFields": values}, {"title": "b"}])
    async with Plutio.sandbox(sandbox) as plutio:
        if known:
            await plutio.custom_fields.schema()
        tasks = await plutio.tasks.list()
    frame, polars = tasks.to_pandas(), tasks.to_polars()
    (index,) = [index for index, task in enumerate(tasks) if task.title == "a"]
    if known:
        assert frame["custom.Plan"][index] == polars["custom.Plan"][index] == "big"
        assert frame["custom.Hours"][index] == polars["custom.Hours"][index] == Decimal("1.5")
        assert "custom_fields" not in frame.columns
    else:
        assert {cell["value"] for cell in frame["custom_fields"][index]} == {"big", 1.5}
        assert str(polars["custom_fields"].dtype) == "String"


async def test_each_way_to_a_list_leads_to_a_frame() -> None:
    """Also that of pages, and of records by id."""
    sandbox = Sandbox()
    sandbox.seed(tasks=[{"title": f"Task {n}"} for n in range(3)])
    async with Plutio.sandbox(sandbox) as plutio:
        listed = await plutio.tasks.iterate().to_list()
        (page,) = [page async for page in plutio.tasks.pages()]
        some = await plutio.tasks.get_many([listed[0].id, listed[1].id])
    assert [len(one.to_pandas()) for one in (listed, page, some)] == [3, 3, 2]


async def test_a_column_of_several_kinds_keeps_its_values() -> None:
    """A custom field of tasks may be a date, and one of projects with the same title a text."""
    sandbox = Sandbox()
    rows = [{"entityType": "task", "title": "When", "inputType": "date"}]
    rows += [{"entityType": "project", "title": "When", "inputType": "text"}]
    date, text = sandbox.seed(custom_fields=rows)["custom_fields"]
    sandbox.seed(tasks=[{"customFields": [{"_id": date["_id"], "value": "2026-03-01T12:30:00.000Z"}]}])
    sandbox.seed(projects=[{"customFields": [{"_id": text["_id"], "value": "soon"}]}])
    async with Plutio.sandbox(sandbox) as plutio:
        await plutio.custom_fields.schema()
        mixed: RecordList[Any] = RecordList([*await plutio.tasks.list(), *await plutio.projects.list()])
    assert mixed.to_polars()["custom.When"].to_list() == ['"2026-03-01T12:30:00.000Z"', "soon"]
    assert mixed.to_pandas()["custom.When"].to_list() == [MOMENT, "soon"]


def test_an_empty_list_is_an_empty_frame() -> None:
    empty: RecordList[Task] = RecordList()
    assert (len(empty.to_pandas()), len(empty.to_polars())) == (0, 0)


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_library_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    make: Any = getattr(INVOICES, f"to_{name}")
    with pytest.raises(ImportError, match=f"^{name} is missing; install {name}$"):
        make()
