"""Models keep what they are given: for any JSON, nothing is lost and every field holds its type or None."""

from __future__ import annotations

import copy
import json
import pickle
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import models
from plutio_async._core.json_text import parse_json
from plutio_async._generated import models as generated
from plutio_async._models.codecs import ANYTHING, MOMENT, NUMBER, TEXT, Many
from plutio_async._models.fields import Ref, fields_by_wire_name, fields_of
from plutio_async._models.json_form import to_json
from plutio_async._models.model import Model
from plutio_async.models import (
    Address,
    ContactEmail,
    CustomField,
    CustomFieldValue,
    Invoice,
    Person,
    PersonName,
    RecordList,
    Task,
    TaskStatus,
)

MODELS = [kind for name in generated.__all__ if issubclass(kind := getattr(models, name), Model)]

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


days = st.sampled_from(["2026-05-01", "20260501", "2026-W17-3", "2026W173", "2026-121", "0001-01-01", "9999-12-31"])
times = st.sampled_from(["", "T09", "T0930", "T09:30", " 09:30:15", "T09:30:15.120", "T24:00", "T23:59:60"])
zones = st.sampled_from(["", "Z", "+00:00", "+02:00", "-0530", "+00:00:30"])
dates = st.builds("{}{}{}".format, days, times, zones)
numerals = st.sampled_from(["", "12.50", "-0", "1e5", "1e400", "1_000", " 5 ", "٣", "0x10", "nan", "5" * 5000])


def near_records(model: type[Model]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with the model's own keys, and values that may or may not fit."""
    plain = st.sampled_from(["2026-05-01T09:00:00.000Z", "12.5", "true", "x", 5, 1.5, 2.0, True, [], {}, [{}], ["a"]])
    plausible = plain | dates | numerals
    keys = st.sampled_from([field.name for field in fields_of(model).values()] + ["unknown"])
    return st.dictionaries(keys, plausible | json_values, max_size=8)


@given(st.data())
def test_reading_never_raises_and_loses_nothing(data: st.DataObject) -> None:
    """Each value is in a field, perhaps converted, or in ``extra``. Writing and reading again changes nothing."""
    model = data.draw(st.sampled_from(MODELS))
    sent = data.draw(near_records(model))
    record = model.from_dict(sent)
    written = record.to_dict()
    for key, value in sent.items():
        if value is not None:
            assert key in written
    assert model.from_dict(written) == record
    for name, field in fields_of(model).items():
        value, codec = getattr(record, name), field.codec
        if isinstance(codec, Many | Ref):  # entries of lists may be anything
            assert isinstance(value, list if isinstance(codec, Many) else codec.model) or value is None
        else:
            assert value is None or name == "id" or codec.encode(value) is not None


@given(st.data())
def test_the_fast_and_the_tolerant_decoder_agree(data: st.DataObject) -> None:
    """The generated decoder is only faster."""
    model = data.draw(st.sampled_from(MODELS))
    sent = data.draw(near_records(model))
    assert model.from_dict(sent) == model._from_unexpected(sent)


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Task, {"_id": ""}),
        (CustomField, {"_id": "f", "permissions": []}),
        (CustomField, {"_id": "f", "permissions": ""}),
    ],
)
def test_empty_values_are_kept(model: type[Model], sent: dict[str, Any]) -> None:
    """An empty id differs from a missing one, and an empty list from a missing one."""
    record = model.from_dict(sent)
    assert record == model._from_unexpected(sent)
    assert record.to_dict() == sent


def test_unknown_keys_do_not_slow_reading_down() -> None:
    """The fast decoder reads records with unknown and missing keys, also nested ones."""
    part = {"_id": "f", "value": 1, "title": "a"}
    sent = {
        "z": 1,
        **dict.fromkeys(list(fields_by_wire_name(Task))[3:], None),
        "_id": "t",
        "a": 2,
        "customFields": [part],
    }
    assert len(sent) == len(fields_of(Task))
    record = Task.decode(sent)
    assert record == Task._from_unexpected(sent)
    assert list(record.extra) == ["z", "a"]
    assert record.custom_fields == [CustomFieldValue(id="f", value=1, extra={"title": "a"})]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_example_of_the_description_is_read_without_loss(model: type[Model]) -> None:
    """By the fast decoder."""
    from plutio_async.testing._api.catalogue import description

    schema = description()["components"]["schemas"][model.__name__]
    for example in schema.get("examples", [{}]):
        record = model.decode({"_id": "x", **example} if _has_key(model) else example)
        assert record.extra == {} or not fields_of(model)
        assert record.to_dict().items() >= example.items()


