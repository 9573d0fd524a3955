"""Decoders of answers: from the JSON of a successful answer to the result of a method.

The form of the answers varies: reading one record gives an object or a list with one, and the answer of a delete is not
recorded. The decoders accept every plausible form and raise ``UnreadableAnswer`` for others. Those of reads are values,
so that equal calls can share an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeAlias

from attrs import frozen

from plutio_async._core.errors import NotFoundError, UnreadableAnswer, with_article
from plutio_async._core.json_text import bounded
from plutio_async._models.model import M
from plutio_async._models.tables import RecordList

Json: TypeAlias = dict[str, Any] | list[Any] | str | int | float | bool | None
"""An answer whose shape no source describes."""


def anything(answer: Json) -> Json:
    """The JSON as it is. Raises ``TooDeep`` as ``bounded`` does."""
    return bounded(answer)


@frozen
class Rows(Generic[M]):
    """A list of records; also from a single object, and from ``{"data": […]}``."""

    model: type[M]

    def __call__(self, answer: Any) -> RecordList[M]:
        return RecordList([row for row in PageRows(self.model)(answer) if row is not None])


@frozen
class PageRows(Generic[M]):
    """The same, with ``None`` for each null row, so that the length of a page is right."""

    model: type[M]

    def __call__(self, answer: Any) -> list[M | None]:
        if isinstance(answer, dict):
            enveloped = answer.get("data")
            answer = enveloped if isinstance(enveloped, list) and "_id" not in answer else [answer]
        if not isinstance(answer, list):
            raise UnreadableAnswer(f"the answer must be a list, not {_name(answer)}", body=answer)
        record, model = self.model._from_answer, self.model  # noqa: SLF001
        return [
            record(row) if row.__class__ is dict else None if row is None else model(extra={"": bounded(row)})
            for row in answer
        ]


@frozen
class Found(Generic[M]):
    """The record with an id, from an object or a list, which may have other records too.

    An answer such as ``{"ok": 1}`` does not say that there is none.
    """

    model: type[M]
    id: str
    resource: str

    def __call__(self, answer: Any) -> M:
        candidates = Rows(self.model)(answer) if answer is not None else []
        for record in candidates:
            if getattr(record, "id", self.id) == self.id:
                return record
        if not any(getattr(one, "id", "") for one in candidates) and any(one.to_dict() for one in candidates):
            raise UnreadableAnswer(f"the answer is no record of {self.resource}: it has no _id", body=answer)
        raise not_found(self.resource, self.id, answer)


def not_found(resource: str, id: str, answer: Any = None) -> NotFoundError:
    """The error for a record that does not exist."""
    return NotFoundError(f"{resource} has no record with the id {id}", status=200, body=answer)


def written(model: type[M], body: Mapping[str, Any] | None = None) -> Callable[[Any], M]:
    """A decoder of the answer of a write: a record, a part of one, or something else, which goes to ``extra``.

    The record keeps the id in the body of the write. Without a body, for a new record, an answer that is no object
    raises ``UnreadableAnswer``.
    """

    def read(answer: Any) -> M:
        if isinstance(answer, list) and len(answer) == 1:
            answer = answer[0]
        if isinstance(answer, dict):
            return model._from_answer(known | answer)  # noqa: SLF001
        if not known:
            raise UnreadableAnswer(f"the write succeeded, but its answer is {_name(answer)}, not a record", body=answer)
        return model.from_dict(known if answer is None else {**known, "": answer})

    known = {} if body is None else {"_id": body["_id"]}
    return read


def _name(answer: object) -> str:
    return "nothing" if answer is None else with_article(type(answer).__name__)
