"""The values of cells: text of a CSV, or the values of JSON lines."""

from __future__ import annotations

from typing import Any

from plutio_async.cli.failures import Problem
from plutio_async.cli.values import text_value
from plutio_async.description import Anything, Codec, Ref, Text, fields_of, item_codec, options_of

Tree = dict[str | int, Any]
"""A value from its parts; the items of a list by their index."""


def is_empty(cell: Any) -> bool:
    """Whether a cell has no value: no text but spaces in a CSV, null in JSON lines."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def from_text(codec: Codec | None, text: str) -> Any:
    """The value of a field for the text of a cell.

    Raises:
        Problem, TypeError, ValueError: it has none.
    """
    if codec is None or type(codec) in (Text, Anything):  # spaces around other values mean nothing
        return text_value(codec, text)
    text = text.strip()
    parts = [option for option in options_of(codec) if isinstance(item_codec(option), Ref)]
    if len(parts) == len(options_of(codec)) and text[:1] not in ("{", "["):
        kind = item_codec(parts[0])
        names = ", ".join(fields_of(kind.model)) if isinstance(kind, Ref) else ""
        raise Problem(f"has parts, such as {names}; name the part in the column, or write JSON")
    value = text_value(codec, text)
    codec.encode(value)
    return value


def from_json(codec: Codec | None, value: Any) -> Any:
    """The value of a field for a value of JSON lines, which must have the field's type.

    Raises:
        Problem, TypeError, ValueError: it has another.
    """
    if codec is not None:
        codec.encode(value)
    return value


def place(tree: Tree, path: tuple[str, ...], value: Any) -> None:
    """Puts a value into a tree."""
    *parents, last = [int(part) if part.isdecimal() else part for part in path]
    for part in parents:
        tree = tree.setdefault(part, {})
    tree[last] = value


def listed(tree: Any) -> Any:
    """The value that a tree stands for: its lists without gaps."""
    if not isinstance(tree, dict):
        return tree
    if any(isinstance(part, int) for part in tree):
        return [listed(tree[index]) for index in sorted(tree)]
    return {part: listed(value) for part, value in tree.items()}
