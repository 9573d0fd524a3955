"""Records as rows of tables, and the types of their columns.

A row has the API's names, which dlt writes in snake case, and everything that the API sent.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from plutio_async import Model
from plutio_async._core.json_text import json_text
from plutio_async._models.json_form import digest
from plutio_async.description import Boolean, Choice, Codec, Integer, Moment, Number, Text, fields_of, options_of

if TYPE_CHECKING:
    from dlt.common.data_types.typing import TDataType
    from dlt.common.schema.typing import TColumnSchema

KEY, DELETED, ORDER = "_id", "_plutio_deleted", "_plutio_order"

Row = dict[str, Any]

_DIGITS, _PLACES = 38, 18
"""Of decimal columns: no more than common databases hold, and enough for any amount."""
_CONTEXT, _STEP = Context(prec=_DIGITS), Decimal(1).scaleb(-_PLACES)
_LARGEST = 2**63 - 1
"""The largest integer of a database."""


class Rows:
    """Makes the rows of one resource."""

    def __init__(self, model: type[Model]) -> None:
        types: dict[str, TDataType] = {
            field.name: found for field in fields_of(model).values() if (found := _type(field.codec))
        }
        self.columns = {name: _column(name, type) for name, type in types.items()}
        self._decimals = frozenset(name for name, type in types.items() if type == "decimal")

    def row(self, record: Model, order: int | None = None) -> Row:
        """A record. One without an id has a hash of its content in its place."""
        row: Row = {}
        for name, value in record.to_dict().items():
            number = _number(value) if name in self._decimals else value
            if _fits(number):
                row[name] = _storable(number)
            else:
                # dlt would store the text of a number as a number, which the database refuses.
                row[f"{name}_v_text"] = str(value)
        if KEY not in row:
            row[KEY] = digest(json_text(row))
        return row if order is None else {**row, ORDER: order}

    def deletion(self, id: str, order: int) -> Row:
        """The row that deletes a record from the table."""
        return {KEY: id, DELETED: True, ORDER: order}


def _type(codec: Codec) -> TDataType | None:
    """The type of a column, ``None`` if dlt is to find it out. A field of several types has the type of them all."""
    options = options_of(codec)
    if any(isinstance(option, Text | Choice) for option in options):
        return "text"
    types: dict[type[Any], TDataType] = {Number: "decimal", Integer: "bigint", Boolean: "bool", Moment: "timestamp"}
    return types.get(type(options[0])) if len(options) == 1 else None


def _column(name: str, type: TDataType) -> TColumnSchema:
    column: TColumnSchema = {"name": name, "data_type": type}
    if type == "decimal":
        column |= {"precision": _DIGITS, "scale": _PLACES}
    if type == "timestamp":
        column["timezone"] = True
    return column


def _number(value: Any) -> Any:
    """A number as a decimal with its digits; other values as they are."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        with suppress(InvalidOperation):
            return Decimal(str(value))
    return value


def _fits(value: Any) -> bool:
    """Whether a database can hold all digits of a number."""
    if isinstance(value, Decimal):
        with suppress(InvalidOperation):
            return value.quantize(_STEP, context=_CONTEXT) == value
        return False
    return not isinstance(value, int) or abs(value) <= _LARGEST


def _storable(value: Any) -> Any:
    """The value with text for integers that are too large, and escapes for letters that are none."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value if _fits(value) else str(value)
