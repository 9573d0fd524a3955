"""The type tests of a release, checked against the package as it is now."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.compare.change import Change
from generator.errors import DescriptionError

TESTS = Path("tests", "typing")
ERROR = re.compile(r"^(?P<file>.*\.pyi?):(?P<line>\d+): error: (?P<text>.*)$", re.MULTILINE)
OPTIONS = ("--show-absolute-path", "--no-warn-unused-ignores", "--config-file")


def type_changes(release: Path, root: Path) -> list[Change]:
    """A break for each line of the release's type tests that mypy no longer accepts.

    Raises:
        DescriptionError: mypy fails in another way.
    """
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        for test in (release / TESTS).glob("*.py"):
            if test.name != "__init__.py":  # without it they are modules on their own, beside the package of now
                shutil.copy(test, folder)
        if not any(folder.iterdir()):
            return []
        command = [sys.executable, "-m", "mypy", *OPTIONS, str(root / "pyproject.toml"), str(folder)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        errors = list(ERROR.finditer(done.stdout))
        if done.returncode and not errors:
            raise DescriptionError(f"mypy cannot check the type tests of the release:\n{done.stdout}{done.stderr}")
        return [_break(error) for error in errors if Path(error["file"]).parent == folder]


def _break(error: re.Match[str]) -> Change:
    name = f"{TESTS.as_posix()}/{Path(error['file']).name}:{error['line']}"
    return Change((name,), f"the type test fails: {error['text']}", "Breaking")
