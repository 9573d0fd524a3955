"""What the sandbox says to the test that uses it; what it answers over HTTP is a ``Refusal``."""

from __future__ import annotations

from collections.abc import Iterable

from plutio_async._core.close_match import did_you_mean


class SandboxError(ValueError):
    """The sandbox was asked for something that it cannot do; the message says what and what would work."""


class SandboxStrayed(AssertionError):
    """In strict mode: the sandbox was about to answer with something that the description does not allow."""


def nearest(name: str, known: Iterable[str]) -> str:
    """`` Did you mean 'x'?``, or nothing when no known name is near."""
    return did_you_mean(name, known).replace("did", " Did", 1)
