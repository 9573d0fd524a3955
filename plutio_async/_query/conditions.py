"""Conditions: what they test, which is a field of the record or one of its custom fields, and how they combine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any, Literal, NoReturn, Protocol

from attrs import frozen

from plutio_async._core.moments import format_moment
from plutio_async._models.json_form import RawValue
from plutio_async._query.operands import checked, compared_day, day_in, operand_json
from plutio_async._query.paths import ModelNames, resolve

_INVERSE = {"$eq": "$ne", "$ne": "$eq", "$in": "$nin", "$nin": "$in"}
_COMPARISONS = {"$eq", "$lt", "$lte", "$gt", "$gte"}


class CustomSchema(Protocol):
    """The definitions of custom fields, for conditions that name them by title."""

    def id(self, title: str) -> str:
        """The id of the field with a title; raises if none or several have it."""
        ...

    def encode(self, id: str, value: Any) -> Any:
        """The stored form of a value, such as the id of an option for its label."""
        ...

    def matching(self, id: str, pattern: str, flags: str) -> list[str] | None:
        """The ids of the options whose label matches a regular expression; ``None`` for a field without options."""
        ...


@frozen
class Scope:
    """The names of the resource that a condition is used with, and its custom fields if they were fetched."""

    names: ModelNames | None = None
    schema: CustomSchema | None = None


@frozen
class Path:
    """A field, or a field inside another."""

    path: str

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        path, encoded = checked(resolve(self.path, scope.names), test)
        return {path: _shorten(encoded)}

    def inside(self, scope: Scope) -> Scope:
        return Scope(resolve(self.path, scope.names).inside, scope.schema)


@frozen
class Custom:
    """A custom field, by title or by id."""

    title: str | None
    known_id: str | None

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        id = self._id(scope)
        test, negated = _without_negation(dict(test))
        test, negated = _without_null(self._encode(test, id, scope), negated=negated)
        element: dict[str, Any] = {"_id": id}
        if test != {"$exists": True}:
            element["value"] = _shorten(test)
        match: dict[str, Any] = {"$elemMatch": element}
        return {"customFields": {"$not": match} if negated else match}

    def inside(self, scope: Scope) -> Scope:
        return Scope(None, scope.schema)

    def _id(self, scope: Scope) -> str:
        if self.known_id is not None:
            return self.known_id
        if scope.schema is None or self.title is None:
            raise TypeError(f"the custom field {self.title!r} needs the schema: use F.custom(id='...') here")
        return scope.schema.id(self.title)

    def _encode(self, test: dict[str, Any], id: str, scope: Scope) -> dict[str, Any]:
        if self.title is None or scope.schema is None:
            return _with_days(test, operand_json(test))
        if "$regex" in test:
            options = scope.schema.matching(id, test["$regex"], test.get("$options", ""))
            return test if options is None else {"$in": options}
        encoded = {operator: _encoded(value, operator, id, scope.schema) for operator, value in test.items()}
        return _with_days(test, encoded)


Target = Path | Custom
"""What a test applies to. Both compile a test such as ``{"$lt": 5}``, whose operands are Python values."""


class Condition(ABC):
    """What a record must satisfy. Combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    @abstractmethod
    def compile(self, scope: Scope) -> dict[str, Any]:
        """The MongoDB query, in the names of a resource."""

    def __invert__(self) -> Condition:
        """Satisfied by exactly the other records."""
        return Nor(self)

    def __and__(self, other: Condition | Mapping[str, Any]) -> Condition:
        return _combine("$and", self, as_condition(other, "&"))

    def __or__(self, other: Condition | Mapping[str, Any]) -> Condition:
        return _combine("$or", self, as_condition(other, "|"))

    def __rand__(self, other: Mapping[str, Any]) -> Condition:
        return as_condition(other, "&") & self

    def __ror__(self, other: Mapping[str, Any]) -> Condition:
        return as_condition(other, "|") | self

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a condition is neither true nor false here: write (a) & (b), (a) | (b), ~(a) instead of and, or, not, "
            "and F.field.between(low, high) instead of low <= F.field <= high"
        )


