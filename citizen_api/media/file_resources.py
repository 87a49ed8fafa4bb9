"""The door of moderators: the bytes of a photo, whether it is seen or not."""

from typing import Any

from flask import Response

from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.headers import negotiate
from citizen_api.http.session import database
from citizen_api.media import queries
from citizen_api.media.resources import JPEG, content, dressed
from citizen_api.problems import NotAcceptable, NotFound
from citizen_api.roles.models import Role

blueprint = Blueprint("photo_files", __name__, description="Photos to be judged")


@blueprint.route("/v1/photos/<digits:photo_id>/file")
@staff(Role.MODERATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=JPEG, example="(JPEG)")
@blueprint.problems(NotFound, NotAcceptable, *STAFF_REFUSED)
@blueprint.doc(operationId="get_photo_file")
def get_photo_file(caller: Staff, asked: dict[str, Any], photo_id: int) -> Response:
    """Look at a photo as a moderator

    Also at one that is held or was removed.
    """
    negotiate(JPEG)
    name = queries.file_of(database(), photo_id)
    if name is None:
        raise NotFound
    return dressed(Response(content(name), content_type=JPEG), "no-store")
