"""The arguments of methods: what is shown of them, what they take, and what they refuse before a call."""

from __future__ import annotations

import copy
import inspect
import pickle
import pydoc
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from plutio_async import UNSET, BadRequestError, ConfigurationError, F, Plutio, raw
from plutio_async.models import Company, EntityRef, EntityRefType, Person, Project, Task
from plutio_async.testing import Sandbox

from .api import Api

pytestmark = pytest.mark.anyio


def parameters(method: Any) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(method).parameters)


async def test_a_write_shows_its_fields(plutio: Plutio) -> None:
    """With their types and meanings, in ``inspect.signature`` and in ``help()``."""
    shown = parameters(plutio.tasks.update)
    assert list(shown)[:3] == ["id", "title", "description_html"]
    assert shown["due_date"].annotation == "datetime | date | str | None"
    assert shown["due_date"].default is UNSET
    text = pydoc.render_doc(plutio.tasks.create, renderer=pydoc.plaintext)
    assert "due_date: 'datetime | date | str | None' = UNSET" in text
    assert "due_date: When it is due." in text
    assert "Known values: `incomplete`," in text


@pytest.mark.parametrize("name", ["list", "iterate", "pages", "count"])
async def test_a_listing_shows_the_filters_of_its_resource(plutio: Plutio, name: str) -> None:
    """Plain fields only: a list and an object are no plain values. Any other filter stays possible."""
    tasks, people = parameters(getattr(plutio.tasks, name)), parameters(getattr(plutio.people, name))
    assert (tasks["status"].annotation, tasks["project_id"].annotation) == ("str", "str")
    assert "project_id" not in people
    assert people["role"].kind is inspect.Parameter.KEYWORD_ONLY
    assert "assigned_to" not in tasks
    assert list(tasks)[-1] == "filters"
    assert next(iter(tasks)) == "q"
    assert "status: 'str' = UNSET" in pydoc.render_doc(getattr(plutio.tasks, name), renderer=pydoc.plaintext)


