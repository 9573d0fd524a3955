"""Deliveries as events: every envelope, and what a receiver rejects."""

from __future__ import annotations

import json
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async import errors, models
from plutio_async._models.fields import fields_of
from plutio_async._models.model import Model
from plutio_async.errors import ConfigurationError, DeliveryTooLarge, UnreadableDelivery, WrongSecret
from plutio_async.webhooks import Event, receive
from plutio_async.webhooks._entities import model_of, plain
from plutio_async.webhooks._envelopes import _EVENTS, _RECORDS, _VERBS

ID = "kQ7mZt2RvX9LpWs4H"
TASK = {"_id": ID, "title": "Brief", "updatedAt": "2026-05-01T10:00:00.000Z", "somethingNew": 5}
SECRET = ("X-Secret", "open sesame")

ENVELOPES: dict[str, tuple[Any, dict[str, str]]] = {
    "wrapped": ({"event": "task.edit", "data": TASK}, {}),
    "wrapped, other names": ({"eventType": "task.edit", "payload": TASK, "sentAt": 5}, {}),
    "wrapped, named after the entity": ({"type": "task.edit", "task": TASK}, {}),
    "wrapped, with an id of its own": ({"_id": "delivery", "event": "task.edit", "record": TASK}, {}),
    "wrapped, in a list": ({"name": "task.edit", "data": [TASK]}, {}),
    "wrapped, with the event in a header": ({"data": TASK}, {"X-Plutio-Event": "task.edit"}),
    "all in a list": ([{"event": "task.edit", "data": TASK}], {}),
    "all in one more object": ({"body": {"event": "task.edit", "data": TASK}}, {}),
    "split": ({"entity": "task", "action": "edit", "data": TASK}, {}),
    "split, other words": ({"entityType": "Tasks", "operation": "updated", "record": TASK}, {}),
    "split, beside the fields": ({"resource": "task", "event": "edit", **TASK}, {}),
    "keyed": ({"task.edit": TASK}, {}),
    "flat": ({"event": "task.edit", **TASK}, {}),
    "flat, other words": ({"topic": "Task.Updated", **TASK}, {}),
    "bare": (TASK, {"x-webhook-topic": "task.edit"}),
}


def received(body: Any, headers: Any = (), **settings: Any) -> Event:
    return receive(json.dumps(body).encode(), headers, **settings)


@pytest.mark.parametrize(("body", "headers"), ENVELOPES.values(), ids=ENVELOPES)
def test_every_envelope_gives_the_typed_record(body: Any, headers: dict[str, str]) -> None:
    """With all that the record has, and the whole body."""
    event = received(body, headers)
    assert (event.name, event.entity, event.action, event.raw) == ("task.edit", "task", "edit", body)
    assert isinstance(event.record, models.Task)
    assert (event.record.id, event.record.title, event.record.extra["somethingNew"]) == (ID, "Brief", 5)


@pytest.mark.parametrize("name", ["wrapped", "split", "keyed", "flat", "bare"])
def test_a_fixed_envelope_is_the_only_one(name: Any) -> None:
    """Others are unknown then."""
    for other, (body, headers) in ENVELOPES.items():
        event = received(body, headers, envelope=name)
        if other == name:
            assert isinstance(event.record, models.Task)
        if other in {"wrapped", "split", "keyed", "flat", "bare"} - {name}:
            assert (event.name, event.record, event.raw) == (None, None, body)


@pytest.mark.parametrize(
    "body",
    [
        TASK,
        {},
        [],
        [TASK, TASK],
        5,
        "task.edit",
        None,
        {"event": "task.edit"},
        {"event": "task.edit", "data": [TASK, TASK]},
        {"event": "ping", "data": TASK},
        {"event": {"name": "task.edit"}, "data": TASK},
        {"data": {"data": {"event": "task.edit", "data": TASK}}},
        {"event": "task.edit.twice", "data": TASK},
    ],
)
def test_an_unknown_envelope_loses_nothing(body: Any) -> None:
    """There is no record, and ``raw`` is all of it."""
    event = received(body)
    assert (event.record, event.raw) == (None, body)


def test_a_record_that_is_not_described() -> None:
    """The event has its name, and the record is in ``raw``."""
    event = received({"event": "automation.create", "data": {"_id": ID}})
    assert (event.name, event.record, event.raw["data"]) == ("automation.create", None, {"_id": ID})


