"""Statuses and the lines of an invoice: keywords with types, as far as the API is known."""

from __future__ import annotations

import inspect
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from plutio_async import Plutio
from plutio_async.models import BlockItem, Invoice, Project, ProjectStatus
from plutio_async.testing import Sandbox

pytestmark = pytest.mark.anyio

PAGE = Path(__file__).parent.parent / "docs" / "writing.md"
WITH_STATUS = ["projects", "contracts", "invoice_subscriptions", "transactions", "invoices", "proposals", "tasks"]


@pytest.mark.parametrize("resource", WITH_STATUS)
@pytest.mark.parametrize("method", ["create", "update", "bulk_update"])
async def test_a_status_is_a_keyword(plutio: Plutio, resource: str, method: str) -> None:
    """With what is known of it in the text."""
    write = getattr(getattr(plutio, resource), method)
    assert "status" in inspect.signature(write).parameters
    assert method == "bulk_update" or "\n    status: " in (inspect.getdoc(write) or "")


async def test_the_status_of_a_project_is_one_of_the_workspace(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """As a record or its id; and what a project shows can be written to another."""
    new, _, completed, *_ = await plutio.statuses.list(entity_type="project")
    project = await plutio.projects.create(name="a", status=completed)
    assert plutio_sandbox.calls[-1].json == {"name": "a", "status": completed.id}
    assert project.status == ProjectStatus(id=completed.id, title=completed.title)
    assert (await plutio.projects.update(project, status=new.id)).status == ProjectStatus(id=new.id, title=new.title)
    await plutio.projects.create(name="b", status=project.status)
    assert plutio_sandbox.calls[-1].json["status"] == {"_id": completed.id, "title": completed.title}
    wrong: Any = Project(id="p")
    with pytest.raises(TypeError, match="status takes a record of statuses, or its id, not a Project"):
        await plutio.projects.update(project, status=wrong)


async def test_a_line_of_an_invoice_is_checked(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """A mapping or a ``BlockItem``; a wrong name or type is an error before the call."""
    invoice = Invoice(id="i" * 17)
    lines: list[Any] = [{"title": "Design", "quantity": 2, "amount": Decimal("9.90")}, BlockItem(title="x", tax="20%")]
    block = await plutio.blocks.create(type="items", entity_type="invoice", entity_id=invoice, items=lines)
    assert plutio_sandbox.calls[-1].json["items"] == [
        {"title": "Design", "quantity": 2, "amount": 9.9},
        {"title": "x", "tax": "20%"},
    ]
    assert block.items is not None
    assert block.items[0].quantity == 2
    for line, message in (({"quantty": 1}, "did you mean 'quantity'"), ({"amount": "1"}, "takes a number, not str")):
        with pytest.raises(TypeError, match=message):
            await plutio.blocks.create(type="items", items=[line])


async def test_the_recipe_of_the_docs(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """An invoice with two lines, tax and discount: what the server has afterwards."""
    page = PAGE.read_text(encoding="utf-8")
    recipe = page[page.index("## An invoice with its lines") :]
    code = recipe[recipe.index("```python\n") + len("```python\n") : recipe.index("\n\nasync def main")]
    names: dict[str, Any] = {}
    exec(code, names)
    company = await plutio.companies.create(title="Example Ltd")
    invoice = await names["bill"](plutio, company)
    assert (invoice.client.id, invoice.discount, invoice.tax[0].value) == (company.id, "10", 20)
    (block,) = [block for block in plutio_sandbox.records("blocks") if block["entityId"] == invoice.id]
    assert [(line["quantity"], line["amount"]) for line in block["items"]] == [(2, 480), (12, 9.95)]
