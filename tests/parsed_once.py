"""Caches parsed YAML files, since parsing takes most of the time of tests that read the description."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

_load = YAML.load
_parsed: dict[bytes, bytes] = {}


def load(self: YAML, stream: Any) -> Any:
    """Like ``YAML.load``, but returns a copy for a known text. An invalid file is parsed each time."""
    if not isinstance(stream, Path):
        return _load(self, stream)
    text = stream.read_bytes()
    if text not in _parsed:
        _parsed[text] = pickle.dumps(_load(self, stream))
    return pickle.loads(_parsed[text])


@pytest.fixture(autouse=True, scope="module")
def yaml_parsed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(YAML, "load", load)
        yield
