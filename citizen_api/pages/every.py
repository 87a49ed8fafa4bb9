"""Every page."""

from citizen_api.pages.app_links import blueprint as app_links
from citizen_api.pages.assets import blueprint as assets
from citizen_api.pages.bike_terms import blueprint as bike_terms
from citizen_api.pages.bikes.station import blueprint as station_page
from citizen_api.pages.bikes.stations import blueprint as stations_page
from citizen_api.pages.board.board import blueprint as staff_board
from citizen_api.pages.datasets import blueprint as dataset_pages
from citizen_api.pages.documentation import blueprint as documentation
from citizen_api.pages.facilities import blueprint as facility_pages
from citizen_api.pages.home import blueprint as home
from citizen_api.pages.landing import blueprint as landing
from citizen_api.pages.me.allowed import blueprint as my_consents
from citizen_api.pages.me.app_consent import blueprint as app_consent
from citizen_api.pages.me.data import blueprint as my_data
from citizen_api.pages.me.insured import blueprint as my_insurance
from citizen_api.pages.me.looked_up import blueprint as my_access_log
from citizen_api.pages.me.overview import blueprint as me
from citizen_api.pages.me.passes import blueprint as passes_page
from citizen_api.pages.me.privacy import blueprint as privacy
from citizen_api.pages.me.ride import blueprint as ride_page
from citizen_api.pages.me.rider import blueprint as rider_choice
from citizen_api.pages.me.rides import blueprint as rides_pages
from citizen_api.pages.me.scan import blueprint as scan_pages
from citizen_api.pages.me.sessions import blueprint as session_pages
from citizen_api.pages.me.signing_in import blueprint as signing_in
from citizen_api.pages.me.top_ups import blueprint as top_up_pages
from citizen_api.pages.me.wallet import blueprint as wallet_pages
from citizen_api.pages.mine import blueprint as mine
from citizen_api.pages.moderation import blueprint as moderation_page
from citizen_api.pages.moderators.case import blueprint as case_pages
from citizen_api.pages.moderators.correction import blueprint as correction_page
from citizen_api.pages.moderators.letters import blueprint as moderators_letters
from citizen_api.pages.moderators.licences import blueprint as licence_pages
from citizen_api.pages.moderators.notices import blueprint as notice_pages
from citizen_api.pages.moderators.photos import blueprint as case_photos
from citizen_api.pages.moderators.queue import blueprint as case_queue
from citizen_api.pages.moderators.surges import blueprint as moderators_surges
from citizen_api.pages.one_review import blueprint as one_review
from citizen_api.pages.owners.about import blueprint as owner_about
from citizen_api.pages.owners.changes import blueprint as owner_changes
from citizen_api.pages.owners.claiming import blueprint as owner_claims
from citizen_api.pages.owners.counter import blueprint as owner_counter
from citizen_api.pages.owners.dishes import blueprint as owner_menu
from citizen_api.pages.owners.duplicates import blueprint as owner_duplicates
from citizen_api.pages.owners.hours import blueprint as owner_hours
from citizen_api.pages.owners.photos import blueprint as owner_photos
from citizen_api.pages.owners.reviews import blueprint as owner_reviews
from citizen_api.pages.owners.surge import blueprint as owner_surge
from citizen_api.pages.owners.today import blueprint as owner_today
from citizen_api.pages.owners.venues import blueprint as owner_venues
from citizen_api.pages.photo_report import blueprint as photo_report
from citizen_api.pages.photos import blueprint as photo_pages
from citizen_api.pages.rating import blueprint as rating
from citizen_api.pages.reporting import blueprint as reporting
from citizen_api.pages.search import blueprint as search
from citizen_api.pages.shell import blueprint as shell
from citizen_api.pages.staff.audit import blueprint as staff_audit
from citizen_api.pages.staff.bike_labels import blueprint as staff_bike_labels
from citizen_api.pages.staff.bike_work import blueprint as staff_bike_work
from citizen_api.pages.staff.breaches import blueprint as staff_breaches
from citizen_api.pages.staff.code_changes import blueprint as staff_code_changes
from citizen_api.pages.staff.code_giving import blueprint as staff_code_giving
from citizen_api.pages.staff.codes import blueprint as staff_codes
from citizen_api.pages.staff.emergencies import blueprint as staff_emergencies
from citizen_api.pages.staff.index import blueprint as staff_index
from citizen_api.pages.staff.insurance import blueprint as staff_insurance
from citizen_api.pages.staff.refunds import blueprint as staff_refunds
from citizen_api.pages.staff.roles import blueprint as staff_roles
from citizen_api.pages.sticker import blueprint as sticker
from citizen_api.pages.tours import blueprint as tour_pages
from citizen_api.pages.venue import blueprint as venue
from citizen_api.pages.visits import blueprint as visit_pages

PAGES = (
    home,
    search,
    venue,
    rating,
    one_review,
    photo_pages,
    photo_report,
    visit_pages,
    reporting,
    mine,
    tour_pages,
    facility_pages,
    dataset_pages,
    shell,
    landing,
    sticker,
    bike_terms,
    stations_page,
    station_page,
    rider_choice,
    scan_pages,
    ride_page,
    rides_pages,
    wallet_pages,
    passes_page,
    top_up_pages,
    app_links,
    signing_in,
    session_pages,
    me,
    my_consents,
    my_access_log,
    my_insurance,
    my_data,
    privacy,
    staff_index,
    staff_insurance,
    staff_emergencies,
    staff_codes,
    staff_code_changes,
    staff_code_giving,
    staff_bike_labels,
    staff_bike_work,
    staff_refunds,
    staff_roles,
    staff_audit,
    staff_breaches,
    staff_board,
    case_queue,
    case_pages,
    correction_page,
    case_photos,
    moderators_surges,
    notice_pages,
    moderators_letters,
    licence_pages,
    moderation_page,
    owner_venues,
    owner_today,
    owner_menu,
    owner_hours,
    owner_about,
    owner_duplicates,
    owner_photos,
    owner_reviews,
    owner_surge,
    owner_counter,
    owner_changes,
    owner_claims,
    app_consent,
    documentation,
    assets,
)
