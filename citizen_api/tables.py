"""Every table of the service, gathered for the migrations."""

from citizen_api.areas import models as areas
from citizen_api.db import Base
from citizen_api.devices import models as devices
from citizen_api.dishes import models as dishes
from citizen_api.links import models as links
from citizen_api.listings import models as listings
from citizen_api.maps import models as maps
from citizen_api.reviews import models as reviews
from citizen_api.schedules import models as schedules
from citizen_api.sources import models as sources
from citizen_api.tours import models as tours
from citizen_api.venues import models as venues
from citizen_api.versions import Version

__all__ = [
    "Version",
    "areas",
    "devices",
    "dishes",
    "links",
    "listings",
    "maps",
    "metadata",
    "reviews",
    "schedules",
    "sources",
    "tours",
    "venues",
]

metadata = Base.metadata
