"""The keyword filters of a listing, with their types for type checkers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen
from openapi_python_client.parser.properties import AnyProperty, EnumProperty, ModelProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.union import UnionProperty

from generator.arguments import Records
from generator.bundle import Document
from generator.codecs import codec_of, written_as
from generator.fields import NO_TEXT, fields_of
from generator.names import field_name
from generator.reachable import properties_of
from generator.references import Target, targets_of

_LISTING = Path(__file__).parent.parent / "plutio_async" / "_resources" / "listing.py"


@frozen
class Filters:
    """Names the filters of models, as ``plutio_async._query`` checks them."""

    full: Mapping[str, ModelProperty]
    document: Document
    records: Records

    def of(self, model: str, inside: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """The names and types of the fields that can be filters, and of those inside known parts."""
        targets, described = targets_of(self.document, model), fields_of(self.document, model)
        for prop in properties_of(self.full[model]):
            wire = prop.name.get_untrusted_value()
            name = field_name(wire, described.get(wire, NO_TEXT).raw)
            if types := list(dict.fromkeys(self._types(prop, targets.get(wire)))):
                yield name, " | ".join(types)
            part = _part(prop)
            if part is not None and part not in (model, *inside):
                yield from ((f"{name}__{below}", type) for below, type in self.of(part, (model, *inside)))

    def _types(self, prop: Property, target: Target | None) -> Iterator[str]:
        """The types of the values that a field is compared with: of one item of a list, of the id of a reference."""
        match prop:
            case ListProperty():
                yield from self._types(prop.inner_property, target)
            case UnionProperty():
                for option in prop.inner_properties:
                    yield from self._types(option, target)
            case ModelProperty():
                target = target or targets_of(self.document, prop.class_info.name).get("_id")
                yield from ("str", *self.records.of(target)) if target else ()
            case EnumProperty():
                yield from written_as(prop)
            case AnyProperty():
                yield "Filter"
            case FloatProperty() | IntProperty():
                yield from ("float", "Decimal")
            case _:
                yield from codec_of(prop).write.split(" | ")
                yield from self.records.of(target) if target else ()


def _part(prop: Property) -> str | None:
    """The model of a field, or of the items of a list, if it is known."""
    inner = prop.inner_property if isinstance(prop, ListProperty) else prop
    options = inner.inner_properties if isinstance(inner, UnionProperty) else [inner]
    if any(isinstance(option, AnyProperty) for option in options):
        return None
    return next((str(option.class_info.name) for option in options if isinstance(option, ModelProperty)), None)


def listing_methods() -> list[str]:
    """The code of the methods of ``Listing`` that take filters: for the model ``M``, ``_Filters`` and ``_Sort``."""
    module = ast.parse(_LISTING.read_text(encoding="utf-8"))
    methods = (node for made in module.body if isinstance(made, ast.ClassDef) for node in made.body)
    code: list[str] = []
    for method in methods:
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and (others := method.args.kwarg):
            others.annotation = ast.parse("Unpack[_Filters]", mode="eval").body
            for argument in method.args.kwonlyargs:
                if argument.arg == "sort":
                    argument.annotation = ast.parse("_Sort | str | None", mode="eval").body
            method.body = [ast.Expr(ast.Constant(...))]
            code.append(ast.unparse(method))
    return code
