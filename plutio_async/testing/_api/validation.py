"""Validates requests, and in strict mode answers, against the description."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

import jsonschema_rs

from plutio_async.testing._api.catalogue import Catalogue, Route, Schema, catalogue
from plutio_async.testing._api.messages import Answer, ApiError, Request
from plutio_async.testing.errors import SandboxStrayed
from plutio_async.testing.switches import Switches

_ROOT = "urn:plutio"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_WHOLE = re.compile(r"-?[0-9]{1,4000}")  # Python converts no more than 4,300 digits


class Validator:
    """Validates against the schemas of one description. A schema is compiled at its first use."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._compiled: dict[str, jsonschema_rs.Validator] = {}

    def parameters(self, route: Route, query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """The described query parameters, converted to their types; raises ``ApiError`` if one is missing or wrong."""
        given = dict(query)
        values: dict[str, Any] = {}
        for parameter in route.parameters:
            name = parameter["name"]
            if name in given:
                values[name] = _typed(parameter, given[name])
            elif parameter.get("required"):
                raise ApiError(400, f'"{name}" is required')
        return values

    def body(self, route: Route, body: Mapping[str, Any]) -> None:
        if route.body is not None and (problem := self._problem(f"{route.operation_id}-body", body)):
            raise ApiError(400, problem)

    def answer(self, route: Route, answer: Any) -> None:
        if route.answer is not None:
            self._check_answer(f"{route.method} {route.path}", f"{route.operation_id}-answer", answer)

    def token(self, answer: Mapping[str, Any], switches: Switches) -> None:
        """Validates the answer of the token call. No description has a number as the expiry."""
        left_out = "accessTokenExpiresAt" if switches.token_expiry == "number" else None  # noqa: S105 - no password
        described = {name: value for name, value in answer.items() if name != left_out}
        self._check_answer("POST /oauth/token", "AccessToken", described)

    def error(self, request: Request, answer: Answer) -> None:
        """Validates the answer of a failed call. An HTML page has no schema."""
        if answer.headers["content-type"].startswith("application/json"):
            self._check_answer(f"{request.method} {request.path}", "Error", json.loads(answer.content))

    def _check_answer(self, call: str, schema: str, answer: Any) -> None:
        if problem := self._problem(schema, answer):
            raise SandboxStrayed(f"the answer of {call} does not match the schema {schema}: {problem}")

    def record(self, resource: str, record: Mapping[str, Any]) -> str | None:
        """The first problem of a record of a resource, if any."""
        schema_name = self._catalogue.resources[resource].schema_name
        return self._problem(schema_name, record) if schema_name else None

    def fitting(self, resource: str, record: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of a record whose values fit the description."""
        schema_name = self._catalogue.resources[resource].schema_name
        errors = self._compile(schema_name).iter_errors(record) if schema_name else ()
        wrong = {error.instance_path[0] for error in errors if error.instance_path}
        return {name: value for name, value in record.items() if name not in wrong}

    def _problem(self, key: str, value: Any) -> str | None:
        compiled = self._compile(key)
        if compiled.is_valid(value):
            return None
        error = next(compiled.iter_errors(value))
        location = ".".join(str(part) for part in error.instance_path)
        return f"{location}: {error.message}" if location else str(error.message)

    def _compile(self, key: str) -> jsonschema_rs.Validator:
        if key not in self._compiled:
            reference = {"$ref": f"{_ROOT}#/roots/{key}"}
            self._compiled[key] = jsonschema_rs.Draft202012Validator(
                reference, registry=self._registry, validate_formats=True
            )
        return self._compiled[key]

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        """One document of all schemas, so that no schema is compiled twice."""
        components = {"schemas": self._catalogue.document["components"]["schemas"]}
        roots: dict[str, Schema] = dict(components["schemas"])
        for route in self._catalogue.routes.values():
            roots |= {
                f"{route.operation_id}-body": route.body or {},
                f"{route.operation_id}-answer": route.answer or {},
            }
        return jsonschema_rs.Registry([(_ROOT, {"$schema": _DIALECT, "components": components, "roots": roots})])


@cache
def validator() -> Validator:
    """The validator of the bundled description; keeps its compiled schemas."""
    return Validator(catalogue())


def _typed(parameter: Schema, text: str) -> Any:
    schema = parameter.get("schema", {})
    if schema.get("type") != "integer":
        return text
    if not _WHOLE.fullmatch(text):
        raise ApiError(400, f'"{parameter["name"]}" must be an integer')
    value = int(text)
    if value < schema.get("minimum", value):
        raise ApiError(400, f'"{parameter["name"]}" must be at least {schema["minimum"]}')
    return value
