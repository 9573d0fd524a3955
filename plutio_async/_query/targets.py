"""What a condition tests: a field of the record, or one of its custom fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from attrs import frozen

from plutio_async._models.fields import ModelNames
from plutio_async._query.operands import checked
from plutio_async._query.paths import resolve
from plutio_async._query.values import to_json

_OPPOSITE = {"$ne": "$eq", "$nin": "$in"}
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


class Target(Protocol):
    """What a test applies to."""

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        """The query for a test such as ``{"$lt": 5}``, whose operands are Python values."""
        ...

    def inside(self, scope: Scope) -> Scope:
        """The scope of the conditions inside the test."""
        ...


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
        test, negated = _without_negation(to_json(test))
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
            return test
        if "$regex" in test:
            options = scope.schema.matching(id, test["$regex"], test.get("$options", ""))
            return test if options is None else {"$in": options}
        return {operator: _encoded(value, operator, id, scope.schema) for operator, value in test.items()}


def _encoded(value: Any, operator: str, id: str, schema: CustomSchema) -> Any:
    if operator == "$in":
        return [schema.encode(id, item) for item in value]
    return schema.encode(id, value) if operator in _COMPARISONS else value


def _without_negation(test: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A test without negation, and whether it was negated: then no custom field in the list may match it."""
    if "$not" in test:
        inner, negated = _without_negation(dict(test["$not"]))
        return inner, not negated
    if test == {"$exists": False}:
        return {"$exists": True}, True
    for operator, opposite in _OPPOSITE.items():
        if operator in test:
            return {opposite: test[operator]}, True
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
