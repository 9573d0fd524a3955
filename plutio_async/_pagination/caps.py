"""What is known of the pages that a server gives for one resource."""

from __future__ import annotations

from attrs import define

PAGE_LIMIT = 500
"""Records asked for at a time: the largest size that clients of every resource have sent and seen accepted."""


@define
class PageCaps:
    """Learned from the pages that came; keep one for each resource and client.

    The largest ``limit`` of the API is unpublished and a larger one may be cut silently. What is known here predicts
    where the next page starts, for reading ahead. It proves no end: the server may cut more by now.
    """

    given: int = 0

    def learn(self, size: int) -> None:
        """A page of ``size`` records came."""
        self.given = max(self.given, size)

    def shrink(self, size: int) -> None:
        """More came after a page that was short: the server gives no more than ``size`` now."""
        self.given = size

    def size(self, limit: int) -> int:
        """The records that a page probably holds while there are as many left."""
        return min(limit, self.given) or limit

    def is_short(self, size: int, limit: int) -> bool:
        """Whether a page of ``size`` records is probably the last when ``limit`` were asked for."""
        return size == 0 or size < min(limit, self.given)