@frozen
class Compare(Condition):
    """One field against one test, such as ``{"$lt": 5}``."""

    target: Target
    test: Mapping[str, Any]

    def compile(self, scope: Scope) -> dict[str, Any]:
        test = {
            operator: value.compile(self.target.inside(scope)) if isinstance(value, Condition) else value
            for operator, value in self.test.items()
        }
        return self.target.compile(test, scope)

    def __invert__(self) -> Condition:
        if len(self.test) == 1:
            ((operator, value),) = self.test.items()
            if operator == "$exists":
                return Compare(self.target, {operator: not value})
            if operator in _INVERSE:
                return Compare(self.target, {_INVERSE[operator]: value})
            if operator == "$not":
                return Compare(self.target, value)
        if any(isinstance(value, Condition) for value in self.test.values()):
            return Nor(self)
        return Compare(self.target, {"$not": self.test})


@frozen
class Raw(Condition):
    """A MongoDB query in the API's own names."""

    query: Mapping[str, Any]

    def compile(self, scope: Scope) -> dict[str, Any]:  # noqa: ARG002
        query: dict[str, Any] = operand_json(self.query)
        return query


@frozen
class Nor(Condition):
    """The negation of a condition that has no shorter one."""

    part: Condition

    def compile(self, scope: Scope) -> dict[str, Any]:
        return {"$nor": [self.part.compile(scope)]}

    def __invert__(self) -> Condition:
        return self.part


@frozen
class Combined(Condition):
    """All parts (``$and``), or at least one (``$or``)."""

    operator: Literal["$and", "$or"]
    parts: tuple[Condition, ...]

    def compile(self, scope: Scope) -> dict[str, Any]:
        compiled = [part.compile(scope) for part in self.parts]
        keys = list(chain.from_iterable(compiled))
        distinct = len(set(keys)) == len(keys) and not any(key.startswith("$") for key in keys)
        if self.operator == "$and" and distinct:
            return {key: value for query in compiled for key, value in query.items()}
        return {self.operator: compiled}

    def __invert__(self) -> Condition:
        return Combined("$or" if self.operator == "$and" else "$and", tuple(~part for part in self.parts))


def as_condition(other: object, sign: str) -> Condition:
    """The operand of ``&`` or ``|``."""
    if isinstance(other, Condition):
        return other
    if isinstance(other, Mapping):
        return Raw(other)
    raise TypeError(
        f"{other!r} is not a condition: put each comparison in parentheses, (F.a == 1) {sign} (F.b == 2), "
        "because & and | bind more tightly than =="
    )


def _combine(operator: Literal["$and", "$or"], *conditions: Condition) -> Condition:
    parts: list[Condition] = []
    for condition in conditions:
        if isinstance(condition, Combined) and condition.operator == operator:
            parts += condition.parts
        else:
            parts.append(condition)
    return Combined(operator, tuple(parts))


def _encoded(value: Any, operator: str, id: str, schema: CustomSchema) -> Any:
    if operator == "$in":
        return [_encoded(item, "$eq", id, schema) for item in value]
    given = operand_json(value)
    return given if isinstance(value, RawValue) or operator not in _COMPARISONS else schema.encode(id, given)


def _with_days(test: Mapping[str, Any], encoded: Mapping[str, Any]) -> dict[str, Any]:
    """The test in which a day means any moment of it, as for other fields."""
    found: dict[str, Any] = {}
    for operator, value in encoded.items():
        day = day_in(test[operator]) if operator in _COMPARISONS else None
        # The schema makes a moment of the text of a day for a date only.
        is_day = day is not None and (isinstance(test[operator], date) or value == format_moment(day))
        found |= compared_day(operator, day) if day is not None and is_day else {operator: value}
    return found


def _without_negation(test: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A test without negation, and whether it was negated: then no custom field in the list may match it."""
    if "$not" in test:
        inner, negated = _without_negation(dict(test["$not"]))
        return inner, not negated
    if test == {"$exists": False}:
        return {"$exists": True}, True
    for operator in ("$ne", "$nin"):
        if operator in test:
            return {_INVERSE[operator]: test[operator]}, True
    return test, False


def _without_null(test: dict[str, Any], *, negated: bool) -> tuple[dict[str, Any], bool]:
    """The opposite test if ``None`` satisfies it: a record without the field counts like one that holds null."""
    if "$eq" in test and test["$eq"] is None:
        return {"$ne": None}, not negated
    if "$in" in test and None in test["$in"]:
        return {"$nin": test["$in"]}, not negated
    return test, negated


def _shorten(test: dict[str, Any]) -> Any:
    """``{"$eq": 5}`` as plain ``5``, where that means the same."""
    if test.keys() == {"$eq"} and not isinstance(test["$eq"], Mapping):
        return test["$eq"]
    return test
