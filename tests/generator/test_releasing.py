"""``python -m generator release``: what of a release needs no account and no network."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.errors import DescriptionError
from generator.releasing import PLACES, release
from tests.generator.compare.test_api import package
from tests.generator.compare.test_command import describe

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
LINE = re.compile(r'^(?:(?:version|VERSION)(?: = "|: )|# .*plutio doctor )([\d.]+\d)"?', re.MULTILINE)
FRAGMENT = "### Breaking\n\n- `Task.due` is a number.\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small package with the files of this one that have the version."""
    package(tmp_path)
    describe(tmp_path, due="string")
    for name in (*PLACES, "CHANGELOG.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def versions(folder: Path) -> list[str]:
    """The version in each of the files."""
    return [found for name in PLACES for found in LINE.findall((folder / name).read_text())]


def test_the_version_is_set_everywhere(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the fragments are collected under it, with the date; the interface is kept."""
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n<!-- scriv-insert-here -->\n")
    (checkout / "changelog.d").mkdir()
    (checkout / "changelog.d" / "due.md").write_text(FRAGMENT)
    assert release(["8.3.12"], checkout) == 0
    assert versions(checkout) == ["8.3.12"] * 5
    changelog = (checkout / "CHANGELOG.md").read_text()
    assert re.search(
        r"^## 8\.3\.12 \(\d{4}-\d\d-\d\d\)\n\n### Breaking\n\n- `Task.due` is a number\.$", changelog, re.MULTILINE
    )
    assert not (checkout / "changelog.d" / "due.md").exists()
    assert (checkout / "releases" / "8.3.12.tar.xz").is_file()
    assert capsys.readouterr().out == "kept releases/8.3.12.tar.xz\n"


@pytest.mark.parametrize("unreleased", ["0.1.0", "0.0.9", "next"])
def test_what_is_not_released_gets_the_version_and_the_date(unreleased: str, checkout: Path) -> None:
    """Whatever it was called, since a version may turn out to be a larger one. Once more, it changes nothing."""
    (checkout / "CHANGELOG.md").write_text(f"# Changelog\n\n## {unreleased} (unreleased)\n\nThe first version.\n")
    before = datetime.now(UTC)
    assert release(["0.1.0"], checkout) == 0
    days = {f"{moment:%Y-%m-%d}" for moment in (before, datetime.now(UTC))}
    made = (checkout / "CHANGELOG.md").read_text()
    assert made in {f"# Changelog\n\n## 0.1.0 ({day})\n\nThe first version.\n" for day in days}
    kept = (checkout / "releases" / "0.1.0.tar.xz").read_bytes()
    assert release(["0.1.0"], checkout) == 0
    assert (checkout / "CHANGELOG.md").read_text() == made
    assert (checkout / "releases" / "0.1.0.tar.xz").read_bytes() == kept


def test_unreleased_news_in_two_places_are_refused(checkout: Path) -> None:
    """One of them would be left out of the version."""
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (unreleased)\n\nThe first version.\n")
    (checkout / "changelog.d").mkdir()
    (checkout / "changelog.d" / "due.md").write_text(FRAGMENT)
    with pytest.raises(DescriptionError, match=r"an unreleased section, and changelog\.d/ fragments"):
        release(["0.1.0"], checkout)


@pytest.mark.parametrize("version", ["1.2", "v1.2.3", "1.2.3rc1", "next"])
def test_another_text_is_no_version(version: str, checkout: Path) -> None:
    """Nothing is changed."""
    before = versions(checkout)
    with pytest.raises(DescriptionError, match="is no version; give three numbers, such as 1\\.2\\.3"):
        release([version], checkout)
    assert versions(checkout) == before


def test_the_changelog_must_say_something(checkout: Path) -> None:
    """A release without a change is a mistake."""
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## 0.1.0 (2026-11-26)\n\nThe first version.\n")
    with pytest.raises(DescriptionError, match=r"CHANGELOG\.md says nothing about 9\.0\.0; write a fragment"):
        release(["9.0.0"], checkout)
