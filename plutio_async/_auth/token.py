"""An access token as a value."""

from __future__ import annotations

from typing import Any, TypeGuard

from attrs import field, frozen

from plutio_async._core.secret import Secret

_YEAR_10000 = 253_402_300_800.0
"""In seconds since 1970. No server gives out a token that lasts longer."""


@frozen
class Token:
    """An access token. Neither ``repr`` nor ``str`` shows its value; ``expires_at`` is in seconds since 1970."""

    secret: Secret = field(alias="value", converter=Secret, repr=False)
    expires_at: float
    businesses: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The token itself."""
        return str(self.secret())

    def as_entry(self) -> dict[str, Any]:
        """The token as JSON, for a store."""
        return {"value": self.value, "expires_at": self.expires_at, "businesses": list(self.businesses)}

    @classmethod
    def from_entry(cls, entry: Any) -> Token | None:
        """The token of :meth:`as_entry`; ``None`` for anything else."""
        if not isinstance(entry, dict):
            return None
        value, expires_at, businesses = (entry.get(key) for key in ("value", "expires_at", "businesses"))
        if not fits_header(value) or not isinstance(expires_at, int | float) or not abs(expires_at) < _YEAR_10000:
            return None
        names = businesses if isinstance(businesses, list) else []
        return cls(value, float(expires_at), tuple(name for name in names if isinstance(name, str)))


def fits_header(value: Any) -> TypeGuard[str]:
    """Whether a header can hold it as a token."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and bool(value.strip())
