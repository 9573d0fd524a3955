"""A bulk write in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from attrs import define, field

from plutio_async._core.call import Call, Operation
from plutio_async._core.checks import check_callable
from plutio_async._core.errors import PlutioError
from plutio_async._core.moments import parse_moment
from plutio_async._models.answers import anything
from plutio_async._resources.comparing import is_similar
from plutio_async._resources.outcomes import BulkFailed, BulkProgress, BulkResult, Outcome, explained, outcome_of
from plutio_async._resources.sender import Sender

CHUNK = 100
"""The most ids in one call, as many as one known client sends. The API's limit is not published."""

Split = Callable[[list[str]], Iterable[tuple[Mapping[str, Any], list[str]]]]
"""Groups ids by the body that they need."""


@define
class BulkWrite:
    """Sends the ids of a result that are not done yet, in chunks.

    Sends one chunk after the other, because bursts of writes were seen to overload the API.
    """

    _sender: Sender
    _operation: Operation
    _split: Split
    _result: BulkResult
    _progress: Callable[[BulkProgress], None] | None
    _calls: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        check_callable("progress", self._progress)

    async def run(self) -> BulkResult:
        """The result, if every record is done.

        Raises:
            BulkFailed: some records were refused, are unknown or were not sent; the error has the result.
        """
        first: PlutioError | None = None
        for body, chunk in self._chunks():
            error = await self._send(body, chunk)
            first = first or error
            self._report()
            if error is not None and outcome_of(error) != "refused":
                break
        if not self._result.complete:
            failure = BulkFailed(f"some records were not done: {self._result.summary}", result=self._result)
            raise explained(failure, first)
        return self._result

    def _chunks(self) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
        again: tuple[Outcome, ...] = ("refused", "unknown") if self._operation.idempotent else ("refused",)
        parts = [self._result.ids(outcome) for outcome in ("pending", *again)]  # before this write changes them
        for part in parts:
            for body, ids in self._split(part):
                yield from ((body, ids[start : start + CHUNK]) for start in range(0, len(ids), CHUNK))

    async def _send(self, body: Mapping[str, Any], chunk: list[str]) -> PlutioError | None:
        before: dict[str, Outcome] = {id: self._result[id] for id in chunk}
        self._result.note(dict.fromkeys(chunk, "unknown"))  # until an answer comes, also if cancelled
        self._calls += 1
        try:
            answer = await self._sender.send(Call(self._operation, anything, body={**body, "_ids": chunk}))
        except PlutioError as error:
            outcome: Outcome = outcome_of(error)
            for id, old in before.items():
                self._result.note({id: old if outcome == "pending" or old == "unknown" else outcome}, error)
            return error
        self._result.note(read_answer(answer, chunk, body))
        return None

    def _report(self) -> None:
        if self._progress is not None:
            left = len(self._result.ids("pending", "refused", "unknown"))
            total = len(self._result)
            self._progress(BulkProgress(total, total - left, self._calls, self._sender.shared.spare(), self._result))


def read_answer(answer: Any, ids: Sequence[str], body: Mapping[str, Any]) -> dict[str, Outcome]:
    """The outcome of each id according to the answer.

    The shape of the answer is not recorded. It counts if it names ids that were sent, with or without their records,
    or gives their number. Otherwise the records are ``accepted``.
    """
    sent = set(ids)
    shown = {id: record for id, record in _named(answer) if id in sent}
    if shown:
        return {id: _outcome_of_record(shown[id], body) if id in shown else "missing" for id in ids}
    return dict.fromkeys(ids, "done" if _counts_all(answer, len(ids)) else "accepted")


def _named(answer: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The ids in an answer, each with its record, or what is shown of it."""
    if isinstance(answer, dict):
        answer = answer.get("data", [answer])
    for row in answer if isinstance(answer, list) else ():
        record = row if isinstance(row, dict) else {"_id": row}
        if isinstance(id := record.get("_id"), str):
            yield id, record


def _outcome_of_record(record: Mapping[str, Any], body: Mapping[str, Any]) -> Outcome:
    """The API ignores some fields, such as ``status`` of an invoice, without an error."""
    return "done" if all(_alike(value, record[name]) for name, value in body.items() if name in record) else "ignored"


def _alike(sent: Any, shown: Any) -> bool:
    """Whether a value was accepted, perhaps in another spelling. Lists and objects count as accepted in any form."""
    if isinstance(sent, list | dict) or sent == shown or is_similar(sent, shown):
        return True
    if sent in (None, "") or shown is None:
        return not sent and not shown
    if isinstance(sent, str) and isinstance(shown, str):
        with suppress(ValueError):
            return parse_moment(sent) == parse_moment(shown)
    return str(sent).strip().casefold() == str(shown).strip().casefold()


def _counts_all(answer: Any, sent: int) -> bool:
    if not isinstance(answer, dict):
        return False
    counts = [value for value in answer.values() if type(value) is int]
    return bool(counts) and all(count == sent for count in counts)
