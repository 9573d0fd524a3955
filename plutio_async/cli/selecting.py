"""The records and fields that a command names: ``--where 'due_date<2026-12-24'``, ``--fields id,client.name``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from plutio_async._core.words import did_you_mean
from plutio_async._models.fields import Field, ModelNames, item_codec, options_of
from plutio_async._query.conditions import Condition, Raw
from plutio_async._query.fields import Comparable, F
from plutio_async.cli.failures import Problem
from plutio_async.cli.values import CUSTOM, json_value, text_value

_CONDITION = re.compile(r"(?P<path>[^=!<>~]+?)(?P<sign>:=|!=|<=|>=|=|<|>|~)(?P<text>.*)", re.DOTALL)
_SIGNS = "=, !=, <, <=, >, >=, ~ (contains) or := (JSON)"


def selection(resource: Any, where: Sequence[str], q: str | None) -> tuple[Condition | None, dict[str, Any]]:
    """The query of a list, and the filters that the API takes as parameters of their own."""
    conditions: list[Condition] = []
    filters: dict[str, Any] = {}
    for text in where:
        path, sign, value = _parts(text)
        if path in resource._parameters and sign == "=":
            filters[path] = _operand(text, resource._parameters[path], sign, value)
        else:
            conditions.append(_condition(text, resource.model, path, sign, value))
    if q is not None:
        try:
            query = json_value(q)
        except Problem:
            query = None
        if not isinstance(query, Mapping):
            raise Problem(f'--q: {q!r} is no JSON object, such as {{"status": "overdue"}}')
        conditions.append(Raw(query))
    if missing := [name for name in resource._required if name not in filters and not conditions]:
        raise Problem(f"--where: {resource.name} needs {' and '.join(f'{name}=…' for name in missing)}")
    found: Condition | None = None
    for condition in conditions:
        found = condition if found is None else found & condition
    return found, filters


def _parts(text: str) -> tuple[str, str, str]:
    if (found := _CONDITION.fullmatch(text)) is None:
        raise Problem(f"--where {text!r}: no condition; write a field, one of {_SIGNS}, and a value")
    return found["path"].strip(), found["sign"], found["text"].strip()


def _condition(text: str, model: type[Any], path: str, sign: str, value: str) -> Condition:
    is_custom = path.startswith(CUSTOM)
    field = None if is_custom else field_at(f"--where {text!r}", path, model)
    target: Comparable = F.custom(path.removeprefix(CUSTOM)) if is_custom else F(path)
    operand = _operand(text, field, sign, value)
    try:
        return _compared(target, sign, operand)
    except (TypeError, ValueError) as error:
        raise Problem(f"--where {text!r}: {error}") from None


def _operand(text: str, field: Field | None, sign: str, value: str) -> Any:
    try:
        if sign == ":=":
            return json_value(value)
        codec = options_of(item_codec(field.codec))[0] if field is not None and sign != "~" else None
        return text_value(codec, value) if codec is None or not hasattr(codec, "model") else value
    except (Problem, TypeError, ValueError) as error:
        name = field.name if field is not None else "value"
        raise Problem(f"--where {text!r}: {name} {error}") from None


def _compared(target: Comparable, sign: str, operand: Any) -> Condition:
    conditions: dict[str, Any] = {
        "=": lambda: target == operand,
        ":=": lambda: target == operand,
        "!=": lambda: target != operand,
        "<": lambda: target < operand,
        "<=": lambda: target <= operand,
        ">": lambda: target > operand,
        ">=": lambda: target >= operand,
        "~": lambda: target.contains(operand),
    }
    condition: Condition = conditions[sign]()
    return condition


def field_at(argument: str, path: str, model: type[Any]) -> Field | None:
    """The field at a dotted path, ``None`` where a part of it is not described."""
    names: ModelNames | None = ModelNames(model)
    field: Field | None = None
    for segment in path.split("."):
        if names is None or segment.isdigit():
            field = None
            continue
        known = sorted(names.known())
        field = names.field(segment) if segment in known else None
        if field is None:
            hint = did_you_mean(segment, known) or (
                f"the fields are {', '.join(known)}" if known else "plain values have none"
            )
            raise Problem(f"{argument}: there is no field {segment!r}; {hint}")
        names = names.nested(segment)
    return field


def check_sort(sort: str | None, model: type[Any]) -> str | None:
    """``--sort``, whose field must exist."""
    if sort is None:
        return None
    path = re.sub(r"_(asc|desc)$", "", sort.removeprefix("-"))
    field_at(f"--sort {sort!r}", path, model)
    return sort


def value_at(record: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path of a record; of each item of a list. A key that is the whole path comes first."""
    if path in record:
        return record[path]
    found: Any = record
    for segment in path.removeprefix("extra.").split("."):
        if isinstance(found, list) and segment.isdigit():
            found = found[int(segment)] if int(segment) < len(found) else None
        elif isinstance(found, list):
            found = [item.get(segment) for item in found if isinstance(item, Mapping)]
        else:
            found = found.get(segment) if isinstance(found, Mapping) else None
    return found
