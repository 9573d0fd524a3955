"""Requests, and in strict mode answers, against the description."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any

import jsonschema_rs

from plutio_async.testing._api.catalogue import Catalogue, Route, Schema, catalogue
from plutio_async.testing._api.refusal import Refusal
from plutio_async.testing._api.wire import Answer, Request
from plutio_async.testing.errors import SandboxStrayed
from plutio_async.testing.switches import Switches

_ROOT = "urn:plutio"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Validator:
    """Checks against the schemas of one description. Each schema is compiled when it is first needed."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._compiled: dict[str, jsonschema_rs.Validator] = {}

    def parameters(self, route: Route, query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """The described query parameters with their proper types; the others are filters and not among them.

        Raises:
            Refusal: one is missing or of the wrong type.
        """
        given = dict(query)
        values: dict[str, Any] = {}
        for parameter in route.parameters:
            name = parameter["name"]
            if name in given:
                values[name] = _typed(parameter, given[name])
            elif parameter.get("required"):
                raise Refusal(400, f'"{name}" is required')
        return values

    def body(self, route: Route, body: Mapping[str, Any]) -> None:
        """Checks what was sent.

        Raises:
            Refusal: the body is not what the operation takes.
        """
        if route.body is not None:
            problem = self._problem(f"{route.operation_id}-body", body)
            if problem:
                raise Refusal(400, problem)

    def answer(self, route: Route, answer: Any) -> None:
        """Checks what is about to be sent.

        Raises:
            SandboxStrayed: the answer is not what the description promises.
        """
        if route.answer is not None:
            problem = self._problem(f"{route.operation_id}-answer", answer)
            if problem:
                raise SandboxStrayed(f"{route.method} {route.path} ({route.operation_id}) answered wrongly: {problem}")

    def token(self, answer: Mapping[str, Any], switches: Switches) -> None:
        """Checks what the token call is about to send. A number for the expiry is one that no description has.

        Raises:
            SandboxStrayed: the answer is not what the description promises.
        """
        left_out = "accessTokenExpiresAt" if switches.token_expiry == "number" else None  # noqa: S105 - no password
        described = {name: value for name, value in answer.items() if name != left_out}
        problem = self._problem("AccessToken", described)
        if problem:
            raise SandboxStrayed(f"POST /oauth/token answered wrongly: {problem}")

    def refusal(self, request: Request, answer: Answer) -> None:
        """Checks an error that is about to be sent; a page has no schema.

        Raises:
            SandboxStrayed: the error is not what the description promises.
        """
        if answer.headers["content-type"].startswith("application/json"):
            problem = self._problem("Error", json.loads(answer.content))
            if problem:
                raise SandboxStrayed(f"{request.method} {request.path} was refused wrongly: {problem}")

    def record(self, resource: str, record: Mapping[str, Any]) -> str | None:
        """What is wrong with a record of a resource, if anything."""
        schema_name = self._catalogue.resources[resource].schema_name
        return self._problem(schema_name, record) if schema_name else None

    def _problem(self, key: str, value: Any) -> str | None:
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = self._compile(key)
        if compiled.is_valid(value):
            return None
        error = next(compiled.iter_errors(value))
        place = ".".join(str(part) for part in error.instance_path)
        return f"{place}: {error.message}" if place else str(error.message)

    def _compile(self, key: str) -> jsonschema_rs.Validator:
        reference = {"$ref": f"{_ROOT}#/roots/{key}"}
        return jsonschema_rs.Draft202012Validator(reference, registry=self._registry, validate_formats=True)

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        """One document of all schemas, so that each reference is looked up and nothing is compiled twice."""
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
    """The checks against the description that the package carries; what was compiled is kept."""
    return Validator(catalogue())


def _typed(parameter: Schema, text: str) -> Any:
    schema = parameter.get("schema", {})
    reader = _READERS.get(schema.get("type"), str)
    try:
        value = reader(text)
    except ValueError:
        raise Refusal(400, f'"{parameter["name"]}" must be a {schema["type"]}') from None
    if isinstance(value, int) and value < schema.get("minimum", value):
        raise Refusal(400, f'"{parameter["name"]}" must be at least {schema["minimum"]}')
    return value


def _whole(text: str) -> int:
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        raise ValueError(text)
    return int(text)


_READERS: dict[Any, Callable[[str], Any]] = {"integer": _whole}
