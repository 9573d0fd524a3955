"""What writes check before a call: the names in parts of records, known values, and names that are no fields."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable
from datetime import date
from enum import Enum
from typing import Any, get_type_hints

import pytest

from plutio_async import BadRequestError, F, InvalidInput, Plutio, models, raw
from plutio_async._models.fields import fields_of
from plutio_async.models import Address, AddressDict, Company, EntityRef, Person, PersonName, Task
from plutio_async.testing import Sandbox

from .api import Api, answer

pytestmark = pytest.mark.anyio


async def refused(plutio: Plutio, sandbox: Sandbox, kind: type[Exception], write: Awaitable[Any], message: str) -> None:
    """Awaits a write that raises exactly this kind of error, with no call for a token or for the write."""
    with pytest.raises(kind, match=message) as caught:
        await write
    assert type(caught.value) is kind
    assert sandbox.calls == []
    assert plutio.stats.calls == {}


PARTS: list[tuple[str, dict[str, Any], str]] = [
    (
        "people",
        {"name": {"firstname": "Ada"}},
        r"people\.update\(\): name has no 'firstname'; did you mean 'first'\? .*first, last",
    ),
    (
        "people",
        {"name": {"surname": "Ada"}},
        r"name has no 'surname'; PersonName has first, last\. To send it as it is",
    ),
    ("people", {"contact_emails": [{"email": "a@b.example"}]}, r"contact_emails has no 'email'; use 'address'\."),
    ("people", {"contact_phones": [{"phone": "1"}]}, r"contact_phones has no 'phone'; use 'number'\."),
    ("people", {"address": {"zip": "1"}}, r"address has no 'zip'; use 'zip_code'\."),
    ("people", {"address": {"zipCod": "1"}}, r"address has no 'zipCod'; did you mean 'zip_code'\?"),
    ("people", {"address": {"zipCode": "1", "zip_code": "2"}}, r"address has 'zip_code' twice"),
    ("people", {"address": {"zip_code": 5}}, r"address has 'zip_code', which takes text, not int"),
    ("people", {"address": {"extra": {"zipCode": 1}, "zip_code": "1"}}, "address got zipCode twice"),
    ("people", {"address": {"extra": "zipCode"}}, "address takes extra= as a mapping of API names, not str"),
    ("projects", {"status": {"titel": "x"}}, r"projects\.update\(\): status has no 'titel'; did you mean 'title'\?"),
    ("invoices", {"client": {"_id": "x", "type": "person"}}, "client has no 'type'; .*EntityRef has id, entity_type"),
]


@pytest.mark.parametrize(("resource", "fields", "message"), PARTS)
async def test_a_wrong_name_in_a_part_is_refused(
    plutio: Plutio, plutio_sandbox: Sandbox, resource: str, fields: dict[str, Any], message: str
) -> None:
    """As a wrong keyword argument is. The API would store it as junk."""
    update = getattr(plutio, resource).update
    await refused(plutio, plutio_sandbox, TypeError, update("x" * 17, **fields), message)


async def test_many_records_are_checked_in_their_parts(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Before the first is sent, with the index of the wrong one."""
    records: Any = [{"name": {"first": "Ada"}, "role": "client"}, {"name": {"firstname": "Leo"}, "role": "client"}]
    message = r"create_many\(\): record 1: .*name has no 'firstname'"
    await refused(plutio, plutio_sandbox, TypeError, plutio.people.create_many(records), message)
    records = [{"title": "a", "status": "done"}]
    message = r"create_many\(\): record 0: .*status has no value 'done'"
    await refused(plutio, plutio_sandbox, InvalidInput, plutio.tasks.create_many(records), message)


