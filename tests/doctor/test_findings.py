"""The doctor finds every difference between an API and its description, and invents none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, field, frozen

from generator import claims
from plutio_async.cli.doctor.described import claims as shipped_claims
from plutio_async.cli.doctor.examine import planned_calls, reads
from plutio_async.cli.doctor.probes import PROBES
from plutio_async.cli.doctor.writes import STATEMENTS
from plutio_async.testing import Fault
from plutio_async.testing._api.messages import Answer, Request
from plutio_async.testing.switches import PROFILES
from tests.clocks import OFF, Off

from .conftest import Change, Examined, a_sandbox, examined

pytestmark = pytest.mark.anyio

OWN = Counter({("Wiki.pages", "unknown field", "list"): 1})
"""What the sandbox sends without it being described, since the key is unknown: one client saw such a tree."""


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """Once for all: the test of interruptions uses both."""
    return "asyncio"


@pytest.fixture(scope="module")
async def as_it_is() -> Examined:
    return await examined(a_sandbox())


def each(**fields: Any) -> Change:
    """Sets fields of every record."""
    return lambda rows: [{**row, **fields} for row in rows]


def first(change: Callable[[dict[str, Any]], object]) -> Change:
    """Changes the first record."""

    def changed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for row in rows[:1]:
            change(row)
        return rows

    return changed


@frozen
class Planted:
    """A difference, and how the doctor reports it: as one of an answer, or as the verdict of a probe."""

    changes: dict[str, Change] = field(factory=dict)
    switches: dict[str, Any] = field(factory=dict)
    differences: dict[tuple[str, str, str], int] = field(factory=dict)
    verdicts: dict[str, str] = field(factory=dict)


def stuck() -> Change:
    """Always answers with the first page."""
    page: list[Any] = []

    def change(rows: list[Any]) -> list[Any]:
        page[:] = page or rows
        return page

    return change


def refusal(rows: Any) -> Answer:
    return Answer(403, json.dumps({"code": "no", "message": "No"}).encode(), {"content-type": "application/json"})


def html(rows: Any) -> Answer:
    return Answer(200, b"<html>", {"content-type": "text/html"})


PLANTED = {
    "unknown field": Planted({"/notes": each(mood="calm")}, {}, {("Note.mood", "unknown field", "text"): 1}),
    "unknown field inside": Planted(
        {"/projects": first(lambda row: row["budget"].update(hours=3))},
        {},
        {("Project.budget.hours", "unknown field", "integer"): 1},
    ),
    "other type": Planted({"/items": each(title=7)}, {}, {("Item.title", "type", "integer"): 3}),
    "null in a list": Planted(
        {"/tasks": first(lambda row: row.update(followers=[None]))}, {}, {("Task.followers[]", "null", "null"): 1}
    ),
    "unknown value": Planted(
        {"/proposals": first(lambda row: row.update(status="on-hold"))},
        {},
        {("Proposal.status", "unknown value", "text"): 1},
    ),
    "no id": Planted(
        {"/inbox-groups": first(lambda row: row.pop("_id"))}, {}, {("InboxGroup._id", "missing", "nothing"): 1}
    ),
    "no date": Planted(
        {"/categories": each(createdAt="1 May")}, {}, {("Category.createdAt", "format", "text that is no date-time"): 1}
    ),
    "envelope": Planted(
        {"/canned-responses": lambda rows: {"data": rows}},
        {},
        {("GET /canned-responses", "answer", "object in place of a list"): 1},
    ),
    "refusal": Planted(
        {"/forms": refusal},
        {},
        {("GET /forms", "answer", "status 403"): 1, ("GET /forms (403).code", "type", "text"): 1},
    ),
    "no JSON": Planted({"/dashboards": html}, {}, {("GET /dashboards", "answer", "no JSON"): 1}),
    "own value of a workspace": Planted({"/people": each(role="night-watch")}),
    "order without a direction": Planted(
        {"/tasks": lambda rows: sorted(rows, key=lambda row: row.get("dueDate") or "")},
        {},
        {},
        {"sort_suffix": "refuted"},
    ),
    "skip is ignored": Planted({"/tasks": stuck()}, {}, {}, {"sort_suffix": "refuted"}),
    "one object": Planted({}, {"get_one": "object"}, {}, {"id_answer": "refuted"}),
    "cap of pages": Planted({}, {"max_limit": 7}, {}, {"page_cap": "refuted", "default_page": "confirmed"}),
    "sort grammar": Planted({}, {"sort_grammar": "minus"}, {}, {"sort_suffix": "refuted", "sort_minus": "refuted"}),
    "unknown route": Planted({}, {"unknown_route": 405}, {}, {"unknown_route": "refuted"}),
    "path ids": Planted({}, {"path_ids": "refused"}, {}, {"path_ids": "confirmed"}),
    "older tokens": Planted({}, {"older_tokens": "ended"}, {}, {"older_tokens": "refuted"}),
    "life of tokens": Planted({}, {"token_lifetime": 3600.0}, {}, {"token_lifetime": "refuted"}),
    "token calls": Planted({}, {"token_calls": "free"}, {}, {"token_calls": "refuted"}),
    "headers": Planted({}, {"limit_headers": "ratelimit"}, {}, {"limit_headers": "refuted"}),
    "no headers": Planted({}, {"limit_headers": "none"}, {}, {"limit_headers": "refuted", "token_calls": "open"}),
    "moment of a token": Planted(
        {}, {"token_expiry": "number"}, {("AccessToken.accessTokenExpiresAt", "type", "integer"): 1}
    ),
    "order of lists": Planted({}, {"list_order": "newest"}),
    "status of projects": Planted({}, {"project_status": "title"}),
    "texts of fields": Planted({}, {"text_fields": "list"}),
}


SHORT = ("own value of a workspace", "order without a direction", "skip is ignored", "null in a list", "headers")
"""What the fast tests plant alone too."""


@pytest.mark.parametrize(
    "name", [name if name in SHORT else pytest.param(name, marks=pytest.mark.slow) for name in PLANTED]
)
async def test_each_planted_difference_is_found_and_no_other(name: str, as_it_is: Examined) -> None:
    """Alone: with how often, and nothing else changes."""
    planted = PLANTED[name]
    found = await examined(a_sandbox(planted.changes, **planted.switches))
    assert found.differences - as_it_is.differences == Counter(planted.differences)
    changed = {probe for probe, state in found.verdicts.items() if state != as_it_is.verdicts[probe]}
    assert {probe: found.verdicts[probe] for probe in changed} == planted.verdicts


@OFF
async def test_the_clock_of_this_machine_is_wrong(as_it_is: Examined, off: float) -> None:
    """It changes nothing, also where a token's end is a moment."""
    sandbox = a_sandbox(token_keys="camel")
    found = await examined(sandbox, clock=Off(sandbox.clock, off))
    assert found.differences == as_it_is.differences
    assert found.verdicts == as_it_is.verdicts
    assert found.because("token_lifetime") == as_it_is.because("token_lifetime")


