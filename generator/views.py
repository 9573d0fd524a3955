"""The whole package, for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.bundle import Document
from generator.codecs import CodecView, codec_of, nested, text_of
from generator.errors import DescriptionError
from generator.fields import NO_TEXT, Described, fields_of
from generator.names import check_distinct, field_name
from generator.operations import ResourceView, resource_view, roots_of
from generator.references import every_target, targets_of

RESERVED = frozenset(
    [
        "Any",
        "Body",
        "BulkProgress",
        "BulkResult",
        "Choice",
        "CustomRecord",
        "Directory",
        "Either",
        "Filter",
        "Listing",
        "Many",
        "Mapping",
        "Model",
        "Operation",
        "PageIterator",
        "Progress",
        "QueryLike",
        "Records",
        "Ref",
        "Related",
        "Resource",
        "Sequence",
        "TypedDict",
        "Unpack",
        "File",
        "Response",
    ]
)


@frozen
class FieldView:
    """A field of a model."""

    name: str
    wire: str
    codec: CodecView
    doc: str
    is_key: bool
    expression: str
    refers_to: str | None

    @property
    def constant(self) -> str | None:
        """The name of the codec in the module, if the decoder calls it."""
        return f"_{self.name}" if self.expression.startswith("Either") else None

    def quickly(self, value: str) -> str:
        """The expression that decodes a value in the fast decoder."""
        if self.is_key:
            return f"v if (v := {value}).__class__ is str and v else mismatch(v)"
        if self.expression == "ANYTHING":
            return value
        quick = self.codec.quickly_or_none(value)
        return quick.replace(self.codec.expression, self.constant) if self.constant else quick


@frozen
class ModelView:
    """A model class, and the modules of the classes that it refers to."""

    name: str
    module: str
    doc: str
    fields: list[FieldView]
    imports: dict[str, str]
    late_imports: dict[str, str]
    custom_entity: str | None

    @property
    def base(self) -> str:
        """The base class."""
        return "CustomRecord" if self.custom_entity else "Model"


@frozen
class EnumView:
    """An enum of known values."""

    name: str
    module: str
    doc: str
    values: dict[str, str]


@frozen
class PackageView:
    """Everything that is rendered."""

    models: list[ModelView]
    enums: list[EnumView]
    resources: list[ResourceView]
    related: list[ResourceView]
    base_url: str

    @property
    def related_models(self) -> dict[str, str]:
        """The models of the related resources, with their modules."""
        models = {r.listing.model: r.imports[r.listing.model] for r in self.related if r.listing and r.listing.model}
        return dict(sorted(models.items()))


def package_view(data: GeneratorData, document: Document) -> PackageView:
    """Everything that the operations need. Schemas that are only written become no models."""
    resources = [
        resource_view(str(tag), collection.endpoints, document)
        for tag, collection in data.endpoint_collections_by_tag.items()
    ]
    reachable = Reachable(data)
    for collection in data.endpoint_collections_by_tag.values():
        for endpoint in collection.endpoints:
            reachable.follow(roots_of(endpoint))
    reachable.check_names()
    related = {target for _, target in every_target(document)}
    resources.sort(key=lambda resource: resource.attribute)
    return PackageView(
        models=[_model_view(model, reachable, document) for model in reachable.models.values()],
        enums=[_enum_view(enum, document) for enum in reachable.enums.values()],
        resources=resources,
        related=[resource for resource in resources if resource.attribute in related],
        base_url=_base_url(document["servers"][0]),
    )


def _base_url(server: Document) -> str:
    defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
    url: str = server["url"].format(**defaults)
    return url


class Reachable:
    """The models and enums that the operations need."""

    def __init__(self, data: GeneratorData) -> None:
        self._full = {model.class_info.name: model for model in data.models}
        self.models: dict[str, ModelProperty] = {}
        self.enums: dict[str, EnumProperty] = {}
        self.edges: dict[str, set[str]] = {}

    def follow(self, properties: Iterable[Property], parent: str | None = None) -> None:
        """Collects the models and enums of these properties, and of all below them."""
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

    def imports(self, start: str, target: str) -> bool:
        """Whether the module of one model imports that of the other, directly or indirectly."""
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
        """Raises ``DescriptionError`` for a name that the templates use themselves."""
        for name in [*self.models, *self.enums]:
            if name in RESERVED:
                raise DescriptionError(f"the schema name {name} is reserved; choose another")


def properties_of(model: ModelProperty) -> list[Property]:
    """The properties of a model, required ones first."""
    return [*(model.required_properties or []), *(model.optional_properties or [])]


def _model_view(model: ModelProperty, reachable: Reachable, document: Document) -> ModelView:
    name = model.class_info.name
    parts = {
        part.class_info.name: part.class_info.module_name for part in _parts(model) if part.class_info.name != name
    }
    late = {part for part in parts if reachable.imports(part, name)}
    targets, described = targets_of(document, name), fields_of(document, name)
    check_distinct(name, (prop.name.get_untrusted_value() for prop in properties_of(model)))
    return ModelView(
        name=name,
        module=model.class_info.module_name,
        doc=text_of(model),
        fields=[_field_view(prop, {name, *late}, targets, described) for prop in properties_of(model)],
        imports={part: str(module) for part, module in sorted(parts.items()) if part not in late},
        late_imports={part: str(module) for part, module in sorted(parts.items()) if part in late},
        custom_entity=_custom_entity(model, document),
    )


def _custom_entity(model: ModelProperty, document: Document) -> str | None:
    """The entity of a record in the definitions of its custom fields."""
    name = model.class_info.name
    entity: str | None = document["components"]["schemas"].get(name, {}).get("x-custom-field-entity")
    has_fields = any(prop.name.get_untrusted_value() == "customFields" for prop in properties_of(model))
    if has_fields != (entity is not None):
        raise DescriptionError(f"{name}: a record has both customFields and x-custom-field-entity, or neither")
    return entity


def _parts(model: ModelProperty) -> Iterator[ModelProperty | EnumProperty]:
    for prop in properties_of(model):
        yield from nested(prop)


def _field_view(
    prop: Property, deferred: set[str], targets: Mapping[str, str], described: Mapping[str, Described]
) -> FieldView:
    wire = prop.name.get_untrusted_value()
    codec = codec_of(prop)
    expression = codec.expression
    for name in deferred:
        expression = expression.replace(f"Ref({name})", f"Ref(lambda: {name})")
    is_key = wire == "_id" and prop.required
    doc = described.get(wire, NO_TEXT).text(prop)
    return FieldView(field_name(wire), wire, codec, doc, is_key, expression, targets.get(wire))


def _enum_view(enum: EnumProperty, document: Document) -> EnumView:
    schema = document["components"]["schemas"].get(enum.class_info.name, {})
    if "x-extensible-enum" not in schema:
        raise DescriptionError(f"{enum.class_info.name}: known values go into x-extensible-enum of a schema by name")
    values = {member_name(value): value for value in schema["x-extensible-enum"]}
    if len(values) != len(schema["x-extensible-enum"]):
        raise DescriptionError(f"{enum.class_info.name}: two values have the same name in Python")
    return EnumView(enum.class_info.name, enum.class_info.module_name, schema.get("description", ""), values)


def member_name(value: str) -> str:
    """The name of an enum member: ``wire-transfer`` becomes ``WIRE_TRANSFER``."""
    return value.upper().replace("-", "_").replace(" ", "_")
