"""``plutio import`` against the served sandbox: what it creates and updates, asks, reports, and never does twice."""

from __future__ import annotations

import csv
import io
import json
import re
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest

from plutio_async.testing import Fault, Sandbox

from .conftest import Ended, Shell

pytestmark = pytest.mark.integration

Command = Callable[..., Ended]

PEOPLE = """First,Last,Email,Role
Ada,"Moss
Hill",ada@example.com,client
Leo,,leo@example.com,team
"""
COLUMNS = (
    *("--resource", "people", "--map", "First=name.first", "--map", "Last=name.last"),
    *("--map", "Email=contact_emails.0.address", "--map", "Role=role"),
)
BY_EMAIL = (*COLUMNS, "--match", "contact_emails.address", "--yes")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8-sig")
    return path


@pytest.fixture
def imported(plutio: Command, tmp_path: Path) -> Any:
    """Imports lines, and gives the end of the command and the rows of its report."""

    def run(content: str, *arguments: str, name: str = "file.csv") -> tuple[Ended, list[Any]]:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        slack = () if arguments[-1].startswith("--slack") else ("--slack", "0")
        done = plutio("import", str(path), *slack, *arguments)
        return done, [json.loads(line) for line in done.out.splitlines()]

    return run


def outcomes(rows: list[Any]) -> list[tuple[int, str]]:
    return [(row["line"], row["outcome"]) for row in rows]


def writes(sandbox: Sandbox) -> list[str]:
    return [call.method for call in sandbox.calls if call.method != "GET" and "oauth" not in call.path]


def ada(sandbox: Sandbox, **more: Any) -> str:
    emails = [{"address": "home@example.com", "type": "home"}, {"address": "ada@example.com", "type": "work"}]
    record = {"name": {"first": "Ada", "last": "Old"}, "role": "client", "contactEmails": emails, **more}
    id: str = sandbox.seed(people=[record])["people"][0]["_id"]
    return id


def person(sandbox: Sandbox, id: str) -> Any:
    return next(record for record in sandbox.records("people") if record["_id"] == id)


def test_in_a_pipe(shell: Shell, plutio: Command, sandbox: Sandbox, people: Path) -> None:
    """stdout has the outcome of each line, stderr the plan and the counts; a second run sends nothing."""
    done = shell.run("import", str(people), *COLUMNS, "--yes")
    made = sorted(sandbox.records("people"), key=lambda record: record["name"]["first"])  # sent at the same time
    assert done.code == 0, done.err
    assert [json.loads(line) for line in done.out.splitlines()] == [
        {"line": 2, "outcome": "made", "id": made[0]["_id"], "error": None, "similar": []},
        {"line": 4, "outcome": "made", "id": made[1]["_id"], "error": None, "similar": []},
    ]
    assert done.err.splitlines() == [
        "plutio: people.csv: 2 to create",
        "plutio: empty cells (1) are not sent; --empty clear clears their fields",
        "plutio: 2 made",
    ]
    assert [(record["name"], record["contactEmails"]) for record in made] == [
        ({"first": "Ada", "last": "Moss\nHill"}, [{"address": "ada@example.com"}]),
        ({"first": "Leo"}, [{"address": "leo@example.com"}]),
    ]
    calls = len(sandbox.calls)
    again = plutio("import", str(people), *COLUMNS, "--yes", "--format", "csv")
    assert again.code == 0
    assert [row["id"] for row in csv.DictReader(io.StringIO(again.out))] == [record["_id"] for record in made]
    assert len(sandbox.calls) == calls


def test_on_a_terminal(shell: Shell, sandbox: Sandbox, people: Path) -> None:
    """Only yes imports; no and Ctrl-C leave nothing behind."""
    command = ("import", str(people), *COLUMNS)
    question = "Import people.csv into people of example? [y/N] "
    for answer, code in (("n\n", 11), ("\x03", 130)):
        assert shell.on_terminal(*command, answers=((question, answer),)).code == code
        assert sandbox.records("people") == []
        assert not people.with_name("people.csv.import").exists()
    done = shell.on_terminal(*command, answers=((question, "y\n"),))
    assert done.code == 0
    assert "2 to create" in done.out
    assert all(word in done.out for word in ("outcome", "made", sandbox.records("people")[0]["_id"]))
    assert len(sandbox.records("people")) == 2


