"""S27: an attack opens a record with its 72 hours and the people affected."""

from datetime import timedelta

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from citizen_api.working import HANDLERS
from tests.breaches.attacks import (
    BREACHES,
    Asked,
    four_places,
    mass,
    officer,
    opened,
    put,
    report,
    watch,
)
from tests.conftest import NOON
from tests.emergencies.glasses import broken, problem, review, reviewer
from tests.factories import changing, known_person, on_staff
from tests.insurance.clinic import EVENTS, Clinic, about, at_once, someone
from tests.rights.citizens import send


def test_s27_a_mass_look_up_is_reported_with_everybody_affected(fresh: Flask) -> None:
    citizen = known_person(fresh, "P001")
    staff = mass(fresh)
    put(fresh, [Asked(NOON, someone("P001").number, staff)])

    watch(fresh)

    told = report(fresh)
    assert told["rule"] == {
        "code": "mass_lookup",
        "words": "One staff member looked up too many people in a short time",
    }
    assert told["detected_at"] == "2026-11-21T12:00:00+07:00"
    assert told["due_at"] == "2026-11-24T12:00:00+07:00"
    assert (told["state"], told["lookups"], told["people"]) == ("open", 151, 151)
    assert told["staff"] == [{"account": str(staff), "facility": "99001"}]
    affected = told["affected"]
    assert isinstance(affected, list)
    accounts = [each["account"] for each in affected if each["account"]]
    assert accounts == [str(citizen.person)]


def test_s27_one_number_from_many_facilities(fresh: Flask) -> None:
    staff = known_person(fresh, "P002").person
    number = someone("P001").number
    places = four_places(fresh)
    put(fresh, [Asked(NOON, number, staff, place) for place in places])

    watch(fresh)

    told = report(fresh)
    assert told["rule"]["code"] == "many_facilities"  # type: ignore[index]
    (one,) = told["affected"]  # type: ignore[misc]
    assert one["facilities"] == places


def test_s27_both_numbers_of_a_citizen_are_one_person(fresh: Flask) -> None:
    staff = known_person(fresh, "P002").person
    citizen = known_person(fresh, "P001")
    number, social = someone("P001").number, "9900000001"
    *typed, last, scanned = four_places(fresh)
    put(
        fresh,
        [
            *(Asked(NOON, number, staff, place, social=social) for place in typed),
            *(Asked(NOON, social, staff, place) for place in (last, scanned)),
        ],
    )

    watch(fresh)

    told = report(fresh)
    assert (told["lookups"], told["people"]) == (4, 1)
    (one,) = told["affected"]  # type: ignore[misc]
    assert one["account"] == str(citizen.person)


def test_s27_look_ups_at_night(fresh: Flask) -> None:
    staff = known_person(fresh, "P002").person
    night = NOON.replace(hour=2)
    put(fresh, [Asked(night, f"099090{each:06d}", staff) for each in range(10)])

    watch(fresh)

    assert opened(fresh)["rule"]["code"] == "off_hours"  # type: ignore[index]


def test_s27_an_ordinary_day_opens_nothing(fresh: Flask) -> None:
    mass(fresh, 60)

    watch(fresh)

    assert send(fresh, "GET", BREACHES, officer(fresh)).get_json()["items"] == []


