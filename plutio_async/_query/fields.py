"""Fields, and the conditions that comparing them returns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

from plutio_async._core.checks import is_count
from plutio_async._core.errors import did_you_mean
from plutio_async._query.conditions import Compare, Condition, Custom, Path, Raw, Target
from plutio_async._query.operands import operand_json
from plutio_async._query.spellings import operator, written

_REGEX_OPTIONS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s", re.VERBOSE: "x"}


class Comparable:
    """The comparisons of a field. Each returns a condition; nothing is compared here."""

    __slots__ = ("_target",)
    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __init__(self, target: Target) -> None:
        self._target = target

    def __eq__(self, value: object) -> Condition:  # type: ignore[override]
        return self._test("$eq", value)

    def __ne__(self, value: object) -> Condition:  # type: ignore[override]
        return self._test("$ne", value)

    def __lt__(self, value: Any) -> Condition:
        return self._test("$lt", _bound(value))

    def __le__(self, value: Any) -> Condition:
        return self._test("$lte", _bound(value))

    def __gt__(self, value: Any) -> Condition:
        return self._test("$gt", _bound(value))

    def __ge__(self, value: Any) -> Condition:
        return self._test("$gte", _bound(value))

    def between(self, low: Any, high: Any) -> Condition:
        """From ``low`` to ``high``, both included; of two dates, both days."""
        return Compare(self._target, {"$gte": self._value(_bound(low)), "$lte": self._value(_bound(high))})

    def in_(self, values: Iterable[Any]) -> Condition:
        """One of several values."""
        return self._test("$in", self._several(values, "in_"))

    def not_in(self, values: Iterable[Any]) -> Condition:
        """None of several values. Records without the field match too."""
        return self._test("$nin", self._several(values, "not_in"))

    def regex(self, pattern: str | re.Pattern[str], *, ignore_case: bool = False) -> Condition:
        """Text in which a regular expression matches anywhere."""
        expression, options = _expression(pattern)
        if ignore_case and "i" not in options:
            options += "i"
        test = {"$regex": expression}
        return Compare(self._target, test | {"$options": options} if options else test)

    def contains(self, text: str, *, ignore_case: bool = True) -> Condition:
        """Text that contains another text."""
        return self.regex(_literal(text, "contains"), ignore_case=ignore_case)

    def starts_with(self, text: str, *, ignore_case: bool = False) -> Condition:
        """Text that starts with another text."""
        return self.regex("^" + _literal(text, "starts_with"), ignore_case=ignore_case)

    def exists(self, present: bool = True) -> Condition:  # noqa: FBT001, FBT002 - exists(False) reads well
        """The record has the field; with ``False``, it does not."""
        if not isinstance(present, bool):
            raise TypeError(f"exists() takes True or False, not {present!r}")
        return self._test("$exists", present)

    def size(self, count: int) -> Condition:
        """A list with exactly ``count`` items."""
        if not is_count(count, least=0):
            raise TypeError(f"size() takes a whole number from 0 up, not {count!r}")
        return self._test("$size", count)

    def elem_match(self, condition: Condition | Mapping[str, Any]) -> Condition:
        """A list with one item that satisfies all of a condition, in the names of the item."""
        if isinstance(condition, Mapping):
            condition = Raw(condition)
        if not isinstance(condition, Condition):
            raise TypeError(f"elem_match() takes a condition such as F.address == 'a@example.com', not {condition!r}")
        return Compare(self._target, {"$elemMatch": condition})

    def _test(self, operator: str, value: Any) -> Condition:
        return Compare(self._target, {operator: self._value(value)})

    def _value(self, value: Any) -> Any:
        if isinstance(value, Comparable | Condition):
            raise TypeError(f"compare a field with a value, not with {value!r}: put each comparison in parentheses")
        if isinstance(value, Mapping) and str(test := next(iter(value), "")).startswith("$"):
            way = operator(repr(self), test) or f"see the methods of {self!r}"
            raise TypeError(f"{value!r} is no value to compare with: {way}, or give the whole query as a dict")
        operand_json(value)  # raises at the line that is wrong
        return value

    def _several(self, values: Iterable[Any], method: str) -> list[Any]:
        if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
            raise TypeError(f"{method}() takes several values in a list, not {values!r}")
        return [self._value(value) for value in values]

    def _not_a_condition(self, _: object = None) -> NoReturn:
        raise TypeError(
            "a field is not a condition: compare it, and put each comparison in parentheses, (F.a == 1) & (F.b == 2), "
            "because & and | bind more tightly than =="
        )

    __and__ = _not_a_condition
    __rand__ = _not_a_condition
    __or__ = _not_a_condition
    __ror__ = _not_a_condition
    __invert__ = _not_a_condition
    __bool__ = _not_a_condition

    def __contains__(self, value: object) -> NoReturn:
        raise TypeError("`in` cannot build a condition: for a list that holds a value write F.field == value, or in_()")


class Field(Comparable):
    """A field. An attribute of it is a field inside it: ``F.name.first``."""

    __slots__ = ("_path",)

    def __init__(self, path: str) -> None:
        super().__init__(Path(path))
        self._path = path

    def __getattr__(self, name: str) -> Field:
        inner = _attribute(name)  # first: a field that is being copied has no path yet
        return Field(f"{self._path}.{inner}")

    if not TYPE_CHECKING:  # checkers refuse to call a field

        def __call__(self, *_: object, **__: object) -> NoReturn:
            path, _, name = self._path.rpartition(".")
            if not path:
                raise TypeError(f"{written(name)} is a field and cannot be called: compare it, {written(name)} == …")
            raise TypeError(_no_method(written(path), name, path))

    def __repr__(self) -> str:
        return written(self._path)


class CustomField(Comparable):
    """A custom field. A field of people can be compared with ids or with the people themselves."""

    __slots__ = ()

    if not TYPE_CHECKING:  # checkers refuse a method that does not exist

        def __getattr__(self, name: str) -> NoReturn:
            name = _attribute(name)  # first: a field that is being copied has no target yet
            raise AttributeError(_no_method(repr(self), name))

    def __repr__(self) -> str:
        target = self._target
        assert isinstance(target, Custom)
        return f"F.custom({target.title!r})" if target.title is not None else f"F.custom(id={target.known_id!r})"


class NamedFields:
    """Names fields by their paths, and custom ones. ``plutio.tasks.F`` adds those of its records for type checkers."""

    __slots__ = ()

    def __call__(self, path: str) -> Field:
        """A field by its dotted path."""
        if not isinstance(path, str) or not path:
            raise TypeError(f"F() takes the name of a field, not {path!r}")
        return Field(path)

    def custom(self, title: str | None = None, *, id: str | None = None) -> CustomField:
        """A custom field by its title, or by its id."""
        if (title is None) == (id is None):
            raise TypeError("F.custom() takes either the title of a custom field or id='...'")
        if not isinstance(title or id, str):
            raise TypeError(f"F.custom() takes text, not {title if id is None else id!r}")
        return CustomField(Custom(title, id))

    def __repr__(self) -> str:
        return "F"


class Fields(NamedFields):
    """Names fields: ``F.due_date``, ``F("name.first")``, ``F.custom("Plan")``.

    The names are those of the resource that the condition is used with, which raises an error for an unknown name.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Field:
        return Field(_attribute(name))


