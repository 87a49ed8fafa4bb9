"""What stands on the counter: the code that guests type, and the QR code in print."""

from typing import Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import database
from citizen_api.links.queries import codes_of_venue
from citizen_api.pages.frames import personal
from citizen_api.pages.owners.keeping import ONE, Page, kept, shown
from citizen_api.visits import proving
from citizen_api.visits.codes import LENGTH

SIZES: Final = ("A4", "A5", "A6")
# A code is good for ten minutes: what the screen shows always has some left.
ANEW_S: Final = 240
CODE: Final = Page("visit_code.html", "/visit-code")
PRINT: Final = Page("print.html", "/print")

blueprint = personal("owner_counter")


@blueprint.get(f"{ONE}/visit-code")
@kept
def visit_code(staff: Staff, slug: str) -> Response:
    """The code for guests; the screen asks for the next one by itself."""
    now_shown = proving.code_to_show(slug)
    half = LENGTH // 2
    code = now_shown.code
    response = shown(
        CODE,
        slug,
        code=f"{code[:half]} {code[half:]}",
        expires_at=now_shown.expires_at,
    )
    response.headers["Refresh"] = str(ANEW_S)
    return response


@blueprint.get(f"{ONE}/print")
@kept
def prints(staff: Staff, slug: str) -> Response:
    """The printed codes of the venue, as posters, stickers and pictures."""
    codes = codes_of_venue(database(), slug, now())
    return shown(PRINT, slug, codes=codes, sizes=SIZES)
