"""Every problem on demand, as it would come: for the sandbox."""

from collections.abc import Mapping
from typing import Final

from citizen_api.problems import (
    BadRequest,
    FieldError,
    InvalidRequest,
    Problem,
    Said,
)

NAMED_BY: Final = "Sandbox-Problem"
UNKNOWN: Final = Said(
    "Không có vấn đề nào tên này; xem /problems.",
    "No problem has this name; see /problems.",
)
WRONG: Final = Said("Phải từ 1 đến 5.", "This must be between 1 and 5.")
RETRY: Final = {"Retry-After": "2"}
BY_STATUS: Final[Mapping[int, Mapping[str, str]]] = {
    401: {"WWW-Authenticate": 'Bearer realm="device"'},
    405: {"Allow": "GET, HEAD, OPTIONS"},
    429: {
        "Retry-After": "60",
        "RateLimit": '"reviews";r=0;t=60',
        "RateLimit-Policy": '"reviews";q=6000;w=3600',
    },
    503: RETRY,
}
CITIZEN: Final = 'Bearer realm="citizen"'
SIGNED: Final = {"WWW-Authenticate": 'Signature realm="webhook"'}
BY_NAME: Final[Mapping[str, Mapping[str, str]]] = {
    "busy": {"Retry-After": "5"},
    "forged-event": SIGNED,
    "in-progress": {"Retry-After": "1"},
    "insufficient-scope": {
        "WWW-Authenticate": f'{CITIZEN}, error="insufficient_scope", scope="rentals"'
    },
    "insufficient-user-authentication": {
        "WWW-Authenticate": f'{CITIZEN}, error="insufficient_user_authentication",'
        ' error_description="A surer or newer sign-in is needed",'
        ' acr_values="LoA2", max_age="900"'
    },
    "key-needed": {"WWW-Authenticate": 'Bearer realm="key"'},
    "not-signed-in": {"WWW-Authenticate": CITIZEN},
    "old-event": SIGNED,
}


def headers_of(kind: type[Problem]) -> Mapping[str, str]:
    """What comes with a problem, such as when to try again."""
    return BY_NAME.get(kind.name) or BY_STATUS.get(kind.status, {})


def made_up(name: str) -> Problem:
    """The problem of a name; BadRequest when there is none."""
    kind = Problem.registry.get(name)
    if kind is None:
        return BadRequest(errors=[FieldError(UNKNOWN, parameter=NAMED_BY)])
    wrong = [FieldError(WRONG, pointer="#/stars")] if kind is InvalidRequest else []
    return kind(errors=wrong, headers=headers_of(kind))
