"""What a fault does to the call that it strikes. Waits are in the answer, so that a client's patience bounds them."""

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

from plutio_async.testing._api.contract import Controlled
from plutio_async.testing._api.refusal import HtmlRefusal, Refusal
from plutio_async.testing._api.wire import Answer, Dropped, Refused, Request

RetryAfter = float | datetime | None
_BROKEN = b'{"_id": undefined, }'


@frozen
class Scene:
    """Where a fault strikes, and the chance that goes with it."""

    sandbox: Controlled
    request: Request
    random: random.Random

    @property
    def business(self) -> str | None:
        return self.request.headers.get("business")

    def ids(self, resource: str) -> list[str]:
        """The ids of a resource's records in the business of the call."""
        return [record["_id"] for record in self.sandbox.records(resource, business=self.business)]


class Effect:
    """Nothing happens. ``on_lists`` says that only a list can be struck, ``with_token`` that no token call can."""

    __slots__ = ()

    on_lists: ClassVar[bool] = False
    with_token: ClassVar[bool] = False

    @property
    def ends(self) -> bool:
        """Whether the call never gets to the server."""
        return False

    @property
    def early(self) -> bool:
        """Whether it acts before the server does."""
        return self.ends

    def can_act(self, _scene: Scene, _answer: Answer, /) -> bool:
        """Whether there is something in the server's answer that it can act on."""
        return True

    def before(self, _scene: Scene, /) -> Answer | None:
        """Before the server acts; an answer stands in for the server."""
        return None

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        """After the server acted."""
        return answer


@frozen
class Latency(Effect):
    """The answer comes late."""

    seconds: float
    jitter: float = 0.0

    def after(self, scene: Scene, answer: Answer, /) -> Answer:
        return evolve(answer, delay=answer.delay + self.seconds + scene.random.uniform(0.0, self.jitter))


@frozen
class SlowBody(Effect):
    """The body trickles in."""

    pause: float
    piece: int = 64

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        return evolve(answer, pace=self.pause, piece=self.piece)


