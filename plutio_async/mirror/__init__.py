"""A copy of a workspace in an SQLite file, which answers SQL without a call.

``Mirror("studio.db")`` is one; ``await mirror.sync(plutio)`` brings it up to date, and ``mirror.query("SELECT …")``
asks it. ``docs/mirror.md`` says what its tables hold.
"""

from __future__ import annotations

from plutio_async.mirror._examples import EXAMPLES, Example
from plutio_async.mirror._mirror import Age, Mirror, SchemaColumn
from plutio_async.mirror._query import Selection
from plutio_async.mirror._sync import Synced, Watcher

__all__ = ["EXAMPLES", "Age", "Example", "Mirror", "SchemaColumn", "Selection", "Synced", "Watcher"]
