"""`python -m plutio_async.testing`."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from plutio_async.testing import __main__ as command

pytestmark = pytest.mark.integration


@contextmanager
def running(*arguments: str) -> Iterator[dict[str, str]]:
    """The environment variables that the command prints."""
    line = [sys.executable, "-m", "plutio_async.testing", "--port", "0", *arguments]
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


def test_it_serves_and_prints_the_settings_of_a_client(tmp_path: Path) -> None:
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
    with running(*options) as variables:
        base, business = variables["PLUTIO_BASE_URL"], variables["PLUTIO_BUSINESS"]
        form = {
            "grant_type": "client_credentials",
            "client_id": variables["PLUTIO_CLIENT_ID"],
            "client_secret": variables["PLUTIO_CLIENT_SECRET"],
        }
        token = httpx.post(f"{base}/oauth/token", data=form).json()["accessToken"]
        headers = {"Authorization": f"Bearer {token}", "Business": business}
        answer = httpx.get(f"{base}/projects", headers=headers)
        unknown = httpx.get(f"{base}/schedules", headers=headers)
        one = httpx.get(f"{base}/projects", params={"_id": answer.json()[0]["_id"]}, headers=headers).json()
    assert business == "acme"
    assert [project["name"] for project in answer.json()][4:] == ["Loaded"]
    assert answer.headers["x-ratelimit-limit"] == "7"
    assert one == answer.json()[0]
    assert unknown.status_code == 405


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "99999"], "'99999' is not a port"),
        (["--port", "-1"], "is not a port"),
        (["--port", "http"], "is not a port"),
        (["--switch", "get_on=array"], "Did you mean 'get_one'?"),
        (["--switch", "get_one"], "write name=value"),
        (["--switch", "get_one=list"], "it can be 'array', 'object'"),
        (["--profile", "loose"], "choose from"),
        (["--load", "nowhere"], "there is no folder 'nowhere'"),
        (["--limit", "many"], "is not a limit"),
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
