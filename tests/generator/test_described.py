"""What the description says of a record's fields beyond their types is in the generated code."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest

from generator.errors import DescriptionError

from .conftest import Generate
from .test_constructs import PART, models

pytestmark = pytest.mark.integration

CUSTOM = """
Holder:
  type: object
  description: A record with custom fields.
  {extension}
  properties:
    {fields}:
      type: array
      items:
        type: string
"""


def test_a_record_has_the_entity_of_its_custom_fields(generate: Generate) -> None:
    """Such a record has values by title, others do not."""
    schemas = CUSTOM.format(extension="x-custom-field-entity: holder", fields="customFields")
    made = models(generate("holder:\n  $ref: '#/components/schemas/Holder'", schemas))
    assert made.Holder.custom_entity == "holder"
    assert hasattr(made.Holder, "custom")
    assert not hasattr(made.Thing, "custom")


@pytest.mark.parametrize(
    ("extension", "fields"), [("x-other: holder", "customFields"), ("x-custom-field-entity: holder", "others")]
)
def test_custom_fields_without_their_entity_are_an_error(generate: Generate, extension: str, fields: str) -> None:
    """And an entity without custom fields."""
    schemas = CUSTOM.format(extension=extension, fields=fields)
    with pytest.raises(DescriptionError, match="Holder: a record has both customFields and x-custom-field-entity"):
        generate("holder:\n  $ref: '#/components/schemas/Holder'", schemas)


def source(package: Any, module: str) -> str:
    return Path(importlib.import_module(f"{package.__name__}.{module}").__file__ or "").read_text()


def test_the_text_beside_a_reference_is_shown(generate: Generate) -> None:
    """For the record's field and the write's, with its certainty. Without it, the text of the target is shown."""
    package = generate(
        "first:\n  $ref: '#/components/schemas/Part'\n  description: Comes first.\n  x-evidence: inferred\n"
        "second:\n  $ref: '#/components/schemas/Part'",
        PART,
    )
    record, resource = source(package, "models.thing"), source(package, "resources.things")
    assert '"""Comes first. Inferred."""' in record[record.index("first: Part | None = field(") :].splitlines()[1]
    assert '    """A part."""' in record
    assert "            first: Comes first. Inferred.\n" in resource
    assert "            second: A part.\n" in resource


def test_the_certainty_of_a_field_is_the_closest(generate: Generate) -> None:
    """That of the property, of its schema, or of the schema that contains that. Only doubt is shown."""
    text = source(
        generate(
            "whole:\n  $ref: '#/components/schemas/Whole'",
            """
            Part:
              type: object
              description: A part.
              x-evidence: inferred
              properties:
                a:
                  type: string
                  description: The a.
                  x-evidence: documented
                b:
                  type: string
                  description: The b.
            Whole:
              description: All.
              x-evidence: observed
              allOf:
                - $ref: "#/components/schemas/Part"
                - type: object
                  properties:
                    c:
                      type: string
                      description: The c.
            """,
        ),
        "models.thing",
    )
    for field in ("The a.", "The b. Inferred.", "The c."):
        assert f'"""{field}"""' in text


def test_a_property_has_the_resources_of_its_id(generate: Generate) -> None:
    """One resource, several in order, or one for each entity type. The package has a directory of each."""
    package = generate(
        """
        parentId:
          type: string
          x-refers-to: things
        helpers:
          type: array
          x-refers-to:
            - things
            - others
          items:
            type: string
        owner:
          $ref: "#/components/schemas/Owner"
        """,
        """
        Owner:
          type: object
          description: An owner.
          properties:
            _id:
              type: string
              x-refers-to:
                thing: things
            entityType:
              type: string
        """,
    )
    from plutio_async._resources.related import Directory, references

    found = references(models(package).Thing)
    assert {name: (reference.targets, reference.nested) for name, reference in found.items()} == {
        "parent": (("things",), False),
        "helpers": (("things", "others"), False),
        "owner": ({"thing": "things"}, True),
    }
    root = importlib.import_module(f"{package.__name__}.related")
    thing = models(package).Thing.from_dict({"_id": "t"})
    assert root.Related({"things": Directory({"t": thing})}).things["t"] is thing
