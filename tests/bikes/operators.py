"""Another operator's feed server, on this machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Json = dict[str, Any]


def system_3(root: str) -> dict[str, Json]:
    """The documents of a small system in GBFS 3.0, by path."""
    names = ("system_information", "vehicle_types", "station_information")
    feeds = [
        {"name": name, "url": f"{root}/{name}.json"}
        for name in (*names, "station_status")
    ]
    said = [{"text": "Ga tàu", "language": "vi"}, {"text": "Station", "language": "en"}]
    types = [
        {
            "vehicle_type_id": "m1",
            "form_factor": "bicycle",
            "propulsion_type": "human",
        },
        {
            "vehicle_type_id": "e1",
            "form_factor": "bicycle",
            "propulsion_type": "electric_assist",
        },
        {
            "vehicle_type_id": "s1",
            "form_factor": "scooter_standing",
            "propulsion_type": "electric",
        },
    ]
    available = [
        {"vehicle_type_id": "m1", "count": 2},
        {"vehicle_type_id": "e1", "count": 1},
        {"vehicle_type_id": "s1", "count": 1},
    ]
    return {
        "/gbfs.json": envelope({"feeds": feeds}, ttl=60),
        "/system_information.json": envelope(
            {"system_id": "TNGo Hải Phòng!", "name": said}
        ),
        "/vehicle_types.json": envelope({"vehicle_types": types}),
        "/station_information.json": envelope(
            {"stations": [place("A", said, 106.68), place("B", said, 106.69)]}
        ),
        "/station_status.json": envelope(
            {"stations": [count("A", available), count("B", available)]}, ttl=30
        ),
    }


def place(name: str, said: list[Json], lon: float) -> Json:
    return {"station_id": name, "name": said, "lat": 20.85, "lon": lon, "capacity": 9}


def count(name: str, available: list[Json]) -> Json:
    return {
        "station_id": name,
        "num_vehicles_available": 4,
        "vehicle_types_available": available,
        "num_docks_available": 5,
        "is_installed": True,
        "is_renting": True,
        "is_returning": True,
        "last_reported": "2026-11-21T11:59:30+07:00",
    }


def envelope(data: Json, *, ttl: int = 300, version: str = "3.0") -> Json:
    told_at = "2026-11-21T11:59:50+07:00"
    return {"last_updated": told_at, "ttl": ttl, "version": version, "data": data}


def system_2(root: str) -> dict[str, Json]:
    """The same system in GBFS 2.3."""
    newest = deepcopy(system_3(root))
    feeds = newest["/gbfs.json"]["data"]["feeds"]
    newest["/gbfs.json"]["data"] = {"en": {"feeds": feeds}}
    newest["/system_information.json"]["data"]["name"] = "TNGo"
    for each in newest["/station_information.json"]["data"]["stations"]:
        each["name"] = "Ga tàu"
    for each in newest["/station_status.json"]["data"]["stations"]:
        each["num_bikes_available"] = each.pop("num_vehicles_available")
        each["last_reported"] = 1795237170
    for document in newest.values():
        document["version"] = "2.3"
    return newest


class Operator:
    """What the server says; `asked`: the paths asked for, with their If-None-Match."""

    def __init__(self) -> None:
        self.root = ""
        self.documents: dict[str, Json] = {}
        self.status = 200
        self.raw: bytes | None = None
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, str | None]] = []

    @property
    def url(self) -> str:
        """Where its feeds begin."""
        return f"{self.root}/gbfs.json"

    def station(self, feed: str, nth: int = 0) -> Json:
        """What it says of a station, to be changed."""
        found: Json = self.documents[f"/{feed}.json"]["data"]["stations"][nth]
        return found


@contextmanager
def operating() -> Iterator[Operator]:
    """An operator whose feeds can be read."""
    operator = Operator()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            tag = self.headers.get("If-None-Match")
            operator.asked.append((self.path, tag))
            document = operator.documents.get(self.path)
            body = orjson.dumps(document)
            if operator.raw is not None:
                body = operator.raw
            ours = f'"{hash(body)}"'
            status = operator.status if document is not None else 404
            if status == 200 and tag == ours:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("ETag", ours)
            self.send_header("Content-Length", str(len(body)))
            for name, value in operator.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    operator.root = f"http://127.0.0.1:{server.server_port}"
    operator.documents = system_3(operator.root)
    try:
        yield operator
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
