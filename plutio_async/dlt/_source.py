"""The dlt source: a resource for each list of the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import dlt
from dlt.sources import DltResource, DltSource

from plutio_async._core.errors import did_you_mean
from plutio_async._core.moments import format_moment
from plutio_async.description import MIXED, RESOURCES, catalogue, unlistable
from plutio_async.dlt._reading import Changing, Whole
from plutio_async.dlt._rows import DELETED, KEY, ORDER, Rows
from plutio_async.dlt._workspace import Workspace
from plutio_async.errors import ConfigurationError
from plutio_async.sync import Plutio


def source(
    resources: Iterable[str] | None = None,
    *,
    since: datetime | None = None,
    deleted: bool = True,
    client: Callable[[], Plutio] | None = None,
) -> DltSource:
    """A dlt source with a resource for each list of the API.

    The first run reads whole lists. Each later run reads what was created, changed or deleted since, and merges it into
    the tables by ``_id``. ``archive`` and ``trash_bin`` are read and replaced as a whole. Calls have background
    priority, and wait for the budget as long as it takes.

    Args:
        resources: The names of lists, such as ``["people", "time_tracks"]``; all by default.
        since: The first run reads only what was created or changed since this moment, which is included.
        deleted: Reads the trash bin once in each run, and deletes from the tables what was moved there.
        client: Makes the client, which the source opens and closes; ``Plutio.from_env`` by default.

    Raises:
        ConfigurationError: there is no such resource, or it cannot be listed.
        TypeError: an argument has another type.
        ValueError: ``since`` has no time zone.
    """
    if not isinstance(since, datetime | None):
        raise TypeError(f"since takes a datetime with a time zone, not {since!r}")
    if since is not None:
        format_moment(since)
    if not (client is None or callable(client)):
        raise TypeError("client takes a function that makes the client, such as client=lambda: Plutio(…)")
    workspace = Workspace(client or Plutio.from_env)
    made = [_resource(name, workspace, since, deleted=deleted) for name in _names(resources)]
    found = DltSource(dlt.Schema("plutio"), "plutio", made)
    found.max_table_nesting = 0
    return found


def _names(given: Iterable[str] | None) -> list[str]:
    reasons = {name: unlistable(getattr(catalogue(), name)) for name in RESOURCES}
    listed = [name for name, reason in reasons.items() if reason is None]
    if isinstance(given, str):
        raise TypeError(f"resources takes a list of names, not the text {given!r}")
    names = listed if given is None else list(dict.fromkeys(given))
    for name in names:
        if name not in reasons:
            hint = did_you_mean(name, listed) or f"there are {', '.join(listed)}"
            raise ConfigurationError(f"resources has {name!r}, which does not exist; {hint}")
        if (reason := reasons[name]) is not None:
            raise ConfigurationError(f"resources has {name!r}, which cannot be loaded: {reason}")
    return names


def _resource(name: str, workspace: Workspace, since: datetime | None, *, deleted: bool) -> DltResource:
    rows = Rows(getattr(catalogue(), name).model)
    columns = dict(rows.columns)
    if name in MIXED:
        read = Whole(workspace, name, rows).read
    else:
        read = Changing(workspace, name, rows, since, deleted).read
        columns[DELETED] = {"name": DELETED, "data_type": "bool", "hard_delete": True}
        columns[ORDER] = {"name": ORDER, "data_type": "bigint", "dedup_sort": "desc"}
    hints = dlt.mark.make_hints(
        name, primary_key=KEY, write_disposition="replace" if name in MIXED else "merge", columns=columns
    )
    return DltResource.from_data(read, name, "plutio", hints)
