"""The errors that the sandbox raises in a test. Errors of the API are answers, not exceptions."""

from __future__ import annotations

from collections.abc import Iterable

from plutio_async._core.errors import did_you_mean


class SandboxError(ValueError):
    """The sandbox cannot do what was requested; the message names the problem and a solution."""


class SandboxStrayed(AssertionError):
    """In strict mode: the description does not allow the answer that the sandbox was about to send."""


def nearest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """`` Did you mean 'x'?``, or an empty string if no known name is similar."""
    return did_you_mean(name, known, cutoff=cutoff).replace("did", " Did", 1)
