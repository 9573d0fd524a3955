"""The how-tos of where a program runs, each in its framework against a served sandbox, which counts the token calls."""

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

from plutio_async.testing import Sandbox

from .redis.server import Server

pytestmark = pytest.mark.integration

HOW_TOS = Path(__file__).parent.parent / "docs" / "how-to"
FILE = re.compile(r'^```\w+ title="(\S+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
FILES = {
    name: dict(FILE.findall((HOW_TOS / f"{name}.md").read_text(encoding="utf-8")))
    for name in ("aws-lambda", "celery", "cron", "django", "flask", "several-workers")
}
RECIPES = {file: text for files in FILES.values() for file, text in files.items() if file.endswith(".py")}
PROJECT = "Hc4RtZ8mWq2NxKb7V"


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A served sandbox with a project, in the environment, and a folder with the files of the pages."""
    sandbox = Sandbox()
    sandbox.seed(projects=[{"_id": PROJECT, "title": "Site"}], tasks=[{"title": "Brief", "status": "incomplete"}])
    for name, source in RECIPES.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    with sandbox.serving() as url:
        monkeypatch.setenv("PLUTIO_BASE_URL", url)
        monkeypatch.setenv("PLUTIO_CLIENT_ID", sandbox.client_id)
        monkeypatch.setenv("PLUTIO_CLIENT_SECRET", sandbox.client_secret)
        monkeypatch.setenv("PLUTIO_BUSINESS", sandbox.business)
        monkeypatch.chdir(tmp_path)
        monkeypatch.syspath_prepend(tmp_path)
        yield sandbox
    for name in RECIPES:
        sys.modules.pop(name.removesuffix(".py"), None)


def load(name: str) -> ModuleType:
    return importlib.import_module(name)


def calls(sandbox: Sandbox) -> tuple[int, int]:
    """Token calls and others."""
    tokens = sum(call.path == "/oauth/token" for call in sandbox.calls)
    return tokens, len(sandbox.calls) - tokens


def shell(command: str, folder: Path) -> str:
    """What a command prints, with its errors."""
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
    return done.stdout


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
def test_cron(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line of the page runs the program in its folder. Runs share the token in the file, and the calls of the hour."""
    page = FILES["cron"]
    folder = tmp_path / "studio"
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -W error "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (folder / "open_tasks.py").write_text(page["open_tasks.py"], encoding="utf-8")
    assert set(re.findall(r"export (\w+)=", page["plutio.env"])) <= os.environ.keys()
    variables = "".join(f"export {name}={os.environ[name]}\n" for name in os.environ if name.startswith("PLUTIO_"))
    (folder / "plutio.env").write_text(variables, encoding="utf-8")
    for name in [name for name in os.environ if name.startswith("PLUTIO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    sandbox.seed(tasks=[{"title": "Sketch", "status": "incomplete"} for _ in range(14)])

    *minute_to_weekday, command = page["crontab"].strip().split(" ", 5)
    assert minute_to_weekday == ["0", "6", "*", "*", "*"]
    for _ in range(2):
        assert shell(command, tmp_path) == ""
    assert (folder / "open_tasks.log").read_text(encoding="utf-8") == page["open_tasks.log"]
    assert calls(sandbox) == (1, 4)


@pytest.mark.system
def test_workers_of_one_machine(sandbox: Sandbox, tmp_path: Path) -> None:
    """One after the other they print what the page shows; at the same time they share the token too."""
    page = (HOW_TOS / "several-workers.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```console\n\$ (.*?)\n(.*?)```", page, re.DOTALL)
    command, shown = block
    assert shell(command.replace("python", sys.executable), tmp_path) == shown
    workers = [subprocess.Popen([sys.executable, "worker.py"], stdout=subprocess.DEVNULL) for _ in range(4)]
    assert [worker.wait(120) for worker in workers] == [0] * 4
    assert shell(f"{sys.executable} worker.py", tmp_path) == "992 calls left for all\n"
    assert calls(sandbox) == (1, 7)


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
