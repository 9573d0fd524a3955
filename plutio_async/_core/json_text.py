"""JSON as it goes out and comes in."""

from __future__ import annotations

import json
from typing import Any

_DECODER = json.JSONDecoder(parse_constant=str)


def encode_json(body: Any) -> bytes:
    """Compact UTF-8. Raises ``ValueError`` for a number that JSON cannot hold."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def parse_json(content: bytes) -> Any:
    """What the bytes say. ``NaN`` and the infinities, which are no JSON, come as text, and can so be written again.

    Raises:
        ValueError: it is no JSON, or nested beyond all measure.
    """
    try:
        return _DECODER.decode(content.decode("utf-8-sig", "surrogatepass"))
    except RecursionError:
        raise ValueError("nested too deeply") from None
