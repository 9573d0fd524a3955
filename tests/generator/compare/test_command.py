"""``python -m generator diff`` in a made-up repository with releases."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path

import pytest

from generator.compare.api import api_changes
from generator.compare.command import _bundled, diff
from generator.compare.description import description_changes
from generator.compare.interface import keep_interface, unpacked
from generator.compare.types import type_changes
from generator.errors import DescriptionError
from tests.generator.compare.test_api import FILES, package
from tests.generator.compare.test_description import DOCUMENT

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]
FIXED = "import json\n\njson.loads('1')\n"
TYPED = "from plutio_async._client import Plutio\n\nPlutio().request('GET', timeout=3)\n"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def describe(folder: Path, *, due: str) -> None:
    document = deepcopy(DOCUMENT)
    document["components"]["schemas"]["TaskFields"]["properties"]["due"]["type"] = due
    (folder / "plutio_async" / "_generated" / "openapi.json").write_text(json.dumps(document))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Release 0.9.0, then 0.10.0, and the same again as the work in progress."""
    folder = tmp_path / "repository"
    package(folder, **{"_client.py": FILES["_client.py"].replace(", *, timeout: float = 5", "")})
    (folder / "pyproject.toml").write_text("[tool.mypy]\nstrict = true\n")
    (folder / "tests" / "typing").mkdir(parents=True)
    (folder / "tests" / "typing" / "__init__.py").touch()
    describe(folder, due="string")
    git(folder, "init", "--quiet")
    for tag, test in {"v0.9.0": FIXED, "v0.10.0": TYPED}.items():
        (folder / "tests" / "typing" / "public_api.py").write_text(test)
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", tag)
        git(folder, "tag", tag)
        package(folder)
    git(folder, "tag", "v1.0.0rc1")
    return folder


@pytest.fixture
def without_type_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves mypy out."""
    monkeypatch.setattr("generator.compare.command.type_changes", lambda release, root: [])


def amend(repository: Path, file: str, old: str, new: str) -> None:
    path = repository / "plutio_async" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


BREAK = "- `Task.due`, `TaskCreate.due`: the type is date-time integer, and was date-time string"


@pytest.mark.usefixtures("without_type_tests")
def test_the_checks_fail_until_a_fragment_announces_the_break(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each name of a break must be in a fragment under Breaking. New things need none."""
    assert diff(["--check"], repository) == 0
    describe(repository, due="integer")
    assert diff(["--check"], repository) == 1
    assert capsys.readouterr().out.endswith(f"\n\n### Breaking\n\n{BREAK}\n")
    assert diff([], repository) == 0
    shown = capsys.readouterr().out
    assert BREAK in shown
    (fragment,) = (repository / "changelog.d").glob("*_api.md")
    assert fragment.name in shown
    assert fragment.read_text() == f"### Breaking\n\n{BREAK}\n"
    assert diff(["--check"], repository) == 0
    fragment.write_text("### Breaking\n\n- `Task.due` is a number.\n\n### Changed\n\n- `TaskCreate.due` too.\n")
    assert diff(["--check"], repository) == 1
    assert "- `TaskCreate.due`: the type" in capsys.readouterr().out


