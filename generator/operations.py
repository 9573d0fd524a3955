"""The resources and their methods, for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, field, frozen
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import AnyProperty, ModelProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol as Property
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.strings import pascal_case

from generator.bundle import Document
from generator.codecs import CodecView, codec_of, nested, text_of
from generator.errors import DescriptionError
from generator.fields import NO_TEXT, fields_of, resolved
from generator.names import IDS, check_distinct, field_name
from generator.wording import VERBS, archiving, listing, restoring

STANDARD = frozenset({"skip", "limit", "sort", "q", "_id"})
"""The query parameters of every list."""


@frozen
class FormField:
    """A keyword argument of a write."""

    name: str
    wire: str
    codec: CodecView
    doc: str = field(eq=False)
    required: bool


@frozen
class FormView:
    """The keyword arguments of one or several writes."""

    name: str
    doc: str = field(eq=False)
    fields: tuple[FormField, ...]

    @property
    def constant(self) -> str:
        """The name of the constant that holds the form."""
        return f"_{self.name}"


@frozen
class ParameterView:
    """A query parameter of one method."""

    name: str
    wire: str
    type: str
    doc: str
    required: bool


@frozen
class MethodView:
    """A method: its parameters, its request, its result."""

    name: str
    operation_id: str
    http_method: str
    path: str
    idempotent: bool
    summary: str
    doc: str
    evidence: str
    key: str | None
    sets: dict[str, bool]
    form: FormView | None
    parameters: list[ParameterView]
    model: str | None
    id_query: bool

    @property
    def constant(self) -> str:
        """The name of the constant that holds the operation."""
        return f"_{self.operation_id.upper()}"

    @property
    def is_list(self) -> bool:
        """Whether it lists records."""
        return self.name == "list"


@frozen
class ResourceView:
    """A resource class."""

    attribute: str
    class_name: str
    module: str
    doc: str
    methods: list[MethodView]
    forms: list[FormView]
    imports: dict[str, str]

    @property
    def operations(self) -> list[MethodView]:
        """One method for each operation."""
        return list({method.operation_id: method for method in self.methods}.values())

    @property
    def listing(self) -> MethodView | None:
        """The method that lists the records, if there is one."""
        return next((method for method in self.methods if method.is_list), None)


def resource_view(tag: str, endpoints: Iterable[Endpoint], document: Document) -> ResourceView:
    """A resource with the methods of its operations. ``list`` is the last, because it hides the type."""
    endpoints = list(endpoints)
    methods = [method for endpoint in endpoints for method in _methods(tag, endpoint, document)]
    methods = _share_forms(sorted(methods, key=lambda method: method.is_list))
    named = {
        part.class_info.name: part.class_info.module_name for e in endpoints for p in roots_of(e) for part in nested(p)
    }
    tags = {field_name(item["name"]): item.get("description", "") for item in document["tags"]}
    forms = {method.form.name: method.form for method in methods if method.form}
    return ResourceView(
        attribute=tag,
        class_name=f"{pascal_case(tag)}Resource",
        module=tag,
        doc=tags[tag],
        methods=methods,
        forms=list(forms.values()),
        imports={name: str(module) for name, module in sorted(named.items())},
    )


def roots_of(endpoint: Endpoint) -> Iterator[Property]:
    """The properties of an operation that may need models: its answer, its parameters, and those of its body."""
    yield _answer(endpoint)
    yield from endpoint.query_parameters
    for body in endpoint.bodies:
        yield from _body_properties(body.prop)


def _methods(tag: str, endpoint: Endpoint, document: Document) -> Iterator[MethodView]:
    raw = document["paths"][endpoint.path.get_untrusted_value()][endpoint.method]
    method = _method(tag, endpoint, raw, document)
    texts = method.summary, method.doc
    if method.is_list:
        summary, doc = listing(*texts)
        yield evolve(method, summary=summary, doc=doc)
    elif method.name in VERBS:
        for name, (summary, doc) in (("archive", archiving(*texts)), ("unarchive", restoring(*texts))):
            named = method.name.replace("archive", name)
            sets = {"isArchived": name == "archive"}
            yield evolve(method, name=named, summary=summary, doc=doc, sets=sets, form=None)
    else:
        yield method


def _method(tag: str, endpoint: Endpoint, raw: Document, document: Document) -> MethodView:
    prefix = f"{tag}_"
    operation_id = raw["operationId"]
    if not operation_id.startswith(prefix):
        raise DescriptionError(f"the operationId {operation_id} must start with its tag: {prefix}")
    keys = [p.name.get_untrusted_value() for p in _inputs(endpoint) if p.required]
    key = next((IDS[name] for name in keys if name in IDS), None)
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
        form=_form(endpoint, document),
        parameters=_parameters(endpoint, raw, document),
        model=_model_name(_answer(endpoint)),
        id_query=raw.get("x-id-query", True),
    )


def _inputs(endpoint: Endpoint) -> list[Property]:
    body = [prop for body in endpoint.bodies for prop in _body_properties(body.prop)]
    return body if endpoint.bodies else list(endpoint.query_parameters)


def _body_properties(body: Property) -> list[Property]:
    if not isinstance(body, ModelProperty):
        raise DescriptionError(f"{body.name.get_untrusted_value()}: a request body must be a named object schema")
    return [*(body.required_properties or []), *(body.optional_properties or [])]


def _form(endpoint: Endpoint, document: Document) -> FormView | None:
    """The parameters of a write beside ids. The shared schemas for ids have no others."""
    for body in endpoint.bodies:
        if not isinstance(body.prop, ModelProperty) or body.prop.class_info.name in ("Identified", "IdentifiedMany"):
            return None
        name = body.prop.class_info.name
        properties = {prop.name.get_untrusted_value(): prop for prop in _body_properties(body.prop)}
        check_distinct(name, properties)
        described = fields_of(document, name)
        fields = tuple(
            FormField(field_name(wire), wire, codec_of(prop), described.get(wire, NO_TEXT).text(prop), prop.required)
            for wire, prop in properties.items()
            if not (wire in IDS and prop.required)
        )
        return FormView(name, text_of(body.prop), fields)
    return None


def _parameters(endpoint: Endpoint, raw: Document, document: Document) -> list[ParameterView]:
    described = {item["name"]: item for item in (resolved(document, node) for node in raw.get("parameters", ()))}
    own = {
        wire: prop for prop in endpoint.query_parameters if (wire := prop.name.get_untrusted_value()) not in STANDARD
    }
    check_distinct(raw["operationId"], own)
    return [_parameter(wire, prop, described[wire]) for wire, prop in own.items()]


def _parameter(wire: str, prop: Property, described: Document) -> ParameterView:
    required = prop.required or described.get("x-required-to-list", False)
    type = codec_of(prop).write
    doc = described.get("description") or text_of(prop)
    return ParameterView(field_name(wire), wire, type if required else f"{type} | None", doc, required)


def _answer(endpoint: Endpoint) -> Property:
    for answer in endpoint.responses:
        return answer.prop
    raise DescriptionError(f"{endpoint.name}: no answer for a success is described")


def _model_name(answer: Property) -> str | None:
    match answer:
        case ModelProperty():
            return str(answer.class_info.name)
        case UnionProperty():
            return next((name for part in answer.inner_properties if (name := _model_name(part))), None)
        case ListProperty():
            return _model_name(answer.inner_property)
        case AnyProperty():
            return None
        case _:
            raise DescriptionError(f"an answer cannot be a {type(answer).__name__}; see generator/operations.py")


def _share_forms(methods: list[MethodView]) -> list[MethodView]:
    """Lets writes with the same fields share one form, named after the record."""
    uses: dict[tuple[Any, ...], list[str]] = {}
    for method in methods:
        if method.form and method.form.fields:
            uses.setdefault(method.form.fields, []).append(method.form.name)
    return [evolve(method, form=_shared(method.form, uses)) for method in methods]


def _shared(form: FormView | None, uses: dict[tuple[Any, ...], list[str]]) -> FormView | None:
    names = uses.get(form.fields, []) if form else []
    if form is None or len(set(names)) < 2:
        return form
    stem = next((name.removesuffix("Update") for name in names if name.endswith("Update")), names[0])
    return evolve(form, name=f"{stem}Fields", doc=f"The fields of writes of a {stem}.")
