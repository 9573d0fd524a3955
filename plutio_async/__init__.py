"""An async-first Python SDK for the Plutio REST API.

``Plutio`` is the client and ``F`` writes queries; ``plutio_async.models`` has the records, ``plutio_async.errors`` what
can go wrong. Everything is loaded when it is first asked for, so that importing the package costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to load than all the rest here
if TYPE_CHECKING:
    from typing import Any

    from plutio_async._version import VERSION as __version__  # noqa: N811
    from plutio_async.budget import Budget
    from plutio_async.budget_store import FileBudgetStore
    from plutio_async.bulk import BulkProgress, BulkResult
    from plutio_async.changes import Changes
    from plutio_async.client import Plutio
    from plutio_async.errors import (
        AuthenticationError,
        BadRequestError,
        BudgetExceeded,
        BulkFailed,
        BusinessNotEnabledError,
        CallTimeout,
        ClientStateError,
        ConfigurationError,
        ConnectionFailed,
        CustomFieldError,
        InsecureConnectionWarning,
        MethodNotAllowedError,
        NotFoundError,
        OutcomeUnknown,
        PermissionDeniedError,
        PlutioError,
        RateLimitError,
        RecordsMissing,
        ResponseTooLarge,
        ServerError,
        StatusError,
        UnreadableAnswer,
    )
    from plutio_async.pagination import Progress, Records
    from plutio_async.query import F
    from plutio_async.retry import Retries
    from plutio_async.token_store import FileTokenStore

_HOMES = {
    "Budget": "budget",
    "BulkProgress": "bulk",
    "BulkResult": "bulk",
    "Changes": "changes",
    "F": "query",
    "FileBudgetStore": "budget_store",
    "FileTokenStore": "token_store",
    "Plutio": "client",
    "Progress": "pagination",
    "Records": "pagination",
    "Retries": "retry",
}

__all__ = [
    "AuthenticationError",
    "BadRequestError",
    "Budget",
    "BudgetExceeded",
    "BulkFailed",
    "BulkProgress",
    "BulkResult",
    "BusinessNotEnabledError",
    "CallTimeout",
    "Changes",
    "ClientStateError",
    "ConfigurationError",
    "ConnectionFailed",
    "CustomFieldError",
    "F",
    "FileBudgetStore",
    "FileTokenStore",
    "InsecureConnectionWarning",
    "MethodNotAllowedError",
    "NotFoundError",
    "OutcomeUnknown",
    "PermissionDeniedError",
    "Plutio",
    "PlutioError",
    "Progress",
    "RateLimitError",
    "Records",
    "RecordsMissing",
    "ResponseTooLarge",
    "Retries",
    "ServerError",
    "StatusError",
    "UnreadableAnswer",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name == "__version__":
        value: Any = import_module(f"{__name__}._version").VERSION
    else:
        value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
