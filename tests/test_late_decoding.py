"""Custom fields of records that a server sends are decoded when they are first read, which nothing shows."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._models.answers import Rows
from plutio_async.models import CustomFieldValue, Task

ITEMS = (
    st.none()
    | st.integers()
    | st.text(max_size=3)
    | st.dictionaries(
        st.sampled_from(["_id", "type", "value", "inputTemplateId", "new"]),
        st.none() | st.text(max_size=3) | st.integers(),
    )
)
LISTS = st.none() | st.integers() | st.lists(ITEMS, max_size=4) | ITEMS


def sent(custom_fields: Any) -> dict[str, Any]:
    """A task as a server sends it."""
    return {"_id": "t", "title": "Brief", "customFields": custom_fields}


def read(custom_fields: Any) -> Task:
    """The task as a list gives it."""
    [task] = Rows(Task)([sent(custom_fields)])
    return task


@given(LISTS)
def test_the_record_is_the_same(custom_fields: Any) -> None:
    """As one whose fields were all decoded at once, whatever the server sends."""
    at_once = Task.from_dict(sent(custom_fields))
    assert read(custom_fields) == at_once
    assert at_once == read(custom_fields)
    assert repr(read(custom_fields)) == repr(at_once)
    assert read(custom_fields).to_dict() == at_once.to_dict()
    assert read(custom_fields).custom_fields == at_once.custom_fields


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda task: pickle.loads(pickle.dumps(task))])
def test_copies_are_the_same(copied: Callable[[Task], Task]) -> None:
    """Before and after the fields are read."""
    task = read([{"_id": "a", "value": "x"}, None])
    assert copied(task) == task
    assert copied(task).custom_fields == [CustomFieldValue(id="a", value="x"), None]


def test_they_are_decoded_once() -> None:
    """So that a change of one of them stays, and a new list too."""
    task = read([{"_id": "a", "value": "x"}])
    assert task.custom_fields is not None
    task.custom_fields[0].value = "y"
    assert task.to_dict()["customFields"] == [{"_id": "a", "value": "y"}]
    replaced = read([{"_id": "a", "value": "x"}])
    replaced.custom_fields = None
    assert replaced.to_dict() == {"_id": "t", "title": "Brief"}


def test_threads_get_the_same_list() -> None:
    """Also those that read it first at the same time."""
    for _ in range(50):
        task, together = read([{"_id": str(number)} for number in range(20)]), Barrier(4)

        def first(task: Task = task, together: Barrier = together) -> Any:
            together.wait(10)
            return task.custom_fields

        with ThreadPoolExecutor(4) as threads:
            found = [thread.result(10) for thread in [threads.submit(first) for _ in range(4)]]
        assert all(fields == found[0] for fields in found)


def test_a_mapping_of_the_callers_is_read_at_once() -> None:
    """Later changes of it are not those of the record."""
    given = sent([{"_id": "a", "value": "x"}])
    task = Task.from_dict(given)
    given["customFields"][0]["value"] = "y"
    assert task.to_dict()["customFields"] == [{"_id": "a", "value": "x"}]
