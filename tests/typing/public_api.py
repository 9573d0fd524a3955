"""What type checkers make of the public face. Checked by mypy and pyright in ``make check``; never run."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, assert_type

import httpx
import httpx2

from plutio_async import (
    UNSET,
    BulkFailed,
    BulkResult,
    Changes,
    CreateManyFailed,
    CreateResult,
    Creation,
    DownloadProgress,
    F,
    Listing,
    Model,
    NotFoundError,
    ObservedCall,
    Observer,
    Outcome,
    OutcomeUnknown,
    Plutio,
    RawResponse,
    Records,
    Resource,
    Stats,
    Timeout,
)
from plutio_async._models.answers import Json
from plutio_async.models import (
    Address,
    AddressDict,
    BlockItem,
    BlockItemDict,
    Company,
    ContactEmail,
    FileItem,
    Invoice,
    InvoiceStatus,
    Person,
    Project,
    RecordList,
    Schema,
    Status,
    Task,
    TaskStatus,
    Tax,
)
from plutio_async.otel import OpenTelemetry
from plutio_async.redis import RedisInboxStore
from plutio_async.resources import CustomFieldsResource, FilesResource, TasksResource
from plutio_async.sentry import Sentry
from plutio_async.webhooks import Event, FileInboxStore, Handled, Inbox, InboxStore, MemoryInboxStore, receive

R = TypeVar("R", bound=Model)


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


async def any_resource(plutio: Plutio) -> None:
    async def newest(resource: Listing[R]) -> R | None:
        return await resource.iterate(sort="created_at_desc").first()

    assert_type(await newest(plutio.tasks), Task | None)
    assert_type(plutio.tasks.model, type[Task])
    assert_type(plutio.tasks.name, str)
    resource = plutio.resources["tasks"]
    assert_type(resource, Resource[Any])
    if isinstance(resource, Listing):
        async for record in resource.iterate():
            record.to_dict()
    generic: Resource[Task] = plutio.tasks
    assert_type(generic.model.from_dict({}), Task)


def what_it_shows(plutio: Plutio) -> None:
    assert_type(plutio.stats, Stats)
    assert_type(plutio.stats.calls, dict[str, int])
    assert_type(plutio.stats.waited.budget, float)
    assert_type(plutio.budget.waiting_until, datetime | None)
    assert_type(plutio.budget.reserved, int | None)
    assert_type(plutio.tasks.changes(cursor="text", deleted=True).deleted, tuple[str, ...])


async def reading(plutio: Plutio) -> None:
    assert_type(plutio.tasks, TasksResource)
    assert_type(await plutio.tasks.get("id"), Task)
    assert_type(await plutio.tasks.list(limit=5, status="completed"), RecordList[Task])
    assert_type(plutio.tasks.iterate(q=F.due_date < datetime.now(UTC)), Records[Task])
    async for invoice in plutio.invoices.iterate(client__id="id"):
        assert_type(invoice, Invoice)
    async for page in plutio.people.iterate().pages():
        assert_type(page, RecordList[Person])
    assert_type(await plutio.people.iterate().to_list(max=3), RecordList[Person])
    assert_type(await plutio.people.iterate().first(), Person | None)
    assert_type(await plutio.tasks.get_many(["id"], allow_missing=True), RecordList[Task])
    async for page in plutio.people.pages(page_size=50):
        assert_type(page, RecordList[Person])
    async for task in plutio.tasks.watch(since=datetime.now(UTC), every=30):
        assert_type(task, Task)
    assert_type(plutio.tasks.changes(cursor="text"), Changes[Task])
    assert_type(await plutio.request("GET", "/schedules"), Any)


async def wrong_queries(plutio: Plutio) -> None:
    """What other libraries write."""
    F.status.isin(["x"])  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    F.name.first.startswith("x")  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    F.status.is_(None)  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    F.due_date.desc()  # type: ignore[operator]  # pyright: ignore[reportCallIssue]
    F.custom("Plan").isin(["x"])  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
    plutio.tasks.iterate(q=F.status)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.tasks.iterate(F.status == "x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.tasks.iterate(sort=["due_date"])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.tasks.iterate(sort=F.due_date)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.tasks.iterate(fields=["id"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.tasks.iterate(filter={"status": "x"})  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.tasks.iterate(status__in=["x"])  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.tasks.iterate(due_date=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


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

    await plutio.tasks.update("id", titel="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await plutio.tasks.update("id", title=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.task_boards.create()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    await plutio.tasks.archive()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    plutio.with_options(priority="urgent")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    plutio.dashboards.create  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018


async def parts(plutio: Plutio, person: Person) -> None:
    """A literal, a variable that says what it is, and a mapping of which nothing is known."""
    address: AddressDict = {"city": "Graz", "zip_code": "8010", "country": None, "extra": {"state": "x"}}
    unknown: dict[str, Any] = {"city": "Graz"}
    for given in (Address(city="Graz"), address, unknown):
        await plutio.companies.update("id", address=given)
        await plutio.companies.bulk_update(["id"], address=given)
    await plutio.companies.create(title="x", contact_emails=[{"address": "x"}, ContactEmail(address="y"), unknown])
    await plutio.companies.update("id", people=[{"id": person, "is_manager": True}, person])
    await plutio.invoices.create(client={"id": person, "entity_type": "person"})
    await plutio.form_responses.update("id", data={"any key": 5})

    await plutio.companies.update("id", address={"zip": "x"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    await plutio.companies.update("id", address={"city": 5})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    await plutio.people.create(name={"frist": "x"}, role="client")  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    await plutio.invoices.create(tax=[{"titel": "x"}])  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    await plutio.invoices.bulk_update(["id"], tax=[{"titel": "x"}])  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]


async def amounts(plutio: Plutio) -> None:
    price = Decimal("12.30")
    await plutio.invoices.create(amount=price, sub_total=1, discount=price, tax=[{"title": "VAT", "value": price}])
    await plutio.projects.update("id", billing_rate=price, budget={"amount": price})
    await plutio.time_tracks.create(time=price, billing_amount=None)
    await plutio.invoices.bulk_update(["id"], amount=price)
    await plutio.invoices.record_payment("id", amount=price)
    await plutio.invoices.create(tax=[Tax(title="VAT", value=price)])
    assert_type(Invoice(id="i", amount=price, discount=price).amount, float | None)
    Tax(value="12")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.items.create(amount="12")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def answers_of_unknown_shape(plutio: Plutio) -> None:
    """Any JSON value, which has to be narrowed before it is used."""
    answer = await plutio.invoices.email("id")
    assert_type(answer, dict[str, Any] | list[Any] | str | int | float | bool | None)
    assert_type(await plutio.with_raw_response.invoices.email("id"), RawResponse[Json])
    assert_type(await plutio.invoices.record_payment("id", amount=1), Json)
    assert_type(await plutio.people.invitation_code("id"), Json)
    answer["_id"]  # type: ignore[index, call-overload]
    if isinstance(answer, dict):
        assert_type(answer["_id"], Any)


async def lines_and_statuses(plutio: Plutio, invoice: Invoice, status: Status, project: Project) -> None:
    line: BlockItemDict = {"title": "x", "amount": Decimal(1)}
    await plutio.blocks.create(entity_id=invoice, items=[line, BlockItem(title="x", quantity=2)])
    await plutio.projects.create(name="x", status=status)
    await plutio.projects.update("id", status=project.status)
    await plutio.transactions.update("id", status="paid")
    await plutio.projects.update("id", status=project)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def many_creates(plutio: Plutio) -> None:
    result = await plutio.tasks.create_many([{"title": "x"}, Task(title="y")], journal="file", slack=5)
    assert_type(result, CreateResult[Task])
    assert_type(result[0], Creation[Task])
    assert_type(result[0].record, Task | None)
    assert_type(result.made, list[int])
    assert_type(result.ids, list[str | None])
    await plutio.tasks.create_many([Project(name="x")])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    plutio.dashboards.create_many  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # noqa: B018
    try:
        await plutio.roles.create_many([{"title": "x"}], progress=lambda result: print(result.summary))
    except CreateManyFailed as error:
        assert_type(error.result, CreateResult[Any])


async def required_fields_refuse_none(plutio: Plutio) -> None:
    """Each of two, and also where a field may be of several types."""
    await plutio.companies.create(title=None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.statuses.create(entity_type=None, title="x")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.people.create(name=None, role="client")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.companies.update("id", title=None)


async def records_for_ids(plutio: Plutio, task: Task, project: Project, person: Person, invoice: Invoice) -> None:
    assert_type(await plutio.tasks.get(task), Task)
    assert_type(await plutio.tasks.get_many([task, "id"]), RecordList[Task])
    await plutio.tasks.update(task, project_id=project, assigned_to=[person, "id"])
    await plutio.invoices.create(name="x", client=person)
    await plutio.invoices.create(name="x", client=invoice.client)
    await plutio.tasks.bulk_delete([task])
    await plutio.tasks.bulk_delete(plutio.tasks.iterate())
    await plutio.tasks.bulk_update((task.id async for task in plutio.tasks.iterate()), title="x")
    assert_type(await plutio.tasks.get_many(plutio.tasks.iterate()), RecordList[Task])
    await plutio.expand(plutio.tasks.iterate(), project=True)
    await plutio.notes.create_many({"title": task.title} async for task in plutio.tasks.iterate())
    plutio.with_options(retry=3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    for _ in plutio.tasks.iterate():  # type: ignore[attr-defined]
        pass
    with plutio:  # type: ignore[attr-defined]
        pass
    await plutio.tasks.bulk_delete(plutio.people.iterate())  # type: ignore[arg-type]
    await plutio.tasks.get(project)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    await plutio.tasks.update(task, project_id=task)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


async def many(plutio: Plutio, invoice: Invoice) -> None:
    result = await plutio.tasks.bulk_update(["id"], status="completed", progress=lambda done: print(done.settled))
    assert_type(result, BulkResult)
    assert_type(result.refused, list[str])
    assert_type(await plutio.tasks.bulk_delete(result), BulkResult)
    related = await plutio.expand([invoice], client=True, project=True)
    assert_type(related.projects.get(invoice.project_id), Project | None)
    assert_type(related.people.get(invoice.client) or related.companies.get(invoice.client), Person | Company | None)
    try:
        await plutio.tasks.bulk_archive(["id"])
    except BulkFailed as error:
        assert_type(error.result, BulkResult)

    await plutio.tasks.bulk_update(["id"], titel="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


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


async def downloads(plutio: Plutio) -> None:
    """A path comes back."""

    def show(progress: DownloadProgress) -> None:
        assert_type(progress.total, int | None)

    assert_type(await plutio.files.download("id", "a.pdf", progress=show), Path)
    assert_type(await plutio.files.get("id"), FileItem)
    files: FilesResource = plutio.files
    assert_type(await files.download("id", "a.pdf"), Path)
    custom_fields: CustomFieldsResource = plutio.custom_fields
    assert_type(await custom_fields.schema(), Schema)


async def raw_responses(plutio: Plutio) -> None:
    """Each method with its own parameters, and its result in a response."""
    raw = plutio.with_raw_response
    response = await raw.tasks.list(limit=5, status="completed")
    assert_type(response, RawResponse[RecordList[Task]])
    assert_type(response.value, RecordList[Task])
    assert_type(response.status, int)
    assert_type(response.elapsed, float)
    assert_type(await raw.tasks.get("id"), RawResponse[Task])
    assert_type(await raw.tasks.create(title="Brief"), RawResponse[Task])
    assert_type(await raw.tasks.bulk_delete(["a"]), RawResponse[BulkResult])
    assert_type(await raw.files.download("id", "report.pdf"), RawResponse[Path])
    assert_type(await raw.files.get("id"), RawResponse[FileItem])
    assert_type(await raw.invoices.count(), RawResponse[int])
    assert_type(await raw.request("GET", "/schedules"), RawResponse[Any])
    await raw.tasks.create(titel="Brief")  # type: ignore[call-arg]  # pyright: ignore[reportArgumentType]
    await raw.tasks.get()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    async for record in raw.tasks.iterate(status="completed"):
        assert_type(record, RawResponse[Task])
    async for page in raw.tasks.pages(read_ahead=2):
        assert_type(page, RawResponse[RecordList[Task]])
    changes = raw.tasks.changes(cursor="x")
    assert_type(changes.items, Changes[Task])
    async for record in changes:
        assert_type(record.value, Task)
    raw.tasks.iterate(sort=5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def transports() -> None:
    """Of either library."""
    Plutio("id", "secret", transport=httpx.AsyncHTTPTransport(), timeout=Timeout(connect=3))
    Plutio("id", "secret", transport=httpx2.AsyncHTTPTransport())
    Plutio("id", "secret", transport=httpx.HTTPTransport())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


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


async def webhooks(plutio: Plutio) -> None:
    """Events are narrowed to their records, and handlers keep their types."""
    event = receive(b"{}", {}, ("x-secret", "open sesame"), envelope="flat")
    assert_type(event, Event)
    if isinstance(event.record, Task):
        assert_type(event.record.title, str | None)
    receive(b"{}", [(b"x-secret", b"open sesame")])
    receive(b"{}", {}, "open sesame")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    receive(b"{}", {}, envelope="odd")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    stores: list[InboxStore] = [MemoryInboxStore(), FileInboxStore("inbox.db"), RedisInboxStore("redis://localhost")]
    inbox = Inbox(stores[0])
    Inbox("inbox.db")
    Inbox(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    @inbox.on("task.edit")
    async def changed(event: Event, plutio: Plutio) -> str:
        return f"{event.name} {plutio.business}"

    assert_type(await changed(event, plutio), str)
    assert_type(await inbox.handle(event, plutio), Handled)

    @inbox.on("task.edit")  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
    def blocking(event: Event) -> None: ...


async def custom_fields(plutio: Plutio) -> None:
    assert_type(await plutio.custom_fields.schema(), Schema)
