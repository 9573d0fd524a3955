"""A bulk write in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from plutio_async._core.call import Call, Operation
from plutio_async._core.errors import (
    AuthenticationError,
    BudgetExceeded,
    BusinessNotEnabledError,
    ClientStateError,
    ConfigurationError,
    MethodNotAllowedError,
    PermissionDeniedError,
    PlutioError,
    RateLimitError,
    StatusError,
)
from plutio_async._core.outcome import kind_of
from plutio_async._models.answers import anything
from plutio_async._models.codecs import moment
from plutio_async._resources.bulk_result import BulkFailed, BulkProgress, BulkResult, Outcome
from plutio_async._resources.sender import Sender

CHUNK = 100
"""The most ids in one call: as many as one client sends. What the API takes is unpublished."""

UNTOUCHED = (
    AuthenticationError,
    BudgetExceeded,
    BusinessNotEnabledError,
    ClientStateError,
    ConfigurationError,
    MethodNotAllowedError,
    PermissionDeniedError,
    RateLimitError,
)
"""After these nothing has happened, and the next chunk would fare no better."""

Split = Callable[[list[str]], Iterable[tuple[Mapping[str, Any], list[str]]]]
"""Which body is for which of the ids."""


class BulkRun:
    """One run through the ids of a result that are left to do, a chunk at a time.

    One after the other, because bursts of writes were seen to overload the API.
    """

    def __init__(
        self,
        sender: Sender,
        operation: Operation,
        body: Mapping[str, Any],
        *,
        result: BulkResult,
        progress: Callable[[BulkProgress], None] | None,
        split: Split | None = None,
    ) -> None:
        self._sender = sender
        self._operation = operation
        self._split = split or (lambda ids: [(body, ids)])
        self._result = result
        self._progress = progress
        self._calls = 0

    async def run(self) -> BulkResult:
        """The result, when nothing is left to do.

        Raises:
            BulkFailed: something failed, is unknown, or was not sent; it carries the result.
        """
        first: PlutioError | None = None
        for body, chunk in self._chunks():
            error = await self._send(body, chunk)
            first = first or error
            self._report()
            if error is not None and _outcome(error) != "failed":
                break
        if not self._result.complete:
            raise self._failure(first)
        return self._result

    def _chunks(self) -> Iterator[tuple[Mapping[str, Any], list[str]]]:
        again: tuple[Outcome, ...] = ("failed", "unknown") if self._operation.idempotent else ("failed",)
        left = [self._result.ids(outcome) for outcome in ("pending", *again)]  # before this run adds to them
        for part in left:
            for body, ids in self._split(part):
                yield from ((body, ids[at : at + CHUNK]) for at in range(0, len(ids), CHUNK))

    async def _send(self, body: Mapping[str, Any], chunk: list[str]) -> PlutioError | None:
        before: dict[str, Outcome] = {id: self._result[id] for id in chunk}
        self._result.note(dict.fromkeys(chunk, "unknown"))  # as long as no answer came, also when cancelled
        self._calls += 1
        try:
            answer = await self._sender.send(Call(self._operation, anything, body={**body, "_ids": chunk}))
        except PlutioError as error:
            if (outcome := _outcome(error)) == "pending":
                self._result.note(before, error)
            else:
                self._result.note(dict.fromkeys(chunk, outcome), error)
            return error
        self._result.note(read_answer(answer, chunk, body))
        return None

    def _report(self) -> None:
        if self._progress is not None:
            left = len(self._result.ids("pending", "failed", "unknown"))
            total = len(self._result)
            self._progress(BulkProgress(total, total - left, self._calls, self._sender.spare(), self._result))

    def _failure(self, cause: PlutioError | None) -> BulkFailed:
        failure = BulkFailed(f"not all of it was done: {self._result.summary}", result=self._result)
        if cause is not None:
            failure.call = cause.call
            failure.message += f" ({cause.message})"
        failure.__cause__ = cause
        return failure


def _outcome(error: PlutioError) -> Outcome:
    """What an error says of the records of its chunk. An attempt before the last may have happened too."""
    refused = isinstance(error, StatusError) and not kind_of(error).acted
    if refused and not isinstance(error, UNTOUCHED):
        return "failed"
    last: BaseException | None = error
    while last is not None:
        if not isinstance(last, PlutioError) or kind_of(last).acted:
            return "unknown"
        last = last.__cause__
    return "pending"


def read_answer(answer: Any, ids: Sequence[str], body: Mapping[str, Any]) -> dict[str, Outcome]:
    """What an answer tells of each id, and of the values that were sent.

    Its shape was never recorded. It is believed when it names ids that were sent, in records or by themselves, or
    counts as many as were sent; otherwise the call succeeded and nothing more is known.
    """
    sent = set(ids)
    shown = {id: record for id, record in _named(answer) if id in sent}
    if shown:
        return {id: _seen(shown[id], body) if id in shown else "missing" for id in ids}
    return dict.fromkeys(ids, "done" if _counts_all(answer, len(ids)) else "accepted")


def _named(answer: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The ids in an answer, each with its record as far as it is shown."""
    if isinstance(answer, dict):
        answer = answer.get("data", [answer])
    for row in answer if isinstance(answer, list) else ():
        record = row if isinstance(row, dict) else {"_id": row}
        if isinstance(id := record.get("_id"), str):
            yield id, record


def _seen(record: Mapping[str, Any], body: Mapping[str, Any]) -> Outcome:
    """``status`` of an invoice, for one, is taken without a word and not changed."""
    return "done" if all(_alike(value, record[name]) for name, value in body.items() if name in record) else "ignored"


def _alike(sent: Any, shown: Any) -> bool:
    """Whether a plain value was taken, in whatever spelling; what is not plain may come back in many forms."""
    if isinstance(sent, list | dict) or sent == shown:
        return True
    if sent in (None, "") or shown is None:
        return not sent and not shown
    if isinstance(sent, str) and isinstance(shown, str):
        with suppress(ValueError):
            return moment(sent) == moment(shown)
    return str(sent).strip().casefold() == str(shown).strip().casefold()


def _counts_all(answer: Any, sent: int) -> bool:
    if not isinstance(answer, dict):
        return False
    counts = [value for value in answer.values() if type(value) is int]
    return bool(counts) and all(count == sent for count in counts)