def _has_key(model: type[Model]) -> bool:
    return any(field.name == "_id" for field in fields_of(model).values())


TASK = Task.from_dict({"_id": "t", "title": "a", "status": "odd one", "new": [1], "dueDate": "2026-05-01T09:00:00Z"})


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_records_can_be_copied_and_pickled(way: Any) -> None:
    """With their extras and unknown values."""
    again = way(TASK)
    assert again == TASK
    assert (again.status, again.extra) == ("odd one", {"new": [1]})
    plain = Task(id="t")
    copied = way(plain)
    copied.extra["new"] = 1
    assert plain.extra == {}


def test_records_are_plain_attrs_objects() -> None:
    """attrs' own functions work, and typos raise."""
    assert attrs.evolve(TASK, title="b").title == "b"
    shown = attrs.asdict(TASK)
    assert shown.keys() == {"extra", *fields_of(Task)}
    assert (shown["extra"], shown["due_date"]) == ({"new": [1]}, TASK.due_date)
    assert attrs.evolve(TASK, title="b").extra == {"new": [1]}
    assert not hasattr(TASK, "__dict__")
    with pytest.raises(AttributeError):
        TASK.titel = "x"  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        hash(TASK)
    assert TASK != 5


def test_repr_shows_fields_with_values() -> None:
    """It leaves out those that are None."""
    assert repr(Task(id="t", status=TaskStatus.COMPLETED, extra={"a": 1})) == (
        "Task(id='t', status=<TaskStatus.COMPLETED: 'completed'>, extra={'a': 1})"
    )


def test_extras_can_be_added() -> None:
    """They are written with the fields. A field that is set replaces its value in ``extra``."""
    task = Task.from_dict({"_id": "t", "dueDate": "soon"})
    task.extra["new"] = 1
    assert task.to_dict() == {"_id": "t", "dueDate": "soon", "new": 1}
    task.due_date = datetime(2026, 5, 1, tzinfo=UTC)
    assert task.to_dict() == {"_id": "t", "dueDate": "2026-05-01T00:00:00.000Z", "new": 1}


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (datetime(2026, 5, 1, 9, 30, 15, 123456, tzinfo=UTC), "2026-05-01T09:30:15.123Z"),
        (datetime(2026, 5, 1, 9, tzinfo=timezone(timedelta(hours=2))), "2026-05-01T07:00:00.000Z"),
        (date(2026, 5, 1), "2026-05-01T00:00:00.000Z"),
        ("2026-05-01", "2026-05-01T00:00:00.000Z"),
    ],
)
def test_moments_are_sent_in_utc_with_milliseconds(value: Any, sent: str) -> None:
    """The API's own form. Text is sent as it is."""
    assert MOMENT.encode(value) == sent


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "1712051512345", "2026-W17-3", "2026-W17-3T09:00:00Z", "0001-01-01T00:00:00+05:00", ""],
)
def test_text_that_is_no_moment_is_kept_when_read_and_refused_when_written(text: str) -> None:
    """Also text that Python reads as a day in the distant past, and moments without a UTC form."""
    task = Task.from_dict({"_id": "t", "dueDate": text})
    assert task.due_date is None
    assert task.to_dict() == {"_id": "t", "dueDate": text}
    with pytest.raises(ValueError, match=f"ISO 8601 text, not {re.escape(repr(text))}"):
        MOMENT.encode(text)


@pytest.mark.parametrize(
    "text", ["2026-05-01", "2026-05-01 09:00:00", "2026-05-01T11:00:00+02:00", "2026-05-01T09:00Z"]
)
def test_moments_in_other_spellings_are_read(text: str) -> None:
    """With an offset, without one, without a time."""
    read = Task.from_dict({"_id": "t", "dueDate": text}).due_date
    assert read is not None
    assert read.astimezone(UTC).date() == date(2026, 5, 1)


