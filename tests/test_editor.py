"""What an editor shows: asked of pyright's language server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .language_server import LanguageServer

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    with LanguageServer(tmp_path_factory.mktemp("editor")) as server:
        yield server


COMPLETIONS = {
    "plutio.tasks.|": ["create", "list", "iterate", "get", "F"],
    "await plutio.tasks.create(|)": ["title=", "due_date=", "custom=", "extra="],
    "await plutio.tasks.list(|)": ["q=", "sort=", "limit=", "status=", "custom_fields__value="],
    "await plutio.tasks.list(q=plutio.tasks.F.|)": ["due_date", "status", "is_archived", "custom"],
    "await plutio.tasks.list(sort='|')": ["due_date", "due_date_desc"],
    "plutio.tasks.iterate(status='|')": ["incomplete", "completed", "overdue"],
    "await plutio.tasks.create(status='|')": ["incomplete", "completed", "overdue"],
    "await plutio.invoices.update('i', status='|')": ["draft", "paid"],
    "client.tasks.create(|)": ["title=", "due_date="],
    "client.tasks.list(q=client.tasks.F.|)": ["due_date", "custom"],
    "client.tasks.list(sort='|')": ["due_date", "due_date_desc"],
}


@pytest.mark.parametrize(("line", "offered"), COMPLETIONS.items(), ids=COMPLETIONS)
def test_completion(editor: LanguageServer, line: str, offered: list[str]) -> None:
    found = editor.completions(line)
    assert set(offered) <= set(found)
    assert "unknown=" not in found


HOVERS = {
    "plutio.tasks.crea|te": ["due_date: datetime | date | str | None", "Create a task", "due_date: When it is due."],
    "plutio.tasks.li|st": ["sort: str | None", "The records of one call that match", "limit: The most"],
    "plutio.tasks.iter|ate": ["-> Records[Task]", "each exactly once", "read_ahead: The most pages"],
    "plutio.tasks.ge|t": ["id: str | Task", "The record with an id", "NotFoundError: there is none"],
    "task.due_d|ate": ["due_date: datetime | None", "When it is due."],
    "plutio.tasks.F.due_d|ate": ["due_date: Field"],
    "client.tasks.crea|te": ["-> Task", "Create a task", "due_date: When it is due."],
    "client.tasks.iter|ate": ["each exactly once: for record in", "read_ahead: The most pages"],
    "client.tasks.ge|t": ["-> Task", "NotFoundError: there is none"],
}


@pytest.mark.parametrize(("line", "shown"), HOVERS.items(), ids=HOVERS)
def test_hover(editor: LanguageServer, line: str, shown: list[str]) -> None:
    text = editor.hover(line).replace("`", "").replace("\\_", "_")
    assert [part for part in shown if part not in text] == []
    assert "unknown: Never" not in text
