"""An async-first Python SDK for the Plutio REST API.

``Plutio`` is the client and ``F`` makes queries. ``plutio_async.models`` has the records, ``plutio_async.errors`` the
errors. Each name is loaded when it is first used, so that importing the package is fast.
"""

from __future__ import annotations

TYPE_CHECKING = False  # typing takes longer to load than this package
if TYPE_CHECKING:
    from plutio_async._auth.credentials import Token, TokenStore
    from plutio_async._client.client import Plutio
    from plutio_async._client.shared import SharedFile
    from plutio_async._core import VERSION as __version__  # noqa: N811
    from plutio_async._http.download import DownloadProgress
    from plutio_async._http.messages import Timeout
    from plutio_async._models.json_form import UNSET, raw
    from plutio_async._models.model import Model
    from plutio_async._pagination.changes import Changes
    from plutio_async._pagination.page import Progress
    from plutio_async._pagination.reader import PageIterator
    from plutio_async._pagination.records import Records
    from plutio_async._pipeline.log import setup_logging
    from plutio_async._pipeline.observing import ObservedCall, Observer, Outcome, Stats
    from plutio_async._pipeline.retry import Again, Failure, Retries, Stop
    from plutio_async._query.fields import F
    from plutio_async._ratelimit.budget import Budget
    from plutio_async._ratelimit.protocol import CallBudget, Lease
    from plutio_async._resources.listing import Listing
    from plutio_async._resources.outcomes import BulkProgress, BulkResult, CreateResult, Creation
    from plutio_async._resources.raw import RawResponse
    from plutio_async._resources.resource import Resource
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
        CreateManyFailed,
        CustomFieldError,
        DeliveryTooLarge,
        InsecureConnectionWarning,
        InvalidInput,
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
        UnreadableDelivery,
        WebhookError,
        WrongSecret,
    )

_HOMES = {
    "Again": "._pipeline.retry",
    "Budget": "._ratelimit.budget",
    "BulkProgress": "._resources.outcomes",
    "BulkResult": "._resources.outcomes",
    "CallBudget": "._ratelimit.protocol",
    "Changes": "._pagination.changes",
    "CreateResult": "._resources.outcomes",
    "Creation": "._resources.outcomes",
    "DownloadProgress": "._http.download",
    "F": "._query.fields",
    "Failure": "._pipeline.retry",
    "Lease": "._ratelimit.protocol",
    "Listing": "._resources.listing",
    "Model": "._models.model",
    "ObservedCall": "._pipeline.observing",
    "Observer": "._pipeline.observing",
    "Outcome": "._pipeline.observing",
    "PageIterator": "._pagination.reader",
    "Plutio": "._client.client",
    "Progress": "._pagination.page",
    "RawResponse": "._resources.raw",
    "Records": "._pagination.records",
    "Resource": "._resources.resource",
    "Retries": "._pipeline.retry",
    "SharedFile": "._client.shared",
    "Stats": "._pipeline.observing",
    "Stop": "._pipeline.retry",
    "Timeout": "._http.messages",
    "Token": "._auth.credentials",
    "TokenStore": "._auth.credentials",
    "UNSET": "._models.json_form",
    "__version__": "._core:VERSION",
    "raw": "._models.json_form",
    "setup_logging": "._pipeline.log",
}

__all__ = [
    "UNSET",
    "Again",
    "AuthenticationError",
    "BadRequestError",
    "Budget",
    "BudgetExceeded",
    "BulkFailed",
    "BulkProgress",
    "BulkResult",
    "BusinessNotEnabledError",
    "CallBudget",
    "CallTimeout",
    "Changes",
    "ClientStateError",
    "ConfigurationError",
    "ConnectionFailed",
    "CreateManyFailed",
    "CreateResult",
    "Creation",
    "CustomFieldError",
    "DeliveryTooLarge",
    "DownloadProgress",
    "F",
    "Failure",
    "InsecureConnectionWarning",
    "InvalidInput",
    "Lease",
    "Listing",
    "MethodNotAllowedError",
    "Model",
    "NotFoundError",
    "ObservedCall",
    "Observer",
    "Outcome",
    "OutcomeUnknown",
    "PageIterator",
    "PermissionDeniedError",
    "Plutio",
    "PlutioError",
    "Progress",
    "RateLimitError",
    "RawResponse",
    "Records",
    "RecordsMissing",
    "Resource",
    "ResponseTooLarge",
    "Retries",
    "ServerError",
    "SharedFile",
    "Stats",
    "StatusError",
    "Stop",
    "Timeout",
    "Token",
    "TokenStore",
    "UnreadableAnswer",
    "UnreadableDelivery",
    "WebhookError",
    "WrongSecret",
    "__version__",
    "raw",
    "setup_logging",
]

if not TYPE_CHECKING:
    from plutio_async._core import lazy

    __getattr__ = lazy(__name__, {name: _HOMES.get(name, ".errors") for name in __all__})


def __dir__() -> list[str]:
    return __all__
