"""The recipes of ``docs/jobs.md``, each run in its framework against a served sandbox, which counts the token calls."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import anyio
import pytest

from plutio_async import Plutio
from plutio_async.testing import Sandbox

from .redis.server import Server

pytestmark = pytest.mark.integration

PAGE = (Path(__file__).parent.parent / "docs" / "jobs.md").read_text(encoding="utf-8")
RECIPES = dict(re.findall(r"```python\n# (\w+)\.py\n(.*?)```", PAGE, re.DOTALL))
PROJECT = "Hc4RtZ8mWq2NxKb7V"


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A served sandbox with a project, in the environment."""
    sandbox = Sandbox()
    sandbox.seed(projects=[{"_id": PROJECT, "title": "Site"}], tasks=[{"title": "Brief"}])
    for name, source in RECIPES.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    with sandbox.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        monkeypatch.setenv("PLUTIO_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", sandbox.client_secret)
        monkeypatch.setenv("PLUTIO_BUSINESS", sandbox.business)
        monkeypatch.setenv("PLUTIO_SHARED", str(tmp_path / "plutio.db"))
        monkeypatch.syspath_prepend(tmp_path)
        yield sandbox
    for name in RECIPES:
        sys.modules.pop(name, None)


def load(name: str) -> ModuleType:
    return importlib.import_module(name)


def calls(sandbox: Sandbox) -> tuple[int, int]:
    """Token calls and others."""
    tokens = sum(call.path == "/oauth/token" for call in sandbox.calls)
    return tokens, len(sandbox.calls) - tokens


def test_the_page_has_all_recipes() -> None:
    """None is lost when the page is edited."""
    assert set(RECIPES) == {"celery_tasks", "lambda_function", "flask_app", "django_views", "cron_script"}


def test_lambda(sandbox: Sandbox) -> None:
    """Warm invocations share the token of the first."""
    handler = load("lambda_function").lambda_handler
    for _ in range(5):
        assert handler({"project": PROJECT}, None)["title"] == "Site"
    assert calls(sandbox) == (1, 5)


def test_flask(sandbox: Sandbox) -> None:
    """Requests of one thread share a client."""
    browser = load("flask_app").app.test_client()
    for _ in range(5):
        assert [project["_id"] for project in browser.get("/projects").json] == [PROJECT]
    assert calls(sandbox) == (1, 5)


def test_django(sandbox: Sandbox) -> None:
    """Requests of one thread share a client."""
    from django.conf import settings
    from django.test import RequestFactory

    if not settings.configured:
        settings.configure()
    for _ in range(5):
        answer = load("django_views").projects(RequestFactory().get("/projects"))
        assert [project["_id"] for project in json.loads(answer.content)["projects"]] == [PROJECT]
    assert calls(sandbox) == (1, 5)


@pytest.mark.system
def test_cron(sandbox: Sandbox, tmp_path: Path) -> None:
    """Runs share the token in the file, and the calls of the hour."""
    for _ in range(3):
        run = subprocess.run(
            [sys.executable, "-W", "error", "cron_script.py"], cwd=tmp_path, check=True, capture_output=True, text=True
        )
        assert (run.stdout, run.stderr) == ("1\n", "")
    assert calls(sandbox)[0] == 1
    assert Plutio.from_env().budget.remaining == 1000 - len(sandbox.calls)


@pytest.fixture
def celery_worker(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Celery worker of two processes on a server, and its log."""
    server = Server(tmp_path)
    server.start()
    monkeypatch.setenv("REDIS_URL", server.url)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    log = tmp_path / "worker.log"
    command = [sys.executable, "-W", "default", "-m", "celery", "-A", "celery_tasks", "worker"]
    with log.open("w") as output:
        worker = subprocess.Popen(
            [*command, "--pool", "prefork", "--concurrency", "2", "--loglevel", "warning", "--without-mingle"],
            stdout=output,
            stderr=output,
        )
        yield log
        worker.terminate()
        worker.wait(60)
    server.stop()


@pytest.mark.system
def test_celery(sandbox: Sandbox, celery_worker: Path) -> None:
    """Twenty tasks in two processes share one token and one budget, which a later program finds."""
    recipe = load("celery_tasks")
    (found,) = sandbox.records("tasks")
    results = [recipe.rename.delay(found["_id"], f"Brief {n}") for n in range(20)]
    for result in results:
        result.get(timeout=120)
    assert calls(sandbox) == (1, 20)

    async def remaining() -> int:
        async with recipe.plutio:
            return recipe.plutio.budget.remaining

    assert anyio.run(remaining) == 1000 - 1 - 20
    log = celery_worker.read_text(encoding="utf-8")
    assert "ResourceWarning" not in log
    assert "Event loop is closed" not in log
