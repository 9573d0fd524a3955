"""The options of a call."""

from __future__ import annotations

from types import EllipsisType

from attrs import field, frozen

from plutio_async._core.checks import check_flag, check_seconds
from plutio_async._core.errors import ConfigurationError
from plutio_async._pipeline.retry import Retries, retries_of
from plutio_async._ratelimit.protocol import Priority, check_priority


@frozen
class Options:
    """How a call is made. Raises ``ConfigurationError`` for an invalid option.

    Attributes:
        timeout: Seconds that one attempt may take, without the wait for a free connection.
        max_wait: The longest wait of an attempt for the budget and a token, in seconds; ``None`` is no limit, ``...``
            the budget's own ``max_wait``.
        priority: ``"background"`` calls leave the budget's reserve to ``"interactive"`` ones.
        retries: When and how often a failed call is repeated.
        business: The workspace's subdomain; ``None`` takes the one that the token is for.
        coalesce: Makes one call of reads that are the same, and of gets of one resource, where they happen at once.
    """

    timeout: float = 30.0
    max_wait: float | EllipsisType | None = ...
    priority: Priority = "interactive"
    retries: Retries = field(default=None, converter=retries_of)
    business: str | None = None
    coalesce: bool = False

    def __attrs_post_init__(self) -> None:
        check_seconds("timeout", self.timeout, positive=True)
        check_priority(self.priority)
        check_business(self.business)
        check_flag("coalesce", self.coalesce)
        if not isinstance(self.max_wait, EllipsisType):
            check_seconds("max_wait", self.max_wait, optional=True)


def check_business(business: str | None) -> None:
    """Raises ``ConfigurationError`` for an invalid subdomain."""
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
