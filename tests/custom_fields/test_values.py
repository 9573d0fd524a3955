"""Values of every input type, both ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async.errors import CustomFieldError
from plutio_async.models import Person
from tests.custom_fields.studio import PLANS, schema

PEOPLE = schema().of("person")

texts = st.text(max_size=8)
numbers = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)
moments = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
)
ids = st.text("abcXYZ019", min_size=17, max_size=17)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Agreed": st.booleans(),
    "Manager": ids | st.lists(ids, min_size=2, max_size=3),
    "Revenue": numbers,
    "Renewal": moments,
    "Website": texts,
    "Topics": st.lists(st.sampled_from(["Web", "Print", "Film"]), unique=True),
    "Budget": st.tuples(numbers, numbers),
    "Stars": st.integers(0, 5),
    "Plan": st.sampled_from(PLANS),
    "Share": numbers,
    "Motto": texts,
}

json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def read(title: str, value: Any) -> Any:
    return PEOPLE.field(title).read(value)


def write(title: str, value: Any) -> Any:
    return PEOPLE.field(title).write(value)


def test_the_values_have_every_input_type_of_the_description() -> None:
    """The test values have every input type of the description."""
    from plutio_async.models import CustomFieldInputType

    assert {PEOPLE.field(title).input_type for title in VALUES} == {str(kind) for kind in CustomFieldInputType}


@pytest.mark.parametrize("title", VALUES)
@given(st.data())
def test_written_values_are_read_back(title: str, data: st.DataObject) -> None:
    """Values keep their types: labels, aware datetimes, pairs of a range."""
    value = data.draw(VALUES[title])
    again = read(title, write(title, value))
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("title", VALUES)
@given(value=json_values)
def test_reading_accepts_any_value(title: str, value: Any) -> None:
    """It does not raise, and only null reads as None."""
    seen = read(title, value)
    assert (seen is None) == (value is None or (title != "Topics" and value in ([], [None]) and seen is None))


@pytest.mark.parametrize("title", VALUES)
@given(data=st.data())
def test_one_value_in_a_list_is_that_value(title: str, data: st.DataObject) -> None:
    """A list of one value is read as the value; v1.8 sends text this way."""
    wire = write(title, data.draw(VALUES[title]))
    if not isinstance(wire, list):
        expected = read(title, wire)
        assert read(title, [wire]) == expected


@pytest.mark.parametrize(
    ("title", "sent", "seen"),
    [
        ("Plan", "optionTeam", "Team"),
        ("Plan", ["optionTeam"], "Team"),
        ("Plan", "goneOption", "goneOption"),
        ("Topics", ["optionFilm", "goneOption"], ["Film", "goneOption"]),
        ("Topics", "optionWeb", ["Web"]),
        ("Topics", [5, None], [5, None]),
        ("Motto", ["plain"], "plain"),
        ("Motto", [], None),
        ("Motto", ["a", "b"], ["a", "b"]),
        ("Motto", 5, "5"),
        ("Revenue", "12.50", 12.5),
        ("Revenue", "much", "much"),
        ("Agreed", "true", True),
        ("Agreed", 1, 1),
        ("Renewal", "2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
        ("Renewal", "soon", "soon"),
        ("Budget", ["1", 2], (1, 2)),
        ("Budget", [1, 2, 3], [1, 2, 3]),
        ("Budget", {"min": 1}, {"min": 1}),
        ("Manager", {"_id": "p1"}, "p1"),
        ("Manager", {"name": "x"}, {"name": "x"}),
        ("Manager", [{"_id": "p1"}, None, {"_id": 5}], ["p1", None, {"_id": 5}]),
        ("Website", {"url": "https://example.com"}, {"url": "https://example.com"}),
    ],
)
def test_reading_is_tolerant(title: str, sent: Any, seen: Any) -> None:
    """It converts what it can. Other values stay as they are, such as unknown option ids."""
    assert read(title, sent) == seen
    assert type(read(title, sent)) is type(seen)


@pytest.mark.parametrize(
    ("title", "value", "sent"),
    [
        ("Plan", "Team", "optionTeam"),
        ("Plan", "optionTeam", "optionTeam"),
        ("Topics", ("Film", "Web"), ["optionFilm", "optionWeb"]),
        ("Topics", [], []),
        ("Revenue", Decimal("12.50"), 12.5),
        ("Renewal", date(2026, 5, 1), "2026-05-01T00:00:00.000Z"),
        ("Renewal", "2026-05-01", "2026-05-01T00:00:00.000Z"),
        ("Budget", [1, Decimal("2.5")], [1, 2.5]),
        ("Manager", Person(id="p1"), "p1"),
        ("Manager", [Person(id="p1"), "p2"], ["p1", "p2"]),
        ("Motto", None, None),
        ("Plan", None, None),
    ],
)
def test_writing_takes_python_values(title: str, value: Any, sent: Any) -> None:
    """Labels or ids, decimals, days, records. ``None`` is null."""
    assert write(title, value) == sent


@pytest.mark.parametrize("value", ["tomorrow", "2026-13-45", "", "1712051512345"])
def test_text_that_is_not_a_date_is_refused(value: str) -> None:
    """Such text is refused, since the API would store it, and no comparison would match it."""
    with pytest.raises(ValueError, match=r"the custom field 'Renewal' \(date\) takes a datetime"):
        write("Renewal", value)


@pytest.mark.parametrize(
    ("title", "value", "complaint"),
    [
        ("Agreed", 1, r"the custom field 'Agreed' \(checkbox\) takes True or False, not int"),
        ("Revenue", "12", r"'Revenue' \(currency\) takes a number, not str"),
        ("Stars", True, "takes a number, not bool"),
        ("Motto", 5, "takes text, not int"),
        ("Plan", 5, "takes the label of an option, not int"),
        ("Topics", "Web", "takes a list of labels, not str"),
        ("Topics", {"Web": 1}, "takes a list of labels, not dict"),
        ("Budget", (1, 2, 3), r"takes two numbers, such as \(10, 20\), not tuple"),
        ("Budget", "12", "takes two numbers"),
        ("Manager", 5, "takes the id of a person, or the person, not int"),
        ("Manager", "", "takes the id of a person"),
        ("Renewal", timedelta(1), "takes a datetime, a date or ISO 8601 text"),
    ],
)
def test_writing_is_strict(title: str, value: Any, complaint: str) -> None:
    """The error for a wrong type names the field."""
    with pytest.raises(TypeError, match=complaint):
        write(title, value)


@pytest.mark.parametrize(("title", "value"), [("Renewal", datetime(2026, 5, 1)), ("Share", float("nan"))])
def test_naive_moments_and_infinite_numbers_are_refused(title: str, value: Any) -> None:
    """The error names the field."""
    with pytest.raises(ValueError, match=title):
        write(title, value)


def test_the_error_for_an_unknown_option_has_the_closest_and_all() -> None:
    """The error has the closest label, and all as ``choices``."""
    with pytest.raises(CustomFieldError) as caught:
        write("Plan", "Enterprize")
    assert str(caught.value) == (
        "the custom field 'Plan' has no option 'Enterprize'; did you mean 'Enterprise'? "
        "There are: 'Free', 'Team', 'Enterprise'"
    )
    assert caught.value.choices == PLANS


def test_a_label_of_two_options_needs_an_id() -> None:
    """The error has the ids. Reading gives the label."""
    doubled = {
        "title": "Tier",
        "inputType": "select",
        "options": [{"_id": "o1", "name": "A"}, {"_id": "o2", "name": "A"}],
    }
    field = schema(doubled).field("person", "Tier")
    with pytest.raises(
        CustomFieldError, match="the custom field 'Tier' has 2 options 'A': use the id instead"
    ) as caught:
        field.write("A")
    assert caught.value.choices == ("o1", "o2")
    assert field.write("o2") == "o2"
    assert field.read("o2") == "A"


@pytest.mark.parametrize("options", [None, []])
def test_a_select_without_options(options: Any) -> None:
    """The error says that there are none."""
    field = schema({"title": "Tier", "inputType": "select", "options": options}).field("person", "Tier")
    with pytest.raises(CustomFieldError, match="has no option 'A'; there are none"):
        field.write("A")


@pytest.mark.parametrize("input_type", ["hologram", None])
def test_values_of_an_unknown_type_stay_as_they_are(input_type: Any) -> None:
    """When read and when written. Values without a JSON form are refused."""
    field = schema({"title": "New", "inputType": input_type}).field("person", "New")
    assert field.read({"x": [1]}) == {"x": [1]}
    assert field.write({"x": (1,)}) == {"x": [1]}
    with pytest.raises(TypeError, match="'New'"):
        field.write(object())
