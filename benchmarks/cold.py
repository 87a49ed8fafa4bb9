"""The service, but it keeps no tiles: what drawing one costs."""

from citizen_api.app import create_app
from citizen_api.http.session import database
from citizen_api.maps.queries import tile
from citizen_api.maps.resources import Tiles
from citizen_api.settings import from_environment
from geo.tiles import Tile


def drawn(self: Tiles, at: Tile) -> bytes:
    """The tile, drawn now."""
    return tile(database(), at)


Tiles.get = drawn  # type: ignore[method-assign]
application = create_app(from_environment())
