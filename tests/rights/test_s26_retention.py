"""S26: what is kept goes when its time is over, and not a day before."""

from datetime import timedelta

from flask import Flask

from citizen_api.working import FORGETTING
from tests.breaches.attacks import BREACHES, mass, officer, watch
from tests.conftest import NOON
from tests.emergencies.glasses import broken
from tests.factories import changing
from tests.insurance.clinic import Clinic, about, someone
from tests.rights.citizens import LOG, REQUESTS, exported, send

FIVE_YEARS = timedelta(days=5 * 365)
NINETY_DAYS = timedelta(days=90)
SECOND = timedelta(seconds=1)


def forget(app: Flask, part: str, after: timedelta) -> None:
    """Let time pass, then the job of a room."""
    with changing(app) as session:
        FORGETTING[part](session, NOON + after)


def left(app: Flask, table: str) -> int:
    """How many rows a table has."""
    with changing(app) as session:
        counted = session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}")
        return int(counted.scalar() or 0)


def test_s26_requests_are_kept_for_five_years_after_their_end(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    exported(fresh, citizen)
    wish = {"kind": "restriction", "words": "Đừng dùng nữa."}
    send(fresh, "POST", REQUESTS, citizen, json=wish)

    forget(fresh, "rights", FIVE_YEARS)
    assert left(fresh, "rights_requests") == 2
    forget(fresh, "rights", FIVE_YEARS + SECOND)

    # The one that nobody answered waits still.
    assert left(fresh, "rights_requests") == 1


def test_s26_emergencies_go_after_five_years_and_look_ups_stay(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    clinic.look_up(who, about("P001", break_glass=glass))

    forget(clinic.app, "emergencies", FIVE_YEARS)
    assert left(clinic.app, "break_glasses") == 1
    forget(clinic.app, "emergencies", FIVE_YEARS + SECOND)

    assert left(clinic.app, "break_glasses") == 0
    assert left(clinic.app, "lookups") == 1


def test_s26_look_ups_go_after_five_years_and_the_audit_log_tells_of_them(
    clinic: Clinic,
) -> None:
    clinic.look_up(clinic.staff(), about("P001"))
    told = left(clinic.app, "audit_events")

    forget(clinic.app, "insurance", FIVE_YEARS)
    assert left(clinic.app, "lookups") == 1
    forget(clinic.app, "insurance", FIVE_YEARS + SECOND)

    assert left(clinic.app, "lookups") == 0
    assert left(clinic.app, "audit_events") == told


def test_s26_of_ones_own_insurance_the_code_is_left_after_ninety_days(
    clinic: Clinic,
) -> None:
    who, me = someone("P025"), clinic.citizen("P025")
    assert who.insurance
    clinic.look_up(clinic.staff(), about("P025", number=who.insurance.card))
    clinic.get("/v1/me/insurance", me)
    cells = "SELECT result_code, answer IS NULL AS empty FROM covers"
    forget(clinic.app, "insurance", NINETY_DAYS)
    assert clinic.rows(cells) == [("000", False)]

    forget(clinic.app, "insurance", NINETY_DAYS + SECOND)

    assert clinic.rows(cells) == [("000", True)]
    (seen,) = clinic.get(LOG, me).get_json()["items"]
    assert seen["facility"]["code"] == "99001"


def test_s26_what_a_breach_is_about_stays_as_long_as_the_breach(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)

    forget(fresh, "insurance", FIVE_YEARS + SECOND)

    assert left(fresh, "lookups") == left(fresh, "breach_lookups") > 0


def test_s26_only_closed_breaches_go(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)
    forget(fresh, "breaches", FIVE_YEARS + SECOND)
    assert left(fresh, "breaches") == 1
    who = {**officer(fresh), "If-Match": "*"}
    breach = send(fresh, "GET", BREACHES, who).get_json()["items"][0]["id"]
    send(fresh, "PATCH", f"{BREACHES}/{breach}", who, json={"closed": True})

    forget(fresh, "breaches", FIVE_YEARS + SECOND)

    assert left(fresh, "breaches") == 0
    assert left(fresh, "breach_lookups") == 0
    assert left(fresh, "lookups") == 150
