"""Completion as zsh and fish do it. Debian's packages of the same names have them; bash is in test_verbs.py."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from pathlib import Path

import pytest

from .conftest import Shell

pytestmark = [pytest.mark.integration, pytest.mark.slow]

COMPLETIONS = {
    "plutio lis": "plutio list ",
    "plutio export out --format p": "plutio export out --format parquet ",
    "plutio list time": "plutio list time_tracks ",
    "plutio export out --resource task_b": "plutio export out --resource task_boards ",
    "plutio list tasks --sort due_d": "plutio list tasks --sort due_date ",
    "plutio list tasks --fields id,tit": "plutio list tasks --fields id,title ",
    "plutio list tasks --profile w": "plutio list tasks --profile work ",
    "plutio restore studio --into stu": "plutio restore studio --into studio-b ",
}


@pytest.fixture
def home(shell: Shell) -> Shell:
    """A user with the command and a profile."""
    shell.install()
    login = ("login", "--profile", "work", "--client-id", "a", "--business", "studio-b")
    shell.run(*login, "--secret-stdin", "--no-check", stdin="b")
    return shell


class Zsh:
    """On a terminal. Ctrl-X prints the line that is edited."""

    SHOW = """shown() { print -r -- "<$BUFFER>" }; zle -N shown; bindkey '^X' shown; print ready''now\n"""

    def __init__(self, setup: str, variables: dict[str, str]) -> None:
        self._terminal, theirs = os.openpty()
        environment = {**variables, "TERM": "dumb", "COLUMNS": "200"}
        self._process = subprocess.Popen(
            ["zsh", "-f", "-i"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
        )
        os.close(theirs)
        self._type(f"autoload -Uz compinit; compinit -u -D; {setup}; {self.SHOW}")
        self._read("readynow")

    def completed(self, line: str) -> str:
        """The line after a tab."""
        self._type(f"{line}\t\x18")
        shown = self._read(">")
        self._type("\x15")
        return shown.rpartition("<")[2].partition(">")[0]

    def close(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._terminal)

    def _type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def _read(self, until: str) -> str:
        shown = ""
        while until not in shown:
            assert select.select([self._terminal], [], [], 60)[0], shown
            shown += os.read(self._terminal, 65_536).decode()
        return shown


@pytest.mark.parametrize("setup", ["source <(plutio completion zsh)", "fpath=({0} $fpath); compinit -u -D"])
def test_zsh_completes(home: Shell, tmp_path: Path, setup: str) -> None:
    """The script is sourced, or a file of the folders that zsh looks for functions in."""
    functions = tmp_path / "functions"
    functions.mkdir()
    (functions / "_plutio").write_text(home.run("completion", "zsh").out)
    zsh = Zsh(setup.replace("{0}", str(functions)), home.variables)
    try:
        assert {line: zsh.completed(line) for line in COMPLETIONS} == COMPLETIONS
    finally:
        zsh.close()


def test_fish_completes(home: Shell) -> None:
    for line, completed in COMPLETIONS.items():
        script = f"plutio completion fish | source; complete -C {line!r}"
        done = subprocess.run(["fish", "-c", script], env=home.variables, capture_output=True, text=True, timeout=60)
        assert done.stderr == ""
        offered = [text.partition("\t")[0] for text in done.stdout.splitlines()]
        assert completed.split()[-1] in offered
