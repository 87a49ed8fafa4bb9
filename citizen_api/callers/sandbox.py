"""Who shows a test key is in the sandbox: what they may open there, and what they get.

There a key is one phone. The header `Sandbox-Problem` has any call answer a problem.
"""

from typing import Final

from flask import Flask, Response, current_app, request

from citizen_api.callers.keys import HELD, TEST, Partner, shown_key
from citizen_api.callers.problems import NotInSandbox
from citizen_api.callers.trouble import NAMED_BY, made_up
from citizen_api.http.caching import SAFE
from citizen_api.http.session import enter_sandbox, is_sandboxed
from citizen_api.problems import BadRequest, FieldError, Said

HERE: Final = ("/v1/", "/media/")
READER: Final = "reader"
OPEN: Final = {READER, "device", "key", "writer"}
ALSO_OPEN: Final = {"devices.register_device"}
NEEDS_KEY: Final = Said(
    "Header này chỉ dùng với khóa thử hp_test_….",
    "This header is for test keys, hp_test_…, only.",
)


def register(app: Flask) -> None:
    """Lead test keys into the sandbox, before anything is looked up."""
    app.before_request(admit)
    app.after_request(mark)


def admit() -> None:
    """Let a test key in.

    Raises KeyNeeded for a key that is not good, NotInSandbox, whatever problem is asked
    for, and BadRequest when that is asked for without a test key.
    """
    trouble = request.headers.get(NAMED_BY)
    caller = _tester()
    if caller is None:
        if trouble is not None:
            raise BadRequest(errors=[FieldError(NEEDS_KEY, parameter=NAMED_BY)])
        return
    if trouble is not None:
        raise made_up(trouble)
    opener = _opener()
    if opener not in OPEN:
        raise NotInSandbox
    if opener != "key":  # keys and their webhooks are the service's own
        enter_sandbox()


def mark(response: Response) -> Response:
    """An answer of the sandbox says so, and nobody on the way keeps it."""
    if HELD in request.environ and request.environ[HELD].test:
        response.headers["Sandbox"] = "true"
        response.headers["Cache-Control"] = "no-store"
    return response


def sandbox_phone() -> str | None:
    """The key that is the phone of the request at hand; None in the real city."""
    caller = shown_key() if is_sandboxed() else None
    return caller and caller.token


def _tester() -> Partner | None:
    # Most requests show no key: they pay for one look at a header.
    if TEST not in request.headers.get("Authorization", ""):
        return None
    return shown_key()


def _opener() -> str | None:
    """Who the door is for that was asked for; READER where there is none."""
    if request.endpoint is None:
        return READER
    if not request.path.startswith(HERE):
        return None
    view = current_app.view_functions[request.endpoint]
    caller: str | None = getattr(view, "caller", None)
    if caller == "anyone":
        open_to_all = request.method in SAFE or request.endpoint in ALSO_OPEN
        return READER if open_to_all else None
    return caller
