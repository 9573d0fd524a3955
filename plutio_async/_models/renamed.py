"""Former names of methods, fields and values. Each works for one release, warns, and is not shown by ``dir()``."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping

from plutio_async._core.words import did_you_mean


def new_name(
    owner: str, name: str, renamed: Mapping[str, str], *, known: Iterable[str] = (), stacklevel: int = 3
) -> str:
    """The new name for a former one, with a ``DeprecationWarning``.

    Raises:
        AttributeError: it is no former name. The message has the closest of the known ones.
    """
    if name not in renamed:
        is_public = name == "_id" or not name.startswith("_")
        hint = did_you_mean(name, known) if is_public else ""
        raise AttributeError(f"{owner} has no attribute {name!r}{hint and '; '}{hint}")
    message = f"{owner}.{name} is now {owner}.{renamed[name]}; the former name goes with the next release"
    warnings.warn(message, DeprecationWarning, stacklevel=stacklevel)
    return renamed[name]
