"""The doors of every room; those of the OpenAPI document, then the plain ones."""

from citizen_api.accounts.oauth import blueprint as oauth
from citizen_api.accounts.resources import blueprint as accounts
from citizen_api.around.resources import blueprint as around
from citizen_api.bikes.feeds import blueprint as bike_feeds
from citizen_api.bikes.label_resources import blueprint as bike_labels
from citizen_api.bikes.resources import blueprint as bikes
from citizen_api.board.resources import blueprint as board
from citizen_api.breaches.resources import blueprint as breaches
from citizen_api.calendars.resources import blueprint as calendars
from citizen_api.datasets.resources import blueprint as datasets
from citizen_api.devices.resources import blueprint as devices
from citizen_api.dishes.resources import blueprint as dishes
from citizen_api.facilities.resources import blueprint as facilities
from citizen_api.health.resources import blueprint as health
from citizen_api.insurance.break_glass import blueprint as break_glass
from citizen_api.insurance.cards import blueprint as cards
from citizen_api.insurance.chips import blueprint as chips
from citizen_api.insurance.lookups import blueprint as lookups
from citizen_api.insurance.own import blueprint as own_insurance
from citizen_api.insurance.resources import blueprint as insurance
from citizen_api.links.codes import blueprint as codes
from citizen_api.links.prints import blueprint as prints
from citizen_api.links.resources import blueprint as links
from citizen_api.links.street_posters import blueprint as street_posters
from citizen_api.listings.claim_resources import blueprint as claims
from citizen_api.listings.day_resources import blueprint as venue_days
from citizen_api.listings.edit_resources import blueprint as owners
from citizen_api.listings.menu_resources import blueprint as menus
from citizen_api.listings.merge_resources import blueprint as merges
from citizen_api.listings.resources import blueprint as listings
from citizen_api.maps.resources import blueprint as maps
from citizen_api.media.file_resources import blueprint as photo_files
from citizen_api.media.resources import blueprint as media
from citizen_api.moderation.log_resources import blueprint as moderation_log
from citizen_api.moderation.resources import blueprint as moderation
from citizen_api.moderation.surge_resources import blueprint as surges
from citizen_api.partners.delivery_resources import blueprint as deliveries
from citizen_api.partners.resources import blueprint as partners
from citizen_api.partners.webhook_resources import blueprint as webhooks
from citizen_api.rentals.lock_resources import blueprint as locks
from citizen_api.rentals.own_resources import blueprint as my_rentals
from citizen_api.rentals.pass_resources import blueprint as passes
from citizen_api.rentals.refund_resources import blueprint as bike_refunds
from citizen_api.rentals.resources import blueprint as rentals
from citizen_api.rentals.staff_resources import blueprint as bike_staff
from citizen_api.rentals.upkeep_resources import blueprint as bike_upkeep
from citizen_api.reviews.appeal_resources import blueprint as review_appeals
from citizen_api.reviews.own_resources import blueprint as own_reviews
from citizen_api.reviews.photo_report_resources import blueprint as photo_reports
from citizen_api.reviews.photos import blueprint as review_photos
from citizen_api.reviews.reply_resources import blueprint as review_replies
from citizen_api.reviews.report_resources import blueprint as review_reports
from citizen_api.reviews.resources import blueprint as reviews
from citizen_api.reviews.vote_resources import blueprint as review_votes
from citizen_api.rights.exports import blueprint as exports
from citizen_api.rights.requests import blueprint as requests
from citizen_api.rights.resources import blueprint as rights
from citizen_api.roles.resources import blueprint as roles
from citizen_api.sync.resources import blueprint as sync
from citizen_api.tours.resources import blueprint as tours
from citizen_api.venues.licence_resources import blueprint as licences
from citizen_api.venues.photos import blueprint as venue_photos
from citizen_api.venues.resources import blueprint as venues
from citizen_api.visits.resources import blueprint as visits
from citizen_api.wallets.resources import blueprint as wallets
from citizen_api.wallets.top_up_resources import blueprint as top_ups

ROOMS = (
    dishes,
    calendars,
    venues,
    licences,
    reviews,
    own_reviews,
    review_photos,
    review_votes,
    review_reports,
    review_replies,
    review_appeals,
    moderation,
    moderation_log,
    surges,
    venue_photos,
    photo_files,
    photo_reports,
    visits,
    listings,
    merges,
    claims,
    owners,
    menus,
    venue_days,
    devices,
    around,
    sync,
    datasets,
    board,
    tours,
    links,
    prints,
    codes,
    street_posters,
    maps,
    bikes,
    bike_labels,
    accounts,
    wallets,
    top_ups,
    rentals,
    my_rentals,
    passes,
    locks,
    bike_staff,
    bike_refunds,
    bike_upkeep,
    facilities,
    insurance,
    lookups,
    own_insurance,
    cards,
    chips,
    roles,
    break_glass,
    rights,
    exports,
    requests,
    breaches,
    partners,
    webhooks,
    deliveries,
    health,
)
PLAIN = (bike_feeds, oauth, media)
