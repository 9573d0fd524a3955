"""What the generator says when it cannot go on."""

from __future__ import annotations


class DescriptionError(Exception):
    """The description cannot be turned into code; the message says where and why."""
