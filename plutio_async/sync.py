"""The client for code without ``async``: ``with Plutio.from_env() as plutio: for task in plutio.tasks.iterate(): …``.

The stub beside this module has the signatures of all methods.
"""

from __future__ import annotations

from plutio_async._client.blocking import Changes, Plutio, Records

__all__ = ["Changes", "Plutio", "Records"]
