"""What pages for one person share: two languages, their head; nobody keeps them.

Their code and templates stand in `me/`, `owners/` and `staff/`, whose sentences are
translated to Vietnamese alone.
"""

from typing import Any

from flask import Blueprint, Response

from citizen_api.pages import forms, visitors
from citizen_api.pages.html import PERMISSIONS, page
from citizen_api.pages.languages import speak_one_of

LANGUAGES = ("vi", "en")
CAMERA = PERMISSIONS.replace("camera=()", "camera=(self)")


def personal(name: str) -> Blueprint:
    """A blueprint of such pages, in English for who reads neither language."""
    made = Blueprint(name, __name__, template_folder="templates")
    made.before_request(lambda: speak_one_of(LANGUAGES))
    return made


def own_page(
    template: str, *, status: int = 200, camera: bool = False, **content: Any
) -> Response:
    """A page that extends `me/frame.html`: nobody keeps it. `camera`: it may look."""
    found = visitors.known_worker()
    response = page(
        template,
        max_age=None,
        status=status,
        signed_in=found is not None,
        has_work=found is not None and bool(found[1].roles),
        form_token=forms.form_token(),
        **content,
    )
    if camera:
        response.headers["Permissions-Policy"] = CAMERA
    return response
