"""The models and enums, for the templates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property

from generator.arguments import expression_of, former_name
from generator.bundle import Document
from generator.codecs import MOST_OFFERED, codec_of, nested, text_of
from generator.errors import DescriptionError
from generator.fields import NO_TEXT, Described, fields_of, hints_in
from generator.names import field_name, member_name
from generator.reachable import Reachable, properties_of
from generator.references import Target, targets_of

RECORD = "Record"
"""The schema with the fields that almost every record has."""
BASES = "_record"
"""The module of the bases with these fields."""


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
    base: str
    inherited: Sequence[FieldView] = ()

    @property
    def own_fields(self) -> list[FieldView]:
        """The fields that its base does not have, or has with another text."""
        return [field for field in self.fields if field not in self.inherited]

    @property
    def converts(self) -> bool:
        """Whether a field has a converter. attrs would also call it for assignments, which slows decoding."""
        return any(field.converter for field in self.own_fields)

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


def shared_bases(models: Iterable[ModelView], document: Document) -> list[ModelView]:
    """The bases of records with the fields of the schema ``Record``, one for each base that records have so far."""
    wires, records = fields_of(document, RECORD), [model for model in models if model.resource]
    shared = Counter(tuple(field for field in record.fields if field.wire in wires) for record in records)
    fields, users = shared.most_common(1)[0] if shared else ((), 0)
    doc = document["components"]["schemas"].get(RECORD, {}).get("description", "")
    names = {"Model": "AnyRecord", "CustomRecord": "AnyCustomRecord"}
    return [
        ModelView(name, BASES, doc, list(fields), {}, {}, None, None, {}, [], base)
        for base, name in names.items()
        if fields and users > 1 and any(record.base == base for record in records)
    ]


def on_base(model: ModelView, bases: Iterable[ModelView]) -> ModelView:
    """The model with one of these as its base, if it is a record with all of their fields."""
    names = {field.name for field in model.fields}
    for base in bases:
        if model.resource and model.base == base.base and names >= {field.name for field in base.fields}:
            imports = model.imports | {base.name: base.module}
            return evolve(model, base=base.name, inherited=base.fields, imports=imports)
    return model


def in_order(models: list[ModelView]) -> list[ModelView]:
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


def model_view(model: ModelProperty, reachable: Reachable, document: Document, listed: Mapping[str, str]) -> ModelView:
    """The view of a model. ``listed`` has the models of the records by resource."""
    name = model.class_info.name
    parts = {
        part.class_info.name: _module(part.class_info.name, reachable)
        for part in _parts(model)
        if part.class_info.name != name
    }
    late = {part for part in parts if reachable.imports(part, name)}
    targets, described = targets_of(document, name), fields_of(document, name)
    schema = document["components"]["schemas"].get(name, {})
    custom_entity = _custom_entity(model, document)
    resource = next((resource for resource, listed_model in listed.items() if listed_model == name), None)
    return ModelView(
        name=name,
        module=_module(name, reachable),
        doc=text_of(model),
        fields=[_field_view(prop, {name, *late}, targets, described) for prop in properties_of(model)],
        imports={part: str(module) for part, module in sorted(parts.items()) if part not in late},
        late_imports={part: str(module) for part, module in sorted(parts.items()) if part in late},
        custom_entity=custom_entity,
        resource=resource,
        base="CustomRecord" if custom_entity else "Model" if resource else "RecordPart",
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


def enum_view(enum: EnumProperty, reachable: Reachable, document: Document) -> EnumView:
    """The view of an enum. Raises ``DescriptionError`` if its values are not in a schema with a name."""
    schema = document["components"]["schemas"].get(enum.class_info.name, {})
    if "x-extensible-enum" not in schema:
        raise DescriptionError(f"{enum.class_info.name}: known values go into x-extensible-enum of a schema by name")
    names, renamed = schema.get("x-name", {}), schema.get("x-deprecated-name", {})
    values = {member_name(value, names): value for value in schema["x-extensible-enum"]}
    renamed = {member_name(old, names): member_name(new, names) for old, new in renamed.items()}
    known = schema.get("x-known-values", "some" if schema.get("x-evidence") == "inferred" else "all")
    text = schema.get("description", "")
    return EnumView(enum.class_info.name, _module(enum.class_info.name, reachable), text, values, known, renamed)
