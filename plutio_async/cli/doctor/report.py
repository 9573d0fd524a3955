"""What a run found, as rows of a table and as a report without personal data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from plutio_async import __version__
from plutio_async.cli.doctor.run import Run
from plutio_async.cli.doctor.settling import Settled
from plutio_async.cli.words import counted

_HOST = "api.plutio.com"

STATES = ("confirmed", "refuted", "open")


def difference_rows(run: Run) -> list[dict[str, Any]]:
    """The differences, the most frequent first. ``of`` is how many objects could have had it."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for one, times in run.decoder.differences.items():
        found[one.at, one.kind, one.seen, one.owner] += times
    return [
        {"at": at, "difference": kind, "seen": seen, "times": times, "of": _of(run, at, owner)}
        for (at, kind, seen, owner), times in found.most_common()
    ]


def _of(run: Run, at: str, owner: str) -> int | None:
    """Lists have differences of their own, which no schema counts."""
    return run.decoder.seen(owner) or None if owner and "." in at else None


def claim_rows(settled: Iterable[Settled]) -> list[dict[str, Any]]:
    """The claims with their verdicts; those that a probe settles, or could."""
    return [
        {"verdict": one.verdict.state, "at": one.claim.at, "claim": one.statement, "because": one.verdict.detail}
        for one in settled
    ]


def report_of(run: Run, settled: list[Settled]) -> dict[str, Any]:
    """The report: names, types and counts, and no value of any record."""
    return {
        "doctor": __version__,
        "api": _api(run),
        "calls": run.caller.spent,
        "ended": run.ended or "complete",
        "verdicts": {state: sum(one.verdict.state == state for one in settled) for state in STATES},
        "lists": [
            *({"list": path, "status": one.status, "answer": one.shape} for path, one in run.visits.items()),
            *({"list": path, "status": None, "answer": why} for path, why in run.not_visited.items()),
        ],
        "differences": difference_rows(run),
        "learned": run.learned,
        "claims": claim_rows(settled),
        "left_behind": len(run.left_behind),
    }


def _api(run: Run) -> str:
    """The version, and the host only if it is the public one: another may have a person's name."""
    url = urlsplit(run.caller.plutio._sender.shared.settings.base_url)
    return f"{url.hostname if url.hostname == _HOST else 'another host'}{url.path}"


def as_json(report: Mapping[str, Any]) -> str:
    """The report for a program."""
    return json.dumps(report, indent=1, ensure_ascii=False) + "\n"


def as_markdown(report: Mapping[str, Any]) -> str:
    """The report for an issue."""
    verdicts = ", ".join(f"{count} {state}" for state, count in report["verdicts"].items())
    lines = [
        f"# plutio doctor {report['doctor']}",
        "",
        f"{counted(report['calls'], 'call')} to {report['api']}; {report['ended']}. Claims: {verdicts}.",
    ]
    for title in ("differences", "claims", "lists"):
        rows = [row for row in report[title] if row.get("verdict") != "open"]
        lines += ["", f"## {title.capitalize()}", "", *_table(rows)]
    lines += ["", "## Learned", "", "```json", json.dumps(report["learned"]), "```"]
    return "\n".join(lines) + "\n"


def _table(rows: list[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["None."]
    names = list(rows[0])
    cells = [[str("" if row[name] is None else row[name]).replace("|", "\\|") for name in names] for row in rows]
    return ["| " + " | ".join(line) + " |" for line in [names, ["---"] * len(names), *cells]]


def new_values(run: Run) -> dict[str, list[str]]:
    """The new values of lists of values by their place. They are for the terminal; the report leaves them out."""
    found: dict[str, list[str]] = {}
    for one in run.decoder.differences:
        if one.value is not None:
            found.setdefault(one.at, []).append(one.value)
    return found