def test_a_currency_may_come_as_an_object() -> None:
    """With its code only: other keys would be lost."""
    assert Invoice.from_dict({"_id": "i", "currency": {"code": "GBP"}}).currency == "GBP"
    more = {"_id": "i", "currency": {"code": "GBP", "symbol": "£"}}
    assert Invoice.from_dict(more).to_dict() == more


def test_a_moment_without_a_zone_is_refused() -> None:
    """It is ambiguous, also as text."""
    with pytest.raises(ValueError, match="has no time zone"):
        MOMENT.encode(datetime(2026, 5, 1))
    with pytest.raises(
        ValueError, match=r"takes a moment with a time zone; add Z or an offset such as \+01:00 to '2026"
    ):
        MOMENT.encode("2026-05-01T09:00:00")


def test_money_may_be_decimal() -> None:
    """It keeps its digits."""
    assert str(NUMBER.encode(Decimal("12.30"))) == "12.30"
    assert NUMBER.encode(Decimal("1E+400")) == Decimal("1E+400")
    assert NUMBER.encode(10**400) == 10**400
    for endless in (float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")):
        with pytest.raises(ValueError, match="finite"):
            NUMBER.encode(endless)


def test_parts_may_be_models_or_mappings() -> None:
    """A mapping's Python names become wire names. ``extra`` takes fields that are not described."""
    part = Ref(Address)
    assert part.encode(Address(zip_code="1", city="x")) == {"zipCode": "1", "city": "x"}
    assert part.encode({"zip_code": "1", "city": None, "extra": {"new": date(2026, 5, 1)}}) == {
        "zipCode": "1",
        "city": None,
        "new": "2026-05-01T00:00:00.000Z",
    }
    assert part.encode({"zipCode": "2", "extra": None}) == {"zipCode": "2"}
    with pytest.raises(TypeError, match="takes a mapping or Address\\(…\\), not str"):
        part.encode("London")
    assert Many(Ref(ContactEmail)).encode(({"address": "a@example.com"},)) == [{"address": "a@example.com"}]


def test_a_misspelt_name_in_a_mapping_is_refused() -> None:
    """The API would ignore it. The model takes fields that are not described."""
    with pytest.raises(TypeError, match="has no 'zipcode'; did you mean 'zip_code'"):
        Ref(Address).encode({"zipcode": "1"})
    assert Ref(Address).encode(Address(extra={"zipcode": "1"})) == {"zipcode": "1"}


def test_names_of_nested_models() -> None:
    """Queries look up fields in lists and models."""
    from plutio_async._query.paths import ModelNames

    names = ModelNames(Person)
    found = names.field("contact_emails")
    assert found is not None
    assert (found.name, names.field("contactEmails"), names.field("nope")) == ("contactEmails", found, None)
    nested = names.nested("contact_emails")
    assert nested is not None
    assert set(nested.known()) == {"address", "type"}
    plain = names.nested("status")
    assert plain is not None
    assert set(plain.known()) == set()
    values = names.nested("custom_fields")
    assert values is not None
    assert values.nested("value") is None


@pytest.mark.parametrize("value", [b"bytes", object(), {"a": {1: object()}}])
def test_values_without_a_json_form_are_refused(value: Any) -> None:
    """With a TypeError, before anything is sent."""
    with pytest.raises(TypeError, match="JSON"):
        to_json(value)


def test_free_json_may_hold_python_values() -> None:
    """Enums, models, sets and moments."""
    value = {"a": TaskStatus.COMPLETED, "b": PersonName(first="x"), "c": (1, None), "d": {2.5}}
    assert ANYTHING.encode(value) == {"a": "completed", "b": {"first": "x"}, "c": [1, None], "d": [2.5]}
    assert TEXT.encode(TaskStatus.COMPLETED) == "completed"


def test_a_record_as_a_dict_or_as_json() -> None:
    """With the names of the API or of Python, also in parts. What is not described keeps its name."""
    sent = {"_id": "p", "name": {"first": "x", "nick": "y"}, "contactEmails": [{"address": "a"}], "createdAt": "odd"}
    person = Person.from_dict(sent | {"newKey": {"subKey": 1}})
    assert person.to_dict() == person.to_dict(names="api") == sent | {"newKey": {"subKey": 1}}
    assert person.to_dict(names="python") == {
        "id": "p",
        "name": {"first": "x", "nick": "y"},
        "contact_emails": [{"address": "a"}],
        "created_at": "odd",
        "newKey": {"subKey": 1},
    }
    assert Person.from_dict(json.loads(person.to_json())) == person
    assert Task(id="t", title="é", due_date=datetime(2026, 5, 1, tzinfo=UTC)).to_json() == (
        '{"_id":"t","title":"é","dueDate":"2026-05-01T00:00:00.000Z"}'
    )
    with pytest.raises(ValueError, match="names takes 'api' or 'python', not 'Python'"):
        person.to_dict(names="Python")  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["2026-05-01T09:30:15.123456Z", "2026-05-01T09:30:15.120Z"])
