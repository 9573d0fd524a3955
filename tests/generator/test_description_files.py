"""The description as files, and as a page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.description_files import BUNDLED, main, write_files, write_page

DOCUMENT = {
    "info": {"title": "Plutio", "description": "One line.\n\n- `another`: line\n"},
    "paths": {"/a": {"x-note": "</script><script>alert(1)</script>", "version": "1.10", "on": True, "none": None}},
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def test_json_and_yaml_are_the_same(source: Path, tmp_path: Path) -> None:
    """Texts of several lines are blocks."""
    write_files(tmp_path / "out", source)
    text = (tmp_path / "out" / "openapi.yaml").read_text()
    assert (
        YAML(typ="safe", pure=True).load(text)
        == json.loads((tmp_path / "out" / "openapi.json").read_text())
        == DOCUMENT
    )
    assert "  description: |\n    One line.\n\n    - `another`: line\n" in text


def test_the_page_holds_the_description(source: Path, tmp_path: Path) -> None:
    """No text of it can end the script early, and nothing is loaded from another server."""
    write_page(tmp_path / "out", source)
    page = (tmp_path / "out" / "index.html").read_text()
    (held,) = re.findall(r'<script type="application/json" id="document">(.*?)</script>', page, re.DOTALL)
    assert json.loads(held) == DOCUMENT
    assert "default-src 'none'" in page
    assert "http://" not in page
    assert "https://" not in page


def test_the_page_renders_what_is_opened(tmp_path: Path) -> None:
    """It has a line for each operation of the package, not the elements of each schema, and follows the reader's dark mode."""
    write_page(tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    paths = json.loads(BUNDLED.read_text())["paths"]
    assert page.count("<summary>") == sum(
        len(item.keys() & {"get", "post", "put", "delete"}) for item in paths.values()
    )
    shown = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    assert len(re.findall(r"<[a-z]", shown)) < 1000
    assert "color-scheme: light dark" in page
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["index.html", "openapi.json", "openapi.yaml"]


def test_the_command_writes_the_files_of_the_package(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``--page`` there is no page."""
    assert "openapi" in json.loads(BUNDLED.read_text())
    monkeypatch.setattr("generator.description_files.BUNDLED", source)
    main([str(tmp_path / "out")])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["openapi.json", "openapi.yaml"]
    assert (tmp_path / "out" / "openapi.json").read_bytes() == source.read_bytes()
