"""One exchange with the server, from this worker's calls and reports to what comes of them."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from attrs import frozen

from plutio_async._core.errors import ConfigurationError
from plutio_async.redis._callers import Caller
from plutio_async.redis._known import Known
from plutio_async.redis._link import Link, Script
from plutio_async.redis._reports import Report
from plutio_async.redis._terms import Terms, microseconds

_PARTS = ("state", "reports", "queue", "answer")
_KEYS = ("log", "background", "state", "workers", "queue:interactive", "queue:background")


@frozen
class Answer:
    """What the server said.

    ``granted`` and ``waits`` go by the callers' numbers; a wait is ``None`` for what can never be granted. ``probe`` is
    the worker's own call that was sent ahead after a pause. ``closed`` is in seconds how long nobody may call because
    the server has lost its data.
    """

    known: Known
    granted: list[int]
    waits: dict[int, float | None]
    probe: str
    closed: float


class Exchange:
    """Speaks for one worker."""

    def __init__(self, link: Link, terms: Terms, key: str) -> None:
        self._link = link
        self._terms = terms
        self._keys = [f"{{{key}}}:{name}" for name in _KEYS]  # braces keep them together on a cluster
        self._key = key
        self._script = Script("\n".join(_source(part) for part in _PARTS))
        self._worker = secrets.token_hex(8)
        self._epoch = ""
        self._heard_at = 0.0

    def name(self, number: int) -> str:
        """What the server calls one of this worker's calls."""
        return f"{self._worker}:{number}"

    def caller(self, caller: Caller) -> str:
        return f"{self._worker}:{caller.number}:{caller.n}"

    async def send(self, callers: Iterable[Caller], reports: list[Report], away: float = 0.0) -> Answer:
        """Asks for the callers' calls. ``away``: seconds since the first call that the server has not heard of.

        Raises:
            ConnectionFailed: no answer came.
            ConfigurationError: the server refuses, or other workers have another period.
        """
        began = time.monotonic()
        ask = self._terms.as_json() | {
            "worker": self._worker,
            "epoch": self._epoch if began < self._heard_at + self._terms.span + self._terms.in_flight else "",
            "away": microseconds(away),
            "fresh": secrets.token_hex(8),
            "reports": [report.as_json(began) for report in reports],
            "calls": [[caller.number, caller.n, _lane(caller), caller.first] for caller in callers],
        }
        answer = json.loads(await self._link.run(self._script, self._keys, [json.dumps(ask)]))
        if "period" in answer:
            raise ConfigurationError(
                f"other workers use the key {self._key!r} with a period of {answer['period'] / 1e6:g} s, this one of "
                f"{self._terms.period:g} s; give all the same, or another key"
            )
        self._epoch, self._heard_at = answer["epoch"], began
        return self._read(answer)

    def _read(self, answer: dict[str, Any]) -> Answer:
        waits = {number: None if wait < 0 else wait / 1e6 for number, wait in answer["waits"]}
        return Answer(
            known=Known(
                at=time.monotonic(),
                limit=answer["limit"],
                free=answer["free"],
                next=answer["next"] / 1e6,
                last=answer["last"] / 1e6,
                paused=max(answer["paused"], answer["closed"]) / 1e6,
                others=max(0, answer["waiting"] - len(waits)),
            ),
            granted=list(answer["granted"]),
            waits=waits,
            probe=answer["probe"] if answer["probe"].startswith(f"{self._worker}:") else "",
            closed=answer["closed"] / 1e6,
        )


def _lane(caller: Caller) -> str:
    return "background" if caller.background else "interactive"


def _source(part: str) -> str:
    return files("plutio_async.redis").joinpath("lua", f"{part}.lua").read_text(encoding="utf-8")
