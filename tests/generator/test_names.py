"""Every property keeps a name of its own in Python, whatever it is called on the wire."""

from __future__ import annotations

import importlib
from inspect import signature

import pytest

from generator.errors import DescriptionError
from generator.names import field_name
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


MORE = "Extra:\n  type: object\n  description: x\n  properties:\n    due_date:\n      type: string"
WHOLE = (
    "\nWhole:\n  description: x\n  allOf:\n    - $ref: '#/components/schemas/Extra'\n    - type: object\n"
    "      properties:\n        dueDate:\n          type: string"
)


@pytest.mark.parametrize(
    ("properties", "schemas", "where"),
    [
        ("dueDate:\n  type: string\ndue_date:\n  type: string", "", "Thing"),
        ("whole:\n  $ref: '#/components/schemas/Whole'", MORE + WHOLE, "Whole"),
        ("id:\n  type: string", "", "Thing"),
    ],
)
def test_two_names_that_are_one_in_python_are_an_error(
    generate: Generate, properties: str, schemas: str, where: str
) -> None:
    """Neither of them is lost, also where ``allOf`` brings them together."""
    with pytest.raises(DescriptionError, match=rf"{where}.*: (due_?[dD]ate|_id) and (due_?[dD]ate|id) are both"):
        generate(properties, schemas)


def test_two_names_of_a_write_are_an_error_too(generate: Generate) -> None:
    """Where no record has them both."""
    schemas = (
        "ThingCreate:\n  type: object\n  description: x\n  properties:\n    dueDate:\n      type: string\n"
        "    due_date:\n      type: string"
    )
    with pytest.raises(DescriptionError, match="ThingCreate: dueDate and due_date are both due_date in Python"):
        generate(schemas=schemas, paths=operation("create", "post", "/things/new", "ThingCreate"))


def test_two_parameters_that_are_one_in_python_are_an_error(generate: Generate) -> None:
    """As for properties."""
    parameter = "- name: {}\n  in: query\n  schema:\n    type: string\n"
    with pytest.raises(DescriptionError, match="things_list: ofKind and of_kind are both of_kind in Python"):
        generate(parameters=parameter.format("ofKind") + parameter.format("of_kind"))


async def test_a_parameter_by_the_name_of_an_argument_gets_an_underscore(generate: Generate) -> None:
    """It is sent by its wire name."""
    parameter = "- name: progress\n  in: query\n  schema:\n    type: string\n"
    api = Api([])
    await things(generate(parameters=parameter), api).list(progress_="x")
    assert sent(api)[2] == {"progress": "x"}
