"""The decoders that are compiled when a model is first read."""

from __future__ import annotations

import copy
import linecache
import pickle
import textwrap
import traceback
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import pytest

from plutio_async._models import compiling
from plutio_async._models.codecs import INTEGER, NUMBER, TEXT, Either, Many
from plutio_async._models.fields import Ref, field
from plutio_async._models.model import Model
from plutio_async.models import Task


def make(**fields: Any) -> type[Model]:
    """A new model, which has no decoder yet."""
    attributes = {name: field(name, codec) for name, codec in fields.items()}
    return attrs.make_class("Made", attributes, bases=(Model,), kw_only=True, eq=False, repr=False, slots=True)


def test_threads_compile_one_decoder() -> None:
    """Each of them reads the same records."""
    model = make(title=TEXT, count=INTEGER)
    with ThreadPoolExecutor(8) as pool:
        records = list(pool.map(model.decode, [{"title": str(n), "count": n} for n in range(200)]))
    assert [(record.title, record.count) for record in records] == [(str(n), n) for n in range(200)]  # type: ignore[attr-defined]


def test_a_subclass_reads_its_own_fields() -> None:
    """Whichever of the two is read first."""

    @attrs.define(kw_only=True, eq=False, repr=False)
    class Mine(Task):
        color: str | None = field("color", TEXT)

    assert Task.decode({"_id": "t", "color": "red"}).extra == {"color": "red"}
    mine = Mine.decode({"_id": "t", "color": "red", "title": "a"})
    assert (type(mine), mine.color, mine.title, mine.extra) == (Mine, "red", "a", {})
    assert Mine.from_dict({"_id": "t", "color": [1]}).extra == {"color": [1]}


def test_the_example_of_the_compiler_is_what_it_compiles() -> None:
    """The docstring of its module shows it."""

    @attrs.define(kw_only=True, eq=False, repr=False)
    class Project(Model):
        pass

    @attrs.define(kw_only=True, eq=False, repr=False)
    class Example(Model):
        title: str | None = field("title", TEXT)
        project: Any = field("project", Ref(Project))  # noqa: RUF009 - it makes an attribute

    Example.decode({})
    assert compiling.__doc__ is not None
    assert textwrap.indent("".join(linecache.getlines("<the decoder of Example>")), "    ") in compiling.__doc__


def test_a_model_inside_itself() -> None:
    """Its decoder is compiled once, not while it is being compiled."""

    @attrs.define(kw_only=True, eq=False, repr=False)
    class Folder(Model):
        name: str | None = field("name", TEXT)
        inside: list[Any] | None = field("inside", Many(Ref(lambda: Folder)))  # noqa: RUF009 - it makes an attribute

    folder = Folder.decode({"name": "a", "inside": [{"name": "b", "inside": []}]})
    assert folder.inside is not None
    assert isinstance(folder.inside[0], Folder)
    assert folder.to_dict() == {"name": "a", "inside": [{"name": "b", "inside": []}]}


def test_the_source_is_shown_in_tracebacks() -> None:
    """A debugger finds it too."""
    with pytest.raises(ValueError, match="isoformat") as caught:
        Task.decode({"_id": "t", "dueDate": "never"})
    frames = traceback.extract_tb(caught.value.__traceback__)
    (frame,) = [frame for frame in frames if frame.filename == "<the decoder of Task>"]
    assert frame.line is not None
    assert frame.line.startswith("o.due_date = v if v is None else")
    linecache.checkcache()
    assert linecache.getline("<the decoder of Task>", 1) == "def decode(cls, d):\n"


def test_names_of_the_description_cannot_become_code() -> None:
    """Names are quoted, whatever is in them."""
    name = "a'] or __import__('os').abort() or d['\n\\"
    model = attrs.make_class("Odd", {"odd": field(name, TEXT)}, bases=(Model,), kw_only=True, eq=False, repr=False)
    assert model.decode({name: "x"}).odd == "x"


@pytest.mark.parametrize("value", [1, 1.5, "a", None])
def test_one_of_several_types(value: Any) -> None:
    """A value that fits one of them is taken as it is."""
    model: Any = make(value=Either(TEXT, NUMBER), several=Either(INTEGER, NUMBER))
    assert model.decode({"value": value}).value == value
    assert model.decode({"several": 2.0}) == model._from_unexpected({"several": 2.0})
    assert isinstance(model.decode({"several": 2.0}).several, int)


def test_records_are_copied_and_pickled() -> None:
    """As those of any class."""
    task = Task.decode({"_id": "t", "dueDate": "2026-01-02T03:04:05.678Z", "customFields": [{"_id": "f"}], "new": [1]})
    assert pickle.loads(pickle.dumps(task)) == task == copy.deepcopy(task)
