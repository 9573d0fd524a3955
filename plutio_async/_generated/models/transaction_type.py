from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from plutio_async._models.known_values import OpenEnum


class TransactionType(OpenEnum):
    """Whether money came in or went out."""

    IN = "in"
    OUT = "out"


if TYPE_CHECKING:
    # fmt: off
    KnownTransactionType = Literal["in", "out"]
    # fmt: on
