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

from plutio_async._core.call import CallInfo as CallInfo
from plutio_async._core.call import Waited as Waited
from plutio_async._core.errors import AuthenticationError as AuthenticationError
from plutio_async._core.errors import BadRequestError as BadRequestError
from plutio_async._core.errors import BudgetExceeded as BudgetExceeded
from plutio_async._core.errors import BusinessNotEnabledError as BusinessNotEnabledError
from plutio_async._core.errors import CallTimeout as CallTimeout
from plutio_async._core.errors import ClientStateError as ClientStateError
from plutio_async._core.errors import ConfigurationError as ConfigurationError
from plutio_async._core.errors import ConnectionFailed as ConnectionFailed
from plutio_async._core.errors import CustomFieldError as CustomFieldError
from plutio_async._core.errors import DeliveryTooLarge as DeliveryTooLarge
from plutio_async._core.errors import InsecureConnectionWarning as InsecureConnectionWarning
from plutio_async._core.errors import InvalidInput as InvalidInput
from plutio_async._core.errors import MethodNotAllowedError as MethodNotAllowedError
from plutio_async._core.errors import NotFoundError as NotFoundError
from plutio_async._core.errors import OutcomeUnknown as OutcomeUnknown
from plutio_async._core.errors import PermissionDeniedError as PermissionDeniedError
from plutio_async._core.errors import PlutioError as PlutioError
from plutio_async._core.errors import RateLimitError as RateLimitError
from plutio_async._core.errors import RecordsMissing as RecordsMissing
from plutio_async._core.errors import ResponseTooLarge as ResponseTooLarge
from plutio_async._core.errors import ServerError as ServerError
from plutio_async._core.errors import StatusError as StatusError
from plutio_async._core.errors import UnreadableAnswer as UnreadableAnswer
from plutio_async._core.errors import UnreadableDelivery as UnreadableDelivery
from plutio_async._core.errors import WebhookError as WebhookError
from plutio_async._core.errors import WrongSecret as WrongSecret
from plutio_async._resources.outcomes import BulkFailed as BulkFailed
from plutio_async._resources.outcomes import CreateManyFailed as CreateManyFailed

__all__ = sorted(name for name in vars() if name[0].isupper())  # noqa: PLE0605 # pyright: ignore[reportUnsupportedDunderAll]
