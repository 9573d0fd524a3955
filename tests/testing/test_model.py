"""A random series of operations against a small in-memory model gives the same records."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from plutio_async.testing import Event
from tests.testing.api import Api, ids

SIMPLE = ("people", "companies", "events", "invoices", "transactions")
MANAGED = {"_id", "businessId", "createdAt", "createdBy", "updatedAt", "isArchived", "invoiceId"}
TEXT = st.text("abc", max_size=3)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["draft", "paid", "active"]),
        "tags": st.lists(TEXT, max_size=2),
        "amount": st.one_of(st.none(), st.integers(-5, 5)),
        "note": st.one_of(TEXT, st.none(), st.booleans(), st.integers(-3, 3)),
    },
)
REQUIRED: dict[str, dict[str, Any]] = {
    "people": {"name": {"first": "a"}, "role": "client"},
    "companies": {"title": "a"},
    "events": {"title": "a", "startDate": "2026-05-01T09:00:00.000Z"},
    "invoices": {},
    "transactions": {},
}
BULK = ("people", "companies", "invoices", "transactions")
ARCHIVABLE = ("people", "invoices", "transactions")
RESOURCE = st.sampled_from(SIMPLE)


class Model:
    """The expected records: plain dictionaries in the order of creation."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in SIMPLE}
        self.trash: list[str] = []

    def expect_list(self, resource: str, status: str | None, skip: int, limit: int) -> list[str]:
        rows = self.rows[resource].items()
        found = [identifier for identifier, row in rows if status is None or row.get("status") == status]
        return found[skip : skip + limit]


class Operations(RuleBasedStateMachine):
    made = Bundle("made")

    @initialize()
    def start(self) -> None:
        self.api = Api(tasks_archive="works")
        self.model = Model()
        self.events: list[Event] = []
        self.expected_events: list[str] = []
        self.api.sandbox.on_event(self.events.append)

    def known(self, record: tuple[str, str]) -> dict[str, Any] | None:
        return self.model.rows[record[0]].get(record[1])

    @rule(target=made, resource=RESOURCE, fields=FIELDS)
    def create(self, resource: str, fields: dict[str, Any]) -> tuple[str, str]:
        answer = self.api.post(f"/{resource}", **REQUIRED[resource], **fields)
        expected = {**REQUIRED[resource], **fields}
        if resource == "invoices":
            expected.setdefault("status", "draft")
        self.model.rows[resource][answer["_id"]] = expected
        self.expected_events.append("create")
        assert {name: value for name, value in answer.items() if name not in MANAGED} == expected
        return resource, answer["_id"]

    @rule(record=made, fields=FIELDS)
    def update(self, record: tuple[str, str], fields: dict[str, Any]) -> None:
        resource, identifier = record
        reply = self.api.call("PUT", f"/{resource}", {"_id": identifier, **fields})
        row = self.known(record)
        assert reply.status == (404 if row is None else 200)
        if row is not None:
            row.update(fields)
            self.expected_events.append("edit")

    @rule(record=consumes(made))
    def delete(self, record: tuple[str, str]) -> None:
        resource, identifier = record
        reply = self.api.call("DELETE", f"/{resource}", {"_id": identifier})
        row = self.model.rows[resource].pop(identifier, None)
        assert reply.status == (404 if row is None else 200)
        if row is not None:
            self.model.trash.append(identifier)
            self.expected_events.append("remove")

    @rule(records=st.lists(made, max_size=4), fields=FIELDS)
    def bulk_update(self, records: list[tuple[str, str]], fields: dict[str, Any]) -> None:
        for resource in BULK:
            named = [record for record in records if record[0] == resource]
            self.api.put(f"/{resource}/bulk", _ids=[identifier for _, identifier in named], **fields)
            for record in dict.fromkeys(named):
                row = self.known(record)
                if row is not None:
                    dropped = "status" if resource == "invoices" else None
                    row.update({name: value for name, value in fields.items() if name != dropped})
                    self.expected_events.append("edit")

    @rule(target=made, records=st.lists(made, max_size=3), resource=st.sampled_from(BULK))
    def bulk_delete(self, records: list[tuple[str, str]], resource: str) -> Any:
        named = [identifier for name, identifier in records if name == resource]
        self.api.delete(f"/{resource}/bulk", _ids=named)
        for identifier in dict.fromkeys(named):
            if self.model.rows[resource].pop(identifier, None) is not None:
                self.model.trash.append(identifier)
                self.expected_events.append("remove")
        return multiple()

    @rule(record=made, archived=st.booleans())
    def archive(self, record: tuple[str, str], archived: bool) -> None:
        resource, identifier = record
        if resource in ARCHIVABLE:
            body = {"_id": identifier, "isArchived": archived}
            reply = self.api.call("POST", f"/{resource}/archive", body)
            row = self.known(record)
            assert reply.status == (404 if row is None else 200)
            if row is not None:
                row["archived"] = archived
                self.expected_events.append("edit")

    @rule(target=made, record=made)
    def copy(self, record: tuple[str, str]) -> Any:
        if record[0] != "transactions" or self.known(record) is None:
            return multiple()
        answer = self.api.post("/transactions/copy", _id=record[1])
        self.model.rows["transactions"][answer["_id"]] = dict(self.known(record) or {})
        self.expected_events.append("create")
        return "transactions", answer["_id"]

    @rule(data=st.data())
    def purge(self, data: st.DataObject) -> None:
        if self.model.trash:
            identifier = data.draw(st.sampled_from(self.model.trash))
            self.api.delete("/trash-bin", _id=identifier)
            self.model.trash.remove(identifier)

    @rule()
    def empty_trash(self) -> None:
        self.api.delete("/trash-bin/all")
        self.model.trash.clear()

    @rule(
        resource=RESOURCE,
        status=st.sampled_from([None, "draft", "paid", "active"]),
        skip=st.integers(0, 5),
        limit=st.integers(1, 5),
        plain=st.booleans(),
    )
    def list(self, resource: str, status: str | None, skip: int, limit: int, plain: bool) -> None:
        query: dict[str, Any] = {} if status is None else ({"status": status} if plain else {"q": {"status": status}})
        found = ids(self.api.get(f"/{resource}", skip=skip, limit=limit, **query))
        assert found == self.model.expect_list(resource, status, skip, limit)

    @rule(record=made)
    def get(self, record: tuple[str, str]) -> None:
        found = self.api.get(f"/{record[0]}", _id=record[1])
        assert ids(found) == ([] if self.known(record) is None else [record[1]])

    @invariant()
    def same_records(self) -> None:
        for resource, rows in self.model.rows.items():
            records = self.api.sandbox.records(resource)
            assert ids(records) == list(rows)
            for record, row in zip(records, rows.values(), strict=True):
                assert record["isArchived"] == row.get("archived", False)
                kept = {name: value for name, value in record.items() if name not in MANAGED}
                assert kept == {name: value for name, value in row.items() if name != "archived"}

    @invariant()
    def same_trash_and_archive(self) -> None:
        assert ids(self.api.get("/trash-bin", limit=1000)) == self.model.trash
        archived = {name for rows in self.model.rows.values() for name, row in rows.items() if row.get("archived")}
        assert set(ids(self.api.get("/archive", limit=1000))) == archived

    @invariant()
    def same_events(self) -> None:
        assert [event.action for event in self.events] == self.expected_events


TestOperations = Operations.TestCase
TestOperations.settings = settings(stateful_step_count=25, suppress_health_check=list(HealthCheck))
