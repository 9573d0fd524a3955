"""What was measured of a server: the settings of ``learned.toml``, which ``plutio doctor`` writes."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from plutio_async._core.checks import is_count
from plutio_async._core.errors import ConfigurationError, did_you_mean

VERSION = 1
_SUFFIX = re.compile(r"(?P<field>.+)_(?P<order>asc|desc)")


@frozen
class Learned:
    """How a server behaves where the API is not documented. The defaults follow the best evidence.

    Nothing here proves that a list has ended: a server may change its largest page at any time.

    Attributes:
        page_size: The number of records to ask for in a page.
        sort: The grammar of the ``sort`` parameter: ``createdAt_desc`` or ``-createdAt``.
        path_ids: The resources of which ``GET /resource/{id}`` reads a record.
    """

    page_size: int | None = None
    sort: Literal["suffix", "minus"] = "suffix"
    path_ids: frozenset[str] = frozenset()

    def spelled(self, sort: str) -> str:
        """The ``sort`` parameter in the grammar of the server."""
        found = _SUFFIX.fullmatch(sort) if self.sort == "minus" else None
        if found is None:
            return sort
        return f"-{found['field']}" if found["order"] == "desc" else found["field"]


GivenLearned = str | os.PathLike[str] | Mapping[str, Any] | Learned | None
"""The path of a ``learned.toml``, or what it holds."""


def learned_of(given: GivenLearned, resources: Collection[str]) -> Learned:
    """The settings of a file or a mapping.

    Raises:
        ConfigurationError: it cannot be read, or one of its settings cannot work.
    """
    if given is None or isinstance(given, Learned):
        return given or Learned()
    if isinstance(given, str | os.PathLike):
        return _checked(_read(Path(given)), str(given), resources)
    if isinstance(given, Mapping):
        return _checked(given, "learned", resources)
    raise ConfigurationError(f"learned= takes the path of a learned.toml or a mapping, not {type(given).__name__}")


def _read(path: Path) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read: {error.strerror}; `plutio doctor --learned` writes it"
        ) from None
    except ValueError as error:
        raise ConfigurationError(f"{path} is no TOML: {error}") from None


def _checked(given: Mapping[str, Any], where: str, resources: Collection[str]) -> Learned:
    known = ("version", "page_size", "sort", "path_ids")
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are {', '.join(known)}"
            raise ConfigurationError(f"{where}: there is no setting {name!r}; {hint}")
    if given.get("version", VERSION) != VERSION:
        raise ConfigurationError(
            f"{where}: version {given['version']!r} is unknown; measure again with `plutio doctor`"
        )
    size, sort, paths = given.get("page_size"), given.get("sort", "suffix"), given.get("path_ids", ())
    if size is not None and not is_count(size):
        raise ConfigurationError(f"{where}: page_size must be a whole number from 1, not {size!r}")
    if sort not in ("suffix", "minus"):
        raise ConfigurationError(f"{where}: sort must be 'suffix' or 'minus', not {sort!r}")
    if isinstance(paths, str) or not isinstance(paths, Collection):
        raise ConfigurationError(f"{where}: path_ids must be a list of resources, not {paths!r}")
    for name in paths:
        if name not in resources:
            hint = did_you_mean(name, resources) or "`plutio resources` lists them"
            raise ConfigurationError(f"{where}: path_ids names the resource {name!r}, which does not exist; {hint}")
    return Learned(size, sort, frozenset(paths))
