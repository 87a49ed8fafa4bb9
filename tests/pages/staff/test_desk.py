"""The receptionist's look-up: scanned or typed, told in words."""

from citizen_api.roles.models import Role
from tests.factories import on_staff
from tests.insurance.clinic import Clinic, about, someone
from tests.pages.filling import Reader
from tests.pages.personal import FormTo, SignedIn
from tests.pages.reading import Page
from tests.pages.staff.scanning import (
    DESK,
    EMERGENCY,
    blank,
    look_up,
    receptionist,
    result,
    scanned,
    typed,
)

LOOKUPS = "SELECT channel, purpose, presented, facility FROM lookups"


def test_a_scanned_card_is_enough(clinic: Clinic) -> None:
    answer = result(receptionist(clinic), card=scanned())

    text = Page(answer).text
    assert "The insurance is good" in text
    assert "Receive the patient with insurance." in text
    assert "Code of the gateway: 000" in text
    assert "until 31 Dec 2030" in text
    assert "icon-check" in answer.text
    [row] = clinic.rows(LOOKUPS)
    assert tuple(row) == ("scan", "reception", "citizen_card", "99001")


BIRTHS = ("1990-05-14", "14/05/1990", "14/5/1990", "14051990", "14-05-1990")
MISTYPED = (
    ({"card": ""}, "no citizen number of 12 digits"),
    ({"card": "12"}, "no citizen number of 12 digits"),
    ({"card": "０９９０９０１７８３８２"}, "no citizen number of 12 digits"),
    ({"card": "a|b|c"}, "not of a citizen card"),
    ({"card": "x" * 5000}, "no citizen number of 12 digits"),
    ({"name": ""}, "Type the full name"),
    ({"name": "An\u202eNguyễn"}, "Type the full name"),
    ({"birth": "31/02/1990"}, "Type the birth date"),
    ({"birth": "14/05/2990"}, "Type the birth date"),
    ({"presented": "passport"}, "This must be one of"),
    ({"purpose": "curiosity"}, "This must be one of"),
)
RESULTS = (
    ("P006", "The insurance is not good", "icon-cross"),
    ("P027", "Nothing fits", "icon-question"),
    ("P012", "The insurance is good", "icon-check"),
    ("P018", "The insurance is good", "icon-check"),
)


def test_a_typed_number_with_name_and_birth_date(clinic: Clinic) -> None:
    reader = receptionist(clinic)

    for birth in BIRTHS:
        answer = result(reader, **typed(birth=birth))
        assert "The insurance is good" in Page(answer).text, birth


def test_what_is_mistyped_is_said_beside_its_field_and_nothing_is_asked(
    clinic: Clinic,
) -> None:
    reader = receptionist(clinic)

    for wrong, said in MISTYPED:
        answer = look_up(reader, **typed(**wrong))
        assert answer.status_code == 422, wrong
        assert answer.headers["Cache-Control"] == "no-store"
        assert said in Page(answer).text, wrong

    assert clinic.rows(LOOKUPS) == []


def test_what_was_typed_is_still_there(clinic: Clinic) -> None:
    answer = look_up(receptionist(clinic), **typed(name="", purpose="discharge"))

    again = FormTo(answer, DESK).values
    assert again["card"] == someone("P001").number
    assert again["purpose"] == "discharge"


def test_each_result_has_its_words_and_its_sign(clinic: Clinic) -> None:
    reader = receptionist(clinic)

    for name, headline, sign in RESULTS:
        answer = result(reader, **typed(name))
        assert headline in Page(answer).text
        assert sign in answer.text


def test_with_the_gateway_down_the_patient_is_received_and_the_answer_comes(
    clinic: Clinic,
) -> None:
    reader = receptionist(clinic)
    clinic.switch(name="server_error")
    answer = look_up(reader, card=scanned())
    waiting = reader.follow(answer)
    clinic.mend()
    clinic.clock.move(minutes=2)
    clinic.work()

    assert "Not verified yet: receive the patient" in Page(waiting).text
    assert 'data-again-s="20"' in waiting.text
    assert "The insurance is good" in Page(reader.follow(answer)).text