async def test_all_of_them_at_once_are_found(as_it_is: Examined) -> None:
    """Fifteen and more in one workspace."""
    alone = ("sort grammar", "no headers", "headers", "order without a direction", "skip is ignored")
    names = [name for name in PLANTED if name not in alone]
    changes = {path: change for name in names for path, change in PLANTED[name].changes.items()}
    switches = {key: value for name in names for key, value in PLANTED[name].switches.items()}
    found = await examined(a_sandbox(changes, **switches))
    wanted = Counter(dict(pair for name in names for pair in PLANTED[name].differences.items()))
    assert set(found.differences - as_it_is.differences) == set(wanted)
    changed = {probe: state for probe, state in found.verdicts.items() if state != as_it_is.verdicts[probe]}
    assert changed == dict(pair for name in names for pair in PLANTED[name].verdicts.items())
    assert len(wanted) + len(changed) >= 15


@pytest.mark.parametrize("profile", PROFILES)
async def test_nothing_is_invented_on_a_profile_of_the_sandbox(profile: str, as_it_is: Examined) -> None:
    """What differs between the profiles is what their switches say."""
    found = await examined(a_sandbox(**PROFILES[profile]))
    assert found.differences == OWN
    changed = {probe: state for probe, state in found.verdicts.items() if state != as_it_is.verdicts[probe]}
    wanted: dict[str, dict[str, str]] = {
        "default": {},
        "strict": {"unknown_route": "refuted", "path_ids": "confirmed"},
        "lenient": {"sort_minus": "refuted"},
    }
    assert changed == wanted[profile]
    assert found.run.ended is None
    assert found.run.caller.spent <= planned_calls() <= 120


@pytest.mark.parametrize(
    "odd",
    [None, [], [7, "text", [[]]], {}, {"_id": 7}, [{"_id": {}, "status": [], "createdAt": 7}] * 3],
    ids=repr,
)
async def test_odd_answers_are_differences_and_no_crash(odd: Any) -> None:
    """Whatever every list answers."""
    found = await examined(a_sandbox({read.path: lambda _: odd for read in reads()}))
    assert found.run.ended is None
    assert bool(found.differences - Counter({("Wiki.pages", "unknown field", "list"): 1})) == (odd != [])


async def test_a_list_that_fails_is_called_once_more() -> None:
    """A 503 is no answer that differs, unless it comes again."""
    sandbox = a_sandbox()
    sandbox.fail(Fault.server_error(503, path="/notes", nth=1))
    found = await examined(sandbox)
    assert found.differences == OWN
    sandbox = a_sandbox()
    sandbox.fail(Fault.server_error(503, path="/notes"))
    found = await examined(sandbox)
    assert found.differences[("GET /notes", "answer", "status 503")] == 1


async def test_a_list_without_an_answer_is_open() -> None:
    """And the others are read."""
    sandbox = a_sandbox()
    sandbox.fail(Fault.reset("before", path="/inbox-groups"))
    found = await examined(sandbox)
    assert found.run.not_visited == {"/inbox-groups": "ConnectionFailed"}
    assert found.differences == OWN
    assert found.because("visit")


async def test_calls_of_other_programs_leave_the_cost_of_a_token_open() -> None:
    """More calls are gone than the doctor made."""
    sandbox = a_sandbox()
    sandbox.add_hook(FewerLeft())
    found = await examined(sandbox)
    assert found.verdicts["token_calls"] == "open"
    assert found.because("token_calls") == "other calls were made at the same time"


class FewerLeft:
    """Says after a token call that other programs made calls."""

    async def before(self, request: Request) -> Answer | None:
        return None

    async def after(self, request: Request, answer: Answer) -> Answer:
        if request.path != "/oauth/token":
            return answer
        return evolve(answer, headers={**answer.headers, "x-ratelimit-remaining": "7"})


async def test_a_token_that_ends_is_replaced() -> None:
    """Without a difference."""
    sandbox = a_sandbox()
    sandbox.fail(Fault.token_revoked(path="/notes", nth=1))
    assert (await examined(sandbox)).differences == OWN


def test_every_probe_of_the_description_exists() -> None:
    """And every probe is that of a claim."""
    own = {*PROBES, *STATEMENTS, "records", "shape", "visit"}
    assert own == claims.PROBES
    assert own == {claim.probe for claim in shipped_claims() if claim.probe is not None}
    assert all(one.statement for one in PROBES.values())
