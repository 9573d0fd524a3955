"""Conditions, and how they combine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from itertools import chain
from typing import Any, Literal, NoReturn

from attrs import frozen

from plutio_async._query.targets import Scope, Target
from plutio_async._query.values import to_json

_INVERSE = {"$eq": "$ne", "$ne": "$eq", "$in": "$nin", "$nin": "$in"}


class Condition(ABC):
    """What a record must satisfy. Combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    @abstractmethod
    def compile(self, scope: Scope) -> dict[str, Any]:
        """The MongoDB query, in the names of a resource."""

    def negated(self) -> Condition:
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

    def __invert__(self) -> Condition:
        return self.negated()

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

    def negated(self) -> Condition:
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
        query: dict[str, Any] = to_json(self.query)
        return query


@frozen
class Nor(Condition):
    """The negation of a condition that has no shorter one."""

    part: Condition

    def compile(self, scope: Scope) -> dict[str, Any]:
        return {"$nor": [self.part.compile(scope)]}

    def negated(self) -> Condition:
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

    def negated(self) -> Condition:
        return Combined("$or" if self.operator == "$and" else "$and", tuple(part.negated() for part in self.parts))


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
