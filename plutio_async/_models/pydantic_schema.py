"""Models as pydantic knows them, so that a FastAPI route can return them.

The only module that imports pydantic-core. Models import it when pydantic asks for their schema.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from inspect import cleandoc
from typing import Any, Literal

from pydantic_core import InitErrorDetails, ValidationError, core_schema

from plutio_async._core.bundled import openapi_document
from plutio_async._models import codecs
from plutio_async._models.fields import Ref, fields_of, options_of

Names = Literal["api", "python"]
JsonSchema = dict[str, Any]

_names: Names = "api"
_KINDS: dict[type, tuple[JsonSchema, str]] = {
    codecs.Anything: ({}, ""),
    codecs.Boolean: ({"type": "boolean"}, "bool_type"),
    codecs.Integer: ({"type": "integer"}, "int_type"),
    codecs.Many: ({"type": "array"}, "list_type"),
    codecs.Moment: ({"type": "string", "format": "date-time"}, "datetime_type"),
    codecs.Number: ({"type": "number"}, "float_type"),
    Ref: ({"type": "object"}, "dict_type"),
}
"""The JSON Schema of a codec, and the error of pydantic for a value that does not fit."""
_TEXT: tuple[JsonSchema, str] = ({"type": "string"}, "string_type")
"""The same for the codecs that are not in ``_KINDS``."""


def model_names(names: Names) -> None:
    """Sets the names of the fields in responses and in OpenAPI, for the whole process.

    ``"api"``, the default, is ``dueDate`` and ``_id``; ``"python"`` is ``due_date`` and ``id``. Bodies of requests may
    have both.
    """
    global _names  # noqa: PLW0603 - pydantic gives its hooks no other way to settings
    if names not in ("api", "python"):
        raise ValueError(f"model_names() takes 'api' or 'python', not {names!r}")
    _names = names


def current_names() -> Names:
    """The setting of ``model_names()``."""
    return _names


def schema_of(model: type[Any]) -> core_schema.CoreSchema:
    """How pydantic validates a model, writes it, and describes it in JSON Schema."""
    return core_schema.no_info_plain_validator_function(
        partial(_read, model),
        ref=f"{model.__module__}.{model.__qualname__}",
        metadata={"pydantic_js_functions": [partial(_json_schema, model)]},
        serialization=core_schema.plain_serializer_function_ser_schema(_write),
    )


def _read(model: type[Any], value: Any) -> Any:
    if isinstance(value, model):
        return value
    if isinstance(value, Mapping):
        data = _by_wire_names(Ref(model), value)
        record = model.from_dict(data)
        if errors := [*_errors(Ref(model), data, ())]:
            raise ValidationError.from_exception_data(model.__name__, errors)
        return record
    raise ValueError(f"takes a JSON object or a {model.__name__}, not {type(value).__name__}")


def _errors(codec: codecs.Codec, value: Any, where: tuple[str | int, ...]) -> Iterator[InitErrorDetails]:
    """What of a JSON value is not as its schema says. Reading an answer of the API is more tolerant."""
    if isinstance(codec, codecs.Either):
        found = [[*_errors(option, value, where)] for option in codec.options]
        yield from () if [] in found else found[0]
    elif value is None or isinstance(codec, codecs.Anything):
        return
    elif not codecs.fits(codec, value):
        yield {"type": _KINDS.get(type(codec), _TEXT)[1], "loc": where, "input": value}
    elif isinstance(codec, Ref):
        for field in fields_of(codec.model).values():
            yield from _errors(field.codec, value.get(field.name), (*where, field.name))
    elif isinstance(codec, codecs.Many):
        for index, item in enumerate(value):
            yield from _errors(codec.inner, item, (*where, index))
    else:
        try:
            codec.decode(value)
        except codecs.Mismatch:
            kind = "int_from_float" if isinstance(codec, codecs.Integer) else "datetime_from_date_parsing"
            yield {"type": kind, "loc": where, "input": value, "ctx": {"error": "it is no ISO 8601 text"}}


def _write(record: Any) -> Any:
    return record.to_dict(names=_names)


def _by_wire_names(codec: codecs.Codec, value: Any) -> Any:
    """The value with the API's names in place of Python names."""
    for option in options_of(codec):
        if isinstance(option, Ref) and isinstance(value, Mapping):
            named: dict[Any, Any] = {}
            for key, item in value.items():
                if (field := fields_of(option.model).get(key)) is None:
                    named[key] = item
                else:
                    named[field.name] = _by_wire_names(field.codec, item)
            return named
        if isinstance(option, codecs.Many) and isinstance(value, list):
            return [_by_wire_names(option.inner, item) for item in value]
    return value


def _json_schema(model: type[Any], _: Any, handler: Callable[[Any], JsonSchema]) -> JsonSchema:
    """The JSON Schema of a model. No field is required: one that is ``None`` is not written."""
    descriptions = _field_descriptions(model.__name__)
    properties: dict[str, JsonSchema] = {}
    for name, field in fields_of(model).items():
        schema = _codec_schema(field.codec, handler)
        if (description := descriptions.get(field.name)) is not None:
            schema = {**schema, "description": description}
        properties[name if _names == "python" else field.name] = schema
    return {
        "title": model.__name__,
        "description": cleandoc(model.__doc__ or ""),
        "type": "object",
        "properties": properties,
        "additionalProperties": True,
    }


def _codec_schema(codec: codecs.Codec, handler: Callable[[Any], JsonSchema]) -> JsonSchema:
    """The JSON Schema of the values of a codec. ``handler`` makes that of another model."""
    match codec:
        case Ref():
            # Only for an inner schema the handler writes a definition, and gives a reference to it.
            items: JsonSchema = handler(core_schema.list_schema(schema_of(codec.model)))["items"]
            return items
        case codecs.Many():
            return {"type": "array", "items": _codec_schema(codec.inner, handler)}
        case codecs.Either():
            return {"anyOf": [_codec_schema(option, handler) for option in codec.options]}
        case codecs.Choice():  # the values are known, and the API may have others
            known = [member.value for member in codec.values]
            return {"anyOf": [{"type": "string", "enum": known}, {"type": "string"}]}
    return dict(_KINDS.get(type(codec), _TEXT)[0])


def _field_descriptions(name: str) -> Mapping[str, str | None]:
    """The descriptions of a model's fields by wire name."""
    schema = _bundled_schemas().get(name, {})
    parts = [_resolved(part) for part in (schema, *schema.get("allOf", ()))]
    return {wire: _description_of(field) for part in parts for wire, field in part.get("properties", {}).items()}


def _description_of(schema: JsonSchema) -> str | None:
    """The description of a field, or else of its type."""
    if "description" in schema:
        return str(schema["description"])
    inner = [*schema.get("anyOf", ()), *([_resolved(schema)] if "$ref" in schema else [])]
    return next((found for one in inner if (found := _description_of(one))), None)


def _resolved(schema: JsonSchema) -> JsonSchema:
    """The schema that a reference leads to, or the schema itself."""
    found: JsonSchema = _bundled_schemas()[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


@cache
def _bundled_schemas() -> Mapping[str, JsonSchema]:
    """The schemas of the bundled description."""
    schemas: Mapping[str, JsonSchema] = openapi_document()["components"]["schemas"]
    return schemas
