"""`python -m plutio_async.testing`."""

from __future__ import annotations

import inspect
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from plutio_async.cli.failures import Problem
from plutio_async.cli.failures import message as shown
from plutio_async.cli.showing import sandbox as cli
from plutio_async.testing import Fault, Sandbox
from plutio_async.testing import __main__ as command

pytestmark = pytest.mark.integration


PROGRAMS = {"plutio_async.testing": ["-m", "plutio_async.testing"], "plutio": ["-m", "plutio_async.cli", "sandbox"]}


# Both serve the same sandbox: make test runs one of them at length.
programs = pytest.mark.parametrize(
    "program", ["plutio_async.testing", pytest.param("plutio", marks=pytest.mark.system)]
)


@contextmanager
def running(*arguments: str, program: str = "plutio_async.testing") -> Iterator[dict[str, str]]:
    """The environment variables that the command prints. ``printed`` gets the rest at the end."""
    line = [sys.executable, *PROGRAMS[program], "--port", "0", *arguments]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            variables: dict[str, str] = {}
            while len(variables) < 4:
                text = process.stdout.readline()
                assert text, "the command ended"
                if text.startswith("export "):
                    name, _, value = text.removeprefix("export ").strip().partition("=")
                    variables[name] = value
            yield variables
        finally:
            process.terminate()
            variables["printed"] = process.stdout.read()


def token_of(variables: dict[str, str]) -> dict[str, str]:
    """The headers of a client."""
    form = {
        "grant_type": "client_credentials",
        "client_id": variables["PLUTIO_CLIENT_ID"],
        "client_secret": variables["PLUTIO_CLIENT_SECRET"],
    }
    token = httpx.post(f"{variables['PLUTIO_BASE_URL']}/oauth/token", data=form).json()["accessToken"]
    return {"Authorization": f"Bearer {token}", "Business": variables["PLUTIO_BUSINESS"]}


@pytest.mark.parametrize("program", PROGRAMS)
def test_it_serves_and_prints_the_settings_of_a_client(program: str, tmp_path: Path) -> None:
    """A client needs only the printed variables. Switches, seeds and the workspace take effect."""
    (tmp_path / "projects.jsonl").write_text('{"name": "Loaded"}')
    options = (
        "--load",
        str(tmp_path),
        "--workspace",
        "--profile",
        "strict",
        "--switch",
        "get_one=object",
        "--business",
        "acme",
        "--limit",
        "7",
        "--seed",
        "3",
    )
    with running(*options, program=program) as variables:
        base, business = variables["PLUTIO_BASE_URL"], variables["PLUTIO_BUSINESS"]
        headers = token_of(variables)
        answer = httpx.get(f"{base}/projects", headers=headers)
        unknown = httpx.get(f"{base}/schedules", headers=headers)
        one = httpx.get(f"{base}/projects", params={"_id": answer.json()[0]["_id"]}, headers=headers).json()
    assert business == "acme"
    assert [project["name"] for project in answer.json()][4:] == ["Loaded"]
    assert answer.headers["x-ratelimit-limit"] == "7"
    assert one == answer.json()[0]
    assert unknown.status_code == 405


def options_of(function: Callable[..., object]) -> dict[str, object]:
    return {name: one.default for name, one in inspect.signature(function).parameters.items()}


def test_both_names_of_the_program_have_the_same_options() -> None:
    """With the same defaults."""
    parsed = vars(command._parser().parse_args([]))
    assert options_of(command.run).keys() == parsed.keys()
    assert {
        name: list(value) if isinstance(value, tuple) else value for name, value in options_of(cli).items()
    } == parsed


