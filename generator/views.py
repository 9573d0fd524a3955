"""The whole package, for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.arguments import Records, expression_of, former_name
from generator.bundle import Document
from generator.codecs import MOST_OFFERED, codec_of, nested, text_of
from generator.errors import DescriptionError
from generator.fields import NO_TEXT, Described, fields_of, hints_in
from generator.filters import Filters
from generator.methods import ResourceView
from generator.names import field_name, member_name
from generator.operations import model_of_list, resource_view, roots_of
from generator.parts import PartView, part_views
from generator.reachable import Reachable, properties_of
from generator.references import Target, every_target, targets_of

PART_DICTS = "part_dicts"
"""The module of the mappings that writes take for parts of records."""


@frozen
class FieldView:
    """A field of a model."""

    name: str
    wire: str
    type: str
    expression: str
    doc: str
    is_key: bool
    former: str | None

    @property
    def converter(self) -> str | None:
        """The function that converts what a model is built with, where that may be of more types than what is read."""
        return {"float | None": "number", "str | float | None": "text_or_number"}.get(self.type)


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
    resource: str | None
    instead: dict[str, str]
    display: list[str]
    """The expressions of what it is called."""

    @property
    def base(self) -> str:
        """The base class."""
        if self.custom_entity:
            return "CustomRecord"
        return "Model" if self.resource else "RecordPart"

    @property
    def converts(self) -> bool:
        """Whether a field has a converter. attrs would also call it for assignments, which slows decoding."""
        return any(field.converter for field in self.fields)

    @property
    def renamed(self) -> dict[str, str]:
        """The fields by their former names."""
        return {field.former: field.name for field in self.fields if field.former}

    @property
    def codecs(self) -> dict[str, str]:
        """The wire names and codecs of the fields by name, as a module of a resource writes them."""
        return {field.name: f"{field.wire}, {field.expression.replace('lambda: ', '')}" for field in self.fields}


@frozen
class EnumView:
    """An enum of known values."""

    name: str
    module: str
    doc: str
    values: dict[str, str]
    known_values: str
    renamed: dict[str, str]

    @property
    def are_offered(self) -> bool:
        """Whether editors offer the texts of the values."""
        return len(self.values) <= MOST_OFFERED

    @property
    def options(self) -> str:
        """The keywords of its class."""
        options = {"known_values": self.known_values, "renamed": self.renamed}
        ordinary = {"known_values": "all", "renamed": {}}
        return "".join(f", {name}={value!r}" for name, value in options.items() if value != ordinary[name])


@frozen
class ModuleView:
    """A module of enums and models, each after those that it needs, and the modules of others."""

    name: str
    enums: list[EnumView]
    models: list[ModelView]

    @property
    def imports(self) -> dict[str, str]:
        """What it imports at its beginning."""
        return self._others(model.imports for model in self.models)

    @property
    def late_imports(self) -> dict[str, str]:
        """What it imports at its end, because that imports it."""
        return self._others(model.late_imports for model in self.models)

    def _others(self, imports: Iterable[Mapping[str, str]]) -> dict[str, str]:
        found = {name: module for each in imports for name, module in each.items() if module != self.name}
        return dict(sorted(found.items()))


@frozen
class PackageView:
    """Everything that is rendered."""

    models: list[ModelView]
    enums: list[EnumView]
    resources: list[ResourceView]
    related: list[ResourceView]
    parts: list[PartView]
    part_imports: dict[str, str]
    filter_imports: dict[str, str]
    """The models and enums in the types of filters, with their modules."""
    base_url: str

    @property
    def modules(self) -> list[ModuleView]:
        """The modules of models and enums."""
        names = sorted({*(model.module for model in self.models), *(enum.module for enum in self.enums)})
        return [
            ModuleView(
                name,
                [enum for enum in self.enums if enum.module == name],
                _in_order([model for model in self.models if model.module == name]),
            )
            for name in names
        ]

    @property
    def listed_models(self) -> list[ModelView]:
        """The models of the records that can be listed."""
        names = {resource.model for resource in self.resources if resource.listing}
        return [model for model in self.models if model.name in names]

    @property
    def common_fields(self) -> list[str]:
        """The fields that all these models have."""
        first, *others = ([field.name for field in model.fields] for model in self.listed_models)
        return [name for name in first if all(name in names for names in others)]

    @property
    def related_models(self) -> dict[str, str]:
        """The models of the related resources, with their modules."""
        models = {r.listing.model: r.imports[r.listing.model] for r in self.related if r.listing and r.listing.model}
        return dict(sorted(models.items()))


def package_view(data: GeneratorData, document: Document) -> PackageView:
    """Everything that the operations need. Schemas that are only written become no models."""
    endpoints = {str(tag): collection.endpoints for tag, collection in data.endpoint_collections_by_tag.items()}
    reachable = Reachable(data)
    listed = {
        tag: model
        for tag, group in endpoints.items()
        for endpoint in group
        if (model := model_of_list(endpoint, document))
    }
    for tag, group in endpoints.items():
        for endpoint in group:
            reachable.follow(roots_of(endpoint))
            for part in (part for prop in roots_of(endpoint) for part in nested(prop)):
                reachable.users.setdefault(part.class_info.name, set()).add(listed.get(tag, tag))
    reachable.check_names()
    models = [_model_view(model, reachable, document, listed) for model in reachable.models.values()]
    enums = [_enum_view(enum, reachable, document) for enum in reachable.enums.values()]
    modules = {"AnyMapping": PART_DICTS} | {f"{model.name}Dict": PART_DICTS for model in models}
    modules |= {model.name: model.module for model in models} | {enum.name: enum.module for enum in enums}
    modules |= {f"Known{enum.name}": enum.module for enum in enums}
    records = Records(models=listed, codecs={model.name: model.codecs for model in models}, modules=modules)
    filters = Filters(reachable.models, document, records)
    resources = [resource_view(tag, group, document, records, filters) for tag, group in endpoints.items()]
    resources.sort(key=lambda resource: resource.attribute)
    related = {target for _, target in every_target(document)}
    written = (argument.type for resource in resources for method in resource.methods for argument in method.fields)
    parts = part_views(written, reachable.models, document, records)
    return PackageView(
        models=models,
        enums=enums,
        resources=resources,
        related=[resource for resource in resources if resource.attribute in related],
        parts=parts,
        part_imports=_without_dicts(records.imports(field.type for part in parts for field in part.fields)),
        filter_imports=records.imports(type for r in resources for type in (r.model or "", *r.filters.values())),
        base_url=_base_url(document["servers"][0]),
    )


def _in_order(models: list[ModelView]) -> list[ModelView]:
    """The models of one module, each after those that it needs."""
    named, found = {model.name: model for model in models}, dict[str, ModelView]()

    def add(model: ModelView) -> None:
        for name in model.imports:
            if name in named and name not in found:
                add(named[name])
        found[model.name] = model

    for model in models:
        if model.name not in found:
            add(model)
    return list(found.values())


def _without_dicts(imports: Mapping[str, str]) -> dict[str, str]:
    """What the module of the mappings imports: nothing of its own."""
    return {name: module for name, module in imports.items() if module != PART_DICTS}


def _base_url(server: Document) -> str:
    defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
    url: str = server["url"].format(**defaults)
    return url


def _model_view(model: ModelProperty, reachable: Reachable, document: Document, listed: Mapping[str, str]) -> ModelView:
    name = model.class_info.name
    parts = {
        part.class_info.name: _module(part.class_info.name, reachable)
        for part in _parts(model)
        if part.class_info.name != name
    }
    late = {part for part in parts if reachable.imports(part, name)}
    targets, described = targets_of(document, name), fields_of(document, name)
    schema = document["components"]["schemas"].get(name, {})
    return ModelView(
        name=name,
        module=_module(name, reachable),
        doc=text_of(model),
        fields=[_field_view(prop, {name, *late}, targets, described) for prop in properties_of(model)],
        imports={part: str(module) for part, module in sorted(parts.items()) if part not in late},
        late_imports={part: str(module) for part, module in sorted(parts.items()) if part in late},
        custom_entity=_custom_entity(model, document),
        resource=next((resource for resource, listed_model in listed.items() if listed_model == name), None),
        display=[_shown(wire, described) for wire in schema.get("x-display", [])],
        instead={field_name(wrong): _name(wire, described) for wrong, wire in hints_in(document, schema).items()},
    )


def _name(wire: str, described: Mapping[str, Described]) -> str:
    return field_name(wire, described.get(wire, NO_TEXT).raw)


def _module(name: str, reachable: Reachable) -> str:
    """The module of a model or an enum."""
    home = reachable.home(name)
    return str((reachable.models.get(home) or reachable.enums[home]).class_info.module_name)


def _shown(wire: str, described: Mapping[str, Described]) -> str:
    """The value of a property, or of a key that no source names, which some servers send."""
    return f"self.{_name(wire, described)}" if wire in described else f'self.extra.get("{wire}")'


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
    prop: Property, deferred: set[str], targets: Mapping[str, Target], described: Mapping[str, Described]
) -> FieldView:
    wire = prop.name.get_untrusted_value()
    expression = expression_of(prop, targets.get(wire))
    for name in deferred:
        expression = expression.replace(f"Ref({name}", f"Ref(lambda: {name}")
    is_key = wire == "_id" and prop.required
    type = codec_of(prop).read
    return FieldView(
        name=_name(wire, described),
        wire=wire,
        type=type if is_key or type == "Any" else f"{type} | None",
        expression=expression,
        doc=described.get(wire, NO_TEXT).text(prop),
        is_key=is_key,
        former=former_name(described.get(wire, NO_TEXT).raw),
    )


def _enum_view(enum: EnumProperty, reachable: Reachable, document: Document) -> EnumView:
    schema = document["components"]["schemas"].get(enum.class_info.name, {})
    if "x-extensible-enum" not in schema:
        raise DescriptionError(f"{enum.class_info.name}: known values go into x-extensible-enum of a schema by name")
    names, renamed = schema.get("x-name", {}), schema.get("x-deprecated-name", {})
    values = {member_name(value, names): value for value in schema["x-extensible-enum"]}
    renamed = {member_name(old, names): member_name(new, names) for old, new in renamed.items()}
    known = schema.get("x-known-values", "some" if schema.get("x-evidence") == "inferred" else "all")
    text = schema.get("description", "")
    return EnumView(enum.class_info.name, _module(enum.class_info.name, reachable), text, values, known, renamed)
