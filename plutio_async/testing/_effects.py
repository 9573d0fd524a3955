"""The effects of faults. Delays are part of the answer, so that a client's timeout limits them."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from http import HTTPStatus
from itertools import repeat
from math import ceil
from typing import Any, ClassVar, Literal

from attrs import evolve, frozen

from plutio_async.testing._api.messages import Answer, ApiError, Dropped, HtmlError, Refused, Request, json_answer
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
    seconds: float
    jitter: float = 0.0

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        return evolve(answer, delay=answer.delay + self.seconds + context.random.uniform(0.0, self.jitter))


@frozen
class SlowBody(Effect):
    pause: float
    piece: int = 64

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        return evolve(answer, pace=self.pause, piece=self.piece)


@frozen
class Reset(Effect):
    """Breaks the connection, or refuses it."""

    when: Literal["refused", "before", "during", "after"]

    @property
    def ends_call(self) -> bool:
        return self.when in ("refused", "before")

    def before(self, _context: FaultContext, /) -> Answer | None:
        raise Refused if self.when == "refused" else Dropped

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        if self.when == "after":
            raise Dropped
        return evolve(answer, cut=len(answer.content) // 2)


class Replacement(Effect):
    """Base class for effects that replace the server's answer, before or after the server acted."""

    __slots__ = ()

    acted: bool

    @property
    def ends_call(self) -> bool:
        return not self.acted

    def before(self, _context: FaultContext, /) -> Answer:
        raise NotImplementedError

    def after(self, context: FaultContext, _answer: Answer, /) -> Answer:
        return self.before(context)


@frozen
class Replace(Replacement):
    """With an error or a page."""

    status: int
    acted: bool
    html: bool = False
    retry_after: RetryAfter = None
    as_date: bool = False

    def before(self, context: FaultContext, /) -> Answer:
        headers = retry_header(self.retry_after, context.sandbox.clock.time(), as_date=self.as_date)
        message = "Too many requests" if self.status == 429 else HTTPStatus(self.status).phrase
        return (HtmlError if self.html else ApiError)(self.status, message, headers).answer()


@frozen
class Respond(Replacement):
    """With any status and body."""

    status: int
    json: Any
    acted: bool
    headers: Mapping[str, str] | None = None

    def before(self, _context: FaultContext, /) -> Answer:
        if self.json is ...:
            return Answer(self.status, headers=self.headers or {})
        return json_answer(self.status, self.json, self.headers)


@frozen
class Garble(Effect):
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


class ListEffect(Effect):
    """Base class for effects on lists."""

    __slots__ = ()

    lists_only: ClassVar[bool] = True


@frozen
class BadRecord(ListEffect):
    """Replaces or changes one record of a list; in a shorter list the last one."""

    at: int
    becomes: Any = None
    fields: Mapping[str, Any] | None = None

    def can_act(self, _context: FaultContext, answer: Answer, /) -> bool:
        page = _page(answer)
        if not page:
            return False
        return self.fields is None or isinstance(page[self._index(page)], dict)

    def after(self, _context: FaultContext, answer: Answer, /) -> Answer:
        page = _page(answer) or []
        at = self._index(page)
        page[at] = self.becomes if self.fields is None else {**page[at], **self.fields}
        return evolve(answer, content=json.dumps(page).encode())

    def _index(self, page: list[Any]) -> int:
        return min(self.at, len(page) - 1)


@frozen
class RowsCut(ListEffect):
    """Ends a list early. A list of at most ``least`` records stays whole."""

    least: int

    def can_act(self, _context: FaultContext, answer: Answer, /) -> bool:
        return len(_page(answer) or ()) > self.least

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        page = _page(answer) or []
        kept = page[: context.random.randrange(self.least, len(page))]
        return evolve(answer, content=json.dumps(kept).encode())


@frozen
class RowsInserted(ListEffect):
    """Adds records after a list was read, except those whose id exists already."""

    resource: str
    records: tuple[Mapping[str, Any], ...]

    def can_act(self, context: FaultContext, answer: Answer, /) -> bool:
        return _page(answer) is not None and bool(self._new(context))

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        context.sandbox.seed(business=context.business, **{self.resource: self._new(context)})
        return answer

    def _new(self, context: FaultContext) -> list[Mapping[str, Any]]:
        existing = context.ids(self.resource)
        return [record for record in self.records if record.get("_id", record.get("id")) not in existing]


@frozen
class RowsDeleted(ListEffect):
    resource: str
    count: int
    newest: bool
    ids: tuple[str, ...] = ()

    def can_act(self, context: FaultContext, answer: Answer, /) -> bool:
        return _page(answer) is not None and bool(self._chosen(context))

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        context.sandbox.remove(self.resource, *self._chosen(context), business=context.business)
        return answer

    def _chosen(self, context: FaultContext) -> list[str]:
        existing = context.ids(self.resource)
        if self.ids:
            return [identifier for identifier in self.ids if identifier in existing]
        return existing[-self.count :] if self.newest else existing[: self.count]


def _page(answer: Answer) -> list[Any] | None:
    """The records of a list; ``None`` for an error, a single record, or a body that another fault made invalid."""
    try:
        page = json.loads(answer.content)
    except ValueError:
        return None
    return page if isinstance(page, list) else None


def retry_header(retry_after: RetryAfter, now: float, *, as_date: bool) -> dict[str, str]:
    """The ``Retry-After`` header: whole seconds, or an HTTP date."""
    if retry_after is None:
        return {}
    if as_date and not isinstance(retry_after, datetime):
        retry_after = datetime.fromtimestamp(ceil(now + retry_after), UTC)
    if isinstance(retry_after, datetime):
        return {"retry-after": format_datetime(retry_after.astimezone(UTC), usegmt=True)}
    return {"retry-after": str(ceil(retry_after))}


@cache
def _compressed_blanks(size: int) -> bytes:
    """``size`` bytes of JSON, an empty list full of blanks, which gzip compresses to a thousandth."""
    compressor = zlib.compressobj(wbits=31)
    block = b" " * min(size, 1 << 20)
    blanks, rest = divmod(size - len(b"[]"), len(block))
    parts = [compressor.compress(part) for part in (b"[", *repeat(block, blanks), block[:rest], b"]")]
    return b"".join([*parts, compressor.flush()])