def test_microseconds_survive_a_round_trip(text: str) -> None:
    """What was read is written as it was. A write sends milliseconds, as the API does."""
    assert Task.from_dict({"_id": "t", "dueDate": text}).to_dict()["dueDate"] == text


LONG = "12345678901234567.890123"


@pytest.mark.parametrize("text", [LONG, "0.1000000000000000055", "1e-400", "-" + LONG])
def test_amounts_with_many_digits_are_kept(text: str) -> None:
    """They calculate as floats do, and ``str`` gives all digits."""
    invoice = Invoice.from_dict({"_id": "i", "subTotal": text})
    assert invoice.sub_total == float(text)
    assert Decimal(str(invoice.sub_total)) == Decimal(f"{invoice.sub_total}") == Decimal(text)
    assert invoice.to_dict() == {"_id": "i", "subTotal": text}
    assert Invoice.from_dict(json.loads(invoice.to_json())) == invoice
    assert NUMBER.encode(invoice.sub_total) == Decimal(text)
    for again in (copy.copy(invoice), copy.deepcopy(invoice), pickle.loads(pickle.dumps(invoice))):
        assert str(again.sub_total) == text


@pytest.mark.parametrize("text", ["12.50", "0.1", "1e3", "-0.0", "100000000000000000000", "1.7976931348623157e308"])
def test_amounts_that_a_number_holds_are_plain_numbers(text: str) -> None:
    """Nothing but int and float."""
    for sent in (text, json.loads(text)):
        amount = Invoice.from_dict({"_id": "i", "subTotal": sent}).sub_total
        assert type(amount) in (int, float)
        assert amount == float(text)


HUGE = "1" + "0" * 5000


@pytest.mark.parametrize("text", ["1e999", "-1e999", HUGE])
@pytest.mark.parametrize("key", ["subTotal", "title", "items", "new", "_id"])
def test_numbers_beyond_measure_do_not_break_a_record(text: str, key: str) -> None:
    """They are written as text."""
    invoice = Invoice.from_dict(parse_json(f'{{"_id": "i", "status": "paid", "{key}": {text}}}'.encode()))
    assert invoice.status == "paid"
    assert invoice.to_dict()[key] in (text, "Infinity", "-Infinity", "inf", "-inf")
    assert json.loads(invoice.to_json()) == invoice.to_dict()


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 10**5000], ids=["inf", "nan", "huge"])
def test_numbers_beyond_measure_from_another_parser(number: float) -> None:
    """``json.loads`` gives infinities."""
    for field in (*(field.name for field in fields_of(Invoice).values()), "new"):
        text = Invoice.from_dict({"_id": "i", field: number}).to_json()
        assert "nan" in text.lower() or "inf" in text.lower() or HUGE in text, field


def test_text_that_is_no_json_is_refused() -> None:
    """Also beside a huge number."""
    for text in ("[1", f"[{HUGE}", ""):
        with pytest.raises(json.JSONDecodeError):
            parse_json(text.encode())
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json(f"[{HUGE},{'[' * 200_000}".encode())


@pytest.mark.parametrize(
    ("model", "name", "sent", "read"),
    [
        (Task, "assigned_to", [None, "x", 5], [None, "x", "5"]),
        (Task, "assigned_to", ["x", {"_id": "y"}, True, ["z"]], ["x", {"_id": "y"}, True, ["z"]]),
        (Task, "custom_fields", [None, {"_id": "f"}, "g", 5], [None, CustomFieldValue(id="f"), "g", 5]),
        (Task, "assigned_to", [None], [None]),
        (Task, "assigned_to", [], []),
    ],
)
def test_entries_of_a_list_stay_where_they_are(model: type[Model], name: str, sent: list[Any], read: list[Any]) -> None:
    """Null, and what does not fit. A number becomes text where text is described."""
    key = fields_of(model)[name].name
    record = model.from_dict({"_id": "t", key: sent})
    assert getattr(record, name) == read
    assert record.extra == {}
    assert record.to_dict()[key] == [str(item) if item == 5 and name == "assigned_to" else item for item in sent]