@programs
def test_it_prints_and_records_each_call(program: str, tmp_path: Path) -> None:
    """A line each, which `--quiet` turns off; faults act; the record is what `replay()` takes."""
    file = tmp_path / "calls.jsonl"
    options = ("--fault", "answer(403, {'message': 'no'}, path='/tasks', nth=1)", "--record", str(file))
    for quiet in ((), ("--quiet",)):
        with running(*options, *quiet, program=program) as variables:
            headers = token_of(variables)
            refused = httpx.get(f"{variables['PLUTIO_BASE_URL']}/tasks", params={"limit": 5}, headers=headers)
            assert (refused.status_code, refused.json()) == (403, {"message": "no"})
        lines = [line[10:] for line in variables["printed"].splitlines() if line]
        assert lines == ([] if quiet else ["200  POST   /oauth/token  " + lines[0][26:], "403  GET    /tasks?limit=5"])
        assert "secret" not in variables["printed"]
    sandbox = Sandbox()
    with sandbox.fail(Fault.answer(403, {}, path="/tasks")), sandbox.serving() as url:
        settings = {"PLUTIO_BASE_URL": url, "PLUTIO_CLIENT_ID": "sandbox", "PLUTIO_CLIENT_SECRET": "sandbox-secret"}
        headers = token_of({**settings, "PLUTIO_BUSINESS": "example"})
        httpx.get(f"{url}/tasks", params={"limit": 5}, headers=headers)
    sandbox.replay(file)


@programs
def test_its_state_survives_a_restart(program: str, tmp_path: Path) -> None:
    """What was written is there again, and `--workspace` adds nothing to it."""
    file, titles = tmp_path / "state.json", []
    for _ in range(2):
        with running("--workspace", "--state", str(file), program=program) as variables:
            url, headers = f"{variables['PLUTIO_BASE_URL']}/tasks", token_of(variables)
            titles.append([task["title"] for task in httpx.get(url, headers=headers).json()])
            httpx.post(url, json={"title": "Mine"}, headers=headers)
    assert titles[1] == [*titles[0], "Mine"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "99999"], "a port is a number from 0 to 65535"),
        (["--port", "-1"], "a port is a number from 0 to 65535"),
        (["--port", "http"], "invalid int value: 'http'"),
        (["--switch", "get_on=array"], "Did you mean 'get_one'?"),
        (["--switch", "get_one"], "write name=value"),
        (["--switch", "get_one=list"], "it can be 'array', 'object'"),
        (["--profile", "loose"], "choose from"),
        (["--load", "nowhere"], "there is no folder 'nowhere'"),
        (["--limit", "many"], "invalid int value: 'many'"),
        (["--limit", "-1"], "takes a number of calls, or 0 for no limit"),
        (["--fault", "server_eror(500)"], "there is no fault 'server_eror'. Did you mean 'server_error'?"),
        (["--fault", "server_error"], "'server_error' is no fault; write it as server_error(503, path='/tasks')"),
        (["--fault", "reset(when=open('x'))"], "is no fault"),
        (["--fault", "_make('reset')"], "there is no fault '_make'"),
        (["--fault", "latency()"], "missing 1 required positional argument"),
        (["--fault", "reset(path='/task')"], "no call goes to '/task'. Did you mean '/tasks'"),
        (["--record", "nowhere/calls.jsonl"], "cannot be written to nowhere/calls.jsonl: No such file"),
        (["--state", "."], "the state . cannot be read: it is no regular file"),
        (["--seed", "x"], "invalid int value"),
        (["--business", "a b"], "cannot be a business"),
        (["--host", "256.0.0.1"], "cannot listen on 256.0.0.1"),
        (["--unknown"], "unrecognized arguments"),
    ],
)
def test_wrong_arguments_exit(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Status 2 and a message."""
    with pytest.raises(SystemExit) as ended:
        command.main(arguments)
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_a_port_in_use_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The message suggests another port."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit):
        command.main(["--port", str(taken.getsockname()[1])])
    assert "choose another port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fault": ("server_error",)}, "'server_error' is no fault; write it as server_error(503, path='/tasks')"),
        ({"fault": ("server_error(404)",)}, "for another answer use Fault.answer(404, …)"),
        ({"limit": -1}, "--limit -1: takes a number of calls, or 0 for no limit"),
    ],
)
def test_plutio_sandbox_says_the_same(options: dict[str, Any], message: str) -> None:
    """With the way out, which the messages of other commands leave out where it is Python."""
    with pytest.raises(Problem) as raised:
        cli(**options)
    assert message in shown(raised.value)
