"""The service, but it keeps no tiles: what drawing one costs."""

from citizen_api.app import create_app
from citizen_api.maps import resources
from citizen_api.settings import from_environment

resources.KEPT_BYTES = -1
application = create_app(from_environment())
