"""Encoding and decoding of JSON."""

from __future__ import annotations

import json
from typing import Any

_DECODER = json.JSONDecoder(parse_constant=str)


def encode_json(body: Any) -> bytes:
    """Compact UTF-8.

    Raises:
        ValueError: a number is not finite, or the body is nested too deeply.
    """
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except RecursionError:
        raise ValueError("nested too deeply") from None


def parse_json(content: bytes) -> Any:
    """The parsed JSON. ``NaN`` and the infinities, which are no JSON, become text, so that they can be written again.

    Raises:
        ValueError: the content is no JSON, or nested too deeply.
    """
    try:
        return _DECODER.decode(content.decode("utf-8-sig", "surrogatepass"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