@pytest.mark.parametrize(
    "body",
    [
        {"event": "task.remove", "data": ID},
        {"event": "task.remove", "id": ID},
        {"event": "task.remove", "_id": ID},
        {"entity": "task", "action": "deleted", "entityId": ID},
    ],
)
def test_a_deletion_may_have_the_id_only(body: Any) -> None:
    """The record has nothing else then."""
    event = received(body)
    assert (event.name, event.record) == ("task.remove", models.Task(id=ID))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("invoice created", "invoice.create"),
        ("invoice paid", "invoice.paid"),
        ("Task completed", "task.completed"),
        ("form submitted", "form.submitted"),
        ("proposal_signed", "proposal.signed"),
        ("contact:created", "contact.create"),
        ("project-updated", "project.edit"),
        ("time entry logged", "time-track.logged"),
        ("person.created", "contact.create"),
        ("task.anything", "task.anything"),
        ("text block", None),
        ("task list", None),
        ("created", None),
        ("a task created", None),
        ("task created twice", None),
        ("task..edit", None),
    ],
)
def test_older_names_of_events(text: str, name: str | None) -> None:
    """An older document writes them as words; other text is no event."""
    event = received({"event": text, "data": {"_id": ID}})
    assert event.name == name
    assert (event.record is None) == (name is None)


@pytest.mark.parametrize(
    ("entity", "kind"),
    [
        ("invoice", models.Invoice),
        ("contact", models.Person),
        ("person", models.Person),
        ("people", models.Person),
        ("companies", models.Company),
        ("project", models.Project),
        ("proposal", models.Proposal),
        ("contract", models.Contract),
        ("form", models.Form),
        ("form-response", models.FormResponse),
        ("time-track", models.TimeTrack),
        ("timeTrack", models.TimeTrack),
        ("file", models.FileItem),
        ("wiki-page", models.WikiEntity),
        ("category", models.Category),
    ],
)
def test_the_model_of_an_entity(entity: str, kind: type[Model]) -> None:
    """By the names in the documents, in any spelling."""
    assert model_of(entity) is kind
    event = received({"event": f"{entity}.create", "data": {"_id": ID}})
    assert event.record == kind(id=ID)  # type: ignore[call-arg]


def test_a_field_of_a_record_is_no_part_of_an_envelope() -> None:
    """What a user writes into a title or a name cannot look like another event."""
    records = [kind for name in models.__all__ if issubclass(kind := getattr(models, name), Model)]
    fields = {plain(field.name) for kind in records if kind.resource_name for field in fields_of(kind).values()}
    assert fields & {*_EVENTS, *_VERBS} == {"type"}  # whose values are known words
    assert fields & {*_RECORDS} == {"data"}  # of a form's answer
    sneaky = {"_id": ID, "name": "task.remove", "title": "task.remove", "data": [{"_id": "x"}]}
    event = received(sneaky, {"x-event": "form-response.create"})
    assert (event.name, event.record) == ("form-response.create", models.FormResponse.from_dict(sneaky))
    assert received(sneaky).name is None


def test_a_record_may_have_a_key_like_an_event() -> None:
    """It is no envelope, and a header names the event."""
    sneaky = {"_id": ID, "task.remove": {"_id": "x"}}
    assert received(sneaky, {"x-event": "invoice.edit"}).record == models.Invoice.from_dict(sneaky)
    assert received(sneaky).name is None


def test_a_flat_record_keeps_its_fields() -> None:
    """All but the name of the event, also those that an envelope might use."""
    event = received({"event": "block.edit", "_id": ID, "type": "content", "method": "post"})
    assert event.record == models.Block.from_dict({"_id": ID, "type": "content", "method": "post"})


