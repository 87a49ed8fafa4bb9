"""The peers: tipg, pygeoapi and Datasette, each in an environment of its own."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import psycopg
from sqlalchemy import make_url

from benchmarks.environments import environment, python_that_can, run_once
from benchmarks.programs import WORK, NotStarted, free_port, running

TIPG = ("tipg==1.6.*", "uvicorn[standard]")
PYGEOAPI = ("pygeoapi==0.24.*", "gunicorn", "psycopg2-binary", "geoalchemy2")
DATASETTE = ("datasette==0.65.*",)
PYTHONS = ("python3.12", "python3.13", "python3.14")
SPATIALITE = "mod_spatialite"
CAN_EXTEND = (
    "import sqlite3; c = sqlite3.connect(':memory:'); c.enable_load_extension(True);"
    f" c.load_extension('{SPATIALITE}')"
)
VENUES = (
    "SELECT id, slug, name, kind, address, accuracy_m, score, ratings_count,"
    " ST_X(geom), ST_Y(geom) FROM peers.venues"
)
CREATE = """
SELECT InitSpatialMetaData(1);
CREATE TABLE venues (id INTEGER PRIMARY KEY, slug, name, kind, address, accuracy_m,
                     score, ratings_count);
SELECT AddGeometryColumn('venues', 'geom', 4326, 'POINT', 'XY');
"""
INSERT = "INSERT INTO venues VALUES (?,?,?,?,?,?,?,?, MakePoint(?, ?, 4326))"
BOX = (
    "SELECT id, slug, name, kind, address, accuracy_m, score, ratings_count,"
    " AsGeoJSON(geom) AS geometry FROM venues WHERE id IN (SELECT rowid FROM"
    " SpatialIndex WHERE f_table_name = 'venues' AND search_frame ="
    " BuildMbr(cast(:w as real), cast(:s as real), cast(:e as real), cast(:n as real),"
    " 4326)) ORDER BY id LIMIT 50"
)
FILL = """
import json, sqlite3, sys
target, create, insert = sys.argv[1:]
c = sqlite3.connect(target)
c.enable_load_extension(True)
c.load_extension('mod_spatialite')
c.executescript(create)
c.executemany(insert, map(json.loads, sys.stdin))
c.commit()
c.execute("SELECT CreateSpatialIndex('venues', 'geom')").fetchall()
c.execute("ANALYZE")
c.commit()
"""


@contextmanager
def tipg(url: str) -> Iterator[str]:
    """tipg on uvicorn, two workers."""
    bins, port = environment("tipg", sys.executable, TIPG), free_port()
    target = make_url(url)
    socket = quote(str(target.query["host"]), safe="")
    place = f"{socket}:{target.query.get('port', '5432')}"
    address = f"postgresql://{target.username}@{place}/{target.database}"
    command = [bins / "uvicorn", "tipg.main:app", "--port", port, "--workers", 2]
    command += ["--log-level", "warning", "--no-access-log"]
    base = f"http://127.0.0.1:{port}"
    told = {"DATABASE_URL": address, "TIPG_DB_SCHEMAS": '["peers"]'}
    with running("tipg", command, f"{base}/collections/peers.venues", **told):
        yield base


@contextmanager
def pygeoapi(url: str) -> Iterator[str]:
    """pygeoapi on gunicorn, two workers of eight threads."""
    python = python_that_can("import venv, ensurepip", PYTHONS)
    if python is None:
        raise NotStarted("pygeoapi needs Python 3.12 or newer: none is here")
    bins, port = environment("pygeoapi", python, PYGEOAPI), free_port()
    config, openapi = WORK / "pygeoapi.json", WORK / "pygeoapi-openapi.yml"
    config.write_text(json.dumps(_pygeoapi_config(url, port)))
    run_once(
        [bins / "pygeoapi", "openapi", "generate", config, "--output-file", openapi]
    )
    command = [
        *(bins / "gunicorn", "--workers", 2, "--worker-class", "gthread"),
        *("--threads", 8, "--bind", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"),
    ]
    base = f"http://127.0.0.1:{port}"
    told = {"PYGEOAPI_CONFIG": config, "PYGEOAPI_OPENAPI": openapi}
    with running("pygeoapi", command, f"{base}/collections/venues?f=json", **told):
        yield base


def _pygeoapi_config(url: str, port: int) -> dict[str, object]:
    base, target = f"http://127.0.0.1:{port}", make_url(url)
    text = {"en": "bench"}
    about = {"title": text, "description": text, "keywords": {"en": ["bench"]}}
    data = {
        "host": target.query["host"],
        "port": target.query.get("port", "5432"),
        "dbname": target.database,
        "user": target.username,
        "password": "none",
        "search_path": ["peers"],
    }
    place = {
        "bbox": [106, 20, 108, 22],
        "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
    }
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": base,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 20, "max_items": 1000},
            "map": {"url": base, "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**about, "terms_of_service": "none", "url": base},
            "license": {"name": "none", "url": base},
            "provider": {"name": "bench", "url": base},
            "contact": {"name": "bench"},
        },
        "resources": {
            table: {
                "type": "collection",
                **about,
                "extents": {"spatial": place},
                "providers": [
                    {
                        "type": "feature",
                        "name": "PostgreSQL",
                        "data": data,
                        "id_field": "id",
                        "table": table,
                        "geom_field": "geom",
                    }
                ],
            }
            for table in ("venues", "offers")
        },
    }


@contextmanager
def datasette(url: str) -> Iterator[str]:
    """Datasette with SpatiaLite; it has one process."""
    python = python_that_can(CAN_EXTEND, ("python3.11", "python3", "/usr/bin/python3"))
    if python is None:
        raise NotStarted("no Python here can load SpatiaLite into SQLite")
    bins, port = environment("datasette", python, DATASETTE), free_port()
    city = WORK / "city.db"
    city.unlink(missing_ok=True)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        rows = "\n".join(json.dumps(row) for row in connection.execute(VENUES))
    run_once([python, "-c", FILL, city, CREATE, INSERT], given=rows)
    queries = {"databases": {"city": {"queries": {"box": {"sql": BOX}}}}}
    metadata = WORK / "datasette.json"
    metadata.write_text(json.dumps(queries))
    command = [
        *(bins / "datasette", "serve", "--immutable", city, "--port", port),
        *("--load-extension", SPATIALITE, "--metadata", metadata),
        *("--setting", "max_returned_rows", 1000, "--setting", "default_cache_ttl", 0),
    ]
    base = f"http://127.0.0.1:{port}"
    with running("datasette", command, f"{base}/city.json"):
        yield base
