"""JSON in which numbers keep all digits."""

from __future__ import annotations

from plutio_async._core.json_text import LongNumber, json_text, number_from, parse_json, with_all_digits

__all__ = ["LongNumber", "json_text", "number_from", "parse_json", "with_all_digits"]
