"""The effects of faults on lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import evolve, frozen

from plutio_async.testing._api.messages import Answer
from plutio_async.testing._faults.effects import Effect, FaultContext


@frozen
class BadRecord(Effect):
    """Replaces or changes one record of a list; in a shorter list the last one."""

    at: int
    becomes: Any = None
    fields: Mapping[str, Any] | None = None

    lists_only: ClassVar[bool] = True

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
class RowsCut(Effect):
    """Ends a list early. A list of at most ``least`` records stays whole."""

    least: int

    lists_only: ClassVar[bool] = True

    def can_act(self, _context: FaultContext, answer: Answer, /) -> bool:
        return len(_page(answer) or ()) > self.least

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        page = _page(answer) or []
        kept = page[: context.random.randrange(self.least, len(page))]
        return evolve(answer, content=json.dumps(kept).encode())


@frozen
class RowsInserted(Effect):
    """Adds records after a list was read, except those whose id exists already."""

    resource: str
    records: tuple[Mapping[str, Any], ...]

    lists_only: ClassVar[bool] = True

    def can_act(self, context: FaultContext, answer: Answer, /) -> bool:
        return _page(answer) is not None and bool(self._new(context))

    def after(self, context: FaultContext, answer: Answer, /) -> Answer:
        context.sandbox.seed(business=context.business, **{self.resource: self._new(context)})
        return answer

    def _new(self, context: FaultContext) -> list[Mapping[str, Any]]:
        existing = context.ids(self.resource)
        return [record for record in self.records if record.get("_id", record.get("id")) not in existing]


@frozen
class RowsDeleted(Effect):
    """Deletes records after a list was read."""

    resource: str
    count: int
    newest: bool
    ids: tuple[str, ...] = ()

    lists_only: ClassVar[bool] = True

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
