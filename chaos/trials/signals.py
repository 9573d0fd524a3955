"""Signals whose handler raises, during calls of the synchronous client."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from chaos.signals import CLIENT
from chaos.trial import Tally, Trial

_ROOT = Path(__file__).parent.parent.parent


class Signals(Trial):
    """Runs all tries in another process, since a call that never returns ends it."""

    name = "signals"
    description = (
        "an exception from a signal handler at a random moment of a call of the synchronous client: a call that never "
        "returns, a failed next call, duplicated or missing creates, a thread left"
    )
    tries = 20_000
    short = 300

    def __init__(self, client: str = CLIENT, seconds: float = 60.0) -> None:
        self._command = [sys.executable, "-m", "chaos.signals", "--client", client, "--seconds", str(seconds)]

    def run(self, backend: str, seed: int, tries: int) -> Tally:  # noqa: ARG002 - the client has its own event loop
        command = [*self._command, "--seed", str(seed), "--tries", str(tries)]
        done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        if done.returncode:
            tally = Tally()
            tally.fail("never ended" if "Timeout" in done.stderr else "other errors", detail=done.stderr)
            return tally
        found = json.loads(done.stdout)
        tally = Tally(tries, notes=found["notes"])
        for what, count in found["failures"].items():
            tally.fail(what, count, found["first"][what])
        tally.fail("other output", bool(done.stderr), done.stderr)
        return tally