F = Fields()
"""Names the fields in conditions: ``(F.status == "overdue") & (F.due_date < now)``."""


def _attribute(name: str) -> str:
    if name.startswith("_") and name != "_id":
        raise AttributeError(name)
    return name


def _no_method(field: str, name: str, path: str = "") -> str:
    methods = [method for method in vars(Comparable) if not method.startswith("_")]
    way = operator(field, name, path) or did_you_mean(name, methods) or f"there are {', '.join(methods)}"
    return f"{field} has no method {name!r}; {way}"


def _bound(value: Any) -> Any:
    if value is None:
        raise TypeError("nothing is smaller or larger than None: omit the bound, or write F.field != None")
    return value


def _literal(text: str, method: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{method}() takes text, not {text!r}")
    return re.escape(text)


def _expression(pattern: str | re.Pattern[str]) -> tuple[str, str]:
    if isinstance(pattern, str):
        try:
            re.compile(pattern)
        except re.error as error:
            raise TypeError(
                f"{pattern!r} is not a regular expression in Python ({error}): for plain text use contains(), for the "
                "API's own syntax a dict such as {'title': {'$regex': '...'}}"
            ) from None
        return pattern, ""
    if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
        return pattern.pattern, "".join(letter for flag, letter in _REGEX_OPTIONS.items() if pattern.flags & flag)
    raise TypeError(f"regex() takes the text of a regular expression, not {pattern!r}")
