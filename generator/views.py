"""The whole package as the templates see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.bundle import Document
from generator.errors import DescriptionError
from generator.kinds import KindView, kind_of, nested
from generator.names import field_name
from generator.operations import ResourceView, resource_view, roots_of

RESERVED = frozenset(
    "Any Body Choice Either Many Mapping Model Operation Ref Records Sequence TypedDict Unpack Wire File Response".split()
)


@frozen
class FieldView:
    """A field of a model."""

    name: str
    wire: str
    kind: KindView
    doc: str
    is_key: bool
    expression: str


@frozen
class ModelView:
    """A model class and the other classes that it refers to, by module."""

    name: str
    module: str
    doc: str
    fields: list[FieldView]
    imports: dict[str, str]
    late_imports: dict[str, str]


@frozen
class EnumView:
    """A class of known values."""

    name: str
    module: str
    doc: str
    values: dict[str, str]


@frozen
class PackageView:
    """All that is rendered."""

    models: list[ModelView]
    enums: list[EnumView]
    resources: list[ResourceView]
    base_url: str


def package_view(data: GeneratorData, document: Document) -> PackageView:
    """Everything that the operations need, and nothing else: forms that are only written become no models."""
    resources = [
        resource_view(str(tag), collection.endpoints, document)
        for tag, collection in data.endpoint_collections_by_tag.items()
    ]
    everything = Reachable(data)
    for collection in data.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            everything.follow(roots_of(endpoint))
    everything.check_names()
    return PackageView(
        models=[_model_view(model, everything) for model in everything.models.values()],
        enums=[_enum_view(enum, document) for enum in everything.enums.values()],
        resources=sorted(resources, key=lambda resource: resource.attribute),
        base_url=_base_url(document["servers"][0]),
    )


def _base_url(server: Document) -> str:
    defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
    url: str = server["url"].format(**defaults)
    return url


class Reachable:
    """The models and enums that operations lead to."""

    def __init__(self, data: GeneratorData) -> None:
        self._full = {model.class_info.name: model for model in data.models}
        self.models: dict[str, ModelProperty] = {}
        self.enums: dict[str, EnumProperty] = {}
        self.edges: dict[str, set[str]] = {}

    def follow(self, properties: Iterable[Property], parent: str | None = None) -> None:
        for prop in properties:
            for part in nested(prop):
                if parent:
                    self.edges.setdefault(parent, set()).add(part.class_info.name)
                self._visit(part)

    def _visit(self, part: ModelProperty | EnumProperty) -> None:
        name = part.class_info.name
        if isinstance(part, EnumProperty):
            self.enums[name] = part
        elif name not in self.models:
            self.models[name] = self._full[name]
            self.follow(properties_of(self._full[name]), name)

    def leads_back(self, start: str, target: str) -> bool:
        """Whether importing one model would import the other in turn."""
        seen: set[str] = set()
        todo = [start]
        while todo:
            name = todo.pop()
            if name == target:
                return True
            if name not in seen:
                seen.add(name)
                todo += self.edges.get(name, ())
        return False

    def check_names(self) -> None:
        for name in [*self.models, *self.enums]:
            if name in RESERVED:
                raise DescriptionError(f"the schema name {name} is taken by the runtime; choose another")


def properties_of(model: ModelProperty) -> list[Property]:
    """A model's properties, the required ones first."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]


def _model_view(model: ModelProperty, everything: Reachable) -> ModelView:
    name = model.class_info.name
    parts = {
        part.class_info.name: part.class_info.module_name for part in _parts(model) if part.class_info.name != name
    }
    late = {part for part in parts if everything.leads_back(part, name)}
    return ModelView(
        name=name,
        module=model.class_info.module_name,
        doc=_text(model),
        fields=[_field_view(prop, {name, *late}) for prop in properties_of(model)],
        imports={part: str(module) for part, module in sorted(parts.items()) if part not in late},
        late_imports={part: str(module) for part, module in sorted(parts.items()) if part in late},
    )


def _parts(model: ModelProperty) -> Iterator[ModelProperty | EnumProperty]:
    for prop in properties_of(model):
        yield from nested(prop)


def _field_view(prop: Property, later: set[str]) -> FieldView:
    wire = prop.name.get_untrusted_value()
    kind = kind_of(prop)
    expression = kind.expression
    for name in later:
        expression = expression.replace(f"Ref({name})", f"Ref(lambda: {name})")
    return FieldView(field_name(wire), wire, kind, _text(prop), wire == "_id" and prop.required, expression)


def _enum_view(enum: EnumProperty, document: Document) -> EnumView:
    schema = document["components"]["schemas"][enum.class_info.name]
    values = {member_name(value): value for value in schema["x-extensible-enum"]}
    if len(values) != len(schema["x-extensible-enum"]):
        raise DescriptionError(f"{enum.class_info.name}: two values have the same name in Python")
    return EnumView(enum.class_info.name, enum.class_info.module_name, schema.get("description", ""), values)


def member_name(value: str) -> str:
    """The constant for a known value: ``wire-transfer`` is ``WIRE_TRANSFER``."""
    return value.upper().replace("-", "_").replace(" ", "_")


def _text(prop: Property) -> str:
    return prop.description.get_untrusted_value() if prop.description else ""
