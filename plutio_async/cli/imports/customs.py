"""Custom fields by title, whose definitions cost a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from plutio_async.cli.customs import text_codec
from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.checking import Row
from plutio_async.cli.imports.problems import Problems
from plutio_async.cli.values import text_value
from plutio_async.errors import CustomFieldError


async def with_customs(resource: Any, rows: Sequence[Row], problems: Problems, *, is_text: bool) -> tuple[Row, ...]:
    """The rows with the values of custom fields in their types. Notes the titles and values that are wrong."""
    if not any(_titles(row) for row in rows):
        return tuple(rows)
    schema = await resource._custom_schema()
    return tuple(_checked(schema, row, problems, is_text=is_text) if _titles(row) else row for row in rows)


def _titles(row: Row) -> list[str]:
    cleared = [path[1] for path in row.cleared if path[0] == "custom" and len(path) > 1]
    return [*row.others.get("custom", {}), *cleared]


def _checked(schema: Any, row: Row, problems: Problems, *, is_text: bool) -> Row:
    values: dict[str, Any] = {}
    for title in _titles(row):
        cell = row.others.get("custom", {}).get(title)
        try:
            field = schema.field(title)
            if is_text and isinstance(cell, str):
                cell = text_value(text_codec(field.input_type), cell.strip())
            values[title] = cell
            field.write(values[title])
        except CustomFieldError as error:
            problems.add(row.line, f"custom.{title}: {error.message.partition('; to read new')[0]}")
        except (Problem, TypeError, ValueError) as error:
            problems.add(row.line, f"custom.{title} {error}")
    written = {title: value for title, value in values.items() if value is not None}
    return evolve(row, others={**row.others, **({"custom": written} if written else {})})
