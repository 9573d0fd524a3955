"""The codecs of ``plutio_async._models.codecs`` for the parser's properties: their types and expressions."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen
from openapi_python_client.parser.properties import (
    AnyProperty,
    EnumProperty,
    ModelProperty,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty

from generator.errors import DescriptionError


@frozen
class CodecView:
    """A codec: the types that it reads and writes, its Python expression, the models and enums in it."""

    read: str
    write: str
    expression: str
    uses: tuple[Property, ...] = field(default=(), eq=False)


MOST_OFFERED = 100
"""Editors do not offer the texts of more known values: there are 170 currencies, whose codes people know."""

_PLAIN: dict[type, CodecView] = {
    StringProperty: CodecView("str", "str", "TEXT"),
    FloatProperty: CodecView("float", "float | Decimal", "NUMBER"),
    IntProperty: CodecView("int", "int", "INTEGER"),
    BooleanProperty: CodecView("bool", "bool", "BOOLEAN"),
    DateTimeProperty: CodecView("datetime", "datetime | date | str", "MOMENT"),
    AnyProperty: CodecView("Any", "Any", "ANYTHING"),
}


def codec_of(prop: Property) -> CodecView:
    """The codec of a property.

    Raises:
        DescriptionError: no codec supports the property.
    """
    if plain := _PLAIN.get(type(prop)):
        return plain
    match prop:
        case EnumProperty():
            name = prop.class_info.name
            return CodecView(name, " | ".join(written_as(prop)), f"Choice({name})", (prop,))
        case ModelProperty():
            name = prop.class_info.name
            return CodecView(name, f"{name} | Mapping[str, Any]", f"Ref({name})", (prop,))
        case ListProperty():
            return _many(prop)
        case UnionProperty():
            return _either(prop)
        case _:
            raise DescriptionError(
                f"{prop.name.get_untrusted_value()}: {type(prop).__name__} has no codec; see generator/codecs.py"
            )


def written_as(prop: EnumProperty) -> list[str]:
    """The types of a known value. ``Known…`` has the texts, for editors."""
    name = prop.class_info.name
    return [name, *([f"Known{name}"] if len(prop.values) <= MOST_OFFERED else []), "str"]


def _many(prop: ListProperty) -> CodecView:
    inner = codec_of(prop.inner_property)
    return CodecView(f"list[{inner.read}]", f"Sequence[{inner.write}]", f"Many({inner.expression})", inner.uses)


def _either(prop: UnionProperty) -> CodecView:
    inner = [codec_of(part) for part in prop.inner_properties]
    return CodecView(
        " | ".join(dict.fromkeys(codec.read for codec in inner)),
        " | ".join(dict.fromkeys(codec.write for codec in inner)),
        f"Either({', '.join(codec.expression for codec in inner)})",
        tuple(part for codec in inner for part in codec.uses),
    )


def nested(prop: Property) -> Iterator[ModelProperty | EnumProperty]:
    """The models and enums in the type of a property."""
    for part in codec_of(prop).uses:
        if isinstance(part, ModelProperty | EnumProperty):
            yield part


def text_of(prop: Property) -> str:
    """The description of a property."""
    return prop.description.get_untrusted_value() if prop.description else ""
