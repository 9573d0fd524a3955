"""The grammar of messages."""

from __future__ import annotations


def with_article(name: str) -> str:
    """``a Task``, ``an Invoice``."""
    return f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"


def counted(n: int, noun: str) -> str:
    """``1 attempt``, ``3 attempts``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
