"""Compiles the decoder of a model: one expression for each field, without loops and calls where a value fits.

That of a model with one text, ``title``, and one reference to a project is::

    def decode(cls, d):
        o = new_object(cls)
        if len(d) == 2:
            o._extra = None
        else:
            d = ABSENT | d
            o._extra = None if len(d) == 2 else unknown_keys(d, ABSENT)
        try:
            v = d['title']
            o.title = v if v.__class__ is str or v is None else mismatch(v)
            v = d['project']
            o.project = v if v is None else Project.decode(v)
        except KeyError:
            return cls.decode(ABSENT | d)
        return o

It takes the usual object, which has all keys, first. An object with as many other keys begins again with ``ABSENT``,
that is with ``None`` for each key: it then has more keys than fields, so that no key is missing the second time.

The source comes from the description only: names of classes, and the API's names by ``repr``.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import islice
from typing import Any, NamedTuple

from plutio_async._core.json_text import CONTAINERS, bounded, bounded_values
from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models import codecs
from plutio_async._models.fields import Field, Ref

Decoder = Callable[[type[Any], dict[str, Any]], Any]


class _Reading(NamedTuple):
    """Two expressions for a value ``v`` that is not ``None``: it is taken as it is if it ``fits``, else ``other`` is.

    Without ``fits`` the value is always read by ``other``.
    """

    fits: str | None
    other: str = "mismatch(v)"


_PLAIN = {
    codecs.Anything: _Reading("v.__class__ not in CONTAINERS", "bounded(v)"),
    codecs.Boolean: _Reading("v.__class__ is bool"),
    codecs.Id: _Reading("v.__class__ is str"),
    codecs.Integer: _Reading("v.__class__ is int"),
    # The first half is the fast way of parse_moment, without its call.
    codecs.Moment: _Reading(
        None, 'm if (m := fromisoformat(v)).tzinfo is UTC and v[10] == "T" and v[7] == "-" else parse_moment(v)'
    ),
    codecs.Number: _Reading("v.__class__ in NUMBER_TYPES"),
    codecs.Text: _Reading("v.__class__ is str"),
}
"""The codecs without parts."""
_HEAD = """\
def decode(cls, d):
    o = new_object(cls)
    if len(d) == {count}:
        o._extra = None
    else:
        d = ABSENT | d
        o._extra = None if len(d) == {count} else unknown_keys(d, ABSENT)
    try:
"""
_ANY_OBJECT = "        d.__class__ is dict or mismatch(d)\n"
_FIELD = """\
        v = d[{key!r}]
        o.{name} = {value}
"""
_LATE = """\
        v = d[{key!r}]
        if v.__class__ is list:
            o._undecoded = bounded_late(v)
        else:
            o.{name} = v if v is None else mismatch(v)
"""
_TAIL = """\
    except KeyError:
        return cls.decode(ABSENT | d)
    return o
"""


def compile_decoder(name: str, fields: Mapping[str, Field], late: str | None = None) -> Decoder:
    """The class method ``decode`` of a model. A debugger shows its source.

    The list of the field ``late`` is decoded when it is first read: until then it is in the attribute ``_undecoded``.
    """
    absent = dict.fromkeys(field.name for field in fields.values())
    expressions = _Expressions(absent)
    lines = [
        (_LATE if name == late else _FIELD).format(name=name, key=field.name, value=expressions.of_field(field))
        for name, field in fields.items()
    ]
    source = "".join([_HEAD.format(count=len(fields)), *(lines or [_ANY_OBJECT]), _TAIL])
    filename = f"<the decoder of {name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), expressions.names)  # noqa: S102 - nothing in it comes from a server
    decoder: Decoder = expressions.names["decode"]
    return decoder


def _unknown_keys(data: Mapping[str, Any], absent: Mapping[str, Any]) -> dict[str, Any]:
    """The part of ``data`` that is not in ``absent``, where ``data`` is ``absent | …``: the keys at its end."""
    return bounded_values(dict(islice(data.items(), len(absent), None)))


def _bounded_late(values: list[Any]) -> list[Any]:
    """The list, of which each value is ``bounded``: whoever copies what is not decoded yet needs that too."""
    for item in values:
        for value in item.values() if item.__class__ is dict else (item,):
            if value.__class__ in CONTAINERS and not _only_texts(value):
                bounded(value)
    return values


def _only_texts(value: Any) -> bool:
    """Whether a value is a list of texts. A copy of the list would cost more, most of it for the garbage collector."""
    if value.__class__ is not list:
        return False
    for item in value:  # noqa: SIM110 - all() takes twice as long
        if item.__class__ is not str:
            return False
    return True


class _Expressions:
    """The expressions that decode values, and what they refer to by name."""

    def __init__(self, absent: Mapping[str, None]) -> None:
        self.names: dict[str, Any] = {
            "ABSENT": absent,
            "CONTAINERS": CONTAINERS,
            "NUMBER_TYPES": codecs.NUMBER_TYPES,
            "UTC": UTC,
            "bounded": bounded,
            "bounded_late": _bounded_late,
            "fromisoformat": fromisoformat,
            "mismatch": codecs.mismatch,
            "new_object": object.__new__,
            "only_texts": _only_texts,
            "parse_moment": parse_moment,
            "unknown_keys": _unknown_keys,
        }

    def of_field(self, field: Field) -> str:
        """The expression for the value ``v`` of a field."""
        if field.absent is not None:  # the key of a record: text that is not empty
            return "v if v.__class__ is str and v else mismatch(v)"
        fits, other = self._of(field.codec)
        return f"v if {f'{fits} or ' if fits else ''}v is None else {other}"

    def _of(self, codec: codecs.Codec) -> _Reading:
        match codec:
            case codecs.Choice():
                name = self._named(codec.values.__name__, codec.values)
                return _Reading(None, f"{name}.known(v) or {name}(v)")
            case Ref():
                return _Reading(None, f"{self._named(codec.model.__name__, codec.model)}.decode(v)")
            case codecs.Many(inner=codecs.Id() | codecs.Text()):
                return _Reading("only_texts(v)")
            case codecs.Many():
                return _Reading(None, f"{self._of_items(codec.inner)} if v.__class__ is list else mismatch(v)")
            case codecs.Either():
                name = self._named(f"either_{len(self.names)}", codec)
                return _Reading(self._fits_one(codec), f"{name}.decode(v)")
        return _PLAIN[codec.__class__]

    def _of_items(self, inner: codecs.Codec) -> str:
        """The expression for a list ``v``, whose items are called ``v`` too."""
        fits, other = self._of(inner)
        if isinstance(inner, Ref):
            return f"list(map({other.removesuffix('(v)')}, v))"  # faster than a loop over calls
        return f"[{f'v if {fits} else ' if fits else ''}{other} for v in v]"

    def _fits_one(self, codec: codecs.Either) -> str | None:
        """The condition for values that need no decoding, if each codec has one and no value fits two."""
        conditions = [fits for option in codec.options if (fits := self._of(option)[0])]
        both_numbers = {codecs.Integer, codecs.Number} <= {option.__class__ for option in codec.options}
        if both_numbers or len(conditions) < len(codec.options):
            return None
        return " or ".join(dict.fromkeys(conditions))

    def _named(self, name: str, value: object) -> str:
        self.names[name] = value
        return name
