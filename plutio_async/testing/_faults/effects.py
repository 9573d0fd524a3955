"""The effects of faults. Delays are part of the answer, so that a client's timeout limits them."""

from __future__ import annotations

import random
import zlib
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http import HTTPStatus
from itertools import repeat
from math import ceil
from typing import ClassVar, Literal

from attrs import evolve, frozen

from plutio_async.testing._api.messages import Answer, ApiError, Dropped, HtmlError, Refused, Request
from plutio_async.testing._api.protocol import SandboxProtocol

RetryAfter = float | datetime | None
_INVALID_JSON = b'{"_id": undefined, }'


@frozen
class FaultContext:
    """The call that a fault affects, and the random numbers for it."""

    sandbox: SandboxProtocol
    request: Request
    random: random.Random

    @property
    def business(self) -> str | None:
        return self.request.headers.get("business")

    def ids(self, resource: str) -> list[str]:
        """The ids of a resource's records in the business of the call."""
        return [record["_id"] for record in self.sandbox.records(resource, business=self.business)]


class Effect:
    """Base class: no effect. ``lists_only`` effects need a list, and ``needs_token`` ones do not fit token calls."""

    __slots__ = ()

    lists_only: ClassVar[bool] = False
    needs_token: ClassVar[bool] = False

    @property
    def ends_call(self) -> bool:
        """Whether the server never sees the call."""
        return False

    @property
    def acts_before(self) -> bool:
        """Whether it acts before the server does."""
        return self.ends_call

    def can_act(self, _context: FaultContext, _answer: Answer, /) -> bool:
        """Whether it can change the server's answer."""
        return True

    def before(self, _context: FaultContext, /) -> Answer | None:
        """Acts before the server. An answer replaces that of the server."""
        return None

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        """Acts after the server, and returns the answer to send."""
        return answer


@frozen
class Latency(Effect):
    """Delays the answer."""

    seconds: float
    jitter: float = 0.0

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        return evolve(answer, delay=answer.delay + self.seconds + context.random.uniform(0.0, self.jitter))


@frozen
class SlowBody(Effect):
    """Sends the body in pieces, with pauses."""

    pause: float
    piece: int = 64

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        return evolve(answer, pace=self.pause, piece=self.piece)


@frozen
class Reset(Effect):
    """Breaks the connection."""

    when: Literal["before", "during", "after"]

    @property
    def ends_call(self) -> bool:
        return self.when == "before"

    def before(self, _context: FaultContext, /) -> Answer | None:
        raise Dropped

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        if self.when == "after":
            raise Dropped
        return evolve(answer, cut=len(answer.content) // 2)


@frozen
class Refuse(Effect):
    """Refuses the connection."""

    @property
    def ends_call(self) -> bool:
        return True

    def before(self, _context: FaultContext, /) -> Answer | None:
        raise Refused


@frozen
class Replace(Effect):
    """Replaces the server's answer with an error or a page, before or after the server acted."""

    status: int
    acted: bool
    html: bool = False
    retry_after: RetryAfter = None
    as_date: bool = False

    @property
    def ends_call(self) -> bool:
        return not self.acted

    def before(self, context: FaultContext, /) -> Answer | None:
        return self._answer(context)

    def after(self, context: FaultContext, _answer: Answer, /) -> Answer:
        return self._answer(context)

    def _answer(self, context: FaultContext) -> Answer:
        headers = retry_header(self.retry_after, context.sandbox.clock.time(), as_date=self.as_date)
        message = "Too many requests" if self.status == 429 else HTTPStatus(self.status).phrase
        return (HtmlError if self.html else ApiError)(self.status, message, headers).answer()


@frozen
class Garble(Effect):
    """Makes the body of the answer invalid JSON."""

    truncated: bool

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        return evolve(answer, content=answer.content[: len(answer.content) // 2] if self.truncated else _INVALID_JSON)


@frozen
class Bomb(Effect):
    """Answers with a small compressed body that decompresses to a huge one."""

    size: int

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        headers = {**answer.headers, "content-encoding": "gzip"}
        return evolve(answer, content=_compressed_blanks(self.size), headers=headers)


@frozen
class RevokeTokens(Effect):
    """Revokes the token between the client and the server."""

    needs_token: ClassVar[bool] = True

    @property
    def acts_before(self) -> bool:
        return True

    def before(self, context: FaultContext, /) -> Answer | None:
        context.sandbox.revoke_tokens()
        return None


def retry_header(retry_after: RetryAfter, now: float, *, as_date: bool) -> dict[str, str]:
    """The ``Retry-After`` header: whole seconds, or an HTTP date."""
    if retry_after is None:
        return {}
    if isinstance(retry_after, datetime):
        return {"retry-after": format_datetime(retry_after.astimezone(UTC), usegmt=True)}
    if as_date:
        return {"retry-after": format_datetime(datetime.fromtimestamp(ceil(now + retry_after), UTC), usegmt=True)}
    return {"retry-after": str(ceil(retry_after))}


@cache
def _compressed_blanks(size: int) -> bytes:
    """``size`` bytes of JSON, an empty list full of blanks, which gzip compresses to a thousandth."""
    compressor = zlib.compressobj(wbits=31)
    block = b" " * min(size, 1 << 20)
    blanks, rest = divmod(size - len(b"[]"), len(block))
    parts = [compressor.compress(part) for part in (b"[", *repeat(block, blanks), block[:rest], b"]")]
    return b"".join([*parts, compressor.flush()])
