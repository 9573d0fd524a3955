"""Resources, their fields and the codecs of values, for tools that work with any resource, such as the command line.

``catalogue()`` has all resources without a client, and ``fields_of(model)`` the fields of a resource's records. A minor
release may change what is here.
"""

from __future__ import annotations

from plutio_async._client.resource_map import MIXED, RESOURCES, catalogue, resource_of, unlistable
from plutio_async._generated.root import BASE_URL, Resources
from plutio_async._models.codecs import (
    ANYTHING,
    BOOLEAN,
    MOMENT,
    NUMBER,
    TEXT,
    Anything,
    Boolean,
    Choice,
    Codec,
    Either,
    Id,
    Integer,
    Many,
    Mismatch,
    Moment,
    Number,
    Targets,
    Text,
    mismatch,
)
from plutio_async._models.fields import (
    Field,
    ModelNames,
    Ref,
    field,
    fields_by_wire_name,
    fields_of,
    item_codec,
    options_of,
)
from plutio_async._models.json_form import to_json

__all__ = [
    "ANYTHING",
    "BASE_URL",
    "BOOLEAN",
    "MIXED",
    "MOMENT",
    "NUMBER",
    "RESOURCES",
    "TEXT",
    "Anything",
    "Boolean",
    "Choice",
    "Codec",
    "Either",
    "Field",
    "Id",
    "Integer",
    "Many",
    "Mismatch",
    "ModelNames",
    "Moment",
    "Number",
    "Ref",
    "Resources",
    "Targets",
    "Text",
    "catalogue",
    "field",
    "fields_by_wire_name",
    "fields_of",
    "item_codec",
    "mismatch",
    "options_of",
    "resource_of",
    "to_json",
    "unlistable",
]
