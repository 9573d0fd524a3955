"""Former names of methods, fields and values. Each works for one release, warns, and is not shown by ``dir()``."""

from __future__ import annotations

import warnings
from collections.abc import Mapping


def new_name(owner: str, name: str, renamed: Mapping[str, str], *, stacklevel: int = 3) -> str:
    """The new name for a former one, with a ``DeprecationWarning``.

    Raises:
        AttributeError: it is no former name.
    """
    if name not in renamed:
        raise AttributeError(f"{owner} has no attribute {name!r}")
    message = f"{owner}.{name} is now {owner}.{renamed[name]}; the former name goes with the next release"
    warnings.warn(message, DeprecationWarning, stacklevel=stacklevel)
    return renamed[name]
