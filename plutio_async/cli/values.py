"""Values of fields from the text of arguments: ``due_date=2026-12-24``, ``tags:='["new"]'``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plutio_async.cli.failures import Problem, message, note
from plutio_async.cli.ids import check_ids
from plutio_async.cli.json_text import number_from
from plutio_async.cli.words import did_you_mean
from plutio_async.description import (
    Anything,
    Boolean,
    Choice,
    Codec,
    Either,
    Field,
    Integer,
    Many,
    Moment,
    Number,
    Ref,
    fields_of,
    options_of,
)

if TYPE_CHECKING:
    from plutio_async.cli.dates import Dates

CUSTOM, EXTRA = "custom.", "extra."
_HINT = "; for text write NAME=TEXT, without the colon"


def assignments(
    arguments: tuple[str, ...], fields: Mapping[str, Field], dates: Dates, *, custom: bool
) -> dict[str, Any]:
    """The keyword arguments of a write.

    ``NAME=TEXT`` is text of the field's type, ``NAME:=JSON`` any JSON, such as ``null``. ``custom.TITLE`` is a custom
    field, whose type is not known here, ``extra.NAME`` a field that is not described, by the API's name.
    """
    found: dict[str, Any] = {}
    for argument in arguments:
        name, value = _assignment(argument, fields, dates, custom=custom)
        group, into = name, found
        for prefix in (CUSTOM, EXTRA):
            if name.startswith(prefix):
                into = found.setdefault(prefix[:-1], {})
                group = name.removeprefix(prefix)
        if group in into:
            raise Problem(f"{argument!r}: {name} is given twice")
        into[group] = value
    return found


def _assignment(argument: str, fields: Mapping[str, Field], dates: Dates, *, custom: bool) -> tuple[str, Any]:
    name, sign, text = argument.partition("=")
    if not sign or not name.rstrip(":"):
        raise Problem(f"{argument!r} is no field with a value; write NAME=TEXT, or NAME:=JSON")
    is_json, name = name.endswith(":"), name.removesuffix(":")
    try:
        codec = _codec(name, fields, custom=custom)
        value = json_value(text, _HINT) if is_json else argument_value(name, codec, text, dates)
        if is_json:
            check(name, codec, value)
    except Problem as problem:
        raise Problem(f"{argument!r}: {problem}") from None
    return name, value


def _codec(name: str, fields: Mapping[str, Field], *, custom: bool) -> Codec | None:
    if (custom and name.startswith(CUSTOM)) or name.startswith(EXTRA):
        return None
    if name in fields:
        return fields[name].codec
    python = {field.name: python for python, field in fields.items()}
    if name in python:
        raise Problem(f"there is no field {name!r}; did you mean {python[name]!r}?")
    if (whole := name.partition(".")[0]) != name and whole in fields:
        raise Problem(f"there is no field {name!r}; {whole} is written whole: {whole}:=JSON")
    hint = did_you_mean(name, fields) or f"the fields are {', '.join(fields) or 'none'}"
    raise Problem(f"there is no field {name!r}; {hint}")


def json_value(text: str, hint: str = "") -> Any:
    """The value of JSON text. ``hint`` ends the message for other text."""
    try:
        return json.loads(text, parse_float=number_from)
    except (ValueError, RecursionError):
        raise Problem(f"{text!r} is no JSON{hint}") from None


def argument_value(name: str, codec: Codec | None, text: str, dates: Dates) -> Any:
    """The value of a field for the text of an argument: of a day or moment by ``dates``, of an id if it can be one.

    Raises:
        Problem: it has none. The message begins with ``name``.
    """
    if codec is None:
        return text
    try:
        check_ids(codec, text)
        if any(isinstance(option, Moment) for option in options_of(codec)):
            return dates.read(text)
        value = text_value(codec, text)
    except Problem as problem:
        raise Problem(f"{name} {problem}") from None
    check(name, codec, value)
    return value


def json_argument(name: str, codec: Codec | None, value: Any, dates: Dates) -> Any:
    """The value of a field for a JSON value, in which a text stands for the same as in an argument.

    Raises:
        Problem: it has none. The message begins with ``name``.
    """
    if isinstance(value, str) and not isinstance(codec, Anything):
        return argument_value(name, codec, value, dates)
    if isinstance(value, list) and isinstance(codec, Many) and all(isinstance(item, str) for item in value):
        return [argument_value(name, codec.inner, item, dates) for item in value]
    check(name, codec, value)
    return value


def check(name: str, codec: Codec | None, value: Any) -> None:
    """Raises ``Problem`` for a value that a field does not take. ``None`` clears a field."""
    if codec is None or value is None:
        return
    try:
        codec.encode(value)
    except (TypeError, ValueError) as error:
        raise Problem(f"{name} {message(error)}") from None


def text_value(codec: Codec | None, text: str) -> Any:
    """The value that a field's codec takes for a text."""
    match codec:
        case Boolean():
            return _boolean(text)
        case Integer() | Number():
            return _number(text, whole=isinstance(codec, Integer))
        case Choice():
            return _choice(codec, text)
        case Moment():
            codec.encode(text)
            return text
        case Many():
            return (
                json_value(text) if text.startswith("[") else [text_value(codec.inner, part) for part in _split(text)]
            )
        case Either():
            return _either(codec, text)
        case Ref() | Anything():
            return _object(codec, text) if isinstance(codec, Ref) or text[:1] in ("{", "[") else text
    return text


def _object(codec: Codec, text: str) -> Any:
    if isinstance(codec, Ref) and text[:1] not in ("{", "["):
        names = ", ".join(fields_of(codec.model))
        raise Problem(f"takes JSON with {names}, not {text!r}")
    return json_value(text)


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise Problem(f"takes true or false, not {text!r}")
    return text.lower() == "true"


def _number(text: str, *, whole: bool) -> float:
    try:
        if "_" in text:  # which Python allows between digits
            raise ValueError
        return int(text) if whole or ("." not in text and "e" not in text.lower()) else number_from(text)
    except ValueError:
        raise Problem(f"takes {'a whole number' if whole else 'a number'}, not {text!r}") from None


def _choice(codec: Choice, text: str) -> str:
    values = [member.value for member in codec.values]
    if text in values or codec.values.known_values == "own":
        return text
    hint = did_you_mean(text, values) or f"there are {', '.join(values)}"
    if codec.values.known_values == "all":
        raise Problem(f"has no value {text!r}; {hint}")
    note(f"plutio: warning: {text!r} is no known value; {hint}")
    return codec.values(text)  # as a member it is not noted again


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _either(codec: Either, text: str) -> Any:
    reasons: list[str] = []
    for option in codec.options:
        try:
            value = text_value(option, text)
            option.encode(value)
        except (Problem, TypeError, ValueError) as error:
            reasons.append(str(error))
        else:
            return value
    raise Problem("; or ".join(dict.fromkeys(reasons)))
