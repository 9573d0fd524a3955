"""Each construct of a description becomes code that does what it says: generated from a few lines, then run."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import pytest

from generator.errors import DescriptionError

from .conftest import Generate

pytestmark = pytest.mark.integration

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

STATUS = """
Status:
  type: string
  description: How it stands.
  x-extensible-enum:
    - open
    - past-due
"""
PART = """
Part:
  type: object
  description: A part.
  properties:
    zipCode:
      type: string
"""


def models(package: Any) -> Any:
    return importlib.import_module(f"{package.__name__}.models")


@pytest.mark.parametrize(
    ("schema", "sent", "read"),
    [
        ("type: string", "a", "a"),
        ("type: string", 5, "5"),
        ("type: number", 1.5, 1.5),
        ("type: number", "12.50", 12.5),
        ("type: number", "12", 12),
        ("type: integer", 3, 3),
        ("type: integer", "3", 3),
        ("type: boolean", True, True),
        ("type: boolean", "false", False),
        ("type: string\n  format: date-time", "2026-05-01T12:00:00.000Z", NOON),
        ("type: string\n  format: date-time", "2026-05-01T14:00:00+02:00", NOON),
        ("type: string\n  format: date-time", "2026-05-01T12:00:00", NOON),
        ("description: Any JSON.", {"a": [1]}, {"a": [1]}),
        ("type: array\n  items:\n    type: string", ["a"], ["a"]),
        ("type: array\n  items:\n    type: string", "a", ["a"]),
        ("type: array\n  items:\n    type: string", ["a", None, 5], ["a", None, "5"]),
        ("oneOf:\n    - type: integer\n    - type: string", "x", "x"),
        ("oneOf:\n    - type: integer\n    - type: string", 7, 7),
        ("oneOf:\n    - type: integer\n    - type: string", "7", "7"),
        ("oneOf:\n    - type: integer\n    - type: string", 1.5, "1.5"),
        ("oneOf:\n    - type: integer\n    - type: number", 2.0, 2),
        ("oneOf:\n    - type: string\n    - type: boolean", True, True),
        ("oneOf:\n    - type: string\n      format: date-time\n    - type: string", "2026-05-01T12:00:00Z", NOON),
    ],
)
def test_a_value_is_read_as_its_type_or_converted(generate: Generate, schema: str, sent: Any, read: Any) -> None:
    """What is described comes as described; what is nearly so is converted."""
    thing = models(generate(f"someValue:\n  {schema}")).Thing.from_dict({"_id": "t", "someValue": sent})
    assert (thing.some_value, type(thing.some_value)) == (read, type(read))
    assert thing.extra == {}


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        ("type: string", {"an": "object"}),
        ("type: number", "twelve"),
        ("type: number", "nan"),
        ("type: integer", 1.5),
        ("type: boolean", 1),
        ("type: string\n  format: date-time", "soon"),
        ("type: string\n  format: date-time", 1700000000),
        ("type: array\n  items:\n    type: number", "x"),
        ("oneOf:\n    - type: integer\n    - type: string", [1]),
    ],
)
def test_an_odd_value_costs_its_field_only_and_is_kept(generate: Generate, schema: str, sent: Any) -> None:
    """The field is None, the value is in ``extra`` and is written back."""
    data = {"_id": "t", "someValue": sent, "title": "fine"}
    thing = models(generate(f"someValue:\n  {schema}\ntitle:\n  type: string")).Thing.from_dict(data)
    assert (thing.id, thing.title, thing.some_value, thing.extra) == ("t", "fine", None, {"someValue": sent})
    assert thing.to_dict() == data


def test_null_and_absent_are_none(generate: Generate) -> None:
    """A reader meets no sentinel."""
    Thing = models(generate("title:\n  type: string\ndueDate:\n  type: string\n  format: date-time")).Thing
    assert Thing.from_dict({"_id": "t", "title": None}) == Thing(id="t", title=None, due_date=None)


def test_unknown_fields_are_kept_and_written_back(generate: Generate) -> None:
    """The API sends more than is described."""
    thing = models(generate("title:\n  type: string")).Thing.from_dict({"_id": "t", "title": "a", "new": {"x": 1}})
    assert thing.extra == {"new": {"x": 1}}
    assert thing.to_dict() == {"_id": "t", "title": "a", "new": {"x": 1}}


def test_as_many_keys_but_other_ones_are_read_too(generate: Generate) -> None:
    """The quick decoder counts keys; the count alone must not mislead it."""
    thing = models(generate("title:\n  type: string")).Thing.from_dict({"_id": "t", "other": 1})
    assert (thing.id, thing.title, thing.extra) == ("t", None, {"other": 1})


def test_known_values_become_an_open_enum(generate: Generate) -> None:
    """A member where the value is known, and something equal to the text where it is not."""
    made = models(generate("status:\n  $ref: '#/components/schemas/Status'", STATUS))
    known = made.Thing.from_dict({"_id": "t", "status": "past-due"})
    assert known.status is made.Status.PAST_DUE
    unknown = made.Thing.from_dict({"_id": "t", "status": "lost"})
    assert isinstance(unknown.status, made.Status)
    assert unknown.status == "lost"
    assert unknown.to_dict()["status"] == "lost"
    assert list(made.Status) == ["open", "past-due"]


def test_a_status_that_is_no_text_is_kept(generate: Generate) -> None:
    """An object where a text was promised costs the field, not the record."""
    made = models(generate("status:\n  $ref: '#/components/schemas/Status'", STATUS))
    thing = made.Thing.from_dict({"_id": "t", "status": {"_id": "s"}})
    assert (thing.status, thing.extra) == (None, {"status": {"_id": "s"}})


def test_a_model_in_a_model(generate: Generate) -> None:
    """Nested, odd and listed."""
    made = models(
        generate(
            "part:\n  $ref: '#/components/schemas/Part'\n"
            "parts:\n  type: array\n  items:\n    $ref: '#/components/schemas/Part'",
            PART,
        )
    )
    thing = made.Thing.from_dict({"_id": "t", "part": {"zipCode": 1}, "parts": {"zipCode": "2", "new": 3}})
    assert thing.part == made.Part(zip_code="1")
    assert thing.parts == [made.Part(zip_code="2", extra={"new": 3})]
    assert thing.to_dict() == {"_id": "t", "part": {"zipCode": "1"}, "parts": [{"zipCode": "2", "new": 3}]}


def test_a_part_has_a_mapping_for_type_checkers(generate: Generate) -> None:
    """Also one inside another. One without known fields has none, since any name is right in it."""
    parts = "Whole:\n  type: object\n  description: x\n  properties:\n    partOf:\n      $ref: '#/components/schemas/Part'\n"
    open_part = "Open:\n  type: object\n  description: x\n"
    properties = "whole:\n  $ref: '#/components/schemas/Whole'\nopen:\n  $ref: '#/components/schemas/Open'"
    package = generate(properties, PART + parts + open_part)
    made = models(package)
    assert get_type_hints(made.PartDict).keys() == {"zip_code", "extra"}
    assert made.PartDict in get_args(get_type_hints(made.WholeDict)["part_of"])
    assert not hasattr(made, "OpenDict")
    update = importlib.import_module(f"{package.__name__}.resources").ThingsResource.update
    assert update.__annotations__["whole"] == "Whole | WholeDict | AnyMapping | None"
    assert update.__annotations__["open"] == "Open | Mapping[str, Any] | None"


def test_a_value_of_two_shapes(generate: Generate) -> None:
    """An object is read as the model, a text stays a text."""
    made = models(generate("status:\n  oneOf:\n    - $ref: '#/components/schemas/Part'\n    - type: string", PART))
    assert made.Thing.from_dict({"_id": "t", "status": "a"}).status == "a"
    assert made.Thing.from_dict({"_id": "t", "status": {"zipCode": "1"}}).status == made.Part(zip_code="1")


def test_models_that_refer_to_each_other(generate: Generate) -> None:
    """Whichever is imported first."""
    made = models(
        generate(
            "owner:\n  $ref: '#/components/schemas/Owner'",
            "Owner:\n  type: object\n  description: An owner.\n  properties:\n"
            "    thing:\n      $ref: '#/components/schemas/Thing'\n    next:\n      $ref: '#/components/schemas/Owner'",
        )
    )
    data = {"_id": "t", "owner": {"thing": {"_id": "u"}, "next": {"next": {}}}}
    thing = made.Thing.from_dict(data)
    assert isinstance(thing.owner.thing, made.Thing)
    assert thing.to_dict() == data


def test_shared_fields_come_from_all_of(generate: Generate) -> None:
    """``allOf`` merges, and the required ones stay required."""
    made = models(
        generate(
            "whole:\n  $ref: '#/components/schemas/Whole'",
            PART + "Whole:\n  description: All.\n  allOf:\n    - $ref: '#/components/schemas/Part'\n"
            "    - type: object\n      properties:\n        city:\n          type: string",
        )
    )
    assert made.Whole.from_dict({"zipCode": "1", "city": "x"}) == made.Whole(zip_code="1", city="x")


def test_a_name_that_python_keeps_for_itself(generate: Generate) -> None:
    """It gets an underscore; a builtin's name stays as it is."""
    thing = models(generate("from:\n  type: string\ntype:\n  type: string")).Thing.from_dict(
        {"_id": "t", "from": "a", "type": "b"}
    )
    assert (thing.from_, thing.type) == ("a", "b")


