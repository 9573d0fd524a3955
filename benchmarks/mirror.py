"""The mirror of a workspace of 20,000 records: a first sync, the next ones, and the ten example queries.

The sandbox answers from a process of its own. A bare loop over the six large lists runs beside it, for the ratio. The
memory is read as Linux shows it, since ``getrusage`` counts that of the process before it started this program.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.workspaces import BEGAN, MIRRORED
from plutio_async.testing import Sandbox

_MONTHS = [f"2026-{month:02}-15T09:00:00.000Z" for month in range(1, 12)]

_MEASURED = r"""
import json, re, sys, time
from pathlib import Path
import anyio
from plutio_async import Plutio
from plutio_async.mirror import EXAMPLES, Mirror

async def main(url, id, secret, file):
    mirror, found = Mirror(file), {}
    async with Plutio(id, secret, business="example", base_url=url, budget=1_000_000) as plutio:
        await plutio.tasks.count()
        for name in ("first", "next"):
            began = time.perf_counter()
            done = await mirror.sync(plutio)
            found[name] = (time.perf_counter() - began, done.calls, done.records)
        (peak,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        found["memory"] = int(peak) / 1024
    queries = {}
    for example in EXAMPLES:
        began = time.perf_counter()
        mirror.query(example.sql)
        queries[example.question] = time.perf_counter() - began
    print(json.dumps({**found, "queries": queries}))

anyio.run(main, *sys.argv[1:])
"""


def workspace() -> Sandbox:
    """20,000 records with contents in six lists, one changed every half hour, and two templates."""
    chance = random.Random(1)
    sandbox = Sandbox(limit=None)
    people = _seed(sandbox, "people", lambda n: {"name": {"first": f"Jane {n}", "last": "Doe"}, "role": "client"})
    projects = _seed(sandbox, "projects", lambda n: {"name": f"Project {n}", "budget": {"amount": 900}})

    def common() -> dict[str, Any]:
        return {"projectId": chance.choice(projects)}

    def client() -> dict[str, Any]:
        return {"client": {"_id": chance.choice(people), "entityType": "person"}, "currency": "EUR"}

    _seed(sandbox, "tasks", lambda n: {**common(), "title": f"Task {n}", "assignedTo": [chance.choice(people)],
          "status": chance.choice(["incomplete", "completed"]), "dueDate": chance.choice(_MONTHS),
          "descriptionHTML": "<p>" + "word " * 40 + "</p>"})  # fmt: skip
    _seed(sandbox, "invoices", lambda n: {**common(), **client(), "name": f"Invoice {n}",
          "amount": chance.randrange(1_000), "status": chance.choice(["paid", "pending", "overdue"]),
          "issueDate": _MONTHS[0], "dueDate": chance.choice(_MONTHS), "paidAt": chance.choice(_MONTHS)})  # fmt: skip
    _seed(sandbox, "time_tracks", lambda n: {**common(), "personId": chance.choice(people), "title": f"Work {n}",
          "startedAt": "2026-11-02T09:00:00.000Z", "stoppedAt": "2026-11-02T11:30:00.000Z", "billingAmount": 200,
          "billingStatus": "unpaid", "currency": "EUR"})  # fmt: skip
    _seed(sandbox, "transactions", lambda n: {**client(), "amount": 10, "type": "in", "issueDate": _MONTHS[n % 11]})
    template = {"isTemplate": True, "updatedAt": BEGAN}
    sandbox.seed(contracts=[template], proposals=[template])
    return sandbox


def _seed(sandbox: Sandbox, resource: str, make: Any) -> list[str]:
    moments = [BEGAN + timedelta(minutes=30 * n) for n in range(MIRRORED[resource])]
    named: dict[str, Any] = {resource: [{**make(n), "updatedAt": moment} for n, moment in enumerate(moments)]}
    return [record["_id"] for record in sandbox.seed(**named)[resource]]


def measured() -> dict[str, Any]:
    """Seconds, calls, records and megabytes of a process that syncs; and the seconds of a loop that only reads."""
    sandbox = workspace()
    with TemporaryDirectory() as folder, sandbox.serving() as url:
        arguments = [url, sandbox.client_id, sandbox.client_secret, str(Path(folder) / "studio.db")]
        command = [sys.executable, "-c", _MEASURED, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        found["loop"] = _loop(sandbox, url)
    return found


def _loop(sandbox: Sandbox, url: str) -> float:
    """The seconds in which a bare client reads and decodes the same pages."""
    form = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret, "grant_type": "client_credentials"}
    with httpx.Client(base_url=url, headers={"Business": sandbox.business}) as client:
        token = client.post("oauth/token", data=form).raise_for_status().json()["accessToken"]
        client.headers["Authorization"] = f"Bearer {token}"
        began = time.perf_counter()
        for resource, size in MIRRORED.items():
            for skip in range(0, size + 1, 500):
                path = resource.replace("_", "-")
                client.get(path, params={"skip": skip, "limit": 500}).raise_for_status().json()
        return time.perf_counter() - began


def main() -> None:
    """Prints the table."""
    found = measured()
    print("| what | seconds | times a bare loop | calls | records |\n| --- | ---: | ---: | ---: | ---: |")
    for name in ("first", "next"):
        seconds, calls, records = found[name]
        print(f"| {name} sync | {seconds:.2f} | {seconds / found['loop']:.1f} | {calls} | {records:,} |")
    print(f"\nAt most {found['memory']:.0f} MB of memory. Milliseconds of the example queries:\n")
    for question, seconds in found["queries"].items():
        print(f"- {question}: {seconds * 1000:.0f}")
