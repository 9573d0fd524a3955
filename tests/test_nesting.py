"""The levels of lists and objects: one bound for answers and bodies, below which everything works."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from plutio_async import Plutio, UnreadableAnswer, models
from plutio_async._core.json_text import (
    MAX_FREE,
    MAX_NESTING,
    TooDeep,
    is_deep,
    json_text,
    parse_by_standard,
    parse_json,
)
from plutio_async._models.answers import Rows
from plutio_async._models.fields import Ref, fields_of, item_codec, options_of
from plutio_async.models import Person, Task

from .api import Api, answer

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
MOMENT = "2026-11-01T12:00:00.000Z"


def nested(levels: int) -> Any:
    """Lists and objects by turns. Texts around each level hide it from whoever counts the brackets in texts too."""
    value: Any = 0
    for level in range(levels):
        value = {"a": "}", "b": value, "c": "{"} if level % 2 else ["]", value, "["]
    return value


def text(levels: int) -> str:
    """Its JSON, which no encoder need be able to write."""
    written = "0"
    for level in range(levels):
        written = f'{{"a":"}}","b":{written},"c":"{{"}}' if level % 2 else f'["]",{written},"["]'
    return written


def page(levels: int, size: int = 0, custom: bool = False) -> httpx.Response:
    """A list with a record that has a value of so many levels, in an answer of at least a size."""
    value = f'"customFields":[{{"_id":"f","value":{text(levels)}}}]' if custom else f'"deep":{text(levels)}'
    content = f'[{{"_id":"a","updatedAt":"{MOMENT}",{value}}}]'
    return httpx.Response(200, content=content.encode().ljust(size))


def within(frames: int, work: Callable[[], Any]) -> Any:
    """The result of work that begins with so many frames on the stack, as under an application."""
    return within(frames - 1, work) if frames else work()


def test_the_text_of_the_tests_is_that_of_their_values() -> None:
    """And has the levels that they say."""
    for levels in (5, 6, 100):
        assert json.loads(text(levels)) == nested(levels)
        assert not is_deep(nested(levels), levels)
        assert is_deep(nested(levels), levels - 1)


async def changed(plutio: Plutio) -> list[Task]:
    return [record async for record in plutio.tasks.changes(since=SINCE)]


async def walked(plutio: Plutio) -> list[Task]:
    return [record async for record in plutio.tasks.iterate()]


READS: dict[str, Callable[[Plutio], Awaitable[Any]]] = {
    "list": lambda plutio: plutio.tasks.list(),
    "get": lambda plutio: plutio.tasks.get("a"),
    "coalesced": lambda plutio: plutio.with_options(coalesce=True).tasks.get("a"),
    "request": lambda plutio: plutio.request("GET", "/tasks"),
    "changes": changed,
    "iterate": walked,
}


@pytest.mark.anyio
@pytest.mark.parametrize("size", [0, 5000, 100_000], ids=["standard", "speed", "large"])
@pytest.mark.parametrize("levels", [MAX_FREE + 1, 500, 950, 4000])
@pytest.mark.parametrize("custom", [False, True], ids=["free", "custom"])
async def test_a_deeper_answer_is_unreadable(levels: int, size: int, custom: bool) -> None:
    """The error says why. A value of a custom field is no exception, though it is decoded later."""
    given = page(levels, size, custom)
    for name, read in READS.items():
        api = Api(given)
        async with api.client(retries=1) as plutio:
            with pytest.raises(UnreadableAnswer, match=r"the answer is nested too deeply: more than 100 levels"):
                await read(plutio)
        assert len(api.requests) == 1, name


@pytest.mark.anyio
@pytest.mark.parametrize("size", [0, 5000, 100_000], ids=["standard", "speed", "large"])
@pytest.mark.parametrize("id", [True, False])
async def test_everything_works_up_to_the_bound(size: int, id: bool) -> None:
    """Also below three hundred frames of an application, and for a record without an id."""
    given = page(MAX_FREE, size)
    if not id:
        given = httpx.Response(200, content=given.content.replace(b'"_id":"a",', b""))
    for read in (changed, walked):
        async with Api(given, answer(200, [])).client() as plutio:
            (record,) = await read(plutio)
        assert record.extra["deep"] == nested(MAX_FREE)

        def work(record: Task = record) -> None:
            written = record.to_dict()
            assert written["deep"] == nested(MAX_FREE)
            assert parse_json(record.to_json().encode()) == written
            assert record == Task.from_dict(written) == copy.deepcopy(record) == pickle.loads(pickle.dumps(record))
            assert repr(record) == repr(copy.copy(record))
            adapter = TypeAdapter(Task)
            assert adapter.validate_python(adapter.dump_python(record, mode="json")) == record
            assert json.loads(adapter.dump_json(record)) == written
            assert json.loads(json.dumps(written, indent=2)) == written

        within(300, work)


@pytest.mark.anyio
async def test_an_error_keeps_a_body_up_to_the_bound() -> None:
    """Without its secrets. A deeper one is kept as text."""
    for levels in (MAX_FREE, 500, 5000):
        content = f'{{"message":"no","deep":{text(levels - 1)}}}'
        async with Api(httpx.Response(400, content=content.encode())).client() as plutio:
            with pytest.raises(Exception, match="status 400") as caught:
                await plutio.tasks.list()
        body: Any = getattr(caught.value, "body", None)
        assert body == (json.loads(content) if levels == MAX_FREE else content[:2000])


WRITES: dict[str, Callable[[Plutio, Any], Awaitable[Any]]] = {
    "create": lambda plutio, value: plutio.tasks.create(title="x", extra={"deep": value}),
    "update": lambda plutio, value: plutio.tasks.update("a", extra={"deep": value}),
    "bulk_update": lambda plutio, value: plutio.tasks.bulk_update(["a"], extra={"deep": value}),
    "create_many": lambda plutio, value: plutio.tasks.create_many([{"title": "x", "extra": {"deep": value}}]),
    "request": lambda plutio, value: plutio.request("POST", "/tasks", json={"deep": value}),
}


@pytest.mark.anyio
@pytest.mark.parametrize("levels", [MAX_NESTING, 300, 5000])
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
async def test_a_deeper_body_is_refused(write: Callable[[Plutio, Any], Awaitable[Any]], levels: int) -> None:
    """Before a call is spent, also one for the token."""
    api = Api()
    async with api.client() as plutio:
        with pytest.raises(ValueError, match="nested too deeply"):
            await write(plutio, nested(levels))
        assert plutio.budget.remaining == 1000
    assert api.requests == api.token_requests == []


@pytest.mark.anyio
@pytest.mark.parametrize("levels", [MAX_NESTING - 2, 5000])
async def test_a_deep_value_in_a_part_of_a_record_is_refused(levels: int) -> None:
    """The levels around it count."""
    async with Api().client() as plutio:
        with pytest.raises(ValueError, match="nested too deeply"):
            await plutio.tasks.create(custom_fields=[{"_id": "f", "value": nested(levels)}])


@pytest.mark.anyio
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
async def test_a_body_up_to_the_bound_is_sent(write: Callable[[Plutio, Any], Awaitable[Any]]) -> None:
    """As it is."""
    api = Api(answer(200, {"_id": "a"}))
    async with api.client() as plutio:
        await write(plutio, nested(MAX_NESTING - 1))
    assert [body["deep"] for body in api.bodies()] == [nested(MAX_NESTING - 1)]


FREE = {
    "unknown": lambda value: {"_id": "a", "deep": value},
    "in a part": lambda value: {"_id": "a", "name": {"deep": value}},
    "of a wrong type": lambda value: {"_id": "a", "title": value},
    "in a list": lambda value: {"_id": "a", "contactEmails": [{"address": "a@example.com"}, [value]]},
    "in a part of a wrong type": lambda value: {"_id": "a", "name": {"first": value}},
}
"""Where a value of unknown shape may be."""


@pytest.mark.parametrize("where", FREE.values(), ids=FREE)
@pytest.mark.parametrize("parse", [parse_json, parse_by_standard])
def test_a_record_is_bounded_wherever_its_value_is(where: Callable[[Any], Any], parse: Callable[[bytes], Any]) -> None:
    """Up to the bound it can be written and read again; above, it cannot be read."""
    for levels in (MAX_FREE - 3, 300):
        content = json.dumps([where("VALUE")]).replace('"VALUE"', text(levels)).encode().ljust(5000)
        if levels > MAX_FREE:
            with pytest.raises(TooDeep, match="more than 100 levels"):
                Rows(Person)(parse(content))
        else:
            (person,) = Rows(Person)(parse(content))
            assert Person.from_dict(json.loads(person.to_json())) == person


@given(st.integers(MAX_NESTING - 2, MAX_NESTING + 2), st.lists(st.text('[]{}\\"a', max_size=300), max_size=4))
def test_brackets_in_texts_are_no_levels(levels: int, texts: list[str]) -> None:
    """Nor do they hide any."""
    value = [texts, nested(levels - 1), texts]
    if levels > MAX_NESTING:
        with pytest.raises(TooDeep):
            json_text(value)
    else:
        assert json.loads(json_text(value)) == value


def test_no_model_contains_itself() -> None:
    """So the levels of a record are those of a few models, and of a value inside them."""

    def levels(model: type[Any], above: tuple[type[Any], ...] = ()) -> int:
        assert model not in above
        codecs = [option for field in fields_of(model).values() for option in options_of(item_codec(field.codec))]
        inner = [levels(codec.model, (*above, model)) for codec in codecs if isinstance(codec, Ref)]
        return 2 + max(inner, default=0)  # an object, in a list

    deepest = max(levels(getattr(models, name)) for name in models.__all__ if hasattr(getattr(models, name), "decode"))
    assert MAX_FREE + deepest < MAX_NESTING


def test_a_value_that_contains_itself_is_refused() -> None:
    """Here or by the encoder."""
    endless: list[Any] = []
    endless.append(endless)
    endless.append([endless, endless])
    for value in (endless, [Decimal(1), endless]):
        with pytest.raises(ValueError, match=r"nested too deeply|Circular"):
            json_text(value)
        with pytest.raises(TooDeep):
            Task(extra={"x": value}).to_dict()
