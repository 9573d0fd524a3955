"""A run of the doctor: what it saw so far, so that it can report at any moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field, frozen

from plutio_async.cli.doctor.calls import NOT_JSON, Caller, Seen
from plutio_async.cli.doctor.decoding import Decoder, Difference, kind_of
from plutio_async.cli.doctor.described import Read, description
from plutio_async.cli.words import counted, with_article

ROWS = 20
"""Records of a list that are looked at."""
CHILDREN = {"/projects": ("/task-boards", "projectId")}
"""What the server makes along with a record, and the field that names the record there."""


@frozen
class Verdict:
    """Whether a claim is ``confirmed``, ``refuted`` or ``open``, and by what. No detail holds a value of a record."""

    state: str
    detail: str


@frozen
class Visit:
    """A list that was read once."""

    read: Read
    status: int
    rows: list[dict[str, Any]] = field(repr=False)
    shape: str


@define(eq=False)
class Made:
    """A record that was made to write to, whose title is in the field ``name``. The id may be unknown.

    ``problem`` is why it could not be removed.
    """

    path: str
    name: str
    title: str
    id: str | None = None
    problem: str | None = None

    def __str__(self) -> str:
        shown = f"{self.path} {self.id if self.id is not None else f'{self.title!r}, if it was made'}"
        if self.path in CHILDREN:
            shown += f" and its {CHILDREN[self.path][0].strip('/').replace('-', ' ')}"
        return shown if self.problem is None else f"{shown}: {self.problem}"


@define
class Run:
    """What was seen, and where. If it must end at once, it no longer ``cleans_up``."""

    caller: Caller
    cleans_up: bool = True
    decoder: Decoder = field(factory=lambda: Decoder(description()))
    visits: dict[str, Visit] = field(factory=dict)
    not_visited: dict[str, str] = field(factory=dict)
    verdicts: dict[tuple[str, str | None], Verdict] = field(factory=dict)
    learned: dict[str, Any] = field(factory=dict)
    made: list[Made] = field(factory=list)
    token: Seen | None = None
    ended: str | None = None

    @property
    def left_behind(self) -> list[str]:
        """The records that were made and are not removed, at any moment."""
        return [str(one) for one in self.made]

    def differ(self, at: str, kind: str, seen: str) -> None:
        """Notes a difference that no schema is about."""
        self.decoder.differ(Difference(at, kind, seen))

    def longest(self) -> list[Visit]:
        """The lists that had two records or more, those with the most first."""
        lists = [visit for visit in self.visits.values() if visit.read.is_list and not visit.read.needed]
        return sorted((one for one in lists if len(one.rows) > 1), key=lambda one: -len(one.rows))

    def rows(self, resource: str) -> list[dict[str, Any]]:
        """The records that were seen of a resource."""
        return next((one.rows for one in self.visits.values() if one.read.resource == resource), [])

    async def visit(self, read: Read) -> None:
        """Reads a list once, and compares it with its description."""
        parameters = self._parameters(read)
        if parameters is None:
            self.not_visited[read.path] = "no record was seen that its parameters could name"
            return
        seen = await self.caller.get(read.path, parameters)
        shape = self.judged(seen, read)
        self.visits[read.path] = Visit(read, seen.status, seen.rows, shape)

    def judged(self, seen: Seen, read: Read) -> str:
        """What came, in words; compares it with the description."""
        at = f"GET {read.path}"
        if not seen.ok:
            self.differ(at, "answer", f"status {seen.status}")
            self.check_error(seen, at)
            return f"status {seen.status}"
        if seen.value is NOT_JSON:
            self.differ(at, "answer", "no JSON")
            return "no JSON"
        if read.is_list and not isinstance(seen.value, list):
            self.differ(at, "answer", f"{kind_of(seen.value)} in place of a list")
        elif read.is_list:
            name, _ = description().resolved(_record(read))
            for row in seen.value:
                self.decoder.check(row, _record(read), name or read.resource)
        else:
            self.decoder.check(seen.value, read.answer, read.resource)
        return shape_of(seen.value)

    def check_error(self, seen: Seen, at: str) -> None:
        """Compares the body of an error with the shape of errors."""
        if isinstance(seen.value, dict):
            self.decoder.check(seen.value, {"$ref": "#/components/schemas/Error"}, f"{at} ({seen.status})")
        else:
            shown = "no JSON" if seen.value is NOT_JSON else kind_of(seen.value)
            self.differ(f"{at} ({seen.status})", "error", shown)

    def _parameters(self, read: Read) -> dict[str, str] | None:
        if not read.is_list:
            return {}
        parameters = {"limit": str(ROWS)}
        if read.needed:
            parent = next(self.parents(read), None)
            if parent is None:
                return None
            parameters |= parent
        return parameters

    def parents(self, read: Read) -> Iterator[dict[str, str]]:
        """Records that a list with ``entityType`` and ``entityId`` can be asked for."""
        _, types = description().resolved(read.needed.get("entityType", {}))
        for name in types.get("x-extensible-enum", ()):
            for visit in self.visits.values():
                if visit.read.resource in (f"{name}s", name) and visit.rows:
                    yield {"entityType": name, "entityId": str(visit.rows[0].get("_id"))}


def _record(read: Read) -> Any:
    """The schema of one record of a list."""
    options = read.answer.get("oneOf", [read.answer])
    return next(one["items"] for one in options if one.get("type") == "array")


def shape_of(value: Any) -> str:
    """A list or an object in words."""
    if isinstance(value, list):
        kinds = Counter(kind_of(item) for item in value)
        return f"a list of {', '.join(counted(count, kind) for kind, count in kinds.items()) or 'nothing'}"
    kind = kind_of(value)
    return kind if kind in ("null", "text") else with_article(kind)


def words(names: Iterable[str]) -> str:
    """Names, with commas between them."""
    return ", ".join(names)
