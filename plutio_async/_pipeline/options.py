"""What can be set for single calls, and how calls are repeated."""

from __future__ import annotations

from types import EllipsisType

from attrs import field, frozen

from plutio_async._core.checks import check_seconds
from plutio_async._core.errors import ConfigurationError
from plutio_async._pipeline.retry import Retries
from plutio_async._ratelimit.checks import check_priority
from plutio_async._ratelimit.protocol import Priority


@frozen
class Options:
    """How a call is made. Raises ``ConfigurationError`` for what cannot work.

    Attributes:
        timeout: Seconds that one attempt may take, the wait for a free connection not counted.
        max_wait: The longest wait of an attempt for a free call and a token, in seconds; ``None`` is for ever, ``...``
            as the budget says.
        priority: ``"background"`` calls leave the budget's reserve to ``"interactive"`` ones.
        retries: When and how often a failed call is repeated.
        business: The workspace's subdomain; ``None`` takes the one that the token is for.
        coalesce: Makes one call of reads that are the same, and of gets of one resource, where they happen at once.
    """

    timeout: float = 30.0
    max_wait: float | EllipsisType | None = ...
    priority: Priority = "interactive"
    retries: Retries = field(factory=Retries)
    business: str | None = None
    coalesce: bool = False

    def __attrs_post_init__(self) -> None:
        check_seconds("timeout", self.timeout, positive=True)
        check_priority(self.priority)
        check_business(self.business)
        if not isinstance(self.max_wait, EllipsisType):
            check_seconds("max_wait", self.max_wait, optional=True)


def check_business(business: str | None) -> None:
    """Raises ``ConfigurationError`` for what cannot be a workspace."""
    if business is not None and not _is_subdomain(business):
        raise ConfigurationError(
            f"business is the first label of <subdomain>.plutio.com, such as 'example', not {business!r}"
        )


def _is_subdomain(text: object) -> bool:
    return (
        isinstance(text, str)
        and bool(text)
        and all(char.isascii() and (char.isalnum() or char in "-_") for char in text)
    )
