"""An access token as a value."""

from __future__ import annotations

from attrs import field, frozen

from plutio_async._core.secret import Secret


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
