"""Open data in plain words: what there is, and the files to take away."""

from typing import Final

from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.datasets.catalogue import DATASETS
from citizen_api.pages.html import page

HOUR: Final = 3600

blueprint = Blueprint("dataset_pages", __name__, template_folder="templates")


@blueprint.get("/datasets")
@anyone
def datasets() -> Response:
    """Every dataset, its licence and its files."""
    found = list(DATASETS.values())
    return page("datasets.html", max_age=HOUR, datasets=found)
