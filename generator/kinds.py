"""From the parser's properties to the kinds of ``plutio_async._kinds``: types, decoders, imports."""

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
class KindView:
    """What the templates need to know of a kind.

    ``quick`` is the expression that reads a value, written ``$``, in the straight-line decoder. It is not ``None``.
    """

    read: str
    write: str
    expression: str
    quick: str
    uses: tuple[Property, ...] = field(default=(), eq=False)

    def quickly(self, variable: str) -> str:
        """The expression that reads a variable without detours."""
        return self.quick.replace("$", variable)


_PLAIN: dict[type, KindView] = {
    StringProperty: KindView("str", "str", "TEXT", "$ if $.__class__ is str else odd($)"),
    FloatProperty: KindView("float", "float", "NUMBER", "$ if $.__class__ in NUMBERS else odd($)"),
    IntProperty: KindView("int", "int", "INTEGER", "$ if $.__class__ is int else odd($)"),
    BooleanProperty: KindView("bool", "bool", "BOOLEAN", "$ if $.__class__ is bool else odd($)"),
    DateTimeProperty: KindView("datetime", "datetime | date | str", "MOMENT", "moment($)"),
    AnyProperty: KindView("Any", "Any", "ANYTHING", "$"),
}


def kind_of(prop: Property) -> KindView:
    """The kind of a property.

    Raises:
        DescriptionError: the description uses a construct that has no kind.
    """
    if plain := _PLAIN.get(type(prop)):
        return plain
    match prop:
        case EnumProperty():
            name = prop.class_info.name
            quick = f"{name}.known($) or {name}($)"
            return KindView(name, f"{name} | str", f"Choice({name})", quick, (prop,))
        case ModelProperty():
            name = prop.class_info.name
            return KindView(name, f"{name} | Mapping[str, Any]", f"Ref({name})", f"{name}.decode($)", (prop,))
        case ListProperty():
            return _many(prop)
        case UnionProperty():
            return _either(prop)
        case _:
            raise DescriptionError(
                f"{prop.name.get_untrusted_value()}: {type(prop).__name__} has no kind; see generator/kinds.py"
            )


def _many(prop: ListProperty) -> KindView:
    inner = kind_of(prop.inner_property)
    quick = "$" if inner.expression == "ANYTHING" else f"[{inner.quickly('x')} for x in $]"
    return KindView(
        f"list[{inner.read}]",
        f"Sequence[{inner.write}]",
        f"Many({inner.expression})",
        f"{quick} if $.__class__ is list else odd($)",
        inner.uses,
    )


def _either(prop: UnionProperty) -> KindView:
    inner = [kind_of(part) for part in prop.inner_properties]
    expression = f"Either({', '.join(kind.expression for kind in inner)})"
    return KindView(
        " | ".join(dict.fromkeys(kind.read for kind in inner)),
        " | ".join(dict.fromkeys(kind.write for kind in inner)),
        expression,
        f"{expression}.decode($)",
        tuple(part for kind in inner for part in kind.uses),
    )


def nested(prop: Property) -> Iterator[ModelProperty | EnumProperty]:
    """The named types that a property is made of."""
    for part in kind_of(prop).uses:
        if isinstance(part, ModelProperty | EnumProperty):
            yield part


def text_of(prop: Property) -> str:
    """What the description says of a property."""
    return prop.description.get_untrusted_value() if prop.description else ""
