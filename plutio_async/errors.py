"""All errors as one tree.

What a call raises is a ``PlutioError``. Wrong use is found before anything is sent. Wrong data, such as an unknown
value or text that is no date, is ``InvalidInput``, which is a ``ValueError`` too. Wrong code, such as an unknown
keyword or an object of a wrong type, is a ``TypeError``. Cancellation passes through unchanged, and so does what your
own code raises: a rule, a budget store, a mistake in a transport.

    PlutioError
    ├── ConfigurationError             a setting does not work
    ├── InvalidInput                   a value that the API would not take; found before a call is spent
    ├── ClientStateError               the client is closed or open in another loop, or an iterator is shared
    ├── BudgetExceeded                 the wait for a free call, or a new token, would be longer than allowed
    ├── ConnectionFailed               no answer came; the call did not happen, or may be repeated safely
    │   └── CallTimeout                … in time
    ├── OutcomeUnknown                 a write was sent and may have happened: the API's answer is missing
    ├── BulkFailed                     some records of a bulk write failed; ``result`` has the outcome of each
    ├── CreateManyFailed               … of a ``create_many``, likewise
    ├── CustomFieldError               a title, or the label of an option, is unknown or ambiguous
    ├── UnreadableAnswer               the call succeeded, but its answer is not as documented
    │   └── ResponseTooLarge           … or is larger than ``max_response_bytes``
    ├── WebhookError                   a delivery of a webhook cannot be handled
    │   ├── DeliveryTooLarge           … its body is too large
    │   ├── UnreadableDelivery         … its body is no JSON
    │   └── WrongSecret                … its secret is missing or wrong
    └── StatusError                    the API answered with an error status
        ├── BadRequestError            400
        │   └── BusinessNotEnabledError
        ├── AuthenticationError        401, or a token request that was refused
        ├── PermissionDeniedError      403
        ├── NotFoundError              404, or no record has the id
        │   └── RecordsMissing         … of several ids; it has the records that were found
        ├── MethodNotAllowedError      405, or 403 with "Method not allowed", as the live API sends for unknown routes
        ├── RateLimitError             429
        └── ServerError                500 and the rest of 5xx

Every error of a call has it as ``error.call``: method, path, operation id, attempts, waits. Every error can be pickled.
No error holds a secret or a token.
"""

from __future__ import annotations

from plutio_async._core.call import CallInfo, Waited
from plutio_async._core.errors import (
    AuthenticationError,
    BadRequestError,
    BudgetExceeded,
    BusinessNotEnabledError,
    CallTimeout,
    ClientStateError,
    ConfigurationError,
    ConnectionFailed,
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
from plutio_async._resources.outcomes import BulkFailed, CreateManyFailed

__all__ = [
    "AuthenticationError",
    "BadRequestError",
    "BudgetExceeded",
    "BulkFailed",
    "BusinessNotEnabledError",
    "CallInfo",
    "CallTimeout",
    "ClientStateError",
    "ConfigurationError",
    "ConnectionFailed",
    "CreateManyFailed",
    "CustomFieldError",
    "DeliveryTooLarge",
    "InsecureConnectionWarning",
    "InvalidInput",
    "MethodNotAllowedError",
    "NotFoundError",
    "OutcomeUnknown",
    "PermissionDeniedError",
    "PlutioError",
    "RateLimitError",
    "RecordsMissing",
    "ResponseTooLarge",
    "ServerError",
    "StatusError",
    "UnreadableAnswer",
    "UnreadableDelivery",
    "Waited",
    "WebhookError",
    "WrongSecret",
]
