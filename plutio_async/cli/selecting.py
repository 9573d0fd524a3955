"""The records and fields that a command names: ``--where 'due_date<2026-12-24'``, ``--fields id,client.name``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from attrs import frozen

from plutio_async import F
from plutio_async._models.model import CustomRecord
from plutio_async._query.conditions import Condition, Raw
from plutio_async._query.fields import Comparable
from plutio_async.cli.customs import custom_value, is_text
from plutio_async.cli.failures import Problem, message
from plutio_async.cli.ids import find_id
from plutio_async.cli.values import CUSTOM, argument_value, json_value
from plutio_async.cli.words import did_you_mean, with_article
from plutio_async.description import (
    Anything,
    Choice,
    Codec,
    Field,
    Id,
    ModelNames,
    Ref,
    Text,
    fields_of,
    item_codec,
    options_of,
)
from plutio_async.errors import PlutioError

if TYPE_CHECKING:
    from plutio_async.cli.dates import Dates
    from plutio_async.models import EntitySchema

_CONDITION = re.compile(r"(?P<path>[^=!<>~]+?)(?P<sign>:=|!=|<=|>=|=|<|>|~)(?P<text>.*)", re.DOTALL)
_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    ":=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "~": Comparable.contains,
}
_NO_TEXT = "{} is no text, and ~ searches text; compare it with =, !=, <, <=, > or >="
_SIGNS = "=, !=, <, <=, >, >=, ~ (contains) or := (JSON)"


@frozen
class Where:
    """A condition as it is written: a path, a sign and the text of a value."""

    text: str
    path: str
    sign: str
    value: str

    @classmethod
    def of(cls, text: str) -> Where:
        """Raises ``Problem`` for text that is no condition."""
        if (found := _CONDITION.fullmatch(text)) is None:
            raise Problem(f"--where {text!r}: no condition; write a field, one of {_SIGNS}, and a value")
        return cls(text, found["path"].strip(), found["sign"], found["text"].strip())

    def compared(self, target: Comparable, operand: Any) -> Condition:
        """The condition for a value in the type of the field."""
        condition: Condition = _COMPARISONS[self.sign](target, operand)
        return condition

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Errors in the block say which condition is wrong."""
        try:
            yield
        except (Problem, PlutioError, TypeError, ValueError) as error:
            raise Problem(f"--where {self.text!r}: {message(error)}") from None


async def selection(
    resource: Any, where: Sequence[str], q: str | None, dates: Dates
) -> tuple[Condition | None, dict[str, Any]]:
    """The query of a list, and the filters that the API takes as parameters of their own.

    All of it is checked before the definitions of custom fields are read, which costs a call.
    """
    conditions: list[Condition] = []
    filters: dict[str, Any] = {}
    customs: list[Where] = []
    for one in map(Where.of, where):
        if one.path in resource._parameters and one.sign == "=":
            with one.naming():
                filters[one.path] = argument_value(one.path, resource._parameters[one.path].codec, one.value, dates)
        elif one.path.startswith(CUSTOM):
            check_custom(f"--where {one.text!r}", resource.model)
            customs.append(one)
        else:
            conditions.append(_condition(one, resource.model, dates))
    if q is not None:
        conditions.append(Raw(_query(q)))
    if missing := [name for name in resource._required if name not in filters and not (conditions or customs)]:
        raise Problem(f"--where: {resource.name} needs {' and '.join(f'{name}=…' for name in missing)}")
    if customs:
        schema = await resource._custom_schema()
        conditions += [_custom(one, schema, dates) for one in customs]
    return (reduce(and_, conditions) if conditions else None), filters


def _query(q: str) -> Mapping[str, Any]:
    try:
        query = json_value(q)
    except Problem:
        query = None
    if not isinstance(query, Mapping):
        raise Problem(f'--q: {q!r} is no JSON object, such as {{"status": "overdue"}}')
    return query


def check_custom(argument: str, model: type[Any]) -> None:
    """Raises ``Problem`` if the records of a model have no custom fields."""
    if not issubclass(model, CustomRecord):
        raise Problem(f"{argument}: {with_article(model.__name__)} has no custom fields")


def _condition(one: Where, model: type[Any], dates: Dates) -> Condition:
    path, value = one.path, one.value
    field = field_at(f"--where {one.text!r}", path, model)
    with one.naming():
        if field is None or one.sign == ":=":
            return one.compared(F(path), json_value(value) if one.sign == ":=" else value)
        codec = options_of(item_codec(field.codec))[0]
        if isinstance(codec, Ref) and codec.targets is not None:
            codec = Id(codec.targets)
        if one.sign == "~":
            return _searched(path, codec, value)
        if isinstance(codec, Ref):
            raise Problem(f"{path} {_parts_of(codec)}")
        return one.compared(F(path), argument_value(path, codec, value, dates))


def _parts_of(codec: Ref) -> str:
    parts = ", ".join(fields_of(codec.model))
    return f"has the parts {parts}; compare one" if parts else "has parts that are not described; compare one with --q"


def _searched(path: str, codec: Codec, text: str) -> Condition:
    """The condition of ``~``. Of a field with parts, one of its texts contains the text."""
    if isinstance(codec, Ref):
        fields = fields_of(codec.model)
        texts = [name for name, field in fields.items() if type(field.codec) is Text and name != "id"]
        if not texts:
            raise Problem(f"{path} has no text to search: it {_parts_of(codec)}")
        return reduce(or_, [F(f"{path}.{name}").contains(text) for name in texts])
    if isinstance(codec, Id):
        raise Problem(f"{path} holds ids, which ~ does not search: {find_id(codec.targets, text)}")
    if not isinstance(codec, Text | Choice | Anything):
        raise Problem(_NO_TEXT.format(path))
    return F(path).contains(text)


def _custom(one: Where, schema: EntitySchema, dates: Dates) -> Condition:
    with one.naming():
        title = one.path.removeprefix(CUSTOM)
        field, target = schema.field(title), F.custom(title)
        if one.sign == ":=":
            return one.compared(target, json_value(one.value))
        if one.sign == "~":
            if not is_text(field):
                raise Problem(_NO_TEXT.format(one.path))
            return one.compared(target, one.value)
        operand = one.value if field.has_options else custom_value(one.path, field, one.value, dates)
        schema.encode(field.id, operand)  # raises for the label of an unknown option
        return one.compared(target, operand)


def field_at(argument: str, path: str, model: type[Any]) -> Field | None:
    """The field at a dotted path, ``None`` where a part of it is not described."""
    names: ModelNames | None = ModelNames(model)
    field: Field | None = None
    for segment in path.split("."):
        if names is None or segment.isdigit():
            field = None
            continue
        known, parent = sorted(names.known()), field
        field = names.field(segment) if segment in known else None
        if field is None:
            fields = f"the fields are {', '.join(known)}" if known else "plain values have none"
            hint = did_you_mean(segment, known) or fields
            if parent is not None and parent.refers_to is not None:
                hint = f"it is of another record, which is given by its id: {path.partition('.')[0]}=ID"
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
