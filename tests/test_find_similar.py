"""A create without an answer: what the error carries, and how it finds the record that may have been made."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from plutio_async import OutcomeUnknown, Plutio, PlutioError
from plutio_async._models.fields import Ref
from plutio_async._resources.comparing import is_similar
from plutio_async.models import Task
from plutio_async.testing import Fault, JumpingClock, Sandbox, Switches

from .api import Api, answer

pytestmark = pytest.mark.anyio


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(clock=JumpingClock())


@asynccontextmanager
async def client(sandbox: Sandbox) -> AsyncIterator[Plutio]:
    async with Plutio.sandbox(sandbox, clock=sandbox.clock) as plutio:
        yield plutio


async def lost(plutio: Plutio, call: Any, sandbox: Sandbox, fault: Fault | None = None) -> OutcomeUnknown:
    """The error of a create whose answer is lost after the server acted, or before."""
    with sandbox.fail(fault or Fault.reset("after", method="POST")), pytest.raises(OutcomeUnknown) as caught:
        await call
    return caught.value


async def test_a_record_that_was_made_is_found(sandbox: Sandbox) -> None:
    """As a record of its resource."""
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.tasks.create(title="Brief", due_date="2026-05-01T10:00:00Z"), sandbox)
        found = await error.find_similar(plutio)
        assert [record.title for record in found] == ["Brief"]
        assert [record.id for record in found] == [sandbox.records("tasks")[0]["_id"]]


async def test_a_record_that_was_not_made_is_not_found(sandbox: Sandbox) -> None:
    """The connection broke before the server acted, which the client cannot know."""
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.tasks.create(title="Brief"), sandbox, Fault.reset("before", method="POST"))
        assert await error.find_similar(plutio) == []


async def test_other_records_are_not_similar(sandbox: Sandbox) -> None:
    """Neither an equal record from before or after, nor another of the same time."""
    sandbox.seed(tasks=[{"title": "Brief"}])
    async with client(sandbox) as plutio:
        await sandbox.clock.sleep(3600)
        error = await lost(plutio, plutio.tasks.create(title="Brief"), sandbox, Fault.reset("before", method="POST"))
        await plutio.tasks.create(title="Another")
        await sandbox.clock.sleep(3600)
        await plutio.tasks.create(title="Brief")
        assert await error.find_similar(plutio) == []


async def test_all_similar_records_are_found(sandbox: Sandbox) -> None:
    """Another client may have created the same at the same time. The caller decides."""
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.tasks.create(title="Brief"), sandbox)
        await plutio.tasks.create(title="Brief")
        assert len(await error.find_similar(plutio)) == 2


@pytest.mark.parametrize("seconds", [-600, 600])
async def test_a_clock_that_differs_needs_slack(sandbox: Sandbox, seconds: float) -> None:
    """This machine is ten minutes behind the server, or before it."""
    other = JumpingClock(sandbox.clock.time() + seconds)
    async with Plutio.sandbox(sandbox, clock=other) as plutio:
        error = await lost(plutio, plutio.tasks.create(title="Brief"), sandbox)
        assert await error.find_similar(plutio) == []
        assert len(await error.find_similar(plutio, slack=660)) == 1


async def test_the_error_can_go_to_another_process(sandbox: Sandbox) -> None:
    """It holds no client: any other with access will do."""
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.tasks.create(title="Brief"), sandbox)
    again = pickle.loads(pickle.dumps(error))
    assert (again.sent, again.between, again.call) == (error.sent, error.between, error.call)
    async with client(sandbox) as another:
        assert len(await again.find_similar(another)) == 1


async def test_the_search_is_in_the_workspace_of_the_call() -> None:
    """Whichever view of the client is given."""
    sandbox = Sandbox(clock=JumpingClock(), businesses=("example", "other"))
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.for_business("other").tasks.create(title="Brief"), sandbox)
        assert error.business == "other"
        assert len(await error.find_similar(plutio)) == 1


async def test_templates_are_found_too(sandbox: Sandbox) -> None:
    """The API leaves them out of lists that do not ask for them."""
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.projects.create(name="Site", extra={"isTemplate": True}), sandbox)
        assert len(await error.find_similar(plutio)) == 1


async def test_the_search_for_a_comment_names_its_record(sandbox: Sandbox) -> None:
    """The API does not list comments otherwise."""
    task = sandbox.seed(tasks=[{"title": "Brief"}])["tasks"][0]
    async with client(sandbox) as plutio:
        create = plutio.comments.create(body_html="<p>Yes</p>", entity_type="task", entity_id=task["_id"])
        error = await lost(plutio, create, sandbox)
        assert len(await error.find_similar(plutio)) == 1


@pytest.mark.parametrize("switches", [Switches(money="text"), Switches(currency="object"), Switches(nulls="dropped")])
async def test_values_that_the_server_writes_otherwise_are_the_same(switches: Switches) -> None:
    """Amounts as text, currencies as objects, nulls left out."""
    sandbox = Sandbox(clock=JumpingClock(), switches=switches)
    async with client(sandbox) as plutio:
        create = plutio.transactions.create(title="Fee", amount=12.5, currency="EUR", issue_date=None)
        error = await lost(plutio, create, sandbox)
        assert len(await error.find_similar(plutio)) == 1


@pytest.mark.parametrize(
    ("sent", "shown", "similar"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"a": 1, "gone": 2}, {"a": 1}, True),
        ({"a": None}, {"a": None}, True),
        ({"a": None}, {"a": 1}, False),
        ({"a": 12.5}, {"a": "12.50"}, True),
        ({"a": True}, {"a": True}, True),
        ({"a": True}, {"a": "1"}, False),
        ({"a": "007"}, {"a": "7"}, False),
        ({"a": "1e3"}, {"a": "1000"}, False),
        ({"a": "1000"}, {"a": 1000}, True),
        ({"a": "x"}, {"a": 1}, False),
        ({"a": "2026-01-01"}, {"a": "2026-01-01T00:00:00"}, False),
        ({"a": "2026-05-01T10:00:00Z"}, {"a": "2026-05-01T12:00:00+02:00"}, False),
        ({"a": {"x": 1}}, {"a": {"x": 1, "y": 2}}, True),
        ({"a": {"x": 1}}, {"a": "x"}, False),
        ({"a": [1, {"x": 1}]}, {"a": ["1", {"x": 1, "y": 2}]}, True),
        ({"a": [1]}, {"a": [1, 2]}, False),
        ({"a": [1]}, {"a": None}, False),
        ({"a": "Hc4RtZ8mWq2NxKb7V"}, {"a": {"_id": "Hc4RtZ8mWq2NxKb7V", "title": "New"}}, True),
        ({"a": "New"}, {"a": {"_id": "Hc4RtZ8mWq2NxKb7V", "title": "New"}}, True),
        ({"a": "EUR"}, {"a": {"code": "USD"}}, False),
    ],
)
def test_what_counts_as_the_same(sent: Any, shown: Any, similar: bool) -> None:
    """Every field that was sent and that the record shows, however the server writes it."""
    assert is_similar(sent, shown) is similar


@pytest.mark.parametrize(
    ("sent", "shown", "similar"),
    [
        ({"dueDate": "2026-05-01T10:00:00Z"}, {"dueDate": "2026-05-01T12:00:00+02:00"}, True),
        ({"dueDate": "2026-05-01"}, {"dueDate": "2026-05-01T00:00:00.000Z"}, True),
        ({"dueDate": "2026-05-01T10:00:00Z"}, {"dueDate": "2026-05-01T10:00:01Z"}, False),
        ({"dueDate": "soon"}, {"dueDate": "2026-05-01T10:00:01Z"}, False),
        ({"title": "2026-05-01"}, {"title": "2026-05-01T00:00:00.000Z"}, False),
        ({"title": "007"}, {"title": "7"}, False),
        ({"title": 7}, {"title": "7"}, True),
        ({"assignedTo": ["7"]}, {"assignedTo": ["07"]}, False),
    ],
)
def test_the_type_of_a_field_decides_what_is_the_same(sent: Any, shown: Any, similar: bool) -> None:
    """The same moment has several texts, a title has one."""
    assert is_similar(sent, shown, Ref(Task)) is similar


async def test_a_title_that_looks_like_a_number_or_a_date_is_a_title(sandbox: Sandbox) -> None:
    """A record of another client is not taken for one that was not created."""
    async with client(sandbox) as plutio:
        for mine, others in (("007", "7"), ("1e3", "1000"), ("2026-01-01", "2026-01-01T00:00:00")):
            error = await lost(plutio, plutio.tasks.create(title=mine), sandbox, Fault.reset("before", method="POST"))
            await plutio.tasks.create(title=others)
            assert await error.find_similar(plutio) == []


async def test_a_write_that_creates_no_record_is_a_type_error(sandbox: Sandbox) -> None:
    """An empty list would say that it did not happen."""
    invoice = sandbox.seed(invoices=[{"name": "May"}])["invoices"][0]
    async with client(sandbox) as plutio:
        error = await lost(plutio, plutio.request("POST", "/invoices/email", json={"_id": invoice["_id"]}), sandbox)
        with pytest.raises(TypeError, match="POST /invoices/email creates no record that can be listed"):
            await error.find_similar(plutio)
        put = plutio.request("PUT", "/tasks", json={"_id": "Hc4RtZ8mWq2NxKb7V", "title": "Brief"})
        error = await lost(plutio, put, sandbox, Fault.reset("after", method="PUT"))
        with pytest.raises(TypeError, match="PUT /tasks creates no record"):
            await error.find_similar(plutio)
        error = await lost(plutio, plutio.roles.create(title="Editor"), sandbox)
        with pytest.raises(TypeError, match="roles_create"):
            await error.find_similar(plutio)
        with pytest.raises(TypeError, match="this write creates no record"):
            await OutcomeUnknown("mine").find_similar(plutio)


async def test_a_failed_search_raises() -> None:
    """An empty list would say that nothing was found."""
    api = Api(httpx.ReadError("lost"), answer(400, {"message": "No"}))
    async with api.client() as plutio:
        with pytest.raises(OutcomeUnknown) as caught:
            await plutio.tasks.create(title="Brief")
        with pytest.raises(PlutioError, match="No"):
            await caught.value.find_similar(plutio)
