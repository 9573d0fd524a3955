"""The codecs of ``plutio_async._models.codecs`` for the parser's properties: types, decoders, imports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    """A codec for the templates.

    Both expressions are for a fast decoder and have ``$`` for the value. ``fits`` is the condition under which it takes
    the value as it is. ``quick`` decodes every other value but ``None``.
    """

    read: str
    write: str
    expression: str
    fits: str | None = None
    quick: str = "mismatch($)"
    uses: tuple[Property, ...] = field(default=(), eq=False)

    def quickly(self, variable: str) -> str:
        """The expression that decodes a variable, which is not ``None``."""
        expression = f"$ if {self.fits} else {self.quick}" if self.fits else self.quick
        return expression.replace("$", variable)

    def quickly_or_none(self, value: str) -> str:
        """The same for an expression that may be ``None``, and is evaluated once."""
        before, after = f"{self.fits} or $ is None".split("$", 1) if self.fits else ("", " is None")
        test = f"{before}(v := {value}){after.replace('$', 'v')}"
        return f"v if {test} else {self.quick.replace('$', 'v')}"


_PLAIN: dict[type, CodecView] = {
    StringProperty: CodecView("str", "str", "TEXT", "$.__class__ is str"),
    FloatProperty: CodecView("float", "float", "NUMBER", "$.__class__ in NUMBER_TYPES"),
    IntProperty: CodecView("int", "int", "INTEGER", "$.__class__ is int"),
    BooleanProperty: CodecView("bool", "bool", "BOOLEAN", "$.__class__ is bool"),
    DateTimeProperty: CodecView(
        "datetime",
        "datetime | date | str",
        "MOMENT",
        quick='m if (m := fromisoformat($)).tzinfo is UTC and $[10] == "T" else parse_moment($)',
    ),
    AnyProperty: CodecView("Any", "Any", "ANYTHING", quick="$"),
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
            quick = f"{name}.known($) or {name}($)"
            return CodecView(name, f"{name} | str", f"Choice({name})", quick=quick, uses=(prop,))
        case ModelProperty():
            name = prop.class_info.name
            write, quick = f"{name} | Mapping[str, Any]", f"{name}.decode($)"
            return CodecView(name, write, f"Ref({name})", quick=quick, uses=(prop,))
        case ListProperty():
            return _many(prop)
        case UnionProperty():
            return _either(prop)
        case _:
            raise DescriptionError(
                f"{prop.name.get_untrusted_value()}: {type(prop).__name__} has no codec; see generator/codecs.py"
            )


def _many(prop: ListProperty) -> CodecView:
    inner = codec_of(prop.inner_property)
    return CodecView(
        f"list[{inner.read}]",
        f"Sequence[{inner.write}]",
        f"Many({inner.expression})",
        quick=f"{_each(inner)} if $.__class__ is list else mismatch($)",
        uses=inner.uses,
    )


def _each(inner: CodecView) -> str:
    """The expression that decodes the items of a list ``$``."""
    if inner.expression == "ANYTHING":
        return "$"
    reader = inner.quick.removesuffix("($)")
    if inner.fits or "$" in reader:
        return f"[{inner.quickly('x')} for x in $]"
    return f"list(map({reader}, $))"


def _either(prop: UnionProperty) -> CodecView:
    inner = [codec_of(part) for part in prop.inner_properties]
    expression = f"Either({', '.join(codec.expression for codec in inner)})"
    return CodecView(
        " | ".join(dict.fromkeys(codec.read for codec in inner)),
        " | ".join(dict.fromkeys(codec.write for codec in inner)),
        expression,
        _fits_one(inner),
        f"{expression}.decode($)",
        tuple(part for codec in inner for part in codec.uses),
    )


def _fits_one(inner: Sequence[CodecView]) -> str | None:
    """The condition for values that need no decoding, if each codec has one and no value fits two."""
    conditions = [codec.fits for codec in inner if codec.fits]
    apart = len(conditions) == len(inner) and not {"float", "int"} <= {codec.read for codec in inner}
    return " or ".join(dict.fromkeys(conditions)) if apart else None


def nested(prop: Property) -> Iterator[ModelProperty | EnumProperty]:
    """The models and enums in the type of a property."""
    for part in codec_of(prop).uses:
        if isinstance(part, ModelProperty | EnumProperty):
            yield part


def text_of(prop: Property) -> str:
    """The description of a property."""
    return prop.description.get_untrusted_value() if prop.description else ""
