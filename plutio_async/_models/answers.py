"""From the parsed JSON of a successful answer to what a method returns.

The API's answers are loosely pinned: reading one record gives an object or an array with one, and nobody recorded what
a delete answers. These readers take every shape that is plausible and say so when none fits. Those of reads are equal
when they read alike, which tells that two calls are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from attrs import frozen

from plutio_async._core.errors import NotFoundError, UnreadableAnswer
from plutio_async._models.model import Model

M = TypeVar("M", bound=Model)


def anything(answer: Any) -> Any:
    """The JSON as it came."""
    return answer


@frozen
class Rows(Generic[M]):
    """Reads a list; a single object is a list with one record, and ``{"data": […]}`` is taken as its list."""

    model: type[M]

    def __call__(self, answer: Any) -> list[M]:
        return [row for row in PageRows(self.model)(answer) if row is not None]


@frozen
class PageRows(Generic[M]):
    """The same with ``None`` where a row is null: a page with one is not taken for a short one."""

    model: type[M]

    def __call__(self, answer: Any) -> list[M | None]:
        if isinstance(answer, dict):
            enveloped = answer.get("data")
            answer = enveloped if isinstance(enveloped, list) and "_id" not in answer else [answer]
        if not isinstance(answer, list):
            raise UnreadableAnswer(f"a list was expected, not {_name(answer)}", body=answer)
        return [None if row is None else self._row(row) for row in answer]

    def _row(self, row: Any) -> M:
        return self.model.from_dict(row) if isinstance(row, dict) else self.model(extra={"": row})


@frozen
class Found(Generic[M]):
    """Reads the one record with an id out of an object or an array, also when the server sends others along."""

    model: type[M]
    id: str
    resource: str

    def __call__(self, answer: Any) -> M:
        candidates = Rows(self.model)(answer) if answer is not None else []
        for record in candidates:
            if getattr(record, "id", self.id) == self.id:
                return record
        raise not_found(self.resource, self.id, answer)


def not_found(resource: str, id: str, answer: Any = None) -> NotFoundError:
    """The error for a record that is not there."""
    return NotFoundError(f"{resource} has no record with the id {id}", status=200, body=answer)


def written(model: type[M], id: str | None = None) -> Callable[[Any], M]:
    """Reads what a write answers: a record, a part of one, or something else that then lands in ``extra``.

    Without an id to fall back on (a create), an answer that is no object is an error that carries the answer.
    """

    def read(answer: Any) -> M:
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        if isinstance(answer, dict):
            return model.from_dict(answer if id is None else {"_id": id, **answer})
        if id is None:
            raise UnreadableAnswer(f"the write succeeded, but answered with {_name(answer)}, no record", body=answer)
        return model.from_dict({"_id": id} if answer is None else {"_id": id, "": answer})

    return read


def _name(answer: object) -> str:
    return "nothing" if answer is None else f"a {type(answer).__name__}"