@frozen
class Reset(Effect):
    """The connection breaks."""

    when: Literal["before", "during", "after"]

    @property
    def ends(self) -> bool:
        return self.when == "before"

    def before(self, _scene: Scene, /) -> Answer | None:
        raise Dropped

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        if self.when == "after":
            raise Dropped
        return evolve(answer, cut=len(answer.content) // 2)


@frozen
class Refuse(Effect):
    """The connection is not made."""

    @property
    def ends(self) -> bool:
        return True

    def before(self, _scene: Scene, /) -> Answer | None:
        raise Refused


@frozen
class Stand(Effect):
    """Another answer takes the place of the server's, before or after it acted."""

    status: int
    acted: bool
    html: bool = False
    retry_after: RetryAfter = None
    as_date: bool = False

    @property
    def ends(self) -> bool:
        return not self.acted

    def before(self, scene: Scene, /) -> Answer | None:
        return self._answer(scene)

    def after(self, scene: Scene, _answer: Answer, /) -> Answer:
        return self._answer(scene)

    def _answer(self, scene: Scene) -> Answer:
        headers = retry_header(self.retry_after, self.as_date, scene.sandbox.clock.time())
        kind = HtmlRefusal if self.html else Refusal
        return kind(self.status, _phrase(self.status), headers).answer()


@frozen
class Garble(Effect):
    """The server acted, and what it answers is no JSON."""

    truncated: bool

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        return evolve(answer, content=answer.content[: len(answer.content) // 2] if self.truncated else _BROKEN)


@frozen
class Bomb(Effect):
    """The server acted, and its answer is small as it comes and huge once it is unpacked."""

    size: int

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        headers = {**answer.headers, "content-encoding": "gzip"}
        return evolve(answer, content=_packed_blanks(self.size), headers=headers)


@frozen
class RevokeTokens(Effect):
    """The token was good when the call was sent and is not when it arrives."""

    with_token: ClassVar[bool] = True

    @property
    def early(self) -> bool:
        return True

    def before(self, scene: Scene, /) -> Answer | None:
        scene.sandbox.revoke_tokens()
        return None


@frozen
class BadRecord(Effect):
    """One record of a list is not what it should be; a short list has its last one spoilt."""

    at: int
    becomes: Any = None
    fields: Mapping[str, Any] | None = None

    on_lists: ClassVar[bool] = True

    def can_act(self, _scene: Scene, answer: Answer, /) -> bool:
        page = _page(answer)
        if not page:
            return False
        return self.fields is None or isinstance(page[self._place(page)], dict)

    def after(self, _scene: Scene, answer: Answer, /) -> Answer:
        page = _page(answer) or []
        at = self._place(page)
        page[at] = self.becomes if self.fields is None else {**page[at], **self.fields}
        return evolve(answer, content=json.dumps(page).encode())

    def _place(self, page: list[Any]) -> int:
        return min(self.at, len(page) - 1)


@frozen
class RowsCut(Effect):
    """A list ends early, without a word. One that is no longer than ``least`` stays whole."""

    least: int

    on_lists: ClassVar[bool] = True

    def can_act(self, _scene: Scene, answer: Answer, /) -> bool:
        return len(_page(answer) or ()) > self.least

    def after(self, scene: Scene, answer: Answer, /) -> Answer:
        page = _page(answer) or []
        kept = page[: scene.random.randrange(self.least, len(page))]
        return evolve(answer, content=json.dumps(kept).encode())


@frozen
class RowsInserted(Effect):
    """Somebody adds records once the list was read, but none a second time whose id is there already."""

    resource: str
    records: tuple[Mapping[str, Any], ...]

    on_lists: ClassVar[bool] = True

    def can_act(self, scene: Scene, answer: Answer, /) -> bool:
        return _page(answer) is not None and bool(self._new(scene))

    def after(self, scene: Scene, answer: Answer, /) -> Answer:
        scene.sandbox.seed(business=scene.business, **{self.resource: self._new(scene)})
        return answer

    def _new(self, scene: Scene) -> list[Mapping[str, Any]]:
        there = scene.ids(self.resource)
        return [record for record in self.records if record.get("_id", record.get("id")) not in there]


@frozen
class RowsDeleted(Effect):
    """Somebody deletes records once the list was read."""

    resource: str
    count: int
    newest: bool
    ids: tuple[str, ...] = ()

    on_lists: ClassVar[bool] = True

    def can_act(self, scene: Scene, answer: Answer, /) -> bool:
        return _page(answer) is not None and bool(self._chosen(scene))

    def after(self, scene: Scene, answer: Answer, /) -> Answer:
        scene.sandbox.remove(self.resource, *self._chosen(scene), business=scene.business)
        return answer

    def _chosen(self, scene: Scene) -> list[str]:
        there = scene.ids(self.resource)
        if self.ids:
            return [identifier for identifier in self.ids if identifier in there]
        return there[-self.count :] if self.newest else there[: self.count]


def retry_header(retry_after: RetryAfter, as_date: bool, now: float) -> dict[str, str]:
    """The ``Retry-After`` header in seconds, or as the date that HTTP writes, in whole seconds."""
    if retry_after is None:
        return {}
    if isinstance(retry_after, datetime):
        return {"retry-after": format_datetime(retry_after.astimezone(UTC), usegmt=True)}
    if as_date:
        return {"retry-after": format_datetime(datetime.fromtimestamp(ceil(now + retry_after), UTC), usegmt=True)}
    return {"retry-after": str(ceil(retry_after))}


@cache
def _packed_blanks(size: int) -> bytes:
    """JSON of that many bytes, an empty list with blanks in it, as gzip packs it to a thousandth."""
    packing = zlib.compressobj(wbits=31)
    block = b" " * min(size, 1 << 20)
    blanks, rest = divmod(size - len(b"[]"), len(block))
    packed = [packing.compress(part) for part in (b"[", *repeat(block, blanks), block[:rest], b"]")]
    return b"".join([*packed, packing.flush()])


def _phrase(status: int) -> str:
    return "Too many requests" if status == 429 else HTTPStatus(status).phrase


def _page(answer: Answer) -> list[Any] | None:
    """The records of a list; ``None`` for an error, a single record, or what another fault has spoilt."""
    try:
        page = json.loads(answer.content)
    except ValueError:
        return None
    return page if isinstance(page, list) else None