class TestSecret:
    @pytest.mark.parametrize(
        "headers",
        [
            {"x-secret": "open sesame"},
            {"X-SECRET": "open sesame"},
            [("x-secret", "open sesame")],
            [(b"x-secret", b"open sesame")],
        ],
    )
    def test_the_right_one(self, headers: Any) -> None:
        """In any spelling of the header's name."""
        assert received({"task.edit": TASK}, headers, secret=SECRET).name == "task.edit"

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"x-secret": ""},
            {"x-secret": "open sesame!"},
            {"x-secret": "open sesam"},
            {"x-secret": "Open Sesame"},
            {"x-secret": "öpen sesame"},
            {"x-secrets": "open sesame"},
            {"x-secret": "open sesame", "X-Secret": "another"},
        ],
    )
    def test_a_wrong_one(self, headers: Any) -> None:
        """Is an error of its own, before the body is read."""
        with pytest.raises(WrongSecret, match="the header 'X-Secret'"):
            receive(b"no JSON", headers, SECRET)

    def test_it_is_no_name_of_an_event(self) -> None:
        """Whatever the header is called."""
        event = receive(json.dumps(TASK), {"x-event-secret": "open.sesame"}, ("x-event-secret", "open.sesame"))
        assert event.name is None

    def test_it_is_compared_in_constant_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """By the function that is made for it."""
        compared: list[Any] = []
        monkeypatch.setattr("hmac.compare_digest", lambda a, b: compared.append((a, b)) or False)
        with pytest.raises(WrongSecret):
            receive(b"{}", {}, SECRET)
        assert compared == [(b"", b"open sesame")]

    @pytest.mark.parametrize("body", [b"no JSON", b"x" * 100])
    @pytest.mark.parametrize("given", ["open sesame", "wrong value"])
    @pytest.mark.parametrize("secret", [SECRET, ("x-secret", "öpen sesame")])
    def test_no_error_holds_it(self, body: bytes, given: str, secret: Any) -> None:
        """Neither as text nor in a frame of this package, also if it cannot work."""
        with pytest.raises(errors.PlutioError) as caught:
            receive(body, {"x-secret": given}, secret, max_bytes=50)
        frames = [f for f, _ in traceback.walk_tb(caught.value.__traceback__) if "webhooks/_" in f.f_code.co_filename]
        shown = [str(caught.value), repr(vars(caught.value)), *(repr(frame.f_locals) for frame in frames)]
        assert len(frames) >= 1
        assert "sesame" not in "".join(shown)

    @pytest.mark.parametrize(
        "secret", [("x-secret", ""), ("", "a"), ("x-secret", " "), "x-secret", ("a",), ("a", None), ("x", "é"), {}, 5]
    )
    def test_one_that_cannot_work(self, secret: Any) -> None:
        """An empty value would accept a request without the header."""
        with pytest.raises(ConfigurationError, match="secret= takes"):
            receive(b"{}", {}, secret)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}{}", b"\xff\xfe", "é".encode("latin-1"), b"<html>", b"[" * 100_000, b'{"a":' * 100_000]
)
def test_bad_json(body: bytes) -> None:
    """Is an error of its own."""
    with pytest.raises(UnreadableDelivery, match=r"the body is (no JSON|nested too deeply)"):
        receive(body, {})


def test_deep_nesting_is_read_or_rejected() -> None:
    """At every depth around the interpreter's limit."""
    for depth in [*range(500, 1100), *range(1100, 50_000, 500)]:
        try:
            receive(b'{"a":' * depth + b"1" + b"}" * depth, {})
        except UnreadableDelivery:
            return
    raise AssertionError("the depth has no limit")


def test_a_huge_body() -> None:
    """Is an error before it is parsed."""
    body = json.dumps({"task.edit": TASK})
    assert receive(body, {}, max_bytes=len(body)).name == "task.edit"
    with pytest.raises(DeliveryTooLarge, match=f"has {len(body)} bytes, and max_bytes={len(body) - 1}"):
        receive(body, {}, max_bytes=len(body) - 1)
    with pytest.raises(DeliveryTooLarge):
        receive(b"[" * 9_000_000, {})


@pytest.mark.parametrize("settings", [{"envelope": "odd"}, {"max_bytes": 0}, {"max_bytes": "5"}])
def test_a_setting_that_cannot_work(settings: Any) -> None:
    """Is a ``ConfigurationError``."""
    with pytest.raises(ConfigurationError):
        receive(b"{}", {}, **settings)


class TestKey:
    def test_repeats_have_the_same_key(self) -> None:
        """However the envelope and the order of the fields change."""
        first = received({"event": "task.edit", "data": TASK, "attempt": 1})
        again = received({"attempt": 2, "data": dict(reversed(TASK.items())), "event": "task.edit"})
        assert first.key == again.key

    @pytest.mark.parametrize(
        "other",
        [
            {"event": "task.create", "data": TASK},
            {"event": "task.edit", "data": {**TASK, "_id": "x"}},
            {"event": "task.edit", "data": {**TASK, "updatedAt": "2026-05-01T10:00:00.001Z"}},
            {"event": "task.edit", "data": {**TASK, "title": "The brief"}},
        ],
    )
    def test_other_events_have_other_keys(self, other: Any) -> None:
        """If the event, the id, ``updatedAt`` or the content differs."""
        assert received(other).key != received({"event": "task.edit", "data": TASK}).key

    def test_of_an_unknown_envelope(self) -> None:
        """It is that of the body."""
        assert received({"odd": 1}).key == received({"odd": 1}).key != received({"odd": 2}).key


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["event", "data", "type", "_id", "entity", "action", "task.edit"]), inner)
    ),
    max_leaves=10,
)


@given(JSON)
def test_any_json_is_an_event(body: Any) -> None:
    """Nothing that parses raises, and ``raw`` has it."""
    text = json.dumps(body)
    assert json.dumps(receive(text, {}).raw).replace('"', "") == text.replace('"', "")
