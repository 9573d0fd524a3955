"""References to other records: they are given by id, and a name is answered with the command that finds the id."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from plutio_async.cli.failures import Problem
from plutio_async.description import Codec, Id, Many, Ref, Targets, catalogue, fields_of, item_codec, options_of

_ID = re.compile(r"[A-Za-z0-9_-]{17,160}")
"""The API's ids have 17 letters and digits; longer ones with - and _ were accepted by a program that reads them."""
_PLAIN = re.compile(r"[\w.~@+-]+")
_NAMES = ("name", "title")
"""The fields that people call a record by; no resource has another one."""


def targets_of(codec: Codec) -> Targets | None:
    """The resources of a field that holds references and nothing else."""
    found: Targets | None = None
    for option in options_of(codec):
        one = item_codec(option)
        found = one.targets if isinstance(one, Id | Ref) else None
        if found is None:
            return None
    return found


def check_ids(codec: Codec, text: str) -> None:
    """Raises ``Problem`` for text that cannot be the id, or the ids, of the records that a field refers to."""
    targets = targets_of(codec)
    if targets is None or text.startswith(("{", "[")):
        return
    is_list = isinstance(options_of(codec)[0], Many)
    if not text and not is_list:
        raise Problem("takes an id; null clears the field: NAME:=null")
    for part in (one.strip() for one in text.split(",")) if is_list else [text]:
        if part and not _ID.fullmatch(part):
            raise Problem(f"takes {'ids' if is_list else 'an id'}, not {part!r}: {find_id(targets, part)}")


def find_id(targets: Targets, text: str) -> str:
    """How to find the id of a record with a name."""
    commands = " or ".join(f"`{command}`" for command in dict.fromkeys(_commands(targets, text)))
    return f"give the id; {commands}" if commands else "give the id"


def _commands(targets: Targets, text: str) -> Iterator[str]:
    for resource in targets.values() if isinstance(targets, Mapping) else targets:
        if (name := name_field(getattr(catalogue(), resource).model)) is not None:
            condition = f"{name}~{text}"
            shown = condition if _PLAIN.fullmatch(condition) else shlex.quote(condition)
            yield f"plutio list {resource} --where {shown}"


def name_field(model: type[Any]) -> str | None:
    """The field that people call the records of a model by."""
    return next((name for name in _NAMES if name in fields_of(model)), None)
