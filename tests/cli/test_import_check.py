"""The check of a file before a call is made: every problem with its line, and what the cells mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plutio_async.cli.failures import Problem
from plutio_async.cli.imports.job import Checked, Job
from plutio_async.cli.imports.merging import _overlaid


def job(file: Path, resource: str = "people", match: str | None = None, **options: Any) -> Job:
    return Job(file, resource, match, options.get("update_only", False), options.get("clear", False), file, 0.0)


@pytest.fixture
def check(tmp_path: Path) -> Any:
    """Checks the content of a file."""

    def checked(
        content: str | bytes, *mapped: str, name: str = "people.csv", delimiter: str = ",", **options: Any
    ) -> Checked:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return job(file, **options).check(mapped, delimiter)

    return checked


def values(checked: Checked) -> list[dict[str, Any]]:
    return [row.values for row in checked.rows]


def problems(check: Any, content: str | bytes, *mapped: str, **options: Any) -> list[str]:
    with pytest.raises(Problem) as raised:
        check(content, *mapped, **options)
    return [line.strip() for line in str(raised.value).splitlines()]


PERSON = "name.first,role\n"


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_breaks(check: Any, start: bytes, end: str) -> None:
    """With and without a byte order mark; a line break in quotes counts, so that line numbers stay right."""
    text = f'name.first,role{end}"Zoë{end}Ann",client{end}{end},,{end}Omar,client{end}'.replace(",,", ",")
    checked = check(start + text.encode())
    assert values(checked) == [
        {"role": "client", "name": {"first": f"Zoë{end}Ann"}},
        {"role": "client", "name": {"first": "Omar"}},
    ]
    assert [row.line for row in checked.rows] == [2, 6]


def test_all_problems_with_their_lines(check: Any) -> None:
    """Not only the first."""
    content = (
        'name.first,role,invite,tags\nAda,client,maybe,[\n,"client",,\n"x\ny",client,true,\nOmar,client\nOmar,,yes,\n'
    )
    assert problems(check, content) == [
        "people.csv: 6 problems, nothing was written",
        "line 2: invite takes true or false, not 'maybe'",
        "line 2: tags '[' is no JSON",
        "line 3: create needs name",
        "line 6: has 2 cells, and the header has 4",
        "line 7: create needs role",
        "line 7: invite takes true or false, not 'yes'",
    ]


def test_problems_are_bounded(check: Any) -> None:
    """Fifty are shown, and the others counted."""
    found = problems(check, PERSON + "Ada,\n" * 70)
    assert len(found) == 52
    assert found[0] == "people.csv: 70 problems, nothing was written"
    assert found[-1] == "and 20 more"


HEADERS = {
    "Email": "people has no field 'Email'; did you mean 'email'? --map 'Email=FIELD' names its field, and",
    "contactEmail": "did you mean 'contact_emails'?",
    "created_at": "created_at cannot be written; --map 'created_at=FIELD' names its field",
    "name.frist": "name has no field 'frist'; did you mean 'first'?",
    "contact_emails.address": "contact_emails is a list of ContactEmail; write contact_emails.0.address for the first",
    "contact_emails.0.adress": "contact_emails.0 has no field 'adress'; did you mean 'address'?",
    "role.x": "role is a choice, and has no parts",
    "custom.": "people has no field 'custom'",
    "name": "columns 'name' and 'name.first' are both for name",
}


@pytest.mark.parametrize("header", HEADERS)
def test_columns(check: Any, header: str) -> None:
    """The nearest right name, or what is wrong with it; once, in the line of the header."""
    found = problems(check, f"{header},name.first,role\n,Ada,client\n,Leo,client\n")
    assert len(found) == 2
    assert found[1].startswith("line 1: column")
    assert HEADERS[header] in found[1]


def test_records_without_custom_fields(check: Any) -> None:
    """Their columns are not known."""
    assert "categories has no field 'custom'" in problems(check, "title,custom.X\na,b\n", resource="categories")[1]


def test_a_field_may_be_in_a_column_that_is_not_known(check: Any) -> None:
    """So it is not missed as well."""
    assert len(problems(check, "First,role\nAda,client\n")) == 2


BAD_FILES = {
    "name.first,role,role\n": "line 1: column 'role' is there 2 times",
    "name.first,,role\n": "line 1: a column has no name",
    'name.first,role\n"a"b,client\n': "line 2: is no CSV: ',' expected after '\"'",
    'name.first,role\nAda,client\n"Leo,client\n': "line 3: is no CSV: unexpected end of data",
    "name.first;role\nAda;client\n": "FILE: its cells are separated by semicolons; add --delimiter ';'",
    "": "FILE: has no header",
    "name.first,role\n": "FILE: people.csv has no records",
}


@pytest.mark.parametrize("content", BAD_FILES)
def test_files_that_cannot_be_read(check: Any, content: str) -> None:
    """The message says why."""
    assert BAD_FILES[content] in " ".join(problems(check, content))


def test_other_encodings_and_names(check: Any, tmp_path: Path) -> None:
    """They are refused, and not guessed."""
    assert problems(check, PERSON.encode() + "Zoë,client\n".encode("latin-1"))[1].startswith("line 2: is not UTF-8")
    assert "is UTF-16" in problems(check, PERSON.encode("utf-16"))[0]
    assert "ends neither with .csv nor with .jsonl" in problems(check, "", name="people.xlsx")[0]
    assert "takes one character" in problems(check, PERSON, delimiter=";;")[0]
    with pytest.raises(Problem, match="cannot be read: No such file"):
        job(tmp_path / "none.csv").check((), ",")


def test_the_delimiter(check: Any) -> None:
    """As some spreadsheets write it."""
    assert values(check("name.first;role\nAda;client\n", delimiter=";")) == [
        {"role": "client", "name": {"first": "Ada"}}
    ]


def test_values_have_the_types_of_their_fields(check: Any) -> None:
    """Days, moments, numbers, booleans, choices and lists from text; spaces count in text only."""
    content = (
        "title,due_date,start_date,is_archived,assigned_to,followers,extra.size,custom_fields\n"
        '" a, b ", 2026-12-24 ,2026-12-24T10:00:00+02:00,TRUE,"one, two","[""x""]",1,"[{""id"": ""f"", ""value"": 1}]"\n'
    )
    assert values(check(content, resource="tasks")) == [
        {
            "title": " a, b ",
            "due_date": "2026-12-24",
            "start_date": "2026-12-24T10:00:00+02:00",
            "is_archived": True,
            "assigned_to": ["one", "two"],
            "followers": ["x"],
            "custom_fields": [{"id": "f", "value": 1}],
            "extra": {"size": "1"},
        }
    ]
    assert values(check("name,status\nx,abc\n", resource="projects")) == [{"name": "x", "status": "abc"}]
    assert values(check("amount,discount,client.id,client.entity_type\n12.30,5,x,person\n", resource="invoices")) == [
        {"amount": 12.3, "discount": "5", "client": {"id": "x", "entity_type": "person"}}
    ]


BAD_VALUES = {
    ("tasks", "due_date", "soon"): "line 2: due_date takes a datetime, a date or ISO 8601 text, not 'soon'",
    ("tasks", "due_date", "2026-12-24T10:00"): "line 2: due_date takes a moment with a time zone",
    ("tasks", "status", "incomplet"): "line 2: status has no value 'incomplet'; did you mean 'incomplete'?",
    ("invoices", "amount", "12.3O"): "line 2: amount takes a number, not '12.3O'",
    ("invoices", "amount", "1_0"): "line 2: amount takes a number, not '1_0'",
    ("invoices", "amount", "nan"): "line 2: amount takes a number, not 'nan'",
    ("invoices", "client", "Ada"): "line 2: client has parts, such as id, entity_type; name the part in the column",
    ("invoices", "tax", "VAT"): "line 2: tax has parts, such as",
    ("invoices", "tax", "[1]"): "line 2: tax takes a mapping or Tax(…), not int",
}


@pytest.mark.parametrize("case", BAD_VALUES)
def test_wrong_values(check: Any, case: tuple[str, str, str]) -> None:
    """The reason is that of ``plutio create``."""
    resource, column, cell = case
    assert problems(check, f"{column},extra.x\n{cell},1\n", resource=resource)[1].startswith(BAD_VALUES[case])


def test_json_lines(check: Any) -> None:
    """Values have the types of JSON; null is empty; a U+2028 in a text ends no line."""
    content = (
        '{"name": {"first": "A\u2028B"}, "role": "client", "status": null}\n\n{"name.first": "Leo", "role": "client"}'
    )
    checked = check(content, name="people.jsonl")
    assert values(checked) == [
        {"name": {"first": "A\u2028B"}, "role": "client"},
        {"role": "client", "name": {"first": "Leo"}},
    ]
    assert [row.line for row in checked.rows] == [1, 3]
    assert checked.empty == 1


def test_problems_of_json_lines(check: Any) -> None:
    """A wrong name is shown once, at its first line."""
    lines = [
        '{"name": {"first": "Ada"}, "role": "client", "invite": "true"}',
        '{"name": {"frist": "Ada"}, "role": "client"}',
        '{"name": "Ada", "role": "client", "rle": 1}',
        '{"name.first": "Ada", "role": "client", "rle": 1, "contact_emails": [1]}',
        "{",
        "[1]",
        '{"role": "client", "role": "client"}',
        '{"name.first": "Ada", "role": "client", "tags": "a"}',
        '{"name.first": "\\ud800", "role": "client"}',
        '{"name.first": "Ada", "role": "client", "extra.x": NaN}',
    ]
    found = problems(check, "\n".join(lines), name="people.ndjson")
    starts = [
        "line 1: invite takes True or False, not str",
        "line 2: name has no 'frist'; did you mean 'first'?",
        "line 3: column 'rle': people has no field 'rle'; did you mean 'role'?",
        "line 3: name takes a mapping or PersonName(…), not str",
        "line 4: contact_emails takes a mapping or ContactEmail(…), not int",
        "line 5: is no JSON: Expecting property name",
        "line 6: is no JSON object",
        "line 7: is no JSON: 'role' is there twice",
        "line 8: tags takes a list, not str",
        "line 9: has half of a surrogate pair",
        "line 10: takes a finite number, not nan",
    ]
    assert len(found) == 1 + len(starts)
    assert [line for line, start in zip(found[1:], starts, strict=True) if not line.startswith(start)] == []


def test_choices_in_parts_are_checked(check: Any) -> None:
    """Also in lists and objects of JSON."""
    content = '{"name": "x", "client": {"entity_type": "persn", "id": "x"}}\n'
    assert problems(check, content, name="i.jsonl", resource="invoices")[1].startswith(
        "line 1: client has 'entity_type', which has no value 'persn'; did you mean 'person'?"
    )


def test_the_mapping(check: Any) -> None:
    """Names the fields of columns, and leaves columns out."""
    mapped = ("First name=name.first", "Notes=", "Kind = role", "Phone=contact_phones.1.number", "P=custom.Plan = x")
    content = "First name,Notes,Kind,Phone,P\nAda,x,client,1,Team\n"
    assert values(check(content, *mapped)) == [
        {
            "role": "client",
            "name": {"first": "Ada"},
            "contact_phones": [{"number": "1"}],
            "custom": {"Plan = x": "Team"},
        }
    ]
    assert "has no column 'Kid'; did you mean 'Kind'?" in problems(check, content, "Kid=role")[0]
    assert "'Kind' is given twice" in problems(check, content, "Kind=role", "Kind=role")[0]
    assert "write COLUMN=FIELD" in problems(check, content, "Kind")[0]
    assert "both for role" in problems(check, content, *mapped[:4], "P=role")[1]


def test_ids_and_updates(check: Any) -> None:
    """A line with an id is an update, which needs no other field; what only a create can write is refused."""
    checked = check("_id,name.first\n abc,Ada\n")
    assert [(row.id, row.values) for row in checked.rows] == [("abc", {"name": {"first": "Ada"}})]
    assert problems(check, "id,name.first,role,invite\na,Ada,,true\na,Leo,,\nb,,,\n,Mia,client,\n")[1:] == [
        "line 2: update cannot write invite; leave it empty",
        "line 3: id 'a' is in line 2 too",
        "line 4: has nothing but the id",
    ]
    assert problems(check, PERSON + "Ada,client\n", update_only=True)[1] == (
        "line 2: has no id, and --update-only updates by id or by --match"
    )
    assert "roles, to look them up in" in problems(check, "id,title\na,b\n", resource="roles")[0]
    assert problems(check, "id\nx\n", resource="profiles") == ["--resource: profiles cannot be written"]
    assert problems(check, "id,title\n,x\n", resource="dashboards")[1:] == [
        "line 2: dashboards cannot be created, only updated"
    ]


def test_a_warning_is_shown_once(check: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that may be one of the workspace's own is not refused."""
    check("name.first,role,status\n" + "Ada,client,odd\n" * 3)
    assert capsys.readouterr().err == "plutio: warning: 'odd' is no known value; there are active, inactive\n"