def test_without_a_terminal_yes_is_needed(plutio: Command, sandbox: Sandbox, people: Path) -> None:
    """Before a call is spent."""
    done = plutio("import", str(people), *COLUMNS)
    assert (done.code, done.out) == (2, "")
    assert "add --yes to import without a question" in done.err
    assert sandbox.calls == []


def test_a_dry_run_makes_no_call(plutio: Command, sandbox: Sandbox, people: Path) -> None:
    """It shows what each line would send."""
    done = plutio("import", str(people), *COLUMNS, "--dry-run")
    assert done.code == 0
    assert [json.loads(line) for line in done.out.splitlines()][1] == {
        "line": 4,
        "action": "create",
        "id": None,
        "values": {
            "role": "team",
            "name": {"first": "Leo"},
            "contact_emails": [{"address": "leo@example.com"}],
        },
    }
    assert "2 lines without a mistake; no call was made" in done.err
    assert '"action":"match"' in plutio("import", str(people), *BY_EMAIL, "--dry-run").out
    assert sandbox.calls == []


def test_the_progress_in_a_pipe(imported: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line now and then, with the calls left."""
    monkeypatch.setattr("plutio_async.cli.progress._PAUSE", 0.0)
    done, _ = imported("title\nx\nx\nx\n", "--resource", "notes", "--yes")
    first, *progress, last = done.err.splitlines()
    assert (first, last) == ("plutio: file.csv: 3 to create", "plutio: 3 made")
    assert re.fullmatch(r"plutio: 2 of 3 lines; 99\d calls left; end at about [\d:]+", progress[1])


@pytest.mark.parametrize(
    ("content", "name"),
    [("amount\n12345678901234567.89\n", "a.csv"), ('{"amount": 12345678901234567.89}\n', "a.jsonl")],
)
@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "table"])
def test_an_amount_keeps_its_digits(plutio: Command, tmp_path: Path, content: str, name: str, format: str) -> None:
    """Also those that a float has not."""
    (tmp_path / name).write_text(content)
    done = plutio("import", str(tmp_path / name), "--resource", "invoices", "--dry-run", "--format", format)
    assert "12345678901234567.89" in done.out


def test_more_lines_than_calls(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The plan says that it waits."""
    from plutio_async.cli.importing import _note_plan
    from plutio_async.cli.imports.job import Checked, Job
    from plutio_async.cli.imports.planning import Past, Plan, Step

    row: Any = None
    job = Job(tmp_path / "x.csv", "tasks", None, False, False, tmp_path, 60.0)
    for left in (2, 1):
        _note_plan(job, Checked((), True, 0), Plan((Step(row, "create"), Step(row, "update")), (), Past()), left)
    assert capsys.readouterr().err.splitlines()[1:] == [
        "plutio: x.csv: 1 to create, 1 to update",
        "plutio: 1 call left in this hour; the import waits for the rest",
    ]


def test_a_mistake_sends_nothing(imported: Any, sandbox: Sandbox) -> None:
    """Exit code 2, all problems, no call."""
    done, rows = imported("title,due_date\na,soon\nb,late\n", "--resource", "tasks", "--yes")
    assert (done.code, rows) == (2, [])
    assert "file.csv: 2 problems, nothing was written\n  line 2: due_date takes" in done.err
    for slack in ("-1", "inf", "nan"):
        done, _ = imported("title\nx\n", "--resource", "tasks", "--yes", f"--slack={slack}")
        assert (done.code, "--slack: takes seconds, from 0 on, not" in done.err) == (2, True)
    assert sandbox.calls == []


def test_records_are_found_by_a_field(imported: Any, sandbox: Sandbox) -> None:
    """The one with the address is updated: the line's parts change, its others stay. The other is created."""
    id = ada(sandbox)
    done, rows = imported(PEOPLE, *BY_EMAIL)
    assert done.code == 0
    assert outcomes(rows) == [(2, "done"), (4, "made")]
    assert rows[0]["id"] == id
    assert "1 to create, 1 to update" in done.err
    now = person(sandbox, id)
    assert now["name"] == {"first": "Ada", "last": "Moss\nHill"}
    assert now["contactEmails"] == [
        {"address": "home@example.com", "type": "home"},
        {"address": "ada@example.com", "type": "work"},
    ]
    (update,) = [call for call in sandbox.calls if call.method == "PUT"]
    assert update.json == {"_id": id, "name": {"first": "Ada", "last": "Moss\nHill"}}
    made = len(writes(sandbox))
    again, rows = imported(PEOPLE, *BY_EMAIL)
    assert outcomes(rows) == [(2, "done"), (4, "made")]
    assert rows[0]["id"] == id
    assert "1 created before, 1 updated before" in again.err
    assert len(writes(sandbox)) == made


def test_parts_of_lists(imported: Any, sandbox: Sandbox) -> None:
    """Those of the matched item belong to it, further ones are added; others go by their index."""
    phones = [{"number": "1", "type": "home"}, {"number": "2"}]
    id = ada(sandbox, contactPhones=phones)
    header = (
        "contact_emails.0.address,contact_emails.0.type,contact_emails.1.address,contact_phones.1.number,"
        "contact_phones.3.number\n"
    )
    arguments = ("--resource", "people", "--match", "contact_emails.address", "--update-only", "--yes")
    _, rows = imported(f"{header}ada@example.com,office,new@example.com,3,4\n", *arguments)
    assert outcomes(rows) == [(2, "done")]
    assert person(sandbox, id)["contactEmails"] == [
        {"address": "home@example.com", "type": "home"},
        {"address": "ada@example.com", "type": "office"},
        {"address": "new@example.com"},
    ]
    assert person(sandbox, id)["contactPhones"] == [{"number": "1", "type": "home"}, {"number": "3"}, {"number": "4"}]


def test_what_is_there_already_is_not_sent(imported: Any, sandbox: Sandbox) -> None:
    """No call for a record that has the values."""
    ada(sandbox)
    done, rows = imported("contact_emails.0.address,role,name.last\nada@example.com,client,Old\n", *BY_EMAIL[-3:],
                          "--resource", "people")  # fmt: skip
    assert (done.code, outcomes(rows)) == (0, [(2, "unchanged")])
    assert writes(sandbox) == []


def test_update_only(imported: Any, sandbox: Sandbox) -> None:
    """Lines without a record are left out; later they can be created."""
    ada(sandbox)
    done, rows = imported(PEOPLE, *BY_EMAIL, "--update-only")
    assert (done.code, outcomes(rows)) == (0, [(2, "done"), (4, "skipped")])
    _, rows = imported(PEOPLE, *BY_EMAIL)
    assert outcomes(rows) == [(2, "done"), (4, "made")]


def test_ambiguous_matches_write_nothing(imported: Any, sandbox: Sandbox) -> None:
    """Two records with the key, two lines for one record, and a new record that lacks a field."""
    first, second = ada(sandbox), ada(sandbox)
    leo = sandbox.seed(people=[{"contactEmails": [{"address": "l@example.com"}, {"address": "m@example.com"}]}])
    header = "contact_emails.0.address,name.first,invite\n"
    done, rows = imported(
        f"{header}ada@example.com,A,\nl@example.com,L,true\nm@example.com,M,\nnew@example.com,N,true\n",
        *("--resource", "people", "--match", "contact_emails.0.address", "--yes"),
    )
    assert (done.code, rows) == (2, [])
    assert done.err.splitlines() == [
        "plutio: file.csv: 4 problems, nothing was written",
        f"  line 2: contact_emails.address fits 2 records: {', '.join(sorted([first, second]))}",
        "  line 3: update cannot write invite; leave it empty",
        f"  line 4: is the record {leo['people'][0]['_id']}, as line 3 is",
        "  line 5: create needs role",
    ]
    assert writes(sandbox) == []


def test_updates_by_id(imported: Any, sandbox: Sandbox) -> None:
    """A line without an id is created; an id that is not there is a mistake."""
    done, rows = imported("id,title\ntask0000000000001,New\n,Other\n", "--resource", "tasks", "--yes")
    assert outcomes(rows) == [(2, "done"), (3, "made")]
    assert {record["title"] for record in sandbox.records("tasks")} >= {"New", "Other"}
    sent = writes(sandbox)
    done, rows = imported("_id,title\nnope,New\n", "--resource", "tasks", "--yes", name="other.csv")
    assert (done.code, rows) == (2, [])
    assert "line 2: tasks has no record with the id 'nope'" in done.err
    assert writes(sandbox) == sent


def test_many_records_are_found_in_few_calls(imported: Any, sandbox: Sandbox) -> None:
    """By a query for 200 of them, each with a page that proves the end."""
    sandbox.seed(tasks=[{"title": f"T{n}"} for n in range(300)])
    lines = "".join(f"T{n}\n" for n in range(300))
    _, rows = imported(f"title\n{lines}", "--resource", "tasks", "--match", "title", "--yes")
    assert {row["outcome"] for row in rows} == {"unchanged"}
    assert sum(call.method == "GET" for call in sandbox.calls) == 4


def test_empty_cells_clear(imported: Any, sandbox: Sandbox) -> None:
    """Of an update, with ``--empty clear``: a field whose cells are all empty, a part of one with others."""
    sandbox.seed(custom_fields=[{"title": "Plan", "entityType": "person", "inputType": "text"}])
    address, phones = {"city": "Bonn", "street": "Weg 1"}, [{"number": "1"}]
    id = ada(sandbox, address=address, contactPhones=phones, tags=["a"])
    content = (
        "id,name.first,name.last,address.city,contact_phones.0.number,tags,role,custom.Plan\n"
        f"{id},Eve,,Köln,,,,\n,New,,,,,client,\n"
    )
    before = person(sandbox, id)
    imported(content, "--resource", "people", "--yes")
    assert person(sandbox, id) == {
        **before,
        "name": {"first": "Eve", "last": "Old"},
        "address": {"city": "Köln", "street": "Weg 1"},
        "updatedAt": person(sandbox, id)["updatedAt"],
    }
    _, rows = imported(content, "--resource", "people", "--yes", "--empty", "clear")
    assert outcomes(rows) == [(2, "done"), (3, "made")]
    _, rows = imported(content, "--resource", "people", "--yes", "--empty", "clear", name="again.csv")
    assert outcomes(rows) == [(2, "done"), (3, "made")]
    now = person(sandbox, id)
    assert now["name"] == {"first": "Eve", "last": None}
    assert now["address"] == {"city": "Köln", "street": "Weg 1"}
    assert [now.get(name) for name in ("contactPhones", "tags", "role")] == [None, None, None]
    assert now["customFields"][0]["value"] is None
    assert sandbox.calls[-1].json == {"name": {"first": "New"}, "role": "client"}


def test_custom_fields(imported: Any, sandbox: Sandbox) -> None:
    """By title, options by label, text in the type of the field; mistakes have their lines."""
    sandbox.seed(
        custom_fields=[
            {"title": "Plan", "entityType": "person", "inputType": "select", "options": [{"name": "Free"}]},
            {"title": "Score", "entityType": "person", "inputType": "rating"},
            {"title": "Topics", "entityType": "person", "inputType": "multi", "options": [{"name": "Web"}]},
            {"title": "Range", "entityType": "person", "inputType": "multirange"},
            {"title": "VIP", "entityType": "person", "inputType": "checkbox"},
        ]
    )
    id = ada(sandbox, customFields=[{"_id": "kept", "value": "x"}])
    header = "id,name.first,role,custom.Plan,custom.Score,custom.Topics,custom.Range,custom.VIP\n"
    arguments = ("--resource", "people", "--yes")
    done, rows = imported(f'{header},Leo,client,Fre,x,Film,1,maybe\n,Mia,client,Free,4,Web,"[1, 2]",TRUE\n', *arguments)
    assert (done.code, rows) == (2, [])
    problems = done.err.splitlines()[1:]
    assert [problem.partition(":")[2].split()[0] for problem in problems] == [
        "custom.Plan:", "custom.Range", "custom.Score", "custom.Topics:", "custom.VIP",
    ]  # fmt: skip
    assert "did you mean 'Free'?" in done.err
    assert "schema(" not in done.err
    done, _ = imported(f'{header},Leo,client,Free,4,"Web, Web","[1, 2]",TRUE\n{id},,,,5,,,\n', *arguments)
    assert done.code == 0, done.err
    leo = sandbox.records("people")[-1]["customFields"]
    assert [type(field["value"]) for field in leo] == [str, int, list, list, bool]
    assert [field["value"] for field in person(sandbox, id)["customFields"]] == ["x", 5]
    reads = sum("_id" in dict(call.query) for call in sandbox.calls)
    assert reads == 2  # for the plan, and before the update
    assert "no custom field 'Plann'" in imported("custom.Plann,name.first,role\nx,A,client\n", *arguments,
                                                  name="wrong.csv")[0].err  # fmt: skip


def test_records_are_found_by_a_custom_field(imported: Any, sandbox: Sandbox) -> None:
    """In the type of the field, and by label."""
    sandbox.seed(
        custom_fields=[
            {"_id": "number", "title": "No. 1", "entityType": "person", "inputType": "rating"},
            {"_id": "plan", "title": "Plan", "entityType": "person", "inputType": "select", "options": [{"name": "A"}]},
        ]
    )
    option = sandbox.records("custom_fields")[1]["options"][0]["_id"]
    id = ada(sandbox, customFields=[{"_id": "number", "value": 7}, {"_id": "plan", "value": option}])
    for title, value in (("No. 1", "7"), ("Plan", "A")):
        path = f"custom.{title}"
        done, rows = imported(f"name.last,{path}\n{title},{value}\n", "--resource", "people", "--match", path,
                              "--update-only", "--yes", name=f"{title}.csv")  # fmt: skip
        assert outcomes(rows) == [(2, "done")], done.err
        assert person(sandbox, id)["name"]["last"] == title
    done, _ = imported("name.last,custom.X\nx,1\n", "--resource", "people", "--match", "custom.X", "--yes")
    assert (done.code, "line 2: custom.X: " in done.err) == (2, True)


def test_refused_lines(imported: Any, sandbox: Sandbox) -> None:
    """The others are made. A corrected line is sent by the next run, with lines that were added."""
    with sandbox.fail(Fault.html(400, acted=False, method="POST", path="/tasks", nth=2)):
        done, rows = imported("title\none\ntwo\nthree\n", "--resource", "tasks", "--yes")
    refused = next(row["line"] for row in rows if row["outcome"] == "refused")
    assert done.code == 6
    assert sorted(done.err.splitlines()[-1].removeprefix("plutio: ").split(", ")) == ["1 refused", "2 made"]
    assert next(row["error"] for row in rows if row["outcome"] == "refused")
    content = ["title", "one", "two", "three", "four"]
    content[refused - 1] = "corrected"
    done, rows = imported("\n".join(content), "--resource", "tasks", "--yes")
    assert (done.code, [row["outcome"] for row in rows]) == (0, ["made"] * 4)
    assert sorted(record["title"] for record in sandbox.records("tasks"))[-4:] == sorted(content[1:])


def test_a_line_that_was_made_may_not_change(imported: Any, sandbox: Sandbox) -> None:
    """It would be made twice. Nor may it vanish. An update may change, and is sent again."""
    imported("id,title\n,one\ntask0000000000001,x\n", "--resource", "tasks", "--yes")
    made = len(writes(sandbox))
    done, _ = imported("id,title\n,two\ntask0000000000001,x\n", "--resource", "tasks", "--yes")
    assert done.code == 2
    assert f"line 2: was imported with other values as {sandbox.records('tasks')[-1]['_id']}" in done.err
    done, _ = imported("title\na\nb\n", "--resource", "notes", "--yes", name="notes.csv")
    done, _ = imported("title\na\n", "--resource", "notes", "--yes", name="notes.csv")
    assert done.code == 2
    assert "FILE: has 1 record now, and record 2 was imported before" in done.err
    made += 2
    assert len(writes(sandbox)) == made
    done, rows = imported("id,title\n,one\ntask0000000000001,y\n", "--resource", "tasks", "--yes")
    assert outcomes(rows) == [(2, "made"), (3, "done")]
    assert len(writes(sandbox)) == made + 1
    _, rows = imported("id,title\n,one\ntask0000000000002,y\n", "--resource", "tasks", "--yes")
    assert outcomes(rows) == [(2, "made"), (3, "done")]
    assert len(writes(sandbox)) == made + 2
    done, _ = imported("title\none\n", "--resource", "projects", "--map", "title=name", "--yes")
    assert done.code == 3
    assert "is the journal of another import; name another with --journal" in done.err


def test_a_record_that_came_up_meanwhile(imported: Any, sandbox: Sandbox, tmp_path: Path) -> None:
    """A line that could not be created, and now fits a record, is not created."""
    with sandbox.fail(Fault.html(400, acted=False, method="POST")):
        done, rows = imported(PEOPLE, *BY_EMAIL)
    assert (done.code, outcomes(rows)) == (6, [(2, "refused"), (4, "refused")])
    done, rows = imported(PEOPLE, *BY_EMAIL, "--update-only")
    assert (done.code, rows) == (2, [])
    assert "line 2: could not be created before; import without --update-only, or with a new --journal" in done.err
    id = ada(sandbox)
    done, rows = imported(PEOPLE, *BY_EMAIL)
    assert (done.code, rows) == (2, [])
    assert f"line 2: could not be created before, and is the record {id} now; import with a new --journal" in done.err
    done, rows = imported(PEOPLE, *BY_EMAIL, "--journal", str(tmp_path / "new"))
    assert outcomes(rows) == [(2, "done"), (4, "made")]


def test_an_unknown_outcome_is_never_doubled(imported: Any, sandbox: Sandbox) -> None:
    """It is looked up. If it cannot be, it stays unknown, with the code 10, is not sent again, and may not change."""
    lost = Fault.reset("after", method="POST", nth=1)
    with sandbox.fail(lost):
        done, rows = imported("title\none\ntwo\n", "--resource", "tasks", "--yes")
    assert (done.code, outcomes(rows)) == (0, [(2, "made"), (3, "made")])
    assert [record["title"] for record in sandbox.records("tasks")].count("one") == 1
    for _ in range(2):  # roles have no list
        with sandbox.fail(lost):
            done, rows = imported("title\nEditor\n", "--resource", "roles", "--yes", name="roles.csv")
        assert (done.code, outcomes(rows)) == (10, [(2, "unknown")])
    assert done.err.splitlines()[-1] == "plutio: 1 unknown"
    done, _ = imported("title\nAuthor\n", "--resource", "roles", "--yes", name="roles.csv")
    assert (done.code, "line 2: was imported with other values" in done.err) == (2, True)
    assert len(sandbox.records("roles")) == 1


def test_an_error_that_all_would_meet_stops(imported: Any, sandbox: Sandbox) -> None:
    """The rest stays pending; the exit code is that of the error. The next run continues."""
    content = "id,title\ntask0000000000001,x\n,two\n"
    for method in ("PUT", "POST"):
        with sandbox.fail(Fault.html(403, acted=False, method=method)):
            done, rows = imported(content, "--resource", "tasks", "--yes")
        assert done.code == 4
        assert rows[-1]["outcome"] == "pending"
    done, rows = imported(content, "--resource", "tasks", "--yes")
    assert (done.code, outcomes(rows)) == (0, [(2, "done"), (3, "made")])


def test_an_interruption_reports_what_was_done(shell: Shell, plutio: Command, sandbox: Sandbox, tmp_path: Path) -> None:
    """The record on its way is unknown; the next run finds it, and goes on."""
    reached, ended = threading.Event(), threading.Event()

    class Hang:
        async def before(self, request: Any) -> None:
            """Nothing: the server acts at once."""

        async def after(self, request: Any, answer: Any) -> Any:
            if request.method == "POST" and request.path == "/tasks" and len(sandbox.records("tasks")) > 6:
                reached.set()
                await anyio.to_thread.run_sync(ended.wait)
            return answer

    remove = sandbox.add_hook(Hang())
    (tmp_path / "tasks.csv").write_text("title\n" + "".join(f"New {n}\n" for n in range(9)))
    command = ("import", str(tmp_path / "tasks.csv"), "--resource", "tasks", "--yes", "--slack", "0")
    running = shell.start(*command)
    assert reached.wait(60)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    ended.set()
    remove()
    assert running.returncode == 130
    words = {json.loads(line)["outcome"] for line in out.splitlines()}
    assert "unknown" in words
    assert words <= {"made", "unknown", "pending"}
    assert "run the same command again to continue from" in err
    assert "Traceback" not in err
    assert plutio(*command).code == 0
    titles = sorted(record["title"] for record in sandbox.records("tasks") if record["title"].startswith("New"))
    assert titles == [f"New {n}" for n in range(9)]


def test_one_import_of_a_file_at_a_time(imported: Any, tmp_path: Path, sandbox: Sandbox) -> None:
    """The second is refused, and so is one whose plan is of another time."""
    from plutio_async._resources.creates.journal import CreateJournal

    imported("title\none\n", "--resource", "tasks", "--yes")
    held = CreateJournal(tmp_path / "file.csv.import" / "updates", {"job": "tasks.update", "business": "example"})
    done, _ = imported("title\none\ntwo\n", "--resource", "tasks", "--yes")
    held.close()
    assert done.code == 3
    assert "another job uses it" in done.err
    (tmp_path / "file.csv.import" / "plan.json").write_text("[]")
    done, _ = imported("title\none\n", "--resource", "tasks", "--yes")
    assert (done.code, "is no journal of an import" in done.err) == (3, True)


@pytest.mark.parametrize("form", ["export", "list"])
def test_the_lines_of_the_api_are_taken(
    imported: Any, plutio: Command, tmp_path: Path, sandbox: Sandbox, form: str
) -> None:
    """They have the API's names, or those of ``plutio list``, and fields that cannot be written, which a note names."""
    sandbox.seed(projects=[{"name": "Shop", "taskCounts": [{"all": 1}], "undescribed": 1}])
    if form == "export":
        plutio("export", str(tmp_path / "x"), "--resource", "projects")
        line = (tmp_path / "x" / "projects.jsonl").read_text()
        assert '"updatedAt"' in line
    else:
        line = plutio("list", "projects", "--format", "jsonl").out
        assert '"updated_at"' in line
    done, rows = imported(line, "--resource", "projects", "--yes", name="a.jsonl")
    assert (done.code, outcomes(rows)) == (0, [(1, "unchanged")])
    note = next(one for one in done.err.splitlines() if "left out" in one)
    assert "undescribed" in note
    assert ("taskCounts" if form == "export" else "task_counts") in note
    done, rows = imported(line.replace("Shop", "Store"), "--resource", "projects", "--yes", name="b.jsonl")
    assert (done.code, outcomes(rows)) == (0, [(1, "done")])
    assert sandbox.records("projects")[0]["name"] == "Store"


def test_other_json_lines_keep_their_checks(imported: Any, sandbox: Sandbox) -> None:
    """A name that nobody knows is a mistake in a line that someone wrote."""
    id = sandbox.records("tasks")[0]["_id"]
    done, _ = imported(json.dumps({"id": id, "titel": "x"}), "--resource", "tasks", "--yes", name="a.jsonl")
    assert (done.code, "did you mean 'title'?" in done.err) == (2, True)
    done, _ = imported(json.dumps({"title": "x", "created_at": "2026-12-01"}), "--resource", "tasks", name="b.jsonl")
    assert (done.code, "created_at cannot be written" in done.err) == (2, True)
