"""What type checkers make of the synchronous client. Checked by mypy and pyright in ``make check``; never run."""

from __future__ import annotations

from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any, assert_type

from plutio_async import BulkResult, CallBudget, F, OutcomeUnknown
from plutio_async._models.answers import Json
from plutio_async.models import Invoice, Person, RecordList, Task, TaskStatus
from plutio_async.sync import Changes, Plutio, Records
from plutio_async.testing import Sandbox


def opening() -> None:
    with Plutio("id", "secret", business="example") as plutio:
        assert_type(plutio, Plutio)
    with Plutio.from_env(timeout=5) as plutio:
        assert_type(plutio.with_options(timeout=3), Plutio)
        assert_type(plutio.for_business("other"), Plutio)
    assert_type(Plutio.sandbox(Sandbox()), Plutio)
    Plutio("id", b"secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.close(drain=5)
    plutio.aclose()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]


def reading(plutio: Plutio) -> None:
    assert_type(plutio.tasks.get("id"), Task)
    assert_type(plutio.tasks.list(limit=5, status="completed"), RecordList[Task])
    assert_type(plutio.tasks.iterate(q=F.due_date < datetime.now(UTC)), Records[Task])
    for invoice in plutio.invoices.iterate(client__id="id"):
        assert_type(invoice, Invoice)
    for page in plutio.people.iterate().pages():
        assert_type(page, RecordList[Person])
    assert_type(plutio.people.pages(page_size=50), Generator[list[Person], None, None])
    assert_type(plutio.people.iterate().to_list(max=3), RecordList[Person])
    assert_type(plutio.people.iterate().first(), Person | None)
    assert_type(plutio.people.iterate().cursor, str)
    assert_type(plutio.tasks.count(status="completed"), int)
    assert_type(plutio.tasks.get_many(["id"], allow_missing=True), RecordList[Task])
    assert_type(plutio.tasks.changes(cursor="text"), Changes[Task])
    for task in plutio.tasks.watch(since=datetime.now(UTC), every=30):
        assert_type(task, Task)
    assert_type(plutio.request("GET", "/schedules"), Any)
    assert_type(plutio.budget, CallBudget)
    assert_type(plutio.expand(plutio.invoices.list(), client=True).people.get("id"), Person | None)
    plutio.custom_fields.schema(max_age=5)
    plutio.tsks  # type: ignore[attr-defined]  # noqa: B018  # pyright: ignore[reportAttributeAccessIssue]


def writing(plutio: Plutio, error: OutcomeUnknown) -> None:
    assert_type(plutio.tasks.create(title="x", due_date=None), Task)
    assert_type(plutio.tasks.update("id", status=TaskStatus.COMPLETED), Task)
    assert_type(plutio.tasks.bulk_update(["id"], title="x"), BulkResult)
    assert_type(plutio.tasks.bulk_delete(plutio.tasks.iterate()), BulkResult)
    assert_type(plutio.tasks.get_many(plutio.tasks.iterate()), RecordList[Task])
    plutio.expand(plutio.tasks.iterate(), project=True)
    plutio.tasks.create(title=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.tasks.create(titel="x")  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]
    assert_type(plutio.invoices.record_payment("id", amount=1), Json)
    plutio.companies.update("id", address={"city": "Graz"}, contact_emails=[{"address": "x"}])
    plutio.companies.update("id", address={"zip": "x"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    assert_type(plutio.find_similar(error), list[Any])
