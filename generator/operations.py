"""The methods of resources, from the operations of the description."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import AnyProperty, ModelProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import pascal_case

from generator.arguments import ArgumentView, Records, arguments_of
from generator.bundle import Document
from generator.codecs import codec_of, text_of
from generator.errors import DescriptionError
from generator.fields import resolved
from generator.filters import Filters
from generator.methods import MethodView, ParameterView, ResourceView
from generator.names import IDS, field_name
from generator.wording import VERBS, archiving, listing, restoring

IDS_ONLY = ("Identified", "IdentifiedMany")
"""The schemas of bodies that hold ids and nothing else."""

STANDARD = frozenset({"skip", "limit", "sort", "q", "_id"})
"""The query parameters of every list."""


def resource_view(
    tag: str, endpoints: Iterable[Endpoint], document: Document, records: Records, filters: Filters
) -> ResourceView:
    """A resource with the methods of its operations."""
    methods = [method for endpoint in endpoints for method in _methods(tag, endpoint, document, records)]
    model = records.models.get(tag) or next((method.model for method in methods if method.model), None)
    tags = {field_name(item["name"]): item.get("description", "") for item in document["tags"]}
    other_fields = _other_fields(tag, methods, records.codecs.get(model or "", {}))
    models = (method.model for method in methods if method.model)
    parameters = [parameter for method in methods if method.is_list for parameter in method.parameters]
    codecs = [*(field.expression for field in other_fields.values()), *(field.expression for field in parameters)]
    own = {parameter.name: parameter.type for parameter in parameters}
    imports = records.imports([*models, *codecs])
    typed = records.imports(argument.type for method in methods for argument in method.fields)
    return ResourceView(
        attribute=tag,
        class_name=f"{pascal_case(tag)}Resource",
        module=tag,
        doc=tags[tag],
        model=model,
        methods=sorted(methods, key=lambda method: method.rank),
        other_fields=other_fields,
        imports=imports,
        type_imports={name: module for name, module in typed.items() if name not in imports},
        filters=dict(filters.of(records.models[tag])) | own if tag in records.models else {},
    )


def _other_fields(tag: str, methods: Iterable[MethodView], codecs: Mapping[str, str]) -> dict[str, ArgumentView]:
    """The arguments that are no fields of the records."""
    other: dict[str, ArgumentView] = {}
    for argument in (argument for method in methods for argument in method.fields):
        if codecs.get(argument.name) != argument.field:
            same = other.setdefault(argument.name, argument)
            if same.field != argument.field or argument.name in codecs:
                raise DescriptionError(f"{tag}: the field {argument.wire} has different types in two places")
    return other


def model_of_list(endpoint: Endpoint, document: Document) -> str | None:
    """The model of the records that an operation lists; ``None`` for other operations."""
    is_list = endpoint.method == "get" and _raw(endpoint, document)["operationId"].endswith("_list")
    return model_of(_answer(endpoint)) if is_list else None


def roots_of(endpoint: Endpoint) -> Iterator[Property]:
    """The properties of an operation that may need models: its answer, its parameters, and those of its body."""
    yield _answer(endpoint)
    yield from endpoint.query_parameters
    for body in endpoint.bodies:
        yield from _body_properties(body.prop)


def _methods(tag: str, endpoint: Endpoint, document: Document, records: Records) -> Iterator[MethodView]:
    method = _method(tag, endpoint, document, records)
    texts = method.summary, method.doc
    if method.is_list:
        summary, doc = listing(*texts)
        yield evolve(method, summary=summary, doc=doc)
    elif method.name in VERBS:
        for name, (summary, doc) in (("archive", archiving(*texts)), ("unarchive", restoring(*texts))):
            named = method.name.replace("archive", name)
            sets = {"isArchived": name == "archive"}
            yield evolve(method, name=named, summary=summary, doc=doc, sets=sets, takes_extra=False, fields=())
    else:
        yield method


def _raw(endpoint: Endpoint, document: Document) -> Document:
    operation: Document = document["paths"][endpoint.path.get_untrusted_value()][endpoint.method]
    return operation


def _method(tag: str, endpoint: Endpoint, document: Document, records: Records) -> MethodView:
    raw = _raw(endpoint, document)
    prefix = f"{tag}_"
    operation_id = raw["operationId"]
    if not operation_id.startswith(prefix):
        raise DescriptionError(f"the operationId {operation_id} must start with its tag: {prefix}")
    keys = [p.name.get_untrusted_value() for p in _inputs(endpoint)]
    key = next((IDS[name] for name in keys if name in IDS), None)
    arguments = _arguments(endpoint, records.models.get(tag), document, records)
    verb = operation_id.removeprefix(prefix)
    return MethodView(
        name=verb,
        operation_id=operation_id,
        http_method=endpoint.method.upper(),
        path=endpoint.path.get_untrusted_value(),
        idempotent=raw["x-idempotent"],
        summary=raw["summary"],
        doc=raw["description"],
        evidence=raw["x-evidence"],
        key=key,
        sets={},
        takes_extra=arguments is not None,
        fields=arguments or (),
        parameters=_parameters(endpoint, raw, document),
        model=model_of(_answer(endpoint)),
        id_query=raw.get("x-id-query", True),
        get_by_list=raw.get("x-get-by-list", False),
        fallback=raw.get("x-fallback", "").removeprefix(prefix) or None,
        former=raw.get("x-deprecated-name", "").removeprefix(prefix) or None,
    )


def _inputs(endpoint: Endpoint) -> list[Property]:
    body = [prop for body in endpoint.bodies for prop in _body_properties(body.prop)]
    return body if endpoint.bodies else list(endpoint.query_parameters)


def _body_properties(body: Property) -> list[Property]:
    if not isinstance(body, ModelProperty):
        raise DescriptionError(f"{body.name.get_untrusted_value()}: a request body must be a named object schema")
    return [*(body.required_properties or []), *(body.optional_properties or [])]


def _arguments(
    endpoint: Endpoint, model: str | None, document: Document, records: Records
) -> tuple[ArgumentView, ...] | None:
    """The fields of a write; ``None`` for one that takes ids only. Ids are parameters of their own."""
    for body in endpoint.bodies:
        properties = [prop for prop in _body_properties(body.prop) if prop.name.get_untrusted_value() not in IDS]
        assert isinstance(body.prop, ModelProperty)
        name = body.prop.class_info.name
        return None if name in IDS_ONLY else arguments_of(name, model, properties, document, records)
    return None


def _parameters(endpoint: Endpoint, raw: Document, document: Document) -> list[ParameterView]:
    described = {item["name"]: item for item in (resolved(document, node) for node in raw.get("parameters", ()))}
    own = {
        wire: prop for prop in endpoint.query_parameters if (wire := prop.name.get_untrusted_value()) not in STANDARD
    }
    return [_parameter(wire, prop, described[wire]) for wire, prop in own.items()]


def _parameter(wire: str, prop: Property, described: Document) -> ParameterView:
    required = prop.required or described.get("x-required-to-list", False)
    codec = codec_of(prop)
    doc = described.get("description") or text_of(prop)
    name = field_name(wire, described)
    return ParameterView(name, wire, codec.write, codec.expression, doc, required, prop.required)


def _answer(endpoint: Endpoint) -> Property:
    for answer in endpoint.responses:
        return answer.prop
    raise DescriptionError(f"{endpoint.name}: no answer for a success is described")


def model_of(answer: Property) -> str | None:
    """The model of an answer, or of its items; ``None`` if it is anything else.

    Raises:
        DescriptionError: the answer is neither an object nor a list.
    """
    match answer:
        case ModelProperty():
            return str(answer.class_info.name)
        case UnionProperty():
            return next((name for part in answer.inner_properties if (name := model_of(part))), None)
        case ListProperty():
            return model_of(answer.inner_property)
        case AnyProperty():
            return None
        case _:
            raise DescriptionError(f"an answer cannot be a {type(answer).__name__}; see generator/operations.py")