@pytest.mark.usefixtures("without_type_tests")
def test_a_fragment_is_written_once(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not again while its names are there."""
    amend(repository, "errors.py", "code: int", "code: int\n    text: str")
    assert diff([], repository) == 0
    (first,) = (repository / "changelog.d").iterdir()
    assert first.read_text() == "### Added\n\n- `plutio_async.PlutioError.text`: is new\n"
    assert diff([], repository) == 0
    assert "announce all of it" in capsys.readouterr().out
    assert list((repository / "changelog.d").iterdir()) == [first]
    assert diff(["--check"], repository) == 0


@pytest.mark.usefixtures("without_type_tests")
@pytest.mark.parametrize("base", ["0.9.0", "v0.9.0", "HEAD~1"])
def test_the_base_is_a_version_or_a_revision(base: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it, the release with the highest version; a candidate is none."""
    amend(repository, "_client.py", ", *, timeout: float = 5", "")
    assert diff([base, "--check"], repository) == 0
    amend(repository, "errors.py", "code: int", "other: int")
    assert diff([base, "--check"], repository) == 1
    assert f"breaks since {base}" in capsys.readouterr().out
    assert diff(["--check"], repository) == 1
    assert "breaks since v0.10.0" in capsys.readouterr().out


def test_without_a_release_the_check_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shallow clone has no tags, and an unpacked source distribution no repository."""
    assert diff(["--check"], tmp_path) == 0
    git(tmp_path, "init", "--quiet")
    assert diff(["--check"], tmp_path) == 0
    assert capsys.readouterr().out.count("no release to compare with") == 2


@pytest.mark.usefixtures("without_type_tests")
def test_a_release_needs_no_tag_in_the_clone(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its public interface is kept in the repository; the last one counts, also where a tag is there for another."""
    keep_interface(repository, "0.9.0")
    keep_interface(repository, "0.10.0")
    for tag in ("v0.9.0", "v0.10.0", "v1.0.0rc1"):
        git(repository, "tag", "--delete", tag)
    assert diff(["--check"], repository) == 0
    describe(repository, due="integer")
    amend(repository, "errors.py", "code: int", "other: int")
    for base in ([], ["0.10.0"], ["v0.9.0"]):
        assert diff([*base, "--check"], repository) == 1
        shown = capsys.readouterr().out
        assert f"breaks since {base[0] if base else '0.10.0'}" in shown
        assert BREAK in shown
        assert "`plutio_async.PlutioError.code`: is gone" in shown


@pytest.mark.system
def test_what_is_kept_is_the_whole_interface(tmp_path: Path) -> None:
    """Of the package itself: no difference is found, in signatures, attributes, types and the description."""
    keep_interface(ROOT, "0.0.0", tmp_path)
    kept = unpacked(tmp_path, "0.0.0", tmp_path / "kept")
    assert api_changes(kept, ROOT) == api_changes(ROOT, kept) == []
    assert description_changes(_bundled(kept), _bundled(ROOT)) == []
    assert {path.name for path in (kept / "tests" / "typing").iterdir()} == {
        path.name for path in (ROOT / "tests" / "typing").glob("*.py")
    }
    assert (tmp_path / "releases" / "0.0.0.tar.xz").stat().st_size < 250_000


@pytest.mark.system
def test_type_tests_are_kept_too(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They check the package of now."""
    keep_interface(repository, "0.10.0")
    git(repository, "tag", "--delete", "v0.10.0")
    amend(repository, "_client.py", "timeout: float = 5", "timeout: str = ''")
    assert diff(["--check"], repository) == 1
    assert "- `tests/typing/public_api.py:3`: the type test fails" in capsys.readouterr().out


def test_an_unknown_revision_is_an_error(repository: Path) -> None:
    """It says how to get what a shallow clone lacks."""
    with pytest.raises(DescriptionError, match=r"no revision 9\.9\.9.*git fetch"):
        diff(["9.9.9"], repository)


@pytest.mark.system
def test_the_type_tests_of_the_release_check_the_package_of_now(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Those of now may have changed along with the package."""
    (repository / "tests" / "typing" / "public_api.py").write_text(FIXED)
    assert diff(["--check"], repository) == 0, capsys.readouterr().out
    amend(repository, "_client.py", "timeout: float", "timeout: str")
    amend(repository, "_client.py", "= 5", "= ''")
    assert diff(["--check"], repository) == 1
    shown = capsys.readouterr().out
    assert '- `tests/typing/public_api.py:3`: the type test fails: Argument "timeout" to "request"' in shown
    (repository / "changelog.d").mkdir()
    names = "`plutio_async.Plutio.request(timeout)`, `tests/typing/public_api.py:3`"
    (repository / "changelog.d" / "timeout.md").write_text(f"### Breaking\n\n- {names}: timeouts are texts.\n")
    assert diff(["--check"], repository) == 0


def test_mypy_must_be_able_to_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure without a finding is an error, not a pass."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DescriptionError, match="mypy cannot check"):
        type_changes(repository, repository)


def test_a_release_may_have_no_type_tests(tmp_path: Path) -> None:
    """Then nothing is checked."""
    assert type_changes(tmp_path, tmp_path) == []
