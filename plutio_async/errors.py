"""Everything that can go wrong, as one tree.

    PlutioError
    ├── ConfigurationError             a setting that cannot work
    ├── ClientStateError               used after close, or from a second event loop
    ├── BudgetExceeded                 the wait for a free call, or a new token, would be longer than allowed
    ├── ConnectionFailed               no answer came, and the call is known not to have happened or may be repeated
    │   └── CallTimeout                … because it took too long
    ├── OutcomeUnknown                 a write was sent and may have happened: no answer came, or none of the API's
    ├── BulkFailed                     some records of a bulk write were not done; ``result`` says which
    ├── CustomFieldError               a title, or the label of an option, is unknown or ambiguous
    ├── UnreadableAnswer               the call succeeded but its answer is not what the API promises
    │   └── ResponseTooLarge           … because it is larger than ``max_response_bytes``
    └── StatusError                    the API answered with an error status
        ├── BadRequestError            400
        │   └── BusinessNotEnabledError
        ├── AuthenticationError        401, or a token call that was refused
        ├── PermissionDeniedError      403
        ├── NotFoundError              404, or no record has the id
        │   └── RecordsMissing         … of several ids; it names them and has the records that were found
        ├── MethodNotAllowedError      405, or 403 with "Method not allowed", as the live API answers unknown routes
        ├── RateLimitError             429
        └── ServerError                500 and the rest of 5xx

Every error can be pickled and knows its call: ``error.call`` (method, path, operation id, attempts, waits) is on all
that a call raises. None of them ever holds a secret or a token.
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
from plutio_async._resources.bulk_result import BulkFailed

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
    "CustomFieldError",
    "InsecureConnectionWarning",
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
    "Waited",
]
