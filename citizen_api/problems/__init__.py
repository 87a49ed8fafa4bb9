"""Named problems, each with its status (RFC 9457). No Flask.

`name` ends the `type` URI and never changes; `title` is stable; `detail` and the
messages of `errors` come in the caller's language.
"""

from citizen_api.problems.absences import (
    ExpiredCode,
    MistypedCode,
    NotFound,
    RevokedCode,
)
from citizen_api.problems.base import (
    FieldError,
    Problem,
    Said,
)
from citizen_api.problems.conflicts import (
    AlreadyReported,
    InProgress,
    KeyReused,
    StaleVersion,
    VersionRequired,
)
from citizen_api.problems.outages import (
    AuditUnavailable,
    Busy,
    Unavailable,
)
from citizen_api.problems.refusals import (
    ForeignForm,
    NotAuthenticated,
    TooManyRequests,
)
from citizen_api.problems.requests import (
    BODY_PROBLEMS,
    AddressTooLong,
    BadCursor,
    BadRequest,
    InvalidRequest,
    LengthRequired,
    MalformedBody,
    MethodNotAllowed,
    NotAcceptable,
    TooLarge,
    UnsupportedMediaType,
)

__all__ = [
    "BODY_PROBLEMS",
    "AddressTooLong",
    "AlreadyReported",
    "AuditUnavailable",
    "BadCursor",
    "BadRequest",
    "Busy",
    "ExpiredCode",
    "FieldError",
    "ForeignForm",
    "InProgress",
    "InvalidRequest",
    "KeyReused",
    "LengthRequired",
    "MalformedBody",
    "MethodNotAllowed",
    "MistypedCode",
    "NotAcceptable",
    "NotAuthenticated",
    "NotFound",
    "Problem",
    "RevokedCode",
    "Said",
    "StaleVersion",
    "TooLarge",
    "TooManyRequests",
    "Unavailable",
    "UnsupportedMediaType",
    "VersionRequired",
]
