"""Lines that a newcomer may write and that do something else than they say, each with a part of the message it gets.

``NOW`` is an aware datetime, ``NAIVE`` one without a time zone, ``task`` a record that was read.
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Line:
    """One line. ``typed``: mypy --strict and pyright reject it too."""

    code: str
    says: str
    typed: bool = False


QUERIES = [
    Line("await plutio.tasks.list(due_date__lt=NOW)", r"F\.due_date <", typed=True),
    Line('await plutio.tasks.list(title__contains="x")', r"F\.title\.contains", typed=True),
    Line('await plutio.tasks.list(title__icontains="x")', r"F\.title\.contains", typed=True),
    Line('await plutio.tasks.list(status__in=["completed"])', r"F\.status\.in_", typed=True),
    Line("plutio.tasks.iterate(q=F.due_date.lt == NOW)", r"F\.due_date <"),
    Line('await plutio.tasks.list(q=F("due_date.gte") == NOW)', r"F\.due_date >="),
    Line("await plutio.tasks.list(q=F.title.length == 3)", "title has no field 'length'"),
    Line('await plutio.people.list(q=F.name.firstname == "Ada")', "'first'"),
    Line('await plutio.tasks.list(q=F.titel == "x")', "title"),
    Line('await plutio.tasks.list(q=plutio.tasks.F.titel == "x")', "title", typed=True),
    Line('await plutio.tasks.list(titel="x")', "title", typed=True),
    Line('await plutio.tasks.list(sort="due_date desc")', "due_date_desc"),
    Line('await plutio.tasks.list(sort="-due_date_desc")', "due_date_desc"),
    Line('await plutio.tasks.list(sort="titel")', "title"),
    Line('await plutio.tasks.list(sort=["due_date"])', "due_date_desc", typed=True),
    Line("await plutio.tasks.list(page=2)", "skip", typed=True),
    Line("await plutio.tasks.list(offset=10)", "skip", typed=True),
    Line("await plutio.tasks.list(per_page=10)", "limit", typed=True),
    Line("await plutio.tasks.list(timeout=3)", r"with_options\(timeout=", typed=True),
    Line('await plutio.tasks.list(order_by="title")', "sort", typed=True),
    Line('await plutio.tasks.list(search="x")', "q=", typed=True),
    Line('await plutio.tasks.list(q="overdue")', "JSON"),
    Line('await plutio.invoices.list(status="overdu")', "overdue"),
    Line('await plutio.tasks.list(due_date="tomorrow")', "ISO 8601|date"),
    Line("await plutio.tasks.list(due_date=NAIVE)", "time zone"),
    Line('await plutio.tasks.list(q={"dueDate": {"$lt": NAIVE}})', "time zone"),
    Line("await plutio.tasks.list(limit=0)", "limit"),
    Line('await plutio.tasks.list(limit="10")', "limit", typed=True),
    Line("await plutio.tasks.list(skip=-1)", "skip"),
    Line("plutio.tasks.iterate(page_size=0)", "page_size"),
    Line('plutio.tasks.iterate(cursor="abc")', "cursor"),
    Line("plutio.tasks.changes(since=NAIVE)", "time zone"),
    Line('plutio.tasks.changes(since="yesterday")', "datetime", typed=True),
    Line('F.status.isin(["completed"])', r"F\.status\.in_", typed=True),
    Line('F.title.startswith("x")', r"F\.title\.starts_with", typed=True),
    Line('F.name.first.startswith("x")', r"F\.name\.first\.starts_with", typed=True),
    Line("F.due_date.is_(None)", r"F\.due_date == None", typed=True),
    Line('F.title.like("%x%")', r"F\.title\.contains", typed=True),
    Line('F.title.ilike("%x%")', r"F\.title\.contains", typed=True),
    Line('F.assigned_to.has("x")', r"F\.assigned_to == ", typed=True),
    Line('F.title.in_("completed")', "list"),
    Line('F.title.regex("(")', "contains"),
    Line('F.title == "a" and F.status == "b"', r"\(a\) & \(b\)"),
    Line('F.title == "a" | F.status == "b"', "parentheses"),
]
WRITES = [
    Line('await plutio.people.update("p", name={"firstname": "Ada"})', "'first'", typed=True),
    Line('await plutio.people.update("p", contact_emails=[{"email": "a@example.com"}])', "address", typed=True),
    Line('await plutio.companies.update("c", address={"zip": "1"})', "zip", typed=True),
    Line('await plutio.tasks.create(titel="x")', "title", typed=True),
    Line("await plutio.tasks.create(title=5)", "text", typed=True),
    Line('await plutio.tasks.create(title="x", dueDate="2026-01-01")', "due_date", typed=True),
    Line('await plutio.tasks.create(title="x", due_date="31/12/2026")', "ISO 8601"),
    Line('await plutio.tasks.create(title="x", due_date=NAIVE)', "time zone"),
    Line('await plutio.tasks.create(title="x", due_date=5)', "a datetime, a date", typed=True),
    Line('await plutio.tasks.create(title="x", description="y")', "description_html", typed=True),
    Line('await plutio.tasks.create({"title": "x"})', "positional", typed=True),
    Line('await plutio.tasks.create(title="x", extra={"title": "y"})', "twice"),
    Line('await plutio.tasks.create(title="x", extra=["y"])', "mapping", typed=True),
    Line('await plutio.tasks.create(title="x", custom=["y"])', "by title", typed=True),
    Line('await plutio.tasks.create(title="x", project_id=task)', "projects", typed=True),
    Line('await plutio.tasks.create(title="x", assigned_to="p1")', "list"),
    Line('await plutio.tasks.create(title="x", is_archived="yes")', "True or False", typed=True),
    Line('await plutio.invoices.create(currency="Euro")', "EUR"),
    Line('await plutio.invoices.create(status="payed")', "paid"),
    Line('await plutio.tasks.update("a")', "a field to change"),
    Line('await plutio.tasks.update(None, title="x")', "id", typed=True),
    Line('await plutio.tasks.update("", title="x")', "id"),
    Line('await plutio.tasks.update(title="x")', "id", typed=True),
    Line('await plutio.tasks.delete(["a", "b"])', "id", typed=True),
    Line('await plutio.tasks.bulk_delete("a")', "list"),
    Line('await plutio.tasks.bulk_update(["a"])', "a field to change"),
    Line('await plutio.tasks.create_many({"title": "x"})', "list|records", typed=True),
    Line('await plutio.tasks.create_many([{"titel": "x"}])', "title"),
    Line("await plutio.tasks.get(5)", "id", typed=True),
    Line('await plutio.tasks.get_many("a")', "list"),
    Line('await plutio.files.create(file=b"")', "bytes", typed=True),
    Line('await plutio.request("GET IT", "/tasks")', "method"),
    Line('await plutio.request("GET", "/tasks?limit=1")', "params"),
]
CLIENTS = [
    Line('Plutio("id", "secret", max_retries=1)', "retries", typed=True),
    Line('Plutio(api_key="x")', "client_id", typed=True),
    Line('Plutio("id", "secret", budget=0)', "whole number, 1 or more"),
    Line("plutio.with_options(retry=3)", "retries", typed=True),
    Line('plutio.with_options(timeout="3")', "timeout", typed=True),
    Line("plutio.with_options(max_wait=-1)", "max_wait"),
    Line('plutio.with_options(priority="low")', "background", typed=True),
    Line('plutio.for_business("")', "business"),
    Line("plutio.task", "tasks", typed=True),
    Line('await plutio.tasks.creat(title="x")', "create", typed=True),
    Line("[each for each in plutio.tasks.iterate()]", "async for", typed=True),
    Line('with Plutio("id", "secret") as client: pass', "async with", typed=True),
    Line("task.dueDate", "due_date", typed=True),
    Line("task.due_dat", "due_date", typed=True),
    Line("json.dumps(task)", "to_json|JSON"),
    Line('Inbox().on("tsk.edit")', "task.edit"),
]
LINES = [*QUERIES, *WRITES, *CLIENTS]
