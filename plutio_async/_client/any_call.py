"""Calls of operations that no method makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plutio_async._core.call import Call, Operation
from plutio_async._http.target import check_method, check_path
from plutio_async._models.answers import anything
from plutio_async._models.json_form import to_json


def any_call(method: str, path: str, params: Mapping[str, Any] | None, json: Any) -> Call[Any]:
    """The call for :meth:`Plutio.request`, which says what it raises."""
    check_method(method)
    check_path(path)
    if not isinstance(params, Mapping | None):
        raise TypeError(f"params= takes a mapping of names to values, not {type(params).__name__}")
    operation = Operation(None, method.upper(), path, idempotent=method.upper() == "GET")
    query = tuple((name, _text(to_json(value))) for name, value in (params or {}).items())
    return Call(operation, anything, query, None if json is None else to_json(json))


def _text(json_value: Any) -> str:
    return json_value if isinstance(json_value, str) else str(json_value).lower()
