"""What becomes of values: every digit and every unknown field reaches the warehouse."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from plutio_async.dlt._rows import Rows
from plutio_async.models import Invoice, Project, Task, Wiki
from plutio_async.testing import Sandbox

from .conftest import Warehouse


def row(**fields: Any) -> dict[str, Any]:
    return Rows(Invoice).row(Invoice.from_dict({"_id": "i", **fields}))


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        (0.1, Decimal("0.1")),
        (5, Decimal(5)),
        ("12345678901234567.89", Decimal("12345678901234567.89")),
        (33.333333333333336, Decimal("33.333333333333336")),
        (99999999999999999999, Decimal(99999999999999999999)),
        (1e-18, Decimal("1e-18")),
        ("unknown", "unknown"),
        ([5], [5]),
        (True, True),
    ],
)
def test_amounts(sent: Any, stored: Any) -> None:
    """Are decimals with all their digits; what is no number stays, and dlt puts it beside the column."""
    found = row(amount=sent)["amount"]
    assert (type(found), found) == (type(stored), stored)


@pytest.mark.parametrize("sent", ["100000000000000000000", 1e-19, "1e999", "NaN", "0." + "1" * 40])
def test_amounts_that_no_decimal_column_holds(sent: Any) -> None:
    """Are text in a column of their own."""
    found = row(amount=sent)
    assert "amount" not in found
    assert found["amount_v_text"] == str(sent)


def test_large_integers() -> None:
    """Of unknown fields are text too, also inside objects and lists."""
    found = row(a=2**63 - 1, b=2**63, c={"d": [2**64, None, True, 1.5]})
    assert (found["a"], found["b_v_text"], "b" in found) == (2**63 - 1, str(2**63), False)
    assert found["c"] == {"d": [str(2**64), None, True, 1.5]}


def test_texts() -> None:
    """Are the same; a letter that UTF-8 does not have is escaped."""
    assert row(name="Zoë", new=[{"\ud800": "\ud800"}], other=None) == {
        "_id": "i",
        "name": "Zoë",
        "new": [{"\\ud800": "\\ud800"}],
        "other": None,
    }


def test_a_record_without_an_id() -> None:
    """Has the hash of its content, so that it comes once."""
    first, same, other = ({"name": "a"}, {"name": "a"}, {"name": "b"})
    keys = [Rows(Invoice).row(Invoice.from_dict(sent))["_id"] for sent in (first, same, other)]
    assert keys[0] == keys[1] != keys[2]


def test_the_types_of_columns() -> None:
    """Come from the description; dlt finds out those of lists, objects and undescribed fields."""
    columns = Rows(Invoice).columns
    amount = {"name": "amount", "data_type": "decimal", "precision": 38, "scale": 18}
    assert columns["amount"] == amount
    assert columns["dueDate"] == {"name": "dueDate", "data_type": "timestamp", "timezone": True}
    assert {columns[name]["data_type"] for name in ("_id", "status", "currency", "discount")} == {"text"}
    assert columns["isArchived"]["data_type"] == "bool"
    assert columns.keys().isdisjoint({"client", "tax", "customFields", "blocks"})
    assert Rows(Wiki).columns["index"]["data_type"] == "bigint"
    assert Rows(Task).columns["taskId"]["data_type"] == Rows(Project).columns["status"]["data_type"] == "text"


ODD: dict[str, Any] = {
    "subTotal": "12345678901234567.89",
    "amount": "1e999",
    "total": "a lot",
    "dueDate": "soon",
    "issueDate": "2026-05-01T09:30:15.123456+02:00",
    "isArchived": "maybe",
    "discount": 12.5,
    "tax": "none",
    "client": ["a", "b"],
    "reference": {"no": 1},
    "customFields": [],
    "large": 2**70,
    "half": "\ud800",
    "quoted": 'It\'s \\ "so"\n\t; DROP TABLE invoices; --',
    "empty": "",
    "none": None,
    "nested": {"list": [{"deep": [1, None, 2**70]}]},
}


class Odd:
    """Every invoice has odd values."""

    async def before(self, request: Any) -> None:
        return None

    async def after(self, request: Any, answer: Any) -> Any:
        if request.path != "/invoices":
            return answer
        rows = [{**record, **ODD} for record in json.loads(answer.content)]
        return evolve(answer, content=json.dumps(rows).encode())


def test_odd_values_in_the_warehouse(warehouse: Warehouse, sandbox: Sandbox) -> None:
    """Each is there, and a second run, which has columns for them already, gives the same."""
    sandbox.seed(invoices=[{"name": "first"}])
    sandbox.add_hook(Odd())
    for _ in range(2):
        warehouse.run("invoices")
        (found,) = warehouse.rows("invoices").values()
        assert found["sub_total"] == Decimal("12345678901234567.89")
        assert (found["amount_v_text"], found["total__v_text"]) == ("1e999", "a lot")
        assert (found["due_date__v_text"], found["is_archived__v_text"]) == ("soon", "maybe")
        assert found["issue_date"] == datetime(2026, 5, 1, 7, 30, 15, 123456, tzinfo=UTC)
        assert (found["discount"], found["tax"], json.loads(found["client"])) == ("12.5", "none", ["a", "b"])
        assert json.loads(found["reference"]) == {"no": 1}
        assert json.loads(found["custom_fields"]) == []
        assert (found["large_v_text"], found["half"], found["empty"]) == (str(2**70), "\\ud800", "")
        assert found["quoted"] == ODD["quoted"]
        assert json.loads(found["nested"]) == {"list": [{"deep": [1, None, str(2**70)]}]}
        assert not any(name.startswith("none") for name in found)


@pytest.mark.slow
def test_child_tables(warehouse: Warehouse, sandbox: Sandbox) -> None:
    """Come with dlt's own setting, and follow changes and deletions."""
    from plutio_async.dlt import source

    made = source(["invoices"], client=warehouse.client)
    made.max_table_nesting = 2
    taxes = [{"title": "VAT", "value": 20}, {"title": "City", "value": 2}]
    first, second = sandbox.seed(invoices=[{"name": "a", "tax": taxes}, {"name": "b", "tax": taxes[:1]}])["invoices"]
    warehouse.pipeline().run(made)
    assert len(warehouse.query("SELECT * FROM invoices__tax")) == 3
    with warehouse.client() as plutio:
        plutio.invoices.update(first["_id"], tax=taxes[:1])
        plutio.invoices.delete(second["_id"])
    warehouse.pipeline().run(made)
    assert [row["title"] for row in warehouse.query("SELECT * FROM invoices__tax")] == ["VAT"]
