"""Whether the tests notice mistakes: makes each in a copy of the checkout, and runs the tests there.

``python -m tests.mutations`` tries all, ``python -m tests.mutations NAME NAME`` some. A mistake meets the tests of its
own module first, as ``make test`` runs them, then those of ``make test``, ``make test-rest`` and ``make test-all``, until
one fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parent.parent
_NOT_COPIED = shutil.ignore_patterns(".venv*", ".hypothesis", ".*_cache", "build", "dist", "site", "htmlcov")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


class Outdated(Exception):
    """The package has no text, or several, where a mutation belongs."""


@frozen
class Mutation:
    """A mistake: ``right`` occurs once in the package, and becomes ``wrong``. ``tests`` are likely to notice it."""

    right: str
    wrong: str
    tests: str

    def file(self, modules: Mapping[Path, str]) -> Path:
        """The module that has the text, whose name may change.

        Raises:
            Outdated: there are none, or several.
        """
        found = [file for file, text in modules.items() for _ in range(text.count(self.right))]
        if len(found) != 1:
            raise Outdated(f"{self.right!r} occurs {len(found)} times in the package: bring it up to date")
        return found[0]


def modules_of(checkout: Path) -> dict[Path, str]:
    """The text of each module of the package that people write."""
    files = (checkout / "plutio_async").rglob("*.py")
    return {file: file.read_text(encoding="utf-8") for file in files if "_generated" not in file.parts}


BUDGET = "tests/test_budget.py tests/test_lease.py tests/test_admission.py"
CALLS = "tests/test_pipeline.py tests/test_retry.py tests/test_outcomes.py"
TOKEN = "tests/test_token.py tests/test_token_backoff.py tests/shared/test_clients.py"
SHARED = "tests/shared/test_file.py tests/shared/test_clients.py"
LISTS = "tests/test_pagination.py tests/test_pagination_cursor.py tests/test_pagination_properties.py"

MUTATIONS = {
    # The budget.
    "a slot is free a moment late": Mutation(
        "bisect_right(self.moments, now) if self.moments", "bisect_left(self.moments, now) if self.moments", BUDGET
    ),
    "one call more than the limit": Mutation(
        ".window.free(now) < n + leave_free:", ".window.free(now) < n + leave_free - 1:", BUDGET
    ),
    "the window has no margin": Mutation("period * (1 + _MARGIN)", "period", BUDGET),
    "a call that was sent is given back": Mutation(
        "if not self.sent or unsent or (isinstance(error, ConnectionFailed) and not error.reached):",
        "if error is not None:",
        BUDGET,
    ),
    "a call without an answer counts as one with": Mutation(
        "isinstance(error, PlutioError | None) and not isinstance(error, ConnectionFailed)",
        "isinstance(error, PlutioError | None)",
        BUDGET,
    ),
    "any success ends a pause": Mutation(
        "return self.probe > 0 and lease.number == self.probe", "return self.probe > 0", BUDGET
    ),
    "the background goes first": Mutation(
        "return 2 * background + (not first)", "return 2 * (not background) + (not first)", BUDGET
    ),
    "background callers starve": Mutation(
        "return self._ledger.passed_over >= _SHARE - 1 and", "return self._ledger.passed_over < 0 and", BUDGET
    ),
    "the background has the reserve too": Mutation(
        "return self.background.free(now) >= n", "return self.background.limit >= n", BUDGET
    ),
    "a cancelled caller stays in the queue": Mutation("            self._abandon(waiter)\n", "", BUDGET),
    # The budget in a file.
    "processes do not wait for each other": Mutation(
        "if other.precedes(head, background_first=first))", "if other.n < 0)", SHARED
    ),
    "a newcomer overtakes those of other processes": Mutation(
        "leave_free = sum([other.n for other in self._ledger.others if not other.background])", "leave_free = 0", SHARED
    ),
    "a killed process frees its calls early": Mutation(
        "self.longest: float = in_flight + self.span", "self.longest: float = self.span", SHARED
    ),
    "a grant that was rolled back stands": Mutation(
        "granted.pop().end(error)", 'granted.pop().end("granted")', SHARED
    ),
    "a reboot forgets": Mutation("        if now < found.anchor:", "        if now < -found.anchor:", SHARED),
    "a replaced file is taken": Mutation("elif self._identity != self._find():", "elif self._find() is None:", SHARED),
    "each process fetches a token": Mutation(
        "if renewer not in (None, process) and now < until", "if renewer == process and now < until", "tests/shared/test_processes.py"
    ),
    # The pipeline.
    "a write is repeated that may have happened": Mutation(
        "if failure.may_have_acted and not failure.idempotent:", "if not failure.idempotent and False:", CALLS
    ),
    "one attempt more": Mutation(
        "if failure.attempt < retries.attempts:", "if failure.attempt <= retries.attempts:", CALLS
    ),
    "Retry-After is ignored": Mutation("pause = max(asked or 0.0, jitter)", "pause = jitter", CALLS),
    "a lease is not given back when its token has ended": Mutation(
        "            lease.release()\n            attempt.was_admitted = True",
        "            attempt.was_admitted = True",
        "tests/test_admission.py",
    ),
    "a lost answer hides that a write happened": Mutation(
        "kind.acted and (kind.answered or repeatable)", "kind.acted", CALLS
    ),
    "limits of another server count": Mutation(
        "if limits is not UNKNOWN and response.is_of_api:", "if limits is not UNKNOWN:", "tests/test_lower_limits.py"
    ),
    # The token.
    "all callers renew": Mutation(
        "(now < held.due_at and (self._renewing or self.pause))", "(now < held.due_at and self.pause)", TOKEN
    ),
    "each waiting caller fetches": Mutation(
        "if held is not None and held is not unusable and now < held.due_at:", "if held is None and unusable:", TOKEN
    ),
    "failures do not space the token calls": Mutation(
        "_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0", "_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 1.0", TOKEN
    ),
    "a 401 to an old token drops the new one": Mutation(
        "if held.token.value != failed.value:\n                return True",
        "if held.token.value != failed.value:\n                pass",
        TOKEN,
    ),
    "a refused young token is replaced at once": Mutation("elif age < 2 * longest:", "elif age < 0:", TOKEN),
    "milliseconds are seconds": Mutation(
        "number / 1000 if number >= _EARLIEST_MILLISECONDS else number", "number", TOKEN
    ),
    # Lists.
    "one known record is enough": Mutation("needed = min(2, len(self.ids))", "needed = min(1, len(self.ids))", LISTS),
    "a page of one record is the end": Mutation(
        "return len(page.rows) == 1 and self._guard.largest > 1", "return len(page.rows) == 1", LISTS
    ),
    "an inserted record follows itself": Mutation("NewRecord(row, id, None, before)", "NewRecord(row, id, None, id)", LISTS),
    "known records may come in any order": Mutation(" and known == sorted(known) else 0", " else 0", LISTS),
    "a cursor serves another listing": Mutation(
        'if state.get("of") != digest(listing):', 'if state.get("of") is None:', LISTS
    ),
    "a change in the last half minute is lost": Mutation(
        "self.began - self.behind - LATENCY", "self.began - self.behind", "tests/test_changes.py"
    ),
    "a new record beside an old one proves the order of a list": Mutation(
        "elif len(read) > 1:", "elif read:", "tests/test_changes.py"
    ),
    "a list by key ends before its newest record": Mutation(
        "not at_end or self.newest >= self.target", "True", "tests/test_reading.py"
    ),
    "a full sync that continues removes what a page lacks": Mutation(
        "mark.state is None or mark.unfinished", "mark.state is None", "tests/mirror/test_sync.py"
    ),
    "the millisecond of `since` is left out": Mutation(
        "first - 1 - first % 1000", "first", "tests/test_changes.py"
    ),
    # The command line.
    "delete does not ask": Mutation("if not (yes or dry_run):", "if yes and dry_run:", "tests/cli/test_verbs.py"),
    "a resumed export has records twice": Mutation(
        "is_known = bool(row.id) and row.id in self._ids", "is_known = False", "tests/cli/test_export.py"
    ),
    "an export with other bytes passes": Mutation(
        "if digest_of(path) != expected.sha256:", "if not digest_of(path):", "tests/cli/test_export.py"
    ),
    "an unknown outcome is imported again": Mutation(
        '_SETTLED = ("made", "unknown")', '_SETTLED = ("made",)', "tests/cli/test_import.py tests/cli/test_import_run.py"
    ),
    "a secret goes with another id": Mutation(
        "if given.keys() & set(_CREDENTIALS):", "if given.keys() >= set(_CREDENTIALS):", "tests/cli/test_verbs.py"
    ),
}  # fmt: skip


def failing(copy: Path, target: str, tests: str = "") -> str | None:
    """The test that fails in the copy, ``None`` if all pass. ``tests`` are some of those of the target of make."""
    # The test of the texts above would notice each mistake. Programs of the tests import the package from the copy too.
    options = f"-x -q --ignore tests/test_mutations.py {tests}"
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTEST_ADDOPTS": options}
    # It would set up an environment that is older than the copy anew, with the package of the copy.
    is_ready = ["--old-file", f"{sys.prefix}/.ready"]
    command = ["make", *is_ready, target, f"VENV={sys.prefix}", f"WORKERS={0 if tests else 2}"]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    if done.returncode == 0:
        return None
    if (failed := _FAILED.search(done.stdout)) is None:
        raise RuntimeError(f"make {target} did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return failed[1]


def noticed(copy: Path, mutation: Mutation) -> str | None:
    """The test that notices a mistake, and the target of make that runs it."""
    modules = modules_of(copy)
    file = mutation.file(modules)
    file.write_text(modules[file].replace(mutation.right, mutation.wrong), encoding="utf-8")
    try:
        for target, tests in (("test", mutation.tests), ("test", ""), ("test-rest", ""), ("test-all", "")):
            if (test := failing(copy, target, tests)) is not None:
                return f"make {target}: {test}"
        return None
    finally:
        file.write_text(modules[file], encoding="utf-8")


def results(names: list[str]) -> Iterator[tuple[str, str | None]]:
    """For each mistake what notices it. Without a mistake the tests have to pass first."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=_NOT_COPIED, symlinks=True)
        if (broken := failing(copy, "test")) is not None:
            raise RuntimeError(f"{broken} fails without any mistake")
        for name in names:
            yield name, noticed(copy, MUTATIONS[name])


def main(names: list[str]) -> int:
    """Prints what notices each mistake. Returns how many none does."""
    if unknown := set(names) - set(MUTATIONS):
        raise SystemExit(f"there is no {', '.join(sorted(unknown))}; there are: {'; '.join(MUTATIONS)}")
    missed = 0
    for name, by in results(names or list(MUTATIONS)):
        print(f"{name}: {by or 'NOT NOTICED'}", flush=True)
        missed += by is None
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
