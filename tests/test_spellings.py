"""Operators and keywords of other libraries: refused before a call, with what to write instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from plutio_async import F, InvalidInput, Plutio
from plutio_async.sync import Plutio as SyncPlutio
from plutio_async.testing import Sandbox

pytestmark = pytest.mark.anyio

DAY = date(2026, 5, 1)

OPERATORS = {
    "lt": "F.due_date < …",
    "$lt": "F.due_date < …",
    "lte": "F.due_date <= …",
    "gt": "F.due_date > …",
    "after": "F.due_date > …",
    "gte": "F.due_date >= …",
    "$gte": "F.due_date >= …",
    "exact": "F.due_date == …",
    "eq": "F.due_date == …",
    "date": "F.due_date == …",
    "ne": "F.due_date != …",
    "not": "F.due_date != …",
    "iexact": "F.due_date.regex('^…$', ignore_case=True)",
    "contains": "F.due_date.contains('…')",
    "icontains": "F.due_date.contains('…')",
    "in": "F.due_date.in_([…])",
    "$in": "F.due_date.in_([…])",
    "nin": "F.due_date.not_in([…])",
    "not_in": "F.due_date.not_in([…])",
    "startswith": "F.due_date.starts_with('…')",
    "istartswith": "F.due_date.starts_with('…', ignore_case=True)",
    "endswith": "F.due_date.regex('…$')",
    "iregex": "F.due_date.regex('…', ignore_case=True)",
    "$regex": "F.due_date.regex('…')",
    "range": "F.due_date.between(low, high)",
    "year": "F.due_date.between(low, high)",
    "isnull": "F.due_date == None or F.due_date != None",
    "$exists": "F.due_date.exists()",
    "$size": "F.due_date.size(…)",
    "$elemMatch": "F.due_date.elem_match(…)",
}


@pytest.mark.parametrize("name", OPERATORS)
async def test_an_operator_is_no_field(plutio: Plutio, plutio_sandbox: Sandbox, name: str) -> None:
    """The API would ignore such a parameter, and return every record."""
    message = f"due_date has no field {name!r}; write {OPERATORS[name]}"
    filters: dict[str, Any] = {f"due_date__{name}": DAY}
    with pytest.raises(TypeError) as refused:
        await plutio.tasks.list(**filters)
    assert str(refused.value) == f"due_date__{name}= is no filter (conditions go into q=): {message}"
    with pytest.raises(InvalidInput) as caught:
        await plutio.tasks.list(q=F(f"due_date.{name}") == DAY)
    assert str(caught.value) == message
    assert (caught.value.name, caught.value.given) == ("q", f"due_date.{name}")
    assert plutio_sandbox.calls == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda p: p.tasks.iterate(q=F.due_date.lt == DAY), "due_date has no field 'lt'; write F.due_date < …"),
        (lambda p: p.tasks.pages(q=F.due_date.lt == DAY), "write F.due_date < …"),
        (lambda p: p.tasks.changes(since=DAY, q=F.due_date.lt == DAY), "write F.due_date < …"),
        (lambda p: p.tasks.watch(since=DAY, q=F.due_date.lt == DAY), "write F.due_date < …"),
        (lambda p: p.tasks.iterate(q=F.project_id.name == "x"), "project_id has no fields, and so no 'name'"),
        (lambda p: p.tasks.iterate(q=F.is_archived.ne == True), "write F.is_archived != …"),  # noqa: E712
        (lambda p: p.tasks.iterate(q=F.status.ne == "x"), "write F.status != …"),
        (lambda p: p.invoices.iterate(q=F.amount.gte == 5), "write F.amount >= …"),
        (lambda p: p.tasks.iterate(q=F("assigned_to.lt") == "x"), "write F.assigned_to < …"),
        (lambda p: p.tasks.iterate(q=F("assigned_to.0.name") == "x"), "assigned_to.0 has no fields"),
        (lambda p: p.tasks.iterate(q=F("due_date.0") == "x"), "due_date has no fields, and so no '0'"),
        (lambda p: p.people.iterate(q=F.name.first.icontains == "x"), r"write F.name.first.contains\('…'\)"),
        (lambda p: p.people.iterate(q=F.contact_emails.lt == "x"), "contact_emails has no field 'lt'"),
        (
            lambda p: p.people.iterate(q=F.contact_emails.elem_match(F.address.iexact == "x")),
            "address has no field 'iexact'; write F.address.regex",
        ),
        (
            lambda p: p.tasks.iterate(q=F.assigned_to.elem_match(F.name == "x")),
            "an item of the list has no fields, and so no 'name'",
        ),
        (lambda p: p.invoices.iterate(sort="client.name"), "client has no field 'name'; the fields are entity_type"),
        (lambda p: p.tasks.iterate(sort="due_date.lt"), "due_date has no field 'lt'"),
    ],
)
async def test_a_path_is_checked_wherever_it_is_taken(
    plutio: Plutio, plutio_sandbox: Sandbox, wrong: Callable[[Plutio], object], message: str
) -> None:
    """As deep as the shape is known, at the line that is wrong."""
    with pytest.raises(InvalidInput, match=message):
        wrong(plutio)
    assert plutio_sandbox.calls == []


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"name__first__startswith": "x"}, r"name.first has no field 'startswith'; write F.name.first.starts_with"),
        ({"role__in": ["client"]}, r"role has no field 'in'; write F.role.in_\(\[…\]\)"),
        ({"role__isnull": None}, "role has no field 'isnull'; write F.role == None"),
        ({"role_ne": "client"}, "there is no field 'role_ne'; write F.role != …"),
        ({"created_at_gte": DAY}, "there is no field 'created_at_gte'; write F.created_at >= …"),
        ({"role__title": "x"}, "role has no fields, and so no 'title'"),
        ({"created_at": {"$gte": DAY}}, r"not a plain value \(conditions go into q=\): write F.created_at >= …"),
        ({"name__first": ["a"]}, r"not a plain value \(conditions go into q=\): write .* F.name__first.in_\(\[…\]\)"),
    ],
)
async def test_a_filter_is_a_field_and_its_value(
    plutio: Plutio, plutio_sandbox: Sandbox, filters: dict[str, Any], message: str
) -> None:
    """In each method that takes filters. A wrong keyword is wrong code."""
    people = plutio.people
    for method in (people.iterate, people.pages, people.watch, people.changes):
        with pytest.raises(TypeError, match=message):
            method(**filters)
    for read in (people.list, people.count):
        with pytest.raises(TypeError, match=message):
            await read(**filters)
    assert plutio_sandbox.calls == []


async def test_a_bulk_write_of_a_wrong_listing_touches_nothing(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Nor does it read the list, which the API would answer with all records."""
    plutio_sandbox.seed(tasks=[{"title": "a"}, {"title": "b"}])
    lines: list[Callable[[], Any]] = [
        lambda: plutio.tasks.iterate(due_date__lt=DAY),
        lambda: plutio.tasks.iterate(q=F.due_date.lt == DAY),
        lambda: plutio.tasks.iterate(q=F.status == ["incomplete"]),
    ]
    for listing in lines:
        with pytest.raises((TypeError, InvalidInput)):
            await plutio.tasks.bulk_delete([task async for task in listing()])
    assert plutio_sandbox.calls == []
    assert len(plutio_sandbox.records("tasks")) == 2


