"""The arguments of ``source``, and the resources that it has."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest

from plutio_async import ConfigurationError, Listing
from plutio_async._client.resource_map import RESOURCES, catalogue
from plutio_async.dlt import source
from plutio_async.sync import Plutio
from plutio_async.testing import Sandbox


def test_all_that_can_be_listed() -> None:
    """Is a resource, merged by its id; lists of other lists' records are replaced."""
    found = source().resources
    listings = {name for name in RESOURCES if isinstance(getattr(catalogue(), name), Listing)}
    assert set(found) == listings - {"comments"}
    for name, resource in found.items():
        mixed = name in ("archive", "trash_bin")
        assert resource.write_disposition == ("replace" if mixed else "merge")
        columns = resource.compute_table_schema()["columns"]
        assert columns["_id"]["primary_key"] is True
        assert ("_plutio_deleted" in columns) is not mixed


def test_some() -> None:
    """In any order; a name that is given twice counts once."""
    assert list(source(["time_tracks", "people", "people"]).resources) == ["time_tracks", "people"]
    assert list(source(name for name in ("tasks",)).resources) == ["tasks"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["time_trcks"], r"'time_trcks', which does not exist; did you mean 'time_tracks'\?"),
        (["zzz"], "'zzz', which does not exist; there are archive, block_groups"),
        (["comments"], "'comments', which cannot be loaded: .* by entity_type and entity_id only"),
        (["roles"], "'roles', which cannot be loaded: the API has no list"),
        ([5], "has 5, which does not exist"),
    ],
)
def test_wrong_names(names: list[Any], message: str) -> None:
    """Before anything is read, with the nearest right one or a reason."""
    with pytest.raises(ConfigurationError, match=message):
        source(names)


def test_wrong_arguments() -> None:
    """Are an error at once, and not when the pipeline runs."""
    with pytest.raises(TypeError, match="not the text 'tasks'"):
        source("tasks")
    with pytest.raises(TypeError, match="since takes a datetime"):
        source(since="2026-01-01")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="time zone"):
        source(since=datetime(2026, 1, 1))
    with pytest.raises(TypeError, match="client takes a function"):
        source(client=Plutio.sandbox(Sandbox()))  # type: ignore[arg-type]


def test_dlt_is_an_extra() -> None:
    """It is loaded with the source only, and its absence says what to install."""
    code = (
        "import sys; sys.modules['dlt'] = None\nimport plutio_async.dlt\n"
        "try: plutio_async.dlt.source\nexcept ImportError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "dlt is missing; install plutio-async[dlt]\n"
