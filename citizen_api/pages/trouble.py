"""Problems as pages, for people whose browser asked for one; apps get problem+json."""

from flask import Flask, Response, request

from citizen_api.http import errors
from citizen_api.http.headers import request_id
from citizen_api.pages.html import page
from citizen_api.pages.languages import marked
from citizen_api.problems import Problem

API = ("/v1/", "/healthz", "/readyz", "/openapi.json")
SAID = {
    "not-found": (
        marked("There is nothing here"),
        marked("The address may be mistyped, or the page is gone."),
    ),
    "address-too-long": (
        marked("The address is too long"),
        marked("Shorten what you search for."),
    ),
    "invalid-request": (
        marked("This address cannot be used"),
        marked("Something in it is not what we expect."),
    ),
    "bad-cursor": (
        marked("This list has expired"),
        marked("Start again from its first page."),
    ),
    "method-not-allowed": (
        marked("That does not work here"),
        marked("Go back and try it from the page itself."),
    ),
    "too-large": (
        marked("That is too large"),
        marked("Send less at once."),
    ),
    "too-many-requests": (
        marked("That was too often"),
        marked("Wait a while, then try again."),
    ),
    "unavailable": (
        marked("We are out of breath"),
        marked("The service cannot answer at the moment. Try again in a moment."),
    ),
}
GONE = (marked("This is no longer here"), marked("It was taken away or has moved."))
REFUSED = (
    marked("This cannot be done"),
    marked("Go back and try it from the page itself."),
)
OURS = (
    marked("Something went wrong on our side"),
    marked("It has been noted. Try again later."),
)


def register(app: Flask) -> None:
    """Answer people's problems with pages."""
    app.extensions[errors.DRAWING] = drawn


def drawn(problem: Problem) -> Response | None:
    """The page about a problem; None for who did not ask for a page."""
    if request.path.startswith(API) or not wants_page():
        return None
    title, said = words(problem)
    response = page(
        "trouble.html",
        max_age=None,
        status=problem.status,
        title=title,
        said=said,
        problem=problem,
        request_id=request_id(),
    )
    response.headers.extend(problem.headers)
    return response


def words(problem: Problem) -> tuple[str, str]:
    """The title and a sentence, both English and to be translated."""
    if problem.name in SAID:
        return SAID[problem.name]
    if problem.status == 410:
        return GONE
    return OURS if problem.status >= 500 else REFUSED


def wants_page() -> bool:
    """Whether a page is wanted before JSON."""
    wanted = request.accept_mimetypes
    return wanted["text/html"] > wanted["application/json"]
