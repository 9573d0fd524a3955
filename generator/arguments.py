"""The arguments of writes: their names, types, codecs and texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from attrs import frozen
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.bundle import Document
from generator.codecs import codec_of, nested
from generator.fields import NO_TEXT, fields_of
from generator.names import field_name
from generator.references import Target, targets_of

MOST_VALUES = 10
"""An argument with more known values does not list them: there are 170 currencies."""


@frozen
class ArgumentView:
    """A field of a write."""

    name: str
    wire: str
    type: str
    expression: str
    doc: str
    required: bool
    former: str | None

    @property
    def field(self) -> str:
        """Its wire name and its codec."""
        return f"{self.wire}, {self.expression}"

    @property
    def code(self) -> str:
        """Its declaration."""
        return f"{self.name}: {self.type}" if self.required else f"{self.name}: {self.type} = UNSET"


@frozen
class Records:
    """The models by name.

    ``models`` has the model of each resource that can be listed, ``codecs`` the wire name and the codec of each field
    of each model by its name, ``modules`` the modules of models and enums.
    """

    models: Mapping[str, str]
    codecs: Mapping[str, Mapping[str, str]]
    modules: Mapping[str, str]

    def of(self, target: Target) -> list[str]:
        """The models of the records that an id may belong to."""
        resources = target.values() if isinstance(target, dict) else target
        return [self.models[resource] for resource in resources if resource in self.models]

    def imports(self, code: Iterable[str]) -> dict[str, str]:
        """The models and enums in some code, with their modules."""
        names = set(re.findall(r"\w+", " ".join(code)))
        return {name: self.modules[name] for name in sorted(names & self.modules.keys())}


def arguments_of(
    form: str, model: str | None, properties: Iterable[Property], document: Document, records: Records
) -> tuple[ArgumentView, ...]:
    """The arguments for the properties of a body.

    An id that is a field of the records too refers to the same records.
    """
    named = {prop.name.get_untrusted_value(): prop for prop in properties}
    described, targets = fields_of(document, form), targets_of(document, model or "") | targets_of(document, form)
    views = [
        ArgumentView(
            name=field_name(wire, described.get(wire, NO_TEXT).raw),
            wire=wire,
            type=_type(prop, targets.get(wire), document, records),
            expression=expression_of(prop, targets.get(wire)),
            doc=_text(prop, described.get(wire, NO_TEXT).text(prop), document),
            required=prop.required,
            former=former_name(described.get(wire, NO_TEXT).raw),
        )
        for wire, prop in named.items()
    ]
    return tuple(sorted(views, key=lambda view: not view.required))


def former_name(raw: Document) -> str | None:
    """The former name of a property in Python."""
    return field_name(raw["x-deprecated-name"]) if "x-deprecated-name" in raw else None


def expression_of(prop: Property, target: Target | None) -> str:
    """The codec of a property. That of an id or a reference also takes the records that it may belong to."""
    expression = codec_of(prop).expression
    if target is None:
        return expression
    return re.sub(r"Ref\((\w+)\)", rf"Ref(\1, {target!r})", expression).replace("TEXT", f"Id({target!r})")


def _type(prop: Property, target: Target | None, document: Document, records: Records) -> str:
    type = codec_of(prop).write
    if isinstance(target, dict):
        type = type.replace("str", "str | Model")
    elif target is not None and "Mapping" not in type:
        type = type.replace("str", " | ".join(["str", *records.of(target)]))
    for part in nested(prop):
        if isinstance(part, ModelProperty):
            name = part.class_info.name
            if records.codecs.get(name):
                type = type.replace(f"{name} | Mapping[str, Any]", f"{name} | {name}Dict | AnyMapping")
            if (key := target or targets_of(document, name).get("_id")) is not None:
                type = type.replace(f"{name} |", f"{' | '.join([name, *records.of(key)])} |")
    return type if prop.required or type == "Any" else f"{type} | None"


def _text(prop: Property, text: str, document: Document) -> str:
    """The text about an argument, with its known values."""
    for part in nested(prop):
        if isinstance(part, EnumProperty):
            values = document["components"]["schemas"].get(part.class_info.name, {}).get("x-extensible-enum", ())
            if 0 < len(values) <= MOST_VALUES:
                return f"{text} Known values: {', '.join(f'`{value}`' for value in values)}."
    return text