async def test_a_dict_in_the_words_of_the_api_is_not_checked(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """It is the way to what is not described."""
    plutio_sandbox.seed(tasks=[{"title": "a"}])
    assert await plutio.tasks.list(q={"dueDate.lt": "x"}) == []


KEYWORDS: dict[str, tuple[Any, str]] = {
    "page": (2, r"write list\(skip=…, limit=…\) for one page, iterate\(\) for all"),
    "offset": (5, r"write list\(skip=…, limit=…\)"),
    "per_page": (5, r"write list\(limit=…\), iterate\(page_size=…\)"),
    "timeout": (3, r"write plutio\.with_options\(timeout=…\)"),
    "max_wait": (3, r"write plutio\.with_options\(max_wait=…\)"),
    "max_retries": (3, r"write plutio\.with_options\(retries=…\)"),
    "fields": (["id"], "each record comes with all its fields"),
    "order_by": ("due_date", "write sort='due_date_desc' or sort='-due_date'"),
    "filter": ({"status": "x"}, "write a condition as q="),
    "where": ("status", "write a condition as q="),
    "search": ("x", r"write a condition as q=, such as q=F\.title\.contains\('…'\)"),
    "query": ("x", "write a condition as q="),
    "custom": ({"Plan": "x"}, r"write q=F\.custom\('…'\) == …"),
    "ids": (["x"], r"write get_many\(ids\)"),
    "business": ("x", r"write plutio\.for_business\(…\)"),
    "expand": ("client", r"write plutio\.expand\(records, …\)"),
}


@pytest.mark.parametrize("name", KEYWORDS)
async def test_a_keyword_of_other_libraries_is_no_filter(plutio: Plutio, plutio_sandbox: Sandbox, name: str) -> None:
    """In any method that takes filters."""
    value, message = KEYWORDS[name]
    wrong: dict[str, Any] = {name: value}
    tasks, since = plutio.tasks, {"since": DAY}
    for method in (tasks.iterate, tasks.pages):
        with pytest.raises(TypeError, match=f"{name}= is no filter: there is no field '{name}'; {message}"):
            method(**wrong)
    for poll in (tasks.changes, tasks.watch):
        with pytest.raises(TypeError, match=message):
            poll(**since, **wrong)
    for read in (tasks.list, tasks.count):
        with pytest.raises(TypeError, match=message):
            await read(**wrong)
    assert plutio_sandbox.calls == []


async def test_a_keyword_of_another_method_is_named_with_its_method(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Each listing takes some of them."""
    with pytest.raises(TypeError, match=r"page_size= .* write list\(limit=…\), iterate\(page_size=…\)"):
        await plutio.tasks.list(page_size=5)
    with pytest.raises(TypeError, match=r"limit= .* iterate\(\)\.to_list\(max=…\)"):
        plutio.tasks.iterate(limit=5)
    with pytest.raises(TypeError, match=r"skip= .* write list\(skip=…"):
        plutio.tasks.iterate(skip=5)
    with pytest.raises(TypeError, match=r"sort= .* in list\(\), iterate\(\) and pages\(\)"):
        await plutio.tasks.count(sort="due_date")
    with pytest.raises(TypeError, match=r"read_ahead= .* write iterate\(read_ahead=…\)"):
        await plutio.tasks.list(read_ahead=2)
    with pytest.raises(TypeError, match=r"since= .* write changes\(since=…\)"):
        await plutio.tasks.list(since=DAY)
    with pytest.raises(TypeError, match=r"timeout= is no parameter: write plutio\.with_options\(timeout=…\)"):
        await plutio.people.invitation_code("x", timeout=3)
    assert plutio_sandbox.calls == []


async def test_a_field_goes_before_a_keyword(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Files have a field ``size``. What a parameter of the API may be called is unknown, but for the client's options."""
    await plutio.files.list(size=5)
    assert dict(plutio_sandbox.calls[-1].query) == {"size": "5"}
    await plutio.dashboard_data.get(filter="x", page=2)
    assert dict(plutio_sandbox.calls[-1].query) == {"filter": "x", "page": "2"}


def test_the_synchronous_client_refuses_the_same() -> None:
    """Before its first call."""
    with SyncPlutio.sandbox(sandbox := Sandbox(seed=1)) as plutio:
        with pytest.raises(TypeError, match=r"write F\.due_date < …"):
            plutio.tasks.list(due_date__lt=DAY)
        with pytest.raises(InvalidInput, match=r"write F\.due_date < …"):
            list(plutio.tasks.iterate(q=F.due_date.lt == DAY))
        with pytest.raises(TypeError, match=r"list\(skip=…"):
            plutio.tasks.list(page=2)
    assert sandbox.calls == []


NOT_CALLED: list[tuple[Callable[[Any], object], str]] = [
    (lambda f: f.status.isin(["x"]), "F.status has no method 'isin'; write F.status.in_([…])"),
    (lambda f: f.status.notin_(["x"]), "F.status has no method 'notin_'; write F.status.not_in([…])"),
    (lambda f: f.status.startswith("x"), "write F.status.starts_with('…')"),
    (lambda f: f.status.endswith("x"), "write F.status.regex('…$')"),
    (lambda f: f.status.is_(None), "write F.status == None or F.status != None"),
    (lambda f: f.status.isnull(), "write F.status == None or F.status != None"),
    (lambda f: f.status.is_null(True), "write F.status == None or F.status != None"),
    (lambda f: f.status.like("%x%"), "write F.status.contains('…')"),
    (lambda f: f.status.ilike("%x%"), "write F.status.contains('…')"),
    (lambda f: f.status.not_like("%x%"), "write ~F.status.contains('…')"),
    (lambda f: f.status.icontains("x"), "write F.status.contains('…')"),
    (lambda f: f.tags.has("x"), "write F.tags == …, also for an item of a list"),
    (lambda f: f.tags.any("x"), "write F.tags == …, also for an item of a list"),
    (lambda f: f.tags.all(["x", "y"]), "write (F.tags == …) & (F.tags == …)"),
    (lambda f: f.status.eq("x"), "write F.status == …"),
    (lambda f: f.status.equals("x"), "write F.status == …"),
    (lambda f: f.status.ne("x"), "write F.status != …"),
    (lambda f: f.due_date.lt(DAY), "write F.due_date < …"),
    (lambda f: f.due_date.gte(value=DAY), "write F.due_date >= …"),
    (lambda f: f.status.matches("x"), "write F.status.regex('…')"),
    (lambda f: f.due_date.desc(), "write sort='due_date_desc' or sort='-due_date'"),
    (lambda f: f.name.first.asc(), "write sort='name.first_asc'"),
    (lambda f: f.name.first.startswith("x"), "F.name.first has no method 'startswith'; write F.name.first.starts_with"),
    (lambda f: f("tags.0").startswith("x"), "F('tags.0') has no method 'startswith'; write F('tags.0').starts_with"),
    (lambda f: f.status.start_with("x"), "F.status has no method 'start_with'; did you mean 'starts_with'?"),
    (lambda f: f.status.foo("x"), "F.status has no method 'foo'; there are between, in_, not_in, regex, contains"),
    (lambda f: f.status("open"), "F.status is a field and cannot be called: compare it, F.status == …"),
    (lambda f: f.status == {"$in": ["x"]}, "is no value to compare with: write F.status.in_([…]), or give the whole"),
    (lambda f: f.tags == {"$mod": [2, 0]}, "see the methods of F.tags, or give the whole query as a dict"),
]


@pytest.mark.parametrize(("wrong", "message"), NOT_CALLED)
def test_a_method_that_a_field_does_not_have_names_the_right_one(wrong: Callable[[Any], object], message: str) -> None:
    """Nested fields, and unknown names, too."""
    with pytest.raises(TypeError) as caught:
        wrong(F)
    assert message in str(caught.value)
    assert "not callable" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("isin", r"F\.custom\('Plan'\) has no method 'isin'; write F\.custom\('Plan'\)\.in_\(\[…\]\)"),
        ("lt", r"write F\.custom\('Plan'\) < …"),
        ("contain", "did you mean 'contains'"),
        ("desc", "has no method 'desc'; there are between"),
    ],
)
def test_a_custom_field_has_no_fields_inside(name: str, message: str) -> None:
    """So a wrong name is an ``AttributeError``."""
    with pytest.raises(AttributeError, match=message):
        getattr(F.custom("Plan"), name)
    assert not hasattr(F.custom(id="x"), name)
