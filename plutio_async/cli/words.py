"""The words of messages."""

from __future__ import annotations

from plutio_async._core.errors import counted, did_you_mean, with_article

__all__ = ["counted", "did_you_mean", "with_article"]