@pytest.mark.parametrize(
    ("properties", "schemas", "complaint"),
    [
        ("x:\n  type: string\n  format: binary", "", "FileProperty has no codec"),
        ("x:\n  const: one", "", "ConstProperty has no codec"),
        ("x:\n  enum:\n    - a", "", "ThingX: known values go into x-extensible-enum"),
        (
            "x:\n  $ref: '#/components/schemas/Model'",
            "Model:\n  type: object\n  description: x",
            "is reserved",
        ),
        (
            "x:\n  $ref: '#/components/schemas/Part'\ny:\n  $ref: '#/components/schemas/PartDict'",
            f"{PART}PartDict:\n  type: object\n  description: x",
            "PartDict is reserved",
        ),
        (
            "x:\n  $ref: '#/components/schemas/Found'",
            "Found:\n  type: object\n  description: x",
            "Found is reserved",
        ),
        ("x:\n  enum:\n    - 1\n    - a", "", "Unable to process schema /components/schemas/Thing"),
    ],
)
def test_what_cannot_be_generated_is_an_error(
    generate: Generate, properties: str, schemas: str, complaint: str
) -> None:
    """Nothing is left out silently."""
    with pytest.raises(DescriptionError, match=f"(?i){complaint}"):
        generate(properties, schemas)