def test_s20_the_same_form_twice_is_one_look_up(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    form = blank(reader) | {"card": scanned()}

    first, again = reader.send(DESK, form), reader.send(DESK, form)
    other = reader.send(DESK, form | {"card": scanned("P006")})

    assert first.headers["Location"] == again.headers["Location"]
    assert other.status_code == 422
    assert len(clinic.rows(LOOKUPS)) == 1


def test_s13_no_address_and_no_title_tells_who_the_patient_is(clinic: Clinic) -> None:
    answer = look_up(receptionist(clinic), card=scanned())

    address = answer.headers["Location"]
    assert address.removeprefix(f"{DESK}/").count("-") == 4
    assert someone("P001").number not in answer.text


def test_checking_again_asks_the_gateway_again(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    page = look_up(reader, card=scanned()).headers["Location"]

    answer = reader.follow(reader.press(page, f"{page}/again"))

    assert "The insurance is good" in Page(answer).text
    assert clinic.outcomes().count("answered") == 2


def test_s12_numbers_are_masked_until_they_are_revealed_which_is_recorded(
    clinic: Clinic,
) -> None:
    reader, number = receptionist(clinic), someone("P001").number
    page = look_up(reader, card=scanned()).headers["Location"]

    masked, whole = reader.open(page), reader.press(page, f"{page}/numbers")

    assert number not in masked.text
    assert "099*******82" in masked.text
    assert number in whole.text
    assert clinic.outcomes().count("revealed") == 1
    log = SignedIn(clinic.app).open("/me/access-log")
    assert "Full number of a look-up read" in Page(log).text


def test_the_list_of_today_is_masked_and_of_one_facility(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    look_up(reader, card=scanned())
    clinic.look_up(clinic.staff("99002", "P006"), about("P025"))

    answer = reader.open(f"{DESK}/today")

    assert answer.text.count('<li class="card') == 1
    assert "099*******82" in answer.text
    clinic.later(days=1)
    tomorrow = SignedIn(clinic.app, "P002")
    assert "None yet." in Page(tomorrow.open(f"{DESK}/today")).text


def test_s16_another_facility_sees_neither_result_nor_list(clinic: Clinic) -> None:
    page = look_up(receptionist(clinic), card=scanned()).headers["Location"]
    on_staff(clinic.app, Role.HEALTH_STAFF, "99002", "P006")
    other = SignedIn(clinic.app, "P006")
    form = blank(other)

    answers = [other.open(page), other.send(f"{page}/again", form)]
    answers.append(other.send(f"{page}/numbers", form))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert other.open(f"{DESK}/today?facility=99001").status_code == 403
    assert clinic.outcomes().count("refused") == 3


def test_s16_who_lost_the_role_is_out_at_the_next_page(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    page = look_up(reader, card=scanned()).headers["Location"]
    form = blank(reader) | {"card": scanned()}
    clinic.change("UPDATE roles_held SET revoked_at = now(), revoked_by = 'command'")

    answers = [reader.open(DESK), reader.open(page), reader.send(DESK, form)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert clinic.outcomes("door") == ["refused"] * 3


def test_who_works_at_several_places_chooses(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    on_staff(clinic.app, Role.HEALTH_STAFF, "99002", "P002")

    result(reader, card=scanned(), facility="99002")

    assert "Trạm y tế Mẫu số 2" in reader.open(DESK).text
    assert [row.facility for row in clinic.rows(LOOKUPS)] == ["99002"]


def test_only_where_cards_are_scanned_the_camera_may_be_used(clinic: Clinic) -> None:
    reader = receptionist(clinic)

    allowed = {
        path: "camera=(self)" in reader.open(path).headers["Permissions-Policy"]
        for path in (DESK, EMERGENCY, f"{DESK}/today", "/staff", "/me")
    }

    assert [path for path, may in allowed.items() if may] == [DESK, EMERGENCY]


def test_nothing_of_it_is_printed(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    page = look_up(reader, card=scanned()).headers["Location"]

    for path in (DESK, EMERGENCY, page, f"{DESK}/today", "/me/insurance"):
        assert "unprinted" in reader.open(path).text, path


def test_another_site_looks_nobody_up(clinic: Clinic) -> None:
    reader = receptionist(clinic)
    form = blank(reader) | {"card": scanned()}

    foreign = reader.send(DESK, form, **{"Sec-Fetch-Site": "cross-site"})
    forged = reader.send(DESK, form | {"form_token": ""})

    assert (foreign.status_code, forged.status_code) == (403, 403)
    assert "open too long" in Page(forged).text
    assert clinic.rows(LOOKUPS) == []


def test_a_stranger_is_sent_to_sign_in_and_keeps_nothing(clinic: Clinic) -> None:
    stranger = Reader(clinic.app)

    answers = [stranger.open(DESK), stranger.send(DESK, {"card": scanned()})]

    for answer in answers:
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/sign-in?return_to=%2Fstaff")
        assert "099" not in answer.headers["Location"]
