"""The photo of a case, for who signed in on this browser."""

from flask import Response

from citizen_api.callers import Staff
from citizen_api.http.session import database
from citizen_api.media import queries
from citizen_api.media.resources import JPEG, content, dressed
from citizen_api.pages.frames import personal
from citizen_api.pages.moderators.queue import HERE
from citizen_api.pages.visitors import at_work
from citizen_api.problems import NotFound
from citizen_api.roles.models import Role

blueprint = personal("moderators_photos")


@blueprint.get(f"{HERE}/photos/<digits:photo_id>")
@at_work(Role.MODERATOR)
def photo(staff: Staff, photo_id: int) -> Response:
    """A photo, also one that is held or was removed."""
    name = queries.file_of(database(), photo_id)
    if name is None:
        raise NotFound
    return dressed(Response(content(name), content_type=JPEG), "no-store")
