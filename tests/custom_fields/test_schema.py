"""Definitions by title, and the values of records by title."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from plutio_async._custom_fields.schema import Schema
from plutio_async.errors import CustomFieldError
from plutio_async.models import CustomField, Person, TaskBoard
from tests.custom_fields.studio import person, schema

TWICE = ({"_id": "x1", "title": "Code", "inputType": "text"}, {"_id": "x2", "title": "Code", "inputType": "slider"})
OF_COMPANY = {"title": "VAT number", "entityType": "company", "inputType": "text"}


def jane(**values: Any) -> Person:
    return Person.from_dict({"_id": "p1", **person(**values)})


def test_fields_are_found_by_entity_and_title() -> None:
    """A field is found by its entity and title, or by its id."""
    known = schema(OF_COMPANY)
    assert known.field("person", "Plan").id == "idPlan"
    assert known.field("person", "idPlan").title == "Plan"
    assert known.field("company", "VAT number").input_type == "text"
    assert known.entities == ["company", "person"]
    assert known.of("company").titles == ["VAT number"]
    assert known.of("task").titles == []
    assert [option.name for option in known.field("person", "Plan").options] == ["Free", "Team", "Enterprise"]
    assert known.field("person", "Topics").options.labels == ["Web", "Print", "Film"]


def test_the_error_for_an_unknown_title_has_the_closest_and_all() -> None:
    """The error names the closest title and all titles, and how to read new definitions."""
    with pytest.raises(CustomFieldError) as caught:
        schema().field("person", "Plann")
    assert str(caught.value).startswith(
        "person has no custom field 'Plann'; did you mean 'Plan'? There are: 'Agreed', "
    )
    assert "schema(max_age=0)" in str(caught.value)
    assert "Plan" in caught.value.choices


def test_the_error_names_other_entities_with_the_title() -> None:
    """The error names other entities that have the title."""
    with pytest.raises(CustomFieldError, match="it is a field of company"):
        schema(OF_COMPANY).field("person", "VAT number")
    with pytest.raises(
        CustomFieldError, match="task has no custom field 'Plan'; there are none; it is a field of person"
    ):
        schema().field("task", "Plan")


def test_a_title_of_two_fields_needs_an_id() -> None:
    """The error names the ids of both fields."""
    known = schema(*TWICE)
    with pytest.raises(CustomFieldError, match="person has 2 custom fields 'Code': use the id instead") as caught:
        known.field("person", "Code")
    assert caught.value.choices == ("x1", "x2")
    assert known.field("person", "x2").input_type == "slider"


def test_an_archived_field_does_not_make_a_title_ambiguous() -> None:
    """The title finds the field that is not archived."""
    first, second = TWICE
    known = schema({**first, "isArchived": True}, second)
    assert known.field("person", "Code").id == "x2"
    held = [{"_id": "x1", "value": "a"}, {"_id": "x2", "value": 5}]
    record = Person.from_dict({"_id": "p1", "customFields": held})
    assert dict(known.values(record)) == {"x1": "a", "Code": 5}
    assert schema({**first, "isArchived": True}).field("person", "Code").id == "x1"


def test_definitions_without_a_title_or_an_id() -> None:
    """The title of the first is its id, the second is left out."""
    records = [
        CustomField.from_dict(row) for row in ({"_id": "x", "entityType": "person"}, {"title": "y"}, {"options": 5})
    ]
    known = Schema(records)
    assert known.of("person").titles == ["x"]
    assert len(known.fields) == 1


def test_values_are_read_by_title() -> None:
    """A field without a value is None. Iterating gives the fields with values."""
    values = schema().values(jane(Plan="optionTeam", Topics=["optionFilm"], Stars="4"))
    assert (values["Plan"], values["Topics"], values["Stars"], values["Motto"]) == ("Team", ["Film"], 4, None)
    assert dict(values) == {"Plan": "Team", "Topics": ["Film"], "Stars": 4}
    assert len(values) == 3
    assert (values.get("Motto", "none"), values.get("Plan", "none")) == ("none", "Team")
    assert ("Plan" in values, "Motto" in values, "Plann" in values, 5 in values) == (True, False, False, False)
    assert values["idPlan"] == "Team"
    assert repr(values) == "CustomValues({'Plan': 'Team', 'Topics': ['Film'], 'Stars': 4})"


def test_invalid_entries_are_skipped() -> None:
    """Invalid entries on a record or among options are skipped."""
    odd: list[Any] = [None, "text", 5, ["x"]]
    record = Person.from_dict({"_id": "p", "customFields": [*odd, {"_id": "idTier", "value": "o"}, {"_id": [1]}]})
    tier = {"title": "Tier", "inputType": "select", "options": [*odd, {"_id": "o", "name": "Gold"}, {"_id": {}}]}
    assert dict(schema(tier).values(record)) == {"Tier": "Gold"}


def test_a_wrong_title_is_an_error() -> None:
    """A wrong title is an error, in ``get`` too."""
    values = schema().values(jane(Plan="optionTeam"))
    for way in (values.__getitem__, values.get):
        with pytest.raises(CustomFieldError, match="did you mean 'Plan'"):
            way("Plam")


def test_fields_that_the_schema_does_not_have_are_named_by_id() -> None:
    """Their name is their id, as for fields that share a title."""
    held = [{"_id": "new", "value": [1]}, {"_id": "x1", "value": "a"}, {"_id": "x2", "value": "5"}, {"value": 1}]
    values = schema(*TWICE).values(Person.from_dict({"_id": "p1", "customFields": held}))
    assert dict(values) == {"new": [1], "x1": "a", "x2": 5}


def test_a_record_without_a_client_is_a_clear_error() -> None:
    """The error for such a record, for example of a webhook, says what to do."""
    with pytest.raises(
        CustomFieldError, match=r"a Person .* plutio.custom_fields.schema\(\) and then schema.values\(record\)"
    ):
        jane().custom  # noqa: B018


def test_records_without_custom_fields_have_no_values() -> None:
    """Records whose resource has no custom fields have no values."""
    with pytest.raises(TypeError, match="a TaskBoard has no custom fields"):
        schema().values(TaskBoard(id="b"))  # type: ignore[arg-type]
    assert not hasattr(TaskBoard(id="b"), "custom")


def test_records_without_values_are_empty() -> None:
    """Values that are missing, null or not a list count as empty."""
    for sent in ({}, {"customFields": None}, {"customFields": "none"}):
        assert dict(schema().values(Person.from_dict({"_id": "p1", **sent}))) == {}


def test_writing_needs_values_by_title() -> None:
    """Values are given by title, each field once."""
    people = schema().of("person")
    assert people.write({"Plan": "Team", "Motto": None}) == [
        {"_id": "idPlan", "value": "optionTeam"},
        {"_id": "idMotto", "value": None},
    ]
    with pytest.raises(ValueError, match="names 'Plan' twice"):
        people.write({"Plan": "Team", "idPlan": "Free"})
    with pytest.raises(TypeError, match="custom takes values by title"):
        people.write(["Plan"])  # type: ignore[arg-type]


def test_text_in_the_place_of_another_value_is_refused_with_that_value() -> None:
    """Text interfaces convert it; in a program it is a mistake."""
    rating = Schema([CustomField(id="r", title="Estimate", entity_type="task", input_type="slider")]).of("task")
    with pytest.raises(TypeError, match=r"'Estimate' \(slider\) takes a number, not str '3'; give 3$"):
        rating.write({"Estimate": "3"})
    with pytest.raises(TypeError, match=r"takes a number, not str$"):
        rating.write({"Estimate": "three"})


@pytest.mark.parametrize("way", [copy.copy, copy.deepcopy, lambda record: pickle.loads(pickle.dumps(record))])
def test_records_can_be_copied_and_pickled(way: Any) -> None:
    """A copy has no definitions, since they belong to the client."""
    record = jane(Plan="optionTeam")
    record._schemas = object()  # type: ignore[assignment]
    again = way(record)
    assert again == record
    assert schema().values(again)["Plan"] == "Team"


def test_reprs_are_short() -> None:
    """The `repr` names the fields."""
    known = schema(OF_COMPANY)
    assert repr(known) == "<12 custom fields of company, person>"
    assert repr(known.of("company")) == "<custom fields of company: 'VAT number'>"
    assert repr(known.of("task")) == "<custom fields of task: none>"
    assert repr(known.field("company", "VAT number")) == (
        "Definition(id='idVAT number', title='VAT number', entity_type='company', input_type='text')"
    )
