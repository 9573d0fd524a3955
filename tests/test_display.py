"""What records, parts and lists are called where people read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from plutio_async import Plutio
from plutio_async.models import Address, Company, ContactEmail, Invoice, Person, PersonName, Profile, Task
from plutio_async.testing import Sandbox
from tests.api import Api

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (PersonName(first="Leo", last="Hart"), "Leo Hart"),
        (PersonName(last=" Hart "), "Hart"),
        (PersonName(first=""), ""),
        (PersonName(), ""),
    ],
)
def test_a_name_is_a_text(name: PersonName, text: str) -> None:
    """As people write it."""
    assert str(name) == f"{name}" == text


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (Person(id="p", name=PersonName(first="Leo", last="Hart")), "Leo Hart"),
        (
            Person(id="p", name=PersonName(), contact_emails=[ContactEmail(address="leo@example.com")]),
            "leo@example.com",
        ),
        (Person(id="p", contact_emails=[]), "p"),
        (Person.from_dict({"_id": "p", "name": "Leo"}), "p"),
        (Company(id="c", title="Northwind"), "Northwind"),
        (Company(id="c", contact_emails=[ContactEmail(), ContactEmail(address="a@example.com")]), "a@example.com"),
        (Company(id="c"), "c"),
        (Profile(id="q"), "q"),
        (Profile.from_dict({"_id": "q", "name": {"first": "Ada", "last": None}}), "Ada"),
        (Profile.from_dict({"_id": "q", "email": "ada@example.com"}), "ada@example.com"),
    ],
)
def test_the_name_to_display(record: Person | Company | Profile, text: str) -> None:
    """Never empty for a record that was read."""
    assert record.display_name == text


def test_parts_have_a_hash() -> None:
    """Equal ones the same; a record has none, and neither has a part with a list in it."""
    assert {PersonName(first="Leo"), PersonName(first="Leo"), PersonName(last="Leo")} == {
        PersonName(first="Leo"),
        PersonName(last="Leo"),
    }
    same = PersonName.from_dict({"first": "Leo", "middle": "M"})
    assert hash(same) == hash(PersonName.from_dict(same.to_dict()))
    assert {Address(city="Lisbon"): 1}[Address(city="Lisbon")] == 1
    with pytest.raises(TypeError, match="unhashable type: 'Person'"):
        hash(Person(id="p"))


@pytest.mark.anyio
async def test_the_client_of_an_invoice() -> None:
    """A person or a company, whichever it is."""
    sandbox = Sandbox()
    person = sandbox.seed(people=[{"name": {"first": "Leo"}}])["people"][0]
    company = sandbox.seed(companies=[{"title": "Northwind"}])["companies"][0]
    clients = [{"_id": person["_id"], "entityType": "person"}, {"_id": company["_id"], "entityType": "company"}, None]
    sandbox.seed(invoices=[{"name": str(n), "client": client} for n, client in enumerate(clients)])
    async with Plutio.sandbox(sandbox) as plutio:
        invoices = await plutio.invoices.list(sort="name")
        related = await plutio.expand(invoices, client=True)
        shown = [related.client(invoice) for invoice in invoices]
        assert [None if client is None else client.display_name for client in shown] == ["Leo", "Northwind", None]
        assert related.client(Invoice(id="other")) is None
        with pytest.raises(TypeError, match="a Task has no client"):
            related.client(Task(id="t"))


@pytest.mark.anyio
async def test_lists_show_what_they_are_of() -> None:
    """Without their filters, which may hold what nobody should see, and without a call."""
    api = Api()
    async with api.client() as plutio:
        assert repr(plutio.tasks.iterate(title="secret")) == "<Records of example/tasks>"
        assert repr(plutio.people.changes(cursor=plutio.people.changes(since=SINCE).cursor)) == (
            "<Changes of example/people>"
        )
    assert api.requests == []


def test_a_sandbox_shows_its_workspaces() -> None:
    """And the number of its calls."""
    assert repr(Sandbox()) == "<Sandbox of example: 0 calls>"