def test_items_of_lists_are_in_the_order_of_their_indexes(check: Any) -> None:
    """Whatever the order of the columns; gaps are closed."""
    checked = check("title,contact_phones.7.number,contact_phones.2.number\nA,7,2\n", resource="companies")
    assert values(checked) == [{"title": "A", "contact_phones": [{"number": "2"}, {"number": "7"}]}]


def test_an_item_without_a_key_is_a_new_one() -> None:
    """It is not taken for another one without a key."""
    assert _overlaid([{"type": "x"}], {0: {"type": "y"}}, "address") == [{"type": "x"}, {"type": "y"}]


def test_keys(check: Any) -> None:
    """Each line has one of its own."""
    header, match = "name.first,contact_emails.0.address,contact_emails.1.address\n", "contact_emails.address"
    checked = check(header + "Ada,a@example.com,b@example.com\n", match=match)
    assert [row.keys for row in checked.rows] == [("a@example.com", "b@example.com")]
    assert problems(check, header + "Ada,,\nLeo,l@example.com,\nMia,m@example.com,l@example.com\n", match=match)[
        1:
    ] == [
        "line 2: has no contact_emails.address, by which --match looks its record up",
        "line 4: contact_emails.address 'l@example.com' is in line 3 too",
    ]
    empty = '{"name.first": "Ada", "contact_emails": [{"address": ""}]}'
    assert problems(check, empty, name="p.jsonl", match=match)[1].startswith("line 1: has no contact_emails.address")
    assert problems(check, header + "Ada, a@example.com,\n", match=match)[1] == (
        "line 2: contact_emails.address ' a@example.com' has spaces around it, so it would fit no record"
    )
    assert problems(check, PERSON + "Ada,client\n", match=match) == [
        "--match: the file has no column for contact_emails.address; --map 'COLUMN=…' names it"
    ]
    assert "did you mean 'contact_emails'?" in problems(check, header + "Ada,x,y\n", match="contact_email.address")[0]
    assert "no list of all comments" in problems(check, "x\n", resource="comments", match="body")[0]
