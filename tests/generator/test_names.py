"""Every property keeps a name of its own in Python, whatever it is called on the wire."""

from __future__ import annotations

import importlib
from inspect import signature

import pytest

from generator.names import field_name
from plutio_async import F
from plutio_async._models.model import CustomRecord
from plutio_async._resources.listing import Listing

from .calls import Api, operation, sent, things
from .conftest import Generate

pytestmark = [pytest.mark.anyio, pytest.mark.integration]

TAKEN = [
    "extra",
    "self",
    "to_dict",
    "from_dict",
    "decode",
    "custom",
    "custom_entity",
    "progress",
    "resource_name",
    "unknown",
    "written",
]


@pytest.mark.parametrize("name", TAKEN)
async def test_a_name_that_is_taken_gets_an_underscore(generate: Generate, name: str) -> None:
    """The same one on the record, on the write, and as a filter; the wire name stays."""
    package = generate(f"{name}:\n  type: string\ntitle:\n  type: string")
    Thing = importlib.import_module(f"{package.__name__}.models").Thing
    data = {"_id": "t", name: "a", "title": "b", "new": 1}
    thing = Thing.from_dict(data)
    assert (getattr(thing, f"{name}_"), thing.title, thing.extra) == ("a", "b", {"new": 1})
    assert thing.to_dict() == data
    assert Thing(id="t", **{f"{name}_": "a"}) == Thing.from_dict({"_id": "t", name: "a"})
    api = Api({"_id": "t"}, [])
    await things(package, api).update("t", **{f"{name}_": "x"})
    assert sent(api)[3] == {"_id": "t", name: "x"}
    await things(package, api).list(**{f"{name}_": "x"})
    assert sent(api)[2] == {name: "x"}


def test_whatever_a_record_has_is_taken() -> None:
    """A new method of every model needs no edit elsewhere, but here it is noticed."""
    assert [name for name in dir(CustomRecord) if not name.startswith("_") and name == field_name(name)] == []


def test_whatever_a_list_takes_is_taken() -> None:
    """So that a field by that name can still be a filter."""
    methods = (Listing.changes, Listing.iterate, Listing.list, Listing.watch)
    own = {name for method in methods for name in signature(method).parameters} - {"filters"}
    assert {name for name in own if name == field_name(name)} == set()


@pytest.mark.parametrize("name", ["bool", "date", "datetime", "dict", "float", "int", "list", "str"])
def test_a_field_does_not_hide_a_type(name: str) -> None:
    """The fields after it are annotated with what it would hide."""
    assert field_name(name) == f"{name}_"


NAMED = """
2fa:
  type: string
  x-name: two_factor
dueDate:
  type: string
due_date:
  type: string
  x-name: due_day
cadence:
  $ref: "#/components/schemas/Cadence"
"""
CADENCE = """
Cadence:
  type: string
  description: How often.
  x-extensible-enum:
    - 2-weeks
    - in/progress
    - done
    - Done
  x-name:
    2-weeks: TWO_WEEKS
    in/progress: IN_PROGRESS
    Done: REALLY_DONE
    every-month: MONTHLY
  x-deprecated-name:
    every-month: 2-weeks
"""


async def test_x_name_gives_a_name_where_there_would_be_none(generate: Generate) -> None:
    """To records, writes, filters and conditions; on the wire nothing changes."""
    package = generate(NAMED, CADENCE)
    models = importlib.import_module(f"{package.__name__}.models")
    data = {"_id": "t", "2fa": "a", "dueDate": "b", "due_date": "c", "cadence": "2-weeks"}
    thing = models.Thing.from_dict(data)
    assert (thing.two_factor, thing.due_date, thing.due_day, thing.extra) == ("a", "b", "c", {})
    assert thing.cadence is models.Cadence.TWO_WEEKS
    assert thing.to_dict() == data
    assert {member.name: member.value for member in models.Cadence} == {
        "TWO_WEEKS": "2-weeks", "IN_PROGRESS": "in/progress", "DONE": "done", "REALLY_DONE": "Done"
    }  # fmt: skip
    with pytest.warns(DeprecationWarning, match=r"Cadence\.MONTHLY is now Cadence\.TWO_WEEKS"):
        assert models.Cadence.MONTHLY is models.Cadence.TWO_WEEKS
    api = Api({"_id": "t"}, [], [])
    await things(package, api).update("t", two_factor="x", due_day="y", cadence=models.Cadence.IN_PROGRESS)
    assert sent(api)[3] == {"_id": "t", "2fa": "x", "due_date": "y", "cadence": "in/progress"}
    await things(package, api).list(two_factor="x", due_day="y")
    assert sent(api)[2] == {"2fa": "x", "due_date": "y"}
    await things(package, api).list(q=F.two_factor != "x", sort="due_day")
    assert sent(api)[2] == {"q": '{"2fa":{"$ne":"x"}}', "sort": "due_date_asc"}


async def test_a_write_can_have_another_name_for_a_field(generate: Generate) -> None:
    """Each is sent by the same wire name."""
    body = "ThingCreate:\n  type: object\n  description: x\n  properties:\n    2fa:\n      type: string\n      x-name: code"
    package = generate(NAMED, CADENCE + body, operation("create", "post", "/things/new", "ThingCreate"))
    api = Api({"_id": "t"})
    await things(package, api).create(code="x")
    assert sent(api)[3] == {"2fa": "x"}


async def test_x_name_names_a_parameter(generate: Generate) -> None:
    """It is sent by its wire name."""
    parameter = "- name: 2fa\n  in: query\n  x-name: two_factor\n  schema:\n    type: string\n"
    api = Api([])
    await things(generate(parameters=parameter), api).list(two_factor="x")
    assert sent(api)[2] == {"2fa": "x"}


async def test_a_parameter_by_the_name_of_an_argument_gets_an_underscore(generate: Generate) -> None:
    """It is sent by its wire name."""
    parameter = "- name: progress\n  in: query\n  schema:\n    type: string\n"
    api = Api([])
    await things(generate(parameters=parameter), api).list(progress_="x")
    assert sent(api)[2] == {"progress": "x"}
