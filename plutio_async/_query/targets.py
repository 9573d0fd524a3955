"""What a condition looks at: a field of the record, or one of its custom fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from attrs import frozen

from plutio_async._query.names import Names, names_inside, wire_path

CUSTOM_FIELDS = "customFields"
_POSITIVE = {"$ne": "$eq", "$nin": "$in"}


class CustomSchema(Protocol):
    """The definitions of custom fields, for conditions that name them by title."""

    def id(self, title: str) -> str:
        """The id of the field with a title; raises for an unknown or ambiguous one."""
        ...

    def encode(self, id: str, value: Any) -> Any:
        """The stored form of a value: the id of an option for its label."""
        ...

    def matching(self, id: str, pattern: str, flags: str) -> list[str] | None:
        """The ids of the options whose label a regular expression is found in; ``None`` for a field without options."""
        ...


@frozen
class Scope:
    """Where a condition is used: the names of the resource, and its custom fields if they were fetched."""

    names: Names | None = None
    schema: CustomSchema | None = None


class Target(Protocol):
    """What a test is about."""

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        """The query for a test such as ``{"$lt": 5}``."""
        ...

    def inside(self, scope: Scope) -> Scope:
        """The scope of the conditions inside the test."""
        ...

    def titles(self) -> Iterator[str]:
        """The titles to look up."""
        ...


@frozen
class Path:
    """A field, or one inside another."""

    path: str

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        return {wire_path(self.path, scope.names): shorten(test)}

    def inside(self, scope: Scope) -> Scope:
        return Scope(names_inside(self.path, scope.names), scope.schema)

    def titles(self) -> Iterator[str]:
        return iter(())


@frozen
class Custom:
    """A custom field, by title or by id."""

    title: str | None
    known_id: str | None

    def compile(self, test: dict[str, Any], scope: Scope) -> dict[str, Any]:
        id = self._id(scope)
        test, negative = _positive(test)
        test, negative = _filled(self._encode(test, id, scope), negative)
        element: dict[str, Any] = {"_id": id}
        if test != {"$exists": True}:
            element["value"] = shorten(test)
        match: dict[str, Any] = {"$elemMatch": element}
        return {CUSTOM_FIELDS: {"$not": match} if negative else match}

    def inside(self, scope: Scope) -> Scope:
        return Scope(None, scope.schema)

    def titles(self) -> Iterator[str]:
        if self.title is not None:
            yield self.title

    def _id(self, scope: Scope) -> str:
        if self.known_id is not None:
            return self.known_id
        if scope.schema is None or self.title is None:
            raise TypeError(
                f"The custom field {self.title!r} cannot be found without the schema: use F.custom(id='...') here."
            )
        return scope.schema.id(self.title)

    def _encode(self, test: dict[str, Any], id: str, scope: Scope) -> dict[str, Any]:
        if self.title is None or scope.schema is None:
            return test
        if "$regex" in test:
            options = scope.schema.matching(id, test["$regex"], test.get("$options", ""))
            return test if options is None else {"$in": options}
        return {operator: _encoded(value, operator, id, scope.schema) for operator, value in test.items()}


_VALUES = {"$eq", "$lt", "$lte", "$gt", "$gte"}


def _encoded(value: Any, operator: str, id: str, schema: CustomSchema) -> Any:
    if operator == "$in":
        return [schema.encode(id, item) for item in value]
    return schema.encode(id, value) if operator in _VALUES else value


def _positive(test: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """A test and whether it is turned round: of a list of custom fields, none must match the opposite."""
    if "$not" in test:
        inner, negative = _positive(dict(test["$not"]))
        return inner, not negative
    if test == {"$exists": False}:
        return {"$exists": True}, True
    for operator, opposite in _POSITIVE.items():
        if operator in test:
            return {opposite: test[operator]}, True
    return test, False


def _filled(test: dict[str, Any], negative: bool) -> tuple[dict[str, Any], bool]:
    """The same test put the other way round where ``None`` fulfils it: whether a record holds null or nothing."""
    if "$eq" in test and test["$eq"] is None:
        return {"$ne": None}, not negative
    if "$in" in test and None in test["$in"]:
        return {"$nin": test["$in"]}, not negative
    return test, negative


def shorten(test: dict[str, Any]) -> Any:
    """``{"$eq": 5}`` as plain ``5``, where that means the same."""
    if test.keys() == {"$eq"} and not isinstance(test["$eq"], Mapping):
        return test["$eq"]
    return test
