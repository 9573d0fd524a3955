"""The extra ``speed``: another parser of JSON, which gives the same objects."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plutio_async._core import json_text
from plutio_async._core.json_text import fast_parser, parse_by_standard, parse_json
from plutio_async._models.answers import Rows
from plutio_async._models.fields import fields_by_wire_name
from plutio_async._models.model import Model
from tests.test_model import MODELS, near_records

NUMBERS = st.from_regex(r"-?[0-9]{1,25}(\.[0-9]{1,25})?([eE][-+]?[0-9]{1,4})?", fullmatch=True)
VALID_NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][-+]?[0-9]{1,3})?", fullmatch=True)
TEXTS = st.sampled_from(["\\ud800", "\\ud83d\\ude00", "é", "\ud800", "\\u0000", "\x01", "a" * 40])
ODD = [
    b"",
    b" ",
    b"\xef\xbb\xbf{}",
    b'"\xff"',
    b"NaN",
    b"-Infinity",
    b"9" * 5000,
    b"[" * 5000,
    b'{"a":1,"a":2}',
    b"1 2",
]


def outcome(parse: Any, content: bytes) -> str:
    """The value with the types in it, or the kind of the error."""
    try:
        return typed(parse(content))
    except ValueError:
        return "ValueError"


def typed(value: Any) -> str:
    """Shows values with their types, and numbers with all digits."""
    if isinstance(value, list):
        return f"[{', '.join(map(typed, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {typed(item)}" for key, item in value.items()) + "}"
    return f"{type(value).__name__} {value!r}"


def large(content: bytes) -> bytes:
    """The same with spaces at its end, since small contents are left to the standard library."""
    return content + b" " * 5000


def test_it_is_in_use() -> None:
    """Otherwise the tests here would compare the standard library with itself."""
    assert fast_parser() is not None


@pytest.mark.parametrize(("size", "used"), [(4096, False), (4097, True)])
def test_it_parses_what_is_large(size: int, used: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    monkeypatch.setattr(json_text, "fast_parser", lambda: (parsed.append, ValueError))
    content = b"[]".ljust(size)
    parse_json(content)
    assert parsed == [content] * used


@given(st.data())
def test_records_are_the_same(data: st.DataObject) -> None:
    """Of every model: also with wrong types, unknown fields and numbers of any length."""
    model: type[Model] = data.draw(st.sampled_from(MODELS))
    sent = json.dumps(data.draw(near_records(model)))
    key = json.dumps(data.draw(st.sampled_from([*fields_by_wire_name(model), "unknown"])))
    number = data.draw(VALID_NUMBERS)
    content = f"[{sent}, {{{key}: {number}}}, {{{key}: [{number}]}}]".encode()
    assert outcome(parse_json, large(content)) == outcome(parse_by_standard, content)
    assert Rows(model)(parse_json(large(content))) == Rows(model)(parse_by_standard(content))


@given(NUMBERS | TEXTS.map('"{}"'.format))
def test_values_are_the_same(text: str) -> None:
    """Numbers with all their digits; text that is no Unicode; what is no JSON is an error."""
    content = text.encode("utf-8", "surrogatepass")
    assert outcome(parse_json, large(content)) == outcome(parse_by_standard, content)


@given(st.binary(max_size=12) | st.text('[]{}",:0123456789.eE-+truefalsn ', max_size=12).map(str.encode))
def test_any_bytes_are_the_same(content: bytes) -> None:
    """Or the same error."""
    assert outcome(parse_json, large(content)) == outcome(parse_by_standard, content)


@pytest.mark.parametrize("content", ODD)
def test_what_only_one_parser_takes_is_the_same(content: bytes) -> None:
    """What msgspec refuses is left to the standard library."""
    assert outcome(parse_json, large(content)) == outcome(parse_by_standard, content)


@pytest.mark.integration
@pytest.mark.parametrize(("before", "used"), [("", True), ("os.environ['PLUTIO_JSON'] = 'standard'", False)])
def test_it_can_be_turned_off(before: str, used: bool) -> None:
    """By the environment."""
    program = (
        f"import os; {before}\nfrom plutio_async._core.json_text import fast_parser; print(fast_parser() is not None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == f"{used}\n"


def test_without_it_the_standard_library_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where msgspec is not installed."""
    monkeypatch.setitem(sys.modules, "msgspec", None)
    assert fast_parser.__wrapped__() is None