def test_s27_an_unjustified_emergency_is_one(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    clinic.look_up(who, about("P001", break_glass=glass))
    review(clinic, reviewer(clinic), glass, "not_justified")

    watch(clinic.app)

    told = opened(clinic.app)
    assert told["rule"]["code"] == "unjustified_emergency"  # type: ignore[index]
    assert told["people"] == 1


def test_s27_looking_twice_opens_one_record_that_grows(fresh: Flask) -> None:
    staff = mass(fresh)
    watch(fresh)
    first = opened(fresh)
    put(fresh, [Asked(NOON, "099091999999", staff)])

    watch(fresh)

    told = opened(fresh)
    assert told["id"] == first["id"]
    assert (told["detected_at"], told["lookups"]) == (first["detected_at"], 151)


def test_s27_two_that_look_at_once_open_one(fresh: Flask) -> None:
    mass(fresh)

    def look() -> None:
        with fresh.app_context():
            HANDLERS["breaches"](None)  # type: ignore[arg-type]

    at_once([look] * 3)

    assert opened(fresh)["lookups"] == 150


def test_s27_the_authority_is_told_once(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)
    who, path = officer(fresh), f"{BREACHES}/{opened(fresh)['id']}"

    told = send(fresh, "POST", f"{path}/notified", who, json={"reference": "A05-1"})

    assert told.get_json()["state"] == "notified"
    assert told.get_json()["notified_at"] == "2026-11-21T12:00:00+07:00"
    again = send(fresh, "POST", f"{path}/notified", who, json={"reference": "A05-2"})
    assert problem(again, 409) == "already-notified"


def test_s27_after_seventy_two_hours_it_is_overdue(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)
    assert opened(fresh)["overdue"] is False

    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=72)

    assert opened(fresh)["overdue"] is True


def test_an_assessment_needs_the_version_that_was_read(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)
    who, path = officer(fresh), f"{BREACHES}/{opened(fresh)['id']}"
    body = {"harm": "serious", "assessment": "Bán số cho người ngoài."}
    tag = send(fresh, "GET", path, who).headers["ETag"]

    assert problem(send(fresh, "PATCH", path, who, json=body), 428)
    read = send(fresh, "PATCH", path, {**who, "If-Match": tag}, json=body)
    assert (read.get_json()["harm"], read.get_json()["assessment"]) == (
        "serious",
        "Bán số cho người ngoài.",
    )
    stale = send(fresh, "PATCH", path, {**who, "If-Match": tag}, json=body)
    assert problem(stale, 412) == "stale-version"


def test_what_is_closed_stays_closed_until_more_happens(fresh: Flask) -> None:
    staff = mass(fresh)
    watch(fresh)
    who = officer(fresh)
    path = f"{BREACHES}/{opened(fresh)['id']}"
    close = {**who, "If-Match": "*"}
    assert send(fresh, "PATCH", path, close, json={"closed": True}).status_code == 200

    watch(fresh)
    assert opened(fresh)["state"] == "closed"
    put(fresh, [Asked(NOON, f"099092{each:06d}", staff) for each in range(130)])
    watch(fresh)

    found = send(fresh, "GET", f"{BREACHES}?state=open", who).get_json()["items"]
    assert [each["lookups"] for each in found] == [130]


@pytest.mark.parametrize("role", [Role.HEALTH_STAFF, Role.AUDITOR])
def test_only_privacy_officers_read_breaches(fresh: Flask, role: Role) -> None:
    who = on_staff(fresh, role)

    for path in (BREACHES, f"{BREACHES}/3b0c3a4e-0000-4000-8000-000000000000"):
        assert problem(send(fresh, "GET", path, who), 403) == "role-missing"


def test_each_act_is_recorded_and_names_nobody_affected(fresh: Flask) -> None:
    mass(fresh)
    watch(fresh)
    path = f"{BREACHES}/{opened(fresh)['id']}"
    send(
        fresh,
        "PATCH",
        path,
        {**officer(fresh), "If-Match": "*"},
        json={"harm": "none", "closed": True},
    )

    with changing(fresh) as session:
        events = [row.fields for row in session.execute(EVENTS)]
    acts = [each["action"] for each in events if each["action"].startswith("breach.")]
    assert acts == ["breach.open", "breach.list", "breach.assess"]


def test_breaches_come_in_pages(fresh: Flask) -> None:
    staff = known_person(fresh, "P002").person
    for each, facility in enumerate(("99001", "99002", "99003")):
        person = known_person(fresh, f"P0{17 + each}").person
        put(
            fresh,
            [
                Asked(NOON, f"099{each}90{number:06d}", person, facility)
                for number in range(120)
            ],
        )
    assert staff
    watch(fresh)
    who = officer(fresh)

    first = send(fresh, "GET", f"{BREACHES}?limit=2", who).get_json()
    second = send(fresh, "GET", first["next"], who).get_json()

    assert len({each["id"] for each in first["items"] + second["items"]}) == 3
