"""Every table of the service, gathered for the migrations."""

from citizen_api.accounts import models as accounts
from citizen_api.areas import models as areas
from citizen_api.audits import models as audits
from citizen_api.bikes import models as bikes
from citizen_api.bikes import records as bike_records
from citizen_api.breaches import models as breaches
from citizen_api.cases import models as cases
from citizen_api.db import Base
from citizen_api.devices import models as devices
from citizen_api.dishes import models as dishes
from citizen_api.emergencies import models as emergencies
from citizen_api.facilities import models as facilities
from citizen_api.insurance import models as insurance
from citizen_api.jobs import models as jobs
from citizen_api.links import models as links
from citizen_api.listings import claim_models as listing_claims
from citizen_api.listings import edit_models as listing_edits
from citizen_api.listings import models as listings
from citizen_api.listings import records as listing_records
from citizen_api.maps import models as maps
from citizen_api.media import models as media
from citizen_api.partners import models as partners
from citizen_api.rentals import models as rentals
from citizen_api.rentals import records as rental_records
from citizen_api.reviews import models as reviews
from citizen_api.reviews import records as review_records
from citizen_api.reviews import tallies
from citizen_api.rights import models as rights
from citizen_api.roles import models as roles
from citizen_api.schedules import models as schedules
from citizen_api.sources import models as sources
from citizen_api.sync import models as sync
from citizen_api.throttles import models as throttles
from citizen_api.tours import models as tours
from citizen_api.venues import models as venues
from citizen_api.venues import records as venue_records
from citizen_api.versions import Version
from citizen_api.visits import models as visits
from citizen_api.wallets import models as wallets

__all__ = [
    "Version",
    "accounts",
    "areas",
    "audits",
    "bike_records",
    "bikes",
    "breaches",
    "cases",
    "devices",
    "dishes",
    "emergencies",
    "facilities",
    "insurance",
    "jobs",
    "links",
    "listing_claims",
    "listing_edits",
    "listing_records",
    "listings",
    "maps",
    "media",
    "metadata",
    "partners",
    "rental_records",
    "rentals",
    "review_records",
    "reviews",
    "rights",
    "roles",
    "schedules",
    "sources",
    "sync",
    "tallies",
    "throttles",
    "tours",
    "venue_records",
    "venues",
    "visits",
    "wallets",
]

metadata = Base.metadata