async def test_a_listing_shows_the_filters_that_it_needs(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Without them nothing is sent, unless a query may have them."""
    shown = parameters(plutio.comments.iterate)
    assert (shown["entity_type"].default, shown["entity_id"].default) == (inspect.Parameter.empty,) * 2
    message = r"comments\.{}\(\) needs entity_type and entity_id: the API has no list of all"
    with pytest.raises(TypeError, match=message.format("list")):
        await plutio.comments.list()
    with pytest.raises(TypeError, match=message.format("iterate")):
        plutio.comments.iterate()
    with pytest.raises(TypeError, match=message.format("watch")):
        plutio.comments.watch()
    with pytest.raises(TypeError, match=r"comments\.count\(\) needs entity_id"):
        await plutio.comments.count(entity_type="task")
    assert plutio_sandbox.calls == []
    await plutio.comments.list(q=(F.entity_type == "task") & (F.entity_id == "t"))


async def test_listing_methods_stay_methods(plutio: Plutio) -> None:
    """Their signatures are made when they are read; everything else is as written."""
    assert inspect.iscoroutinefunction(plutio.tasks.list)
    assert plutio.tasks.iterate.__doc__ == plutio.people.iterate.__doc__
    bound = inspect.signature(plutio.tasks.list).bind(limit=3, status="completed", new_field=1)
    assert bound.arguments == {"limit": 3, "status": "completed", "filters": {"new_field": 1}}
    assert list(inspect.signature(type(plutio.tasks).list).parameters)[:2] == ["self", "q"]


async def test_count(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """The same as counting what ``iterate`` gives."""
    plutio_sandbox.seed(tasks=[{"title": "a"}] * 7 + [{"title": "b"}] * 4)
    assert await plutio.tasks.count() == 11
    assert await plutio.tasks.count(title="b", page_size=2) == 4
    assert await plutio.tasks.count(q=F.title != "b") == 7


async def test_unset_is_the_same_as_leaving_out(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """None clears a field; ``raw`` sends any value."""
    task = await plutio.tasks.create(title="a", description_plain="b", due_date=UNSET)
    await plutio.tasks.update(task, title=UNSET, description_plain=None)
    assert plutio_sandbox.calls[-1].json == {"_id": task.id, "descriptionPlain": None}
    with pytest.raises(BadRequestError):
        await plutio.tasks.update(task, status=raw("my own"), title=raw(5))
    assert plutio_sandbox.calls[-1].json == {"_id": task.id, "status": "my own", "title": 5}
    await plutio.tasks.list(title="a", status=UNSET)
    assert dict(plutio_sandbox.calls[-1].query) == {"title": "a"}


def test_unset_is_one_object_and_false() -> None:
    """Also when it is copied or pickled."""
    assert (bool(UNSET), repr(UNSET)) == (False, "UNSET")
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET


async def test_a_wrong_keyword_names_the_nearest_or_all(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """On every Python."""
    call: Any = plutio.projects.update
    with pytest.raises(TypeError, match=r"projects\.update\(\) got .* 'naem'; did you mean 'name'\?"):
        await call("p", naem="x")
    with pytest.raises(TypeError, match=r"'zzz'; the fields are name, .*clients, .*; pass one that is not described"):
        await call("p", zzz="x")
    assert plutio_sandbox.calls == []


async def test_an_update_without_a_field_is_refused(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """It would spend a call and change nothing. The error names the method, whose resource may be of several words."""
    updates = {
        "tasks.update": plutio.tasks.update("t"),
        "tasks.bulk_update": plutio.tasks.bulk_update(["t"]),
        "people.update": plutio.people.update("p", custom={}),
        "time_tracks.update": plutio.time_tracks.update("t"),
        "time_tracks.bulk_update": plutio.time_tracks.bulk_update(["t"]),
    }
    for method, update in updates.items():
        with pytest.raises(TypeError) as raised:
            await update
        assert str(raised.value) == f"{method}() needs a field to change"
    assert plutio_sandbox.calls == []


PERSON, COMPANY = Person(id="p" * 17), Company(id="c" * 17)
PROJECT, TASK = Project(id="j" * 17), Task(id="t" * 17)


async def test_a_record_stands_for_its_id(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """In every place that has an id of such a record: alone, in a list, in a reference."""
    made = await plutio.tasks.create(title="a", project_id=PROJECT, assigned_to=[PERSON, "x"])
    assert plutio_sandbox.calls[-1].json == {"title": "a", "projectId": PROJECT.id, "assignedTo": [PERSON.id, "x"]}
    assert (await plutio.tasks.get(made)).id == made.id
    assert [task.id for task in await plutio.tasks.get_many([made, made.id])] == [made.id] * 2
    await plutio.invoices.create(name="a", client=COMPANY)
    assert plutio_sandbox.calls[-1].json == {"name": "a", "client": {"_id": COMPANY.id, "entityType": "company"}}
    await plutio.projects.create(name="a", clients=[PERSON, EntityRef(id="x", entity_type=EntityRefType.PERSON)])
    assert [client["entityType"] for client in plutio_sandbox.calls[-1].json["clients"]] == ["person", "person"]
    await plutio.tasks.bulk_delete([made])
    assert plutio_sandbox.calls[-1].json == {"_ids": [made.id]}


async def test_a_record_of_another_kind_is_refused(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """The error says which kind was given and which is needed, and shows nothing of the record."""
    secret: Any = Person(id="p", name={"first": "Secret"})  # type: ignore[arg-type]
    wrong: Any = plutio
    for call, message in (
        (wrong.tasks.get(secret), r"tasks\.get\(\) takes a Task or its id, not a Person"),
        (wrong.tasks.update(TASK, project_id=secret), "project_id takes a record of projects, or its id, not a Person"),
        (wrong.tasks.update(TASK, assigned_to=[TASK]), "takes a record of people or profiles, or its id, not a Task"),
        (wrong.invoices.create(client=TASK), "client takes a record of people or companies, or its id, not a Task"),
        (wrong.tasks.delete(Task()), "takes a record that has an id; this Task has none"),
        (wrong.tasks.update(TASK, project_id=Project()), "takes a record that has an id; this Project has none"),
    ):
        with pytest.raises(TypeError, match=message) as caught:
            await call
        assert "Secret" not in str(caught.value)
    assert plutio_sandbox.calls == []


def test_the_ids_of_special_writes_are_positional() -> None:
    """As those of all others."""
    from plutio_async import resources

    for name in resources.__all__:
        cls = getattr(resources, name)
        for key, method in vars(cls).items():
            if inspect.iscoroutinefunction(method) and key not in ("list", "count"):
                shown = list(inspect.signature(method).parameters)
                assert not {"id", "ids"} & set(shown[2:]), f"{name}.{key}"


@pytest.mark.anyio
@pytest.mark.parametrize(
    "use",
    [
        lambda tasks: tasks.list(limit="x"),
        lambda tasks: tasks.list(limit=0),
        lambda tasks: tasks.list(skip=-1),
        lambda tasks: anext(tasks.pages(page_size=0)),
        lambda tasks: anext(tasks.pages(progress=5)),
        lambda tasks: anext(tasks.watch(every="x", since=datetime.now(UTC))),
        lambda tasks: tasks.bulk_delete(["a"], progress=5),
    ],
)
async def test_a_wrong_number_or_function_is_refused_before_a_call(use: Callable[[Any], Awaitable[Any]]) -> None:
    """With the name that the user gave it."""
    api = Api()
    async with api.client() as plutio:
        with pytest.raises(ConfigurationError, match=r"^(limit|skip|page_size|every|progress)="):
            await use(plutio.tasks)
    assert api.requests == []
