"""Compiles the decoder of a model: one expression for each field, without loops and calls where a value fits.

The source comes from the description only: names of classes, and the API's names by ``repr``.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping
from datetime import UTC
from itertools import islice
from typing import Any

from plutio_async._core.json_text import CONTAINERS, bounded, bounded_values
from plutio_async._core.moments import fromisoformat, parse_moment
from plutio_async._models import codecs
from plutio_async._models.fields import Field, Ref

Decoder = Callable[[type[Any], dict[str, Any]], Any]

_REFUSED = "mismatch($)"
_PLAIN: dict[type, tuple[str | None, str]] = {
    codecs.Anything: ("$.__class__ not in CONTAINERS", "bounded($)"),
    codecs.Boolean: ("$.__class__ is bool", _REFUSED),
    codecs.Id: ("$.__class__ is str", _REFUSED),
    codecs.Integer: ("$.__class__ is int", _REFUSED),
    codecs.Moment: (None, 'm if (m := fromisoformat($)).tzinfo is UTC and $[10] == "T" else parse_moment($)'),
    codecs.Number: ("$.__class__ in NUMBER_TYPES", _REFUSED),
    codecs.Text: ("$.__class__ is str", _REFUSED),
}
"""``fits`` and ``other``, see ``_Expressions``, of the codecs without parts."""
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
_LATE = """\
        if (v := d[{name!r}]).__class__ is list:
            o._undecoded = v
        else:
            o.{attribute} = v if v is None else mismatch(v)
"""
_TAIL = """\
    except KeyError:
        return cls.decode(ABSENT | d)
    return o
"""


def compile_decoder(name: str, fields: Mapping[str, Field], late: str | None = None) -> Decoder:
    """The class method ``decode`` of a model. A debugger shows its source.

    It leaves a list in the field ``late`` as it is, in the attribute ``_undecoded``.
    """
    absent = dict.fromkeys(field.name for field in fields.values())
    expressions = _Expressions(absent)
    lines = [
        _LATE.format(attribute=name, name=field.name)
        if name == late
        else f"        o.{name} = {expressions.of_field(field)}\n"
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


def _only_texts(value: Any) -> bool:
    """Whether a value is a list of texts. A copy of the list would cost more, most of it for the garbage collector."""
    if value.__class__ is not list:
        return False
    for item in value:  # noqa: SIM110 - all() takes twice as long
        if item.__class__ is not str:
            return False
    return True


class _Expressions:
    """The expressions that decode values, and what they refer to by name.

    ``fits`` of a codec is a condition for a value ``$``, under which it is taken as it is. ``other`` is the expression
    for every other value but ``None``.
    """

    def __init__(self, absent: Mapping[str, None]) -> None:
        self.names: dict[str, Any] = {
            "ABSENT": absent,
            "CONTAINERS": CONTAINERS,
            "NUMBER_TYPES": codecs.NUMBER_TYPES,
            "UTC": UTC,
            "bounded": bounded,
            "fromisoformat": fromisoformat,
            "mismatch": codecs.mismatch,
            "new_object": object.__new__,
            "only_texts": _only_texts,
            "parse_moment": parse_moment,
            "unknown_keys": _unknown_keys,
        }

    def of_field(self, field: Field) -> str:
        """The expression for a field of ``d``."""
        value = f"d[{field.name!r}]"
        if field.absent is not None:  # the key of a record: text that is not empty
            return f"v if (v := {value}).__class__ is str and v else mismatch(v)"
        fits, other = self._of(field.codec)
        before, after = f"{fits} or $ is None".split("$", 1) if fits else ("", " is None")
        return f"v if {before}(v := {value}){after.replace('$', 'v')} else {other.replace('$', 'v')}"

    def _of(self, codec: codecs.Codec) -> tuple[str | None, str]:
        match codec:
            case codecs.Choice():
                name = self._named(codec.values.__name__, codec.values)
                return None, f"{name}.known($) or {name}($)"
            case Ref():
                return None, f"{self._named(codec.model.__name__, codec.model)}.decode($)"
            case codecs.Many(inner=codecs.Id() | codecs.Text()):
                return "only_texts($)", _REFUSED
            case codecs.Many():
                return None, f"{self._of_items(codec.inner)} if $.__class__ is list else {_REFUSED}"
            case codecs.Either():
                name = self._named(f"either_{len(self.names)}", codec)
                return self._fits_one(codec), f"{name}.decode($)"
        return _PLAIN[codec.__class__]

    def _of_items(self, inner: codecs.Codec) -> str:
        fits, other = self._of(inner)
        if fits is not None:
            item = f"$ if {fits} else {other}".replace("$", "x")
            return f"[{item} for x in $]"
        reader = other.removesuffix("($)")
        return f"[{other.replace('$', 'x')} for x in $]" if "$" in reader else f"list(map({reader}, $))"

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
