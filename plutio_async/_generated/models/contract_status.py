from __future__ import annotations

from plutio_async._models.codecs import OpenEnum


class ContractStatus(OpenEnum):
    """Where a contract stands. It was only seen on reads; `signed` was observed, the others come from the help centre."""

    DRAFT = "draft"
    PENDING = "pending"
    SIGNED = "signed"
    CANCELLED = "cancelled"
