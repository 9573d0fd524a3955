"""What a release is built with, and what it says that it consists of."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generator.sbom import document, main

ROOT = Path(__file__).parent.parent


def test_the_build_tools_are_pinned_by_digest() -> None:
    """All of them, in the versions that the checks use; they are what the build needs, and no more."""
    text = (ROOT / ".github" / "build-requirements.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"^(?=\w)", text, flags=re.MULTILINE) if entry.strip()]
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
    assert len(entries) == len(pinned)
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    constraints = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
    assert {name: version for name, version in pinned.items() if constraints.get(name) != version} == {}
    system = tomllib.loads((ROOT / "pyproject.toml").read_text())["build-system"]
    assert {re.split(r"[<>=]", requirement)[0] for requirement in system["requires"]} | {"build"} <= pinned.keys()


def test_the_job_that_publishes_builds_with_them_alone() -> None:
    """And attests where the archives and the list of their components come from."""
    workflow = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
    jobs = dict(
        re.findall(r"^  (\w+):\n(.*?)(?=^  \w+:\n|\Z)", workflow.partition("jobs:\n")[2], re.DOTALL | re.MULTILINE)
    )
    assert "--require-hashes" in jobs["build"]
    assert "make " not in jobs["build"]
    assert "needs: [check, build]" in jobs["publish"]
    assert "attest-build-provenance" in jobs["publish"]


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A made-up wheel and source archive."""
    metadata = (
        "Metadata-Version: 2.4\nName: plutio-async\nVersion: 1.2.3\nLicense-Expression: MIT\n"
        "Requires-Dist: anyio<5,>=4.16\nRequires-Dist: httpx<1,>=0.28\nRequires-Dist: httpx[http2]; extra == 'http2'\n"
        "Requires-Dist: Sentry_SDK<3; extra == 'sentry'\nRequires-Dist: rich; extra == 'cli'\n"
    )
    (tmp_path / "dist").mkdir()
    with zipfile.ZipFile(tmp_path / "dist" / "plutio_async-1.2.3-py3-none-any.whl", "w") as files:
        files.writestr("plutio_async-1.2.3.dist-info/METADATA", metadata)
    (tmp_path / "dist" / "plutio_async-1.2.3.tar.gz").write_bytes(b"source")
    return tmp_path / "dist"


def test_what_a_release_consists_of(dist: Path, tmp_path: Path) -> None:
    """The archives with their digests, and what the package and its extras require."""
    main([str(dist), str(tmp_path / "build" / "sbom.json")])
    made: dict[str, Any] = json.loads((tmp_path / "build" / "sbom.json").read_text())
    assert made == document(dist)
    root = made["metadata"]["component"]
    assert (root["name"], root["version"], root["purl"]) == ("plutio-async", "1.2.3", "pkg:pypi/plutio-async@1.2.3")
    assert {each["name"]: each["hashes"][0]["content"] for each in root["components"]} == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dist.iterdir()
    }
    assert [(each["name"], each["scope"], each["properties"][0]["value"]) for each in made["components"]] == [
        ("anyio", "required", "<5,>=4.16"),
        ("httpx", "required", "<1,>=0.28"),
        ("rich", "optional", "any"),
        ("sentry-sdk", "optional", "<3"),
    ]
    assert made["dependencies"][0]["dependsOn"] == [each["bom-ref"] for each in made["components"]]
