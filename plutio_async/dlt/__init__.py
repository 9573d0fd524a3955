"""The workspace as a source of dlt pipelines. Needs the ``dlt`` extra.

``dlt.pipeline("plutio", destination="duckdb").run(source())`` loads it. ``docs/dlt.md`` says what the tables hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plutio_async._core import lazy

if TYPE_CHECKING:
    from plutio_async.dlt._source import source

__all__ = ["source"]

if not TYPE_CHECKING:
    __getattr__ = lazy(__name__, {"source": "._source"}, extra="dlt")


def __dir__() -> list[str]:
    return __all__
