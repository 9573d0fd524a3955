"""Each extra is enough for what it is for, and names no version that is too old."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from .extras import TRIES
from .redis.server import Server

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parent.parent
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    server = Server(tmp_path)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)], folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def run(command: list[str], folder: Path, **environment: str) -> str:
    """What a program prints that runs outside the project."""
    done = subprocess.run(command, cwd=folder, env=environment or None, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def versions_of(kind: str, extra: str, folder: Path) -> Path:
    """The versions that the project is developed with, or the lowest that it allows."""
    if kind == "pinned":
        return ROOT / "constraints.txt"
    lowest = folder / "lowest.txt"
    asked = [] if extra == "core" else ["--extra", extra]
    compile = ["uv", "pip", "compile", "--quiet", "--resolution", "lowest-direct", "--python", sys.executable]
    run([sys.executable, "-m", *compile, *asked, "--output-file", str(lowest), str(ROOT / "pyproject.toml")], folder)
    return lowest


def use(python: str | Path, names: list[str], folder: Path, redis_url: str) -> None:
    """Runs what the extras are for, with warnings as errors."""
    printed = run(
        [str(python), "-W", "error", "-P", str(ROOT / "tests" / "extras.py"), *names], folder, REDIS_URL=redis_url
    )
    assert printed.split() == (names or list(TRIES))


def test_every_extra_is_tried() -> None:
    """And ``all`` has them all."""
    assert set(TRIES) == {"core", *EXTRAS} - {"all"}
    assert EXTRAS["all"] == [f"plutio-async[{','.join(sorted(set(EXTRAS) - {'all'}))}]"]


@pytest.mark.system
def test_the_extras_together(tmp_path: Path, redis_url: str) -> None:
    """In the environment of these tests."""
    use(sys.executable, [], tmp_path, redis_url)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pinned", "lowest"])
@pytest.mark.parametrize("extra", [*TRIES, "all"])
def test_an_extra_alone(extra: str, kind: str, wheel: Path, tmp_path: Path, redis_url: str) -> None:
    """Installed from the wheel into a clean environment."""
    python = tmp_path / "clean" / "bin" / "python"
    run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "clean")], tmp_path)
    package = str(wheel) if extra == "core" else f"plutio-async[{extra}] @ {wheel.as_uri()}"
    install = ["uv", "pip", "install", "--quiet", "--python", str(python)]
    run([sys.executable, "-m", *install, "--constraint", str(versions_of(kind, extra, tmp_path)), package], tmp_path)
    use(python, [] if extra == "all" else [extra], tmp_path, redis_url)