def test_what_does_not_fit_is_not_sent() -> None:
    """A write checks entries of lists, and parts that are models."""
    wrong: Any = 5
    with pytest.raises(TypeError, match="takes text, not int"):
        Ref(Address).encode(Address(zip_code=wrong))
    with pytest.raises(TypeError, match="takes text, not NoneType"):
        Many(TEXT).encode([None, "x"])


@pytest.mark.parametrize("id", [5, 1.5, True, [1], {"$oid": "x"}, {}, "", None])
def test_an_odd_id_does_not_break_a_record(id: Any) -> None:
    """A number becomes text; what cannot be text is in ``extra``."""
    task = Task.from_dict({"_id": id, "title": "a"})
    is_number = isinstance(id, int | float) and not isinstance(id, bool)
    assert (task.id, task.title) == (str(id) if is_number else "", "a")
    assert Task.from_dict(json.loads(task.to_json())) == task == copy.deepcopy(task)
    assert repr(task)


def test_an_integer_that_python_refuses_to_print_has_a_repr() -> None:
    """In a field, and in ``extra``."""
    invoice = Invoice.from_dict({"_id": "i", "subTotal": 10**5000, "new": [{"a": -(10**5000)}]})
    assert "sub_total='1000" in repr(invoice)
    assert "'new': [{'a': '-1000" in repr(invoice)


def test_a_record_shares_nothing_with_the_object_it_was_read_from() -> None:
    data: dict[str, Any] = {
        "_id": "t",
        "assignedTo": ["a"],
        "customFields": [{"_id": "f", "value": ["x"]}],
        "unknown": {"list": []},
    }
    task = Task.from_dict(data)
    before = json.dumps(task.to_dict())
    data["assignedTo"].append("b")
    data["customFields"][0]["value"].append("y")
    data["unknown"]["list"].append(1)
    assert json.dumps(task.to_dict()) == before


@pytest.mark.parametrize(
    "encode",
    [
        lambda records: json.dumps(records, default=Model.to_dict),
        lambda records: msgspec.json.encode(records, enc_hook=Model.to_dict),
        lambda records: f"[{','.join(record.to_json() for record in records)}]",
    ],
    ids=["json", "msgspec", "to_json"],
)
def test_the_encoders_that_the_documents_name_lose_nothing(encode: Any) -> None:
    """Records of several kinds, with parts, moments and fields that are not described."""
    sent = [
        {"_id": "a", "dueDate": "2026-05-01T09:00:00.000Z", "new": {"deep": [1]}},
        {"_id": "b", "name": {"first": "Ada", "more": 1}, "role": "client"},
    ]
    assert json.loads(encode(RecordList([Task.from_dict(sent[0]), Person.from_dict(sent[1])]))) == sent


class OfAUser(Task):
    """A model that somebody derived."""


@attrs.define(kw_only=True)
class WithOneMore(Task):
    """The same with a field."""

    urgent: bool = False


@pytest.mark.parametrize("model", [Task, Address, CustomField, OfAUser, WithOneMore, Model])
def test_msgspec_writes_no_record_by_its_attributes(model: Any) -> None:
    """It knows attrs, and would leave ``extra`` out. The functions of attrs know the fields as ever."""
    record = model()
    for encode in (msgspec.json.encode, msgspec.msgpack.encode, msgspec.to_builtins):
        with pytest.raises(TypeError, match=f"{model.__name__} is unsupported"):
            encode(record)
    names = [field.name for field in attrs.fields(model)]
    assert attrs.has(model) and names[0] == "extra" and set(fields_of(model)) <= set(names)
    assert ("urgent" in names) == (model is WithOneMore)
    assert list(attrs.asdict(record)) == names
    assert attrs.evolve(record, extra={"new": 1}).extra == {"new": 1}
