"""What type checkers make of the public face. Checked by mypy and pyright in ``make check``; never run."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, assert_type

from plutio_async import (
    UNSET,
    BulkFailed,
    BulkResult,
    Changes,
    F,
    NotFoundError,
    ObservedCall,
    Observer,
    Outcome,
    OutcomeUnknown,
    Plutio,
    Records,
)
from plutio_async.models import (
    Address,
    Company,
    ContactEmail,
    Invoice,
    InvoiceStatus,
    Person,
    Project,
    Task,
    TaskStatus,
)
from plutio_async.otel import OpenTelemetry
from plutio_async.resources import TasksResource
from plutio_async.sentry import Sentry


def secrets() -> None:
    """A text, or a function that returns it."""

    def sync() -> str:
        return "secret"

    async def asynchronous() -> str:
        return "secret"

    def number() -> int:
        return 5

    assert_type(Plutio("id", "secret"), Plutio)
    assert_type(Plutio("id", sync), Plutio)
    assert_type(Plutio("id", asynchronous), Plutio)
    Plutio("id", number)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Plutio("id", str.upper)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Plutio("id", b"secret")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def reading(plutio: Plutio) -> None:
    assert_type(plutio.tasks, TasksResource)
    assert_type(await plutio.tasks.get("id"), Task)
    assert_type(await plutio.tasks.list(limit=5, status="completed"), list[Task])
    assert_type(plutio.tasks.iterate(q=F.due_date < datetime.now(UTC)), Records[Task])
    async for invoice in plutio.invoices.iterate(client__id="id"):
        assert_type(invoice, Invoice)
    async for page in plutio.people.iterate().pages():
        assert_type(page, list[Person])
    assert_type(await plutio.people.iterate().to_list(max=3), list[Person])
    assert_type(await plutio.people.iterate().first(), Person | None)
    assert_type(await plutio.tasks.get_many(["id"], allow_missing=True), list[Task])
    async for page in plutio.people.pages(page_size=50):
        assert_type(page, list[Person])
    async for task in plutio.tasks.watch(since=datetime.now(UTC), every=30):
        assert_type(task, Task)
    assert_type(plutio.tasks.changes(cursor="text"), Changes[Task])
    assert_type(await plutio.request("GET", "/schedules"), Any)


def fields(task: Task, person: Person, invoice: Invoice) -> None:
    assert_type(task.id, str)
    assert_type(task.title, str | None)
    assert_type(task.due_date, datetime | None)
    assert_type(task.status, TaskStatus | None)
    assert_type(task.assigned_to, list[str] | None)
    assert_type(task.extra, dict[str, Any])
    assert_type(person.contact_emails, list[ContactEmail] | None)
    assert_type(person.address, Address | None)
    assert_type(invoice.amount, float | None)
    assert_type(invoice.status, InvoiceStatus | None)


async def writing(plutio: Plutio) -> None:
    assert_type(await plutio.tasks.create(title="x", due_date=None), Task)
    assert_type(await plutio.tasks.update("id", status=TaskStatus.COMPLETED), Task)
    await plutio.people.create(
        name={"first": "x"}, role="client", contact_emails=[ContactEmail(address="a@example.com")]
    )
    wanted: dict[str, Any] = {"title": "x"}
    await plutio.tasks.update("id", **wanted)
    await plutio.tasks.update("id", title=UNSET, due_date=UNSET)

    await plutio.tasks.update("id", titel="x")  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue]
    await plutio.tasks.update("id", title=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.task_boards.create()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await plutio.tasks.archive()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.with_options(priority="urgent")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.dashboards.create  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018


async def records_for_ids(plutio: Plutio, task: Task, project: Project, person: Person, invoice: Invoice) -> None:
    assert_type(await plutio.tasks.get(task), Task)
    assert_type(await plutio.tasks.get_many([task, "id"]), list[Task])
    await plutio.tasks.update(task, project_id=project, assigned_to=[person, "id"])
    await plutio.invoices.create(name="x", client=person)
    await plutio.invoices.create(name="x", client=invoice.client)
    await plutio.tasks.bulk_delete([task])
    await plutio.tasks.get(project)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.tasks.update(task, project_id=task)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def many(plutio: Plutio, invoice: Invoice) -> None:
    result = await plutio.tasks.bulk_update(["id"], status="completed", progress=lambda done: print(done.settled))
    assert_type(result, BulkResult)
    assert_type(result.failed, list[str])
    assert_type(await plutio.tasks.bulk_delete(result), BulkResult)
    related = await plutio.expand([invoice], client=True, project=True)
    assert_type(related.projects.get(invoice.project_id), Project | None)
    assert_type(related.people.get(invoice.client) or related.companies.get(invoice.client), Person | Company | None)
    try:
        await plutio.tasks.bulk_archive(["id"])
    except BulkFailed as error:
        assert_type(error.result, BulkResult)

    await plutio.tasks.bulk_update(["id"], titel="x")  # type: ignore[arg-type]  # pyright: ignore[reportCallIssue]


async def views_and_errors(plutio: Plutio) -> None:
    assert_type(plutio.with_options(timeout=1, max_wait=None), Plutio)
    assert_type(plutio.for_business("other"), Plutio)
    async with plutio as entered:
        assert_type(entered, Plutio)
    try:
        await plutio.tasks.get("id")
    except NotFoundError as error:
        assert_type(error.status, int)
    except OutcomeUnknown as error:
        assert_type(error.sent, Any)


def observers() -> None:
    """One, or several of any kinds."""

    class Slow(Observer):
        def call_ended(self, call: ObservedCall, outcome: Outcome, /) -> None:
            assert_type(call.path, str | None)
            assert_type(call.waited, dict[str, float])
            assert_type(outcome.status, int | None)

    Plutio("id", "secret", observer=Slow())
    Plutio("id", "secret", observer=[OpenTelemetry(propagate=True), Sentry(), Slow()])
    Plutio("id", "secret", observer=print)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