async def test_a_part_takes_both_spellings_and_converts(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Snake case and the API's names, ``extra`` for others, ``raw`` for values that are not checked."""
    address: Any = {"zip_code": "1", "country": "GB", "extra": {"state": "x", "since": date(2026, 5, 1)}}
    phones: Any = [raw({"number": "5"}), {"number": raw("6")}]
    await plutio.people.create(name={"first": "Ada"}, role="client", address=address, contact_phones=phones)
    sent = plutio_sandbox.calls[-1].json
    assert sent["address"] == {"zipCode": "1", "country": "GB", "state": "x", "since": "2026-05-01T00:00:00.000Z"}
    assert sent["contactPhones"] == [{"number": "5"}, {"number": "6"}]
    client: Any = {"_id": "c" * 17, "entityType": "company"}
    await plutio.invoices.create(name="a", client=client)
    assert plutio_sandbox.calls[-1].json["client"] == client
    await plutio.invoices.create(name="a", client={"id": "c" * 17, "entity_type": "company"})
    assert plutio_sandbox.calls[-1].json["client"] == client


def test_the_mappings_for_type_checkers_name_what_is_accepted() -> None:
    """The fields of the part and ``extra``, with types that can be resolved when the program runs."""
    names = [name for name in models.__all__ if name.endswith("Dict")]
    assert {"AddressDict", "ContactEmailDict", "EntityRefDict", "TaxDict"} <= {*names}
    for name in names:
        fields = fields_of(getattr(models, name.removesuffix("Dict")))
        assert get_type_hints(getattr(models, name)).keys() == {*fields, "extra"}


async def test_a_mapping_that_says_its_type_is_written(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """It is an ordinary dictionary."""
    address: AddressDict = {"zip_code": "8010", "extra": {"state": "x"}}
    await plutio.companies.create(title="x", address=address)
    assert plutio_sandbox.calls[-1].json["address"] == {"zipCode": "8010", "state": "x"}


async def test_what_a_server_sent_is_written_whole(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """A part of a record as it is; its mapping as far as it is described, or by ``from_dict``."""
    person = Person.from_dict({"_id": "p" * 17, "name": {"first": "Ada", "middle": "M"}, "address": {"zipCode": "1"}})
    assert person.name is not None
    plutio_sandbox.seed(people=[{"_id": person.id}])
    await plutio.people.update(person, name=person.name, address=person.to_dict()["address"])
    assert plutio_sandbox.calls[-1].json["name"] == {"first": "Ada", "middle": "M"}
    assert plutio_sandbox.calls[-1].json["address"] == {"zipCode": "1"}
    mapping = person.to_dict()["name"]
    with pytest.raises(TypeError, match=r"name has no 'middle'; .* PersonName\.from_dict\(mapping\)"):
        await plutio.people.update(person, name=mapping)
    await plutio.people.update(person, name=PersonName.from_dict(mapping))
    assert plutio_sandbox.calls[-1].json["name"] == mapping


async def test_a_part_without_known_fields_takes_any(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    await plutio.form_responses.create(data={"anything": date(2026, 5, 1)})
    assert plutio_sandbox.calls[-1].json["data"] == {"anything": "2026-05-01T00:00:00.000Z"}


class OwnStatus(str, Enum):  # noqa: UP042 - whose str() is its name
    DONE = "done"
    COMPLETED = "completed"


VALUES: list[tuple[str, dict[str, Any], str]] = [
    (
        "tasks",
        {"status": "done"},
        r"tasks\.create\(\): status has no value 'done'; there are incomplete, .* raw\('done'\)",
    ),
    ("tasks", {"status": OwnStatus.DONE}, "status has no value 'done'"),
    ("tasks", {"status": "complete"}, r"status has no value 'complete'; did you mean 'completed'\?"),
    ("invoices", {"currency": "Euro"}, r"currency has no value 'Euro'; did you mean 'EUR'\? .* raw\('Euro'\)"),
    ("invoices", {"currency": "eur"}, r"currency has no value 'eur'; did you mean 'EUR'\?"),
    (
        "invoices",
        {"client": {"id": "x", "entity_type": "persn"}},
        "client has 'entity_type', which has no value 'persn'",
    ),
    ("invoices", {"client": EntityRef(id="x", entity_type="persn")}, "client has 'entity_type', which has no value"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("resource", "fields", "message"), VALUES)
async def test_an_unknown_value_is_refused_where_all_are_known(
    plutio: Plutio, plutio_sandbox: Sandbox, resource: str, fields: dict[str, Any], message: str
) -> None:
    create = getattr(plutio, resource).create
    await refused(plutio, plutio_sandbox, InvalidInput, create(**fields), message)


async def test_values_that_are_written(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """Known ones, also of an enum of the program; those of a record; those of a workspace; raw ones."""
    sent: Any = [OwnStatus.COMPLETED, Task.from_dict({"_id": "t", "status": "new one"}).status, raw("x")]
    plutio_sandbox.seed(tasks=[{"_id": "t"}])
    for status in sent:
        try:
            await plutio.tasks.update("t", status=status, title=OwnStatus.DONE)
        except BadRequestError as error:  # the sandbox refuses what is no known value
            assert status not in OwnStatus.__members__.values(), error
    updates = [call for call in plutio_sandbox.calls if call.method == "PUT"]
    assert [call.json["status"] for call in updates] == ["completed", "new one", "x"]
    assert updates[0].json["title"] == "done"
    await plutio.people.create(name=PersonName(first="Ada"), role="own role")


async def test_a_new_value_warns_once_a_client_where_more_may_exist(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """In writes and in filters, each value once."""
    message = r"CountryCode has no value 'Mars'; .* write raw\('Mars'\)"

    async def write_and_filter() -> None:
        await plutio.companies.create(title="a", address=Address(country="Mars"))  # type: ignore[arg-type]
        await plutio.companies.list(q=F("address.country") == "Mars")

    with pytest.warns(UserWarning, match=message):
        await write_and_filter()
    await write_and_filter()  # warnings are errors
    await write_and_filter()
    sent = [
        call.json["address"] for call in plutio_sandbox.calls if call.path == "/companies" and call.method == "POST"
    ]
    assert sent == [{"country": "Mars"}] * 3
    with pytest.warns(UserWarning, match="'Venus'"):
        await plutio.companies.create_many([{"title": "a", "address": {"country": "Venus"}}] * 2)
    async with Plutio.sandbox() as other:
        with pytest.warns(UserWarning, match=message):
            await other.companies.create(title="a", address={"country": "Mars"})  # type: ignore[typeddict-item]
    company = Company.from_dict({"_id": "c", "address": {"country": "Mars"}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        async with Plutio.sandbox() as third:
            await third.companies.create(title="a", address=company.address)


NO_FIELDS = [
    ("description", "description_html"),
    ("description_text", "description_plain"),
    ("has_description", "description_html"),
]


@pytest.mark.parametrize(("name", "instead"), NO_FIELDS)
async def test_fields_that_only_an_unfinished_client_sent(
    plutio: Plutio, plutio_sandbox: Sandbox, name: str, instead: str
) -> None:
    """They are no arguments; the error names the field that works."""
    wrong: Any = {name: "x"}
    message = rf"tasks\.{{}}\(\) got an unexpected keyword argument '{name}'; use '{instead}'"
    await refused(plutio, plutio_sandbox, TypeError, plutio.tasks.create(title="a", **wrong), message.format("create"))
    await refused(plutio, plutio_sandbox, TypeError, plutio.tasks.update("t", **wrong), message.format("update"))


async def test_extra_still_sends_them(plutio: Plutio, plutio_sandbox: Sandbox) -> None:
    """And reads keep them."""
    await plutio.tasks.create(title="a", extra={"description": "x"})
    assert plutio_sandbox.calls[-1].json == {"title": "a", "description": "x"}
    assert Task.from_dict({"_id": "t", "description": "x"}).extra == {"description": "x"}


@pytest.mark.parametrize("shape", [{"_id": "m", "sent": True}, [{"_id": "m"}], [], "sent", "", 5, 1.5, True, None])
async def test_an_answer_of_unknown_shape_comes_as_it_is(shape: Any) -> None:
    """An invoice that was sent is no failure, whatever the answer looks like."""
    api = Api(answer(200, shape))
    async with api.client() as plutio:
        assert await plutio.invoices.email("i") == shape
        assert await plutio.invoices.record_payment("i", amount=5) == shape
    assert api.bodies() == [{"_id": "i"}, {"_id": "i", "amount": 5}]
