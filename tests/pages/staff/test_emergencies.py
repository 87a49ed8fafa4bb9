"""S19 on pages: opening an emergency access, and the second person's review."""

from flask import Flask

from citizen_api.roles.models import Role
from tests.emergencies.glasses import locked_out
from tests.factories import on_staff
from tests.insurance.clinic import Clinic, someone
from tests.pages.personal import FormTo, SignedIn, at_work
from tests.pages.reading import Page
from tests.pages.staff.scanning import (
    DESK,
    EMERGENCY,
    REASON,
    look_up,
    receptionist,
    scanned,
    typed,
)

REVIEW = "/staff/emergencies"
OPINION = "Đúng ca cấp cứu buổi trưa."


def opened(reader: SignedIn, **changes: str) -> str:
    """The address of a result under an emergency access."""
    filled = {"card": scanned(), "reason": REASON, **changes}
    answer = reader.press(EMERGENCY, EMERGENCY, **filled)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_who_is_locked_out_is_shown_the_way_and_gets_the_answer(
    clinic: Clinic,
) -> None:
    reader = receptionist(clinic)
    locked_out(clinic, clinic.staff())

    locked = look_up(reader, card=scanned())
    answer = reader.open(opened(reader))

    assert locked.status_code == 429
    assert EMERGENCY in Page(locked).links
    assert "Retry-After" in locked.headers
    text = Page(answer).text
    assert "Emergency access" in text
    assert "The insurance is good" in text
    assert "Earlier stays" in text


def test_a_short_reason_and_a_wrong_number_open_nothing(clinic: Clinic) -> None:
    reader = receptionist(clinic)

    for wrong in ({"reason": "Gấp" + " " * 30}, {"card": "12"}, {"reason": ""}):
        filled = {"card": scanned(), "reason": REASON, **wrong}
        answer = reader.press(EMERGENCY, EMERGENCY, **filled)
        assert answer.status_code == 422
        assert 'class="error"' in answer.text

    assert clinic.rows("SELECT FROM break_glasses") == []


def test_the_same_form_twice_opens_one(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    form = FormTo(reader.open(EMERGENCY), EMERGENCY).values
    form |= {"card": scanned(), "reason": REASON}

    pages = {reader.send(EMERGENCY, form).headers["Location"] for _ in range(2)}

    assert len(pages) == 1
    assert len(clinic.rows("SELECT FROM break_glasses")) == 1


def test_a_second_person_reviews_it_once(clinic: Clinic) -> None:
    opened(receptionist(clinic))
    judge = at_work(clinic.app, Role.BREAK_GLASS_REVIEWER, "99001", "P017")
    assert "1 waits" in Page(judge.open("/staff")).text

    listed = judge.open(REVIEW)
    [form] = glass_forms(clinic)
    answer = judge.press(REVIEW, form, verdict="justified", opinion=OPINION)
    late = judge.send(form, FormTo(judge.open("/me"), "/sign-out").values | SAID)

    text = Page(listed).text
    assert (someone("P002").name in text, REASON in text) == (True, True)
    assert someone("P001").number not in listed.text
    assert "Your review is kept." in Page(judge.follow(answer)).text
    assert late.status_code == 409
    assert OPINION in judge.open(f"{REVIEW}?show=reviewed").text
    assert "1 waits" not in Page(judge.open("/staff")).text


SAID = {"verdict": "not_justified", "opinion": OPINION}


def glass_forms(clinic: Clinic) -> list[str]:
    """Where the reviews of all emergencies are sent to."""
    rows = clinic.rows("SELECT id FROM break_glasses")
    return [f"{REVIEW}/{row.id}" for row in rows]


def test_a_review_without_a_reason_is_none(clinic: Clinic) -> None:
    opened(receptionist(clinic))
    judge = at_work(clinic.app, Role.BREAK_GLASS_REVIEWER, "", "P017")
    [form] = glass_forms(clinic)

    for wrong in ({"opinion": "Ừ"}, {"verdict": ""}, {"verdict": "maybe"}):
        answer = judge.press(REVIEW, form, **(SAID | wrong))
        assert answer.status_code == 422
        assert 'class="error"' in answer.text

    assert clinic.rows("SELECT FROM break_glasses WHERE reviewed_at IS NOT NULL") == []


def test_nobody_reviews_their_own_nor_those_of_other_facilities(
    clinic: Clinic,
) -> None:
    reader = receptionist(clinic)
    opened(reader)
    on_staff(clinic.app, Role.BREAK_GLASS_REVIEWER, "99001", "P002")
    other = at_work(clinic.app, Role.BREAK_GLASS_REVIEWER, "99002", "P017")
    [form] = glass_forms(clinic)

    own_page = reader.open(REVIEW)
    token = FormTo(own_page, "/sign-out").values
    own = reader.send(form, token | SAID)
    token = FormTo(other.open(REVIEW), "/sign-out").values
    foreign = other.send(form, token | SAID)

    assert "somebody else must review it" in Page(own_page).text
    assert (own.status_code, foreign.status_code) == (403, 404)
    assert "None." in Page(other.open(REVIEW)).text


def test_after_72_hours_it_is_overdue(clinic: Clinic) -> None:
    opened(receptionist(clinic))
    clinic.clock.move(hours=73)
    judge = at_work(clinic.app, Role.BREAK_GLASS_REVIEWER, "", "P017")

    assert "Overdue since 12:00 24 Nov 2026" in Page(judge.open(REVIEW)).text


def test_each_role_opens_its_own_pages(fresh: Flask) -> None:
    reader = at_work(fresh, Role.BREAK_GLASS_REVIEWER, "", "P017")
    nobody = SignedIn(fresh)

    links = Page(reader.open("/staff")).links

    assert (REVIEW in links, DESK in links) == (True, False)
    assert reader.open(DESK).status_code == 403
    assert "You hold no role" in Page(nobody.open("/staff")).text


def test_a_typed_patient_is_as_good_as_a_scanned_one(clinic: Clinic) -> None:
    reader = receptionist(clinic)

    answer = reader.open(opened(reader, **typed()))

    assert "The insurance is good" in Page(answer).text
