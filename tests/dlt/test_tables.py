"""The tables that a pipeline fills equal the workspace, run after run."""

from __future__ import annotations

import pytest

from plutio_async.dlt import source
from plutio_async.sync import Plutio
from plutio_async.testing import Sandbox

from .conftest import Warehouse

pytestmark = pytest.mark.integration

SOME = ("people", "projects", "tasks", "invoices", "time_tracks", "archive", "trash_bin")


def change(plutio: Plutio, sandbox: Sandbox) -> None:
    """Creates, changes and deletes records, in every way."""
    people = plutio.people.list()
    plutio.people.create(role="client", name={"first": "Jane"}, contact_emails=[{"address": "jane@example.com"}])
    plutio.people.update(people[0], name={"first": "Ann", "last": "Lee"})
    tasks = plutio.tasks.list()
    plutio.tasks.bulk_update([task.id for task in tasks[:3]], title="Renamed")
    plutio.tasks.delete(tasks[3])
    plutio.tasks.bulk_delete([task.id for task in tasks[4:6]])
    invoice = plutio.invoices.list()[0]
    plutio.request("PUT", "/invoices", json={"_id": invoice.id, "subTotal": 1234567.89, "madeUp": {"a": [1, None]}})
    plutio.projects.archive(plutio.projects.list()[0])
    sandbox.seed(time_tracks=[{"title": "Call", "billing_rate": 33.333333333333336}])


@pytest.mark.system
def test_three_runs(warehouse: Warehouse, sandbox: Sandbox) -> None:
    """All records come with the first run, changes and deletions with the next ones, and nothing comes twice."""
    sandbox.seed_workspace()
    with warehouse.client() as plutio:
        warehouse.run(*SOME)
        warehouse.check(*SOME)
        assert warehouse.rows("archive") == warehouse.rows("trash_bin") == {}
        change(plutio, sandbox)
        warehouse.run(*SOME)
        warehouse.check(*SOME)
        assert (len(warehouse.rows("archive")), len(warehouse.rows("trash_bin"))) == (1, 3)
        plutio.trash_bin.empty()
        plutio.projects.unarchive(plutio.projects.list()[0])
        plutio.invoices.delete(plutio.invoices.list()[0])
        warehouse.run(*SOME)
        warehouse.check(*SOME)
        assert (len(warehouse.rows("archive")), len(warehouse.rows("trash_bin"))) == (0, 1)


@pytest.mark.slow
def test_the_whole_workspace(warehouse: Warehouse, sandbox: Sandbox) -> None:
    """Each list has a table that equals it."""
    sandbox.seed_workspace()
    with warehouse.client() as plutio:
        for _ in range(3):
            warehouse.run()
            warehouse.check(*source().resources)
            change(plutio, sandbox)
