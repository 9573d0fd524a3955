"""Conditions, and how they combine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NoReturn

from attrs import frozen

from plutio_async._query.targets import Scope, Target
from plutio_async._query.values import to_wire

_INVERSE = {"$eq": "$ne", "$ne": "$eq", "$in": "$nin", "$nin": "$in"}


class Condition(ABC):
    """What a record must fulfil. Combine with ``&``, ``|`` and ``~``."""

    __slots__ = ()

    @abstractmethod
    def compile(self, scope: Scope) -> dict[str, Any]:
        """The MongoDB query, in the names of a resource."""

    @abstractmethod
    def negated(self) -> Condition:
        """Fulfilled by exactly the other records."""

    @abstractmethod
    def titles(self) -> Iterator[str]:
        """The custom fields that are named by their title."""

    def __and__(self, other: Condition | Mapping[str, Any]) -> Condition:
        return All((*_parts(self, All), *_parts(_condition(other, "&"), All)))

    def __or__(self, other: Condition | Mapping[str, Any]) -> Condition:
        return AnyOf((*_parts(self, AnyOf), *_parts(_condition(other, "|"), AnyOf)))

    def __rand__(self, other: Mapping[str, Any]) -> Condition:
        return _condition(other, "&") & self

    def __ror__(self, other: Mapping[str, Any]) -> Condition:
        return _condition(other, "|") | self

    def __invert__(self) -> Condition:
        return self.negated()

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "A condition is neither true nor false here: write (a) & (b), (a) | (b), ~(a) instead of and, or, not, "
            "and F.field.between(low, high) instead of low <= F.field <= high."
        )


@frozen
class Compare(Condition):
    """One field against one test, such as ``{"$lt": 5}``."""

    target: Target
    test: Mapping[str, Any]

    def compile(self, scope: Scope) -> dict[str, Any]:
        return self.target.compile(self._resolved(scope), scope)

    def _resolved(self, scope: Scope) -> dict[str, Any]:
        """The test with the conditions inside it compiled."""
        return {
            operator: value.compile(self.target.inside(scope)) if isinstance(value, Condition) else value
            for operator, value in self.test.items()
        }

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

    def titles(self) -> Iterator[str]:
        yield from self.target.titles()
        for value in self.test.values():
            if isinstance(value, Condition):
                yield from value.titles()


@frozen
class Raw(Condition):
    """A MongoDB query in the API's own names."""

    query: Mapping[str, Any]

    def compile(self, scope: Scope) -> dict[str, Any]:  # noqa: ARG002
        wire: dict[str, Any] = to_wire(self.query)
        return wire

    def negated(self) -> Condition:
        return Nor(self)

    def titles(self) -> Iterator[str]:
        return iter(())


@frozen
class Nor(Condition):
    """Not a condition that has no shorter opposite."""

    part: Condition

    def compile(self, scope: Scope) -> dict[str, Any]:
        return {"$nor": [self.part.compile(scope)]}

    def negated(self) -> Condition:
        return self.part

    def titles(self) -> Iterator[str]:
        return self.part.titles()


@frozen
class All(Condition):
    """Every part."""

    parts: tuple[Condition, ...]

    def compile(self, scope: Scope) -> dict[str, Any]:
        compiled = [part.compile(scope) for part in self.parts]
        keys = list(chain.from_iterable(compiled))
        if len(set(keys)) == len(keys) and not any(key.startswith("$") for key in keys):
            return {key: value for query in compiled for key, value in query.items()}
        return {"$and": compiled}

    def negated(self) -> Condition:
        return AnyOf(tuple(part.negated() for part in self.parts))

    def titles(self) -> Iterator[str]:
        return chain.from_iterable(part.titles() for part in self.parts)


@frozen
class AnyOf(Condition):
    """At least one part."""

    parts: tuple[Condition, ...]

    def compile(self, scope: Scope) -> dict[str, Any]:
        return {"$or": [part.compile(scope) for part in self.parts]}

    def negated(self) -> Condition:
        return All(tuple(part.negated() for part in self.parts))

    def titles(self) -> Iterator[str]:
        return chain.from_iterable(part.titles() for part in self.parts)


def _parts(condition: Condition, kind: type[All | AnyOf]) -> tuple[Condition, ...]:
    return condition.parts if isinstance(condition, kind) else (condition,)


def _condition(other: object, sign: str) -> Condition:
    if isinstance(other, Condition):
        return other
    if isinstance(other, Mapping):
        return Raw(other)
    raise TypeError(
        f"{other!r} is no condition: put each comparison in parentheses, (F.a == 1) {sign} (F.b == 2), "
        "because & and | bind more tightly than ==."
    )
