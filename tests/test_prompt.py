"""What a user sees at a prompt and in a notebook."""

from __future__ import annotations

import pickle
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import Listing, Model, Plutio, Resource
from plutio_async._models.tables import RecordList
from plutio_async.models import Person, Task
from plutio_async.resources import TasksResource
from plutio_async.testing._api.catalogue import description

from .api import TOKEN, Api, answer

HOSTILE = '<script>alert(\'x\')</script>" onload="evil()" <img src=x onerror=alert(1)>&lt;'


class Tags(HTMLParser):
    """The tags of a text, with attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def shown(value: Any) -> Tags:
    tags = Tags(value._repr_html_())
    assert {(tag, tuple(attributes)) for tag, attributes in tags.tags} <= {
        (tag, ()) for tag in ("table", "tr", "th", "td", "p")
    }
    return tags


@pytest.mark.anyio
async def test_records_and_lists_of_them_are_tables() -> None:
    """Also the pages of a list, and a record alone."""
    rows = [{"_id": f"t{n}", "title": f"Task {n}", "businessId": "b"} for n in range(30)]
    async with Api(answer(200, rows)).client() as plutio:
        tasks = await plutio.tasks.list()
        pages = [page async for page in plutio.tasks.pages(page_cap=500)]
        many = await plutio.tasks.get_many([f"t{n}" for n in range(30)])
    for records in (tasks, pages[0], many):
        assert isinstance(records, list)
        text = shown(records).text
        assert text.startswith("idtitlebusiness_idt0Task 0bt1Task 1b")
        assert text.endswith("20 of 30 records, 3 of 3 fields")
    assert shown(tasks[0]).text == "Taskidt0titleTask 0business_idb3 of 3 fields"
    assert tasks == [*tasks]
    assert pickle.loads(pickle.dumps(tasks)) == tasks


def test_a_hostile_record_shows_as_text() -> None:
    """In values, in names, in parts of it, and in the title of a column."""
    data = {"_id": HOSTILE, "title": HOSTILE, "assignedTo": [HOSTILE], HOSTILE: {HOSTILE: HOSTILE}}
    task = Task.from_dict(data)
    for value in (task, RecordList([task]), RecordList([HOSTILE])):
        html = value._repr_html_()
        assert "<script" not in html
        assert "<img" not in html
        assert HOSTILE[:60] in shown(value).text


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.none().map(lambda _: 10**5000),
        lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
        max_leaves=8,
    )
)
def test_any_record_is_a_small_table(value: Any) -> None:
    """Whatever the API sends."""
    for name in ("title", "assignedTo", "customFields", "undescribed", "<b>"):
        record = Task.from_dict({"_id": "t", name: value})
        shown(record)
        assert len(RecordList([record] * 1000)._repr_html_()) < 100_000


def test_a_table_of_records_of_several_kinds_has_the_fields_of_all() -> None:
    """An empty list is a table too."""
    records: list[Any] = [Task(id="t", title="Brief"), Person(id="p", role="team"), None]
    text = shown(RecordList(records)).text
    assert all(part in text for part in ("title", "role", "Brief", "team", "3 of 3 records"))
    assert shown(RecordList()).text == "0 of 0 records, 0 of 0 fields"


@pytest.mark.anyio
async def test_nothing_at_a_prompt_shows_a_secret() -> None:
    """Neither the secret nor the token."""
    async with Api(answer(200, [{"_id": "t"}])).client() as plutio:
        tasks = await plutio.tasks.list()
        texts = [repr(plutio), repr(plutio.budget), repr(plutio.stats), repr(plutio.resources), repr(plutio.tasks)]
        texts += [repr(tasks), tasks._repr_html_()]  # type: ignore[attr-defined]
    assert not [text for text in texts if "the-secret" in text or TOKEN["accessToken"] in text]


def test_completion_shows_methods_only() -> None:
    """Of a resource: what a user calls."""
    plutio = Plutio("id", "secret")
    assert set(dir(plutio.tasks)) >= {"list", "iterate", "create", "update", "bulk_update"}
    for resource in plutio.resources.values():
        for name in dir(resource):
            assert not name.startswith("_")
            assert callable(getattr(resource, name))
        public = {name for name in vars(type(resource)) if not name.startswith("_")}
        assert public <= {*dir(resource), "name", "model"}
    assert {"schema", "create"} <= set(dir(plutio.custom_fields))


def test_resources_by_name() -> None:
    """A mapping of all of them, of a client and of its views."""
    plutio = Plutio("id", "secret", business="example")
    described = {item["tags"][0] for path in description()["paths"].values() for item in path.values()} - {"Oauth"}
    assert len(plutio.resources) == len(described)
    assert plutio.resources["tasks"] is plutio.tasks
    assert plutio.resources["custom_fields"] is plutio.custom_fields
    view = plutio.for_business("other")
    assert view.resources["tasks"] is view.tasks is not plutio.tasks
    assert "tasks" in plutio.resources
    assert "task" not in plutio.resources
    for name, resource in plutio.resources.items():
        assert isinstance(resource, Resource)
        assert resource.name == name
        assert issubclass(resource.model, Model)
    with pytest.raises(KeyError, match="did you mean 'tasks'"):
        plutio.resources["task"]
    assert {name for name, one in plutio.resources.items() if not isinstance(one, Listing)} == {
        "dashboard_data",
        "roles",
    }


def test_a_resource_is_loaded_when_it_is_asked_for() -> None:
    """Not with the mapping."""
    plutio = Plutio("id", "secret")
    assert list(plutio.resources)
    assert "tasks" not in vars(plutio)
    assert isinstance(plutio.resources["tasks"], TasksResource)
    assert "notes" not in vars(plutio)
