"""What the tables of a mirror hold: real dates, numbers, names beside ids, custom fields."""

from __future__ import annotations

from typing import Any

import pytest

from plutio_async.description import catalogue, fields_of
from plutio_async.mirror import EXAMPLES, Mirror
from plutio_async.mirror._columns import mirrored
from plutio_async.mirror._layout import shown
from plutio_async.mirror._store import schema_of
from plutio_async.models import Invoice

from .conftest import Office

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("clients_closed"), pytest.mark.integration]


def test_values_and_names_beside_ids(mirror: Mirror) -> None:
    (row,) = mirror.query(
        "SELECT client_name, client_type, project_name, amount, due_date, is_archived, created_by_name,"
        " date(due_date, '+1 day') AS next FROM invoices WHERE name = 'Website relaunch: Deposit'"
    )
    assert row["client_name"] == "Northwind Bakery"
    assert (row["client_type"], row["project_name"], row["amount"]) == ("company", "Website relaunch", 1440)
    assert row["next"] > row["due_date"][:10]
    assert row["is_archived"] == 0
    people = mirror.query("SELECT name FROM people WHERE role = 'owner' AND name IS NOT NULL")
    assert people == [{"name": "Ada Moss"}]
    (project,) = mirror.query(
        "SELECT clients_names, status_name, budget_amount FROM projects WHERE name = 'Shop signage'"
    )
    assert project == {"clients_names": "Northwind Bakery", "status_name": "Completed", "budget_amount": 5000}


async def test_a_name_is_that_of_now(office: Office) -> None:
    """Also of records that did not change themselves."""
    office.sandbox.seed_workspace()
    await office.sync()
    (company,) = office.mirror.query("SELECT id FROM companies WHERE title = 'Northwind Bakery'")
    await office.clock.advance(60)
    await office.plutio.companies.update(company["id"], title="Southwind Bakery")
    await office.sync()
    assert office.mirror.query("SELECT count(*) AS n FROM invoices WHERE client_name = 'Northwind Bakery'") == [
        {"n": 0}
    ]
    assert office.mirror.query("SELECT count(*) AS n FROM invoices WHERE client_name = 'Southwind Bakery'")[0]["n"] > 0


async def test_custom_fields_as_rows_and_as_columns(office: Office) -> None:
    """Options by name. New definitions make new columns, and values are read by them."""
    office.sandbox.seed_workspace()
    await office.sync()
    query = 'SELECT "custom.Size" AS size, count(*) AS n FROM projects GROUP BY 1 ORDER BY 1'
    assert office.mirror.query(query) == [{"size": "Large", "n": 2}, {"size": "Small", "n": 2}]
    rows = office.mirror.query("SELECT DISTINCT title, value FROM custom_values WHERE resource = 'projects' ORDER BY 2")
    assert rows == [{"title": "Size", "value": "Large"}, {"title": "Size", "value": "Small"}]
    await office.clock.advance(60)
    (field,) = [row for row in office.sandbox.records("custom_fields") if row["title"] == "Size"]
    options = [{**option, "name": f"{option['name']} one"} for option in field["options"]]
    await office.plutio.custom_fields.update(field["_id"], title="Extent", options=options)
    office.sandbox.seed(custom_fields=[{"title": 'He said "no"', "entityType": "project", "inputType": "text"}])
    await office.sync()
    query = 'SELECT "custom.Extent" AS size, "custom.He said ""no""" AS no FROM projects ORDER BY 1 LIMIT 1'
    assert office.mirror.query(query) == [{"size": "Large one", "no": None}]


async def test_two_fields_with_one_title(office: Office) -> None:
    """The second has its id as the name of its column."""
    made = office.sandbox.seed(
        custom_fields=[{"title": title, "entityType": "task", "inputType": "text"} for title in ("Plan", "PLAN")]
    )["custom_fields"]
    await office.sync()
    names = [one.name for one in office.mirror.schema() if one.table == "tasks" and one.name.startswith("custom.")]
    assert len(names) == 2
    assert any(names[1].removeprefix("custom.") == row["_id"] for row in made)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.question)
def test_the_examples_run_as_they_stand(mirror: Mirror, example: Any) -> None:
    rows = mirror.query(example.sql)
    assert rows or "over budget" in example.question


async def test_records_as_models(office: Office) -> None:
    office.sandbox.seed_workspace()
    await office.sync()
    found = office.mirror.records(Invoice, "client_name = ? AND status = 'overdue'", ["Northwind Bakery"])
    assert [one.name for one in found] == ["Website relaunch: Second part"]
    assert found[0] == await office.plutio.invoices.get(found[0].id)
    with pytest.raises(TypeError, match=r"records\(\) takes the model of a resource"):
        office.mirror.records(dict)  # type: ignore[type-var]


def test_each_described_field_has_a_column_and_no_name_comes_twice() -> None:
    for resource, columns in mirrored().items():
        paths = {column.field.partition(".")[0] for column in columns}
        described = {field.name for field in fields_of(getattr(catalogue(), resource).model).values()}
        assert paths == described - {"customFields"}
        names = [one.name.lower() for one in shown(resource, schema_of([]))]
        assert len(names) == len(set(names)), resource
