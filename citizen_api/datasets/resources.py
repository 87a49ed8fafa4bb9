"""The doors of open data."""

from io import BufferedReader
from typing import Any, Final

import orjson
from flask import Response, current_app, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import FileWrapper

from citizen_api.callers import public as anyone
from citizen_api.datasets.catalogue import DATASETS, MEDIA_TYPES, Dataset
from citizen_api.datasets.files import File, Files, Reader
from citizen_api.datasets.problems import NoSuchRange
from citizen_api.datasets.reading import State, state
from citizen_api.datasets.schemas import CatalogueSchema
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.caching import PACKED, public
from citizen_api.http.compression import takes_gzip
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.http.turns import outside
from citizen_api.problems import Busy, NotAcceptable, NotFound, Said

MAX_AGE: Final = 300
EXTENSION: Final = "citizen-dataset-files"
CHUNK: Final = 64 * 1024
NO_DATASET: Final = Said(
    "Không có bộ dữ liệu này; có: {names}.",
    "There is no such dataset; there are: {names}.",
)
NO_FORMAT: Final = Said(
    "Bộ dữ liệu này không có định dạng đó; có: {names}.",
    "This dataset has no such format; there are: {names}.",
)

blueprint = Blueprint("datasets", __name__, description="Open data as files")


@blueprint.route("/v1/datasets")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, CatalogueSchema, example=Example("list_datasets"))
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="list_datasets")
def list_datasets(asked: dict[str, Any]) -> Response:
    """List the open datasets: what they hold, their licences and files

    Programs such as QGIS and ogr2ogr read the files straight from their addresses.
    """
    negotiate(JSON)
    found = state(database())
    content = {
        "version": found.number,
        "hash": found.hash,
        "items": [item(each, found) for each in DATASETS.values()],
    }
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)


@blueprint.route("/v1/datasets/<slug:dataset_id>.<file_format>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(
    200, BYTES, content_type=MEDIA_TYPES["geojson"], example="(GeoJSON)"
)
@blueprint.alt_response(
    200, schema=BYTES, content_type="text/csv", example="(a table)", success=True
)
@blueprint.alt_response(
    200,
    schema=BYTES,
    content_type=MEDIA_TYPES["jsonld"],
    example="(JSON-LD)",
    success=True,
)
@blueprint.alt_response(206, description="The part that Range asks for")
@blueprint.problems(NotFound, NotAcceptable, NoSuchRange, Busy)
@blueprint.doc(operationId="get_dataset")
def get_dataset(asked: dict[str, Any], dataset_id: str, file_format: str) -> Response:
    """Load a dataset as a file: `geojson`, `csv` or `jsonld`

    GeoJSON as RFC 7946 has it; a table with a head, in UTF-8, where lists are joined
    with semicolons; JSON-LD in the words of schema.org. The licence stands in each, and
    in `Link`. Parts can be asked for with `Range`.
    """
    dataset = DATASETS.get(dataset_id)
    if dataset is None:
        raise NotFound(NO_DATASET.format(names=", ".join(DATASETS)))
    if file_format not in dataset.formats:
        raise NotFound(NO_FORMAT.format(names=", ".join(dataset.formats)))
    media_type = MEDIA_TYPES[file_format]
    # GDAL asks for GeoJSON as "text/plain, application/json".
    negotiate(media_type.partition(";")[0], JSON, "text/plain")
    response = served(file_of(dataset, file_format), media_type)
    response.headers["Link"] = f'<{dataset.licence.address}>; rel="license"'
    return response


def item(dataset: Dataset, found: State) -> dict[str, Any]:
    """A dataset on the wire."""
    address = f"{current_app.config['PUBLIC_URL']}/v1/datasets/{dataset.id}"
    return {
        "id": dataset.id,
        "title": both(dataset.title),
        "description": both(dataset.description),
        "licence": {"id": dataset.licence.id, "url": dataset.licence.address},
        "attribution": both(dataset.attribution),
        "updated": found.made_at.isoformat(timespec="seconds"),
        "distributions": [
            {
                "format": form,
                "media_type": MEDIA_TYPES[form],
                "url": f"{address}.{form}",
            }
            for form in dataset.formats
        ],
    }


def both(said: Said) -> dict[str, str]:
    """A sentence in both languages."""
    return {"vi": said.vi, "en": str(said)}


def file_of(dataset: Dataset, form: str) -> File:
    """A file; when it has to be made, others have their turns meanwhile."""
    held: Files | None = current_app.extensions.get(EXTENSION)
    if held is None:
        made = Files(current_app.config["PUBLIC_URL"])
        held = current_app.extensions.setdefault(EXTENSION, made)
    found = held.kept(database(), dataset, form)
    if found is None:
        with outside():
            found = held.make(database(), dataset, form)
    return found


def served(file: File, media_type: str) -> Response:
    """The bytes from disk, all or a part of them, or 304. Raises NoSuchRange."""
    packed = takes_gzip()
    spool, tag = (file.packed, file.tag + PACKED) if packed else (file.plain, file.tag)
    response = Response(
        FileWrapper(BufferedReader(Reader(spool), CHUNK), CHUNK),
        content_type=media_type,
        direct_passthrough=True,
    )
    response.content_length = spool.size
    response.set_etag(tag)
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Vary"] = "Accept, Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    try:
        response.make_conditional(
            request, accept_ranges=not packed, complete_length=spool.size
        )
    except RequestedRangeNotSatisfiable:
        whole = {"Content-Range": f"bytes */{spool.size}"}
        raise NoSuchRange(headers=whole) from None
    return response
