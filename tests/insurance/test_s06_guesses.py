"""S6: a number is locked for whoever guesses, and nobody may ask without end."""

from functools import partial

from citizen_api.insurance.asking import GUESSES
from tests.insurance.clinic import LOOKUPS, Clinic, about, at_once, id_of
from tests.reviews.phones import problem

MISSES = GUESSES.misses


def guess(clinic: Clinic, who: dict[str, str], times: int = MISSES) -> list[str]:
    """Look P001 up under wrong names; what came of each."""
    answers = [
        clinic.look_up(who, about("P001", name=f"Nguyễn Văn {letter}"))
        for letter in "BCDEGHIKLM"[:times]
    ]
    return [
        problem(each) if each.status_code == 429 else each.get_json()["result"]["code"]
        for each in answers
    ]


def test_s6_five_wrong_names_lock_the_number(clinic: Clinic) -> None:
    who = clinic.staff()

    assert guess(clinic, who, MISSES + 1) == [*["061"] * MISSES, "too-many-requests"]
    locked = clinic.look_up(who, about("P001"))

    assert problem(locked) == "too-many-requests"
    assert int(locked.headers["Retry-After"]) == 900
    assert clinic.outcomes()[-1] == "refused"
    assert clinic.look_up(who, about("P006")).status_code == 201
    clinic.later(seconds=901)
    assert clinic.look_up(who, about("P001")).status_code == 201


def test_s6_an_unknown_number_locks_alike(clinic: Clinic) -> None:
    who = clinic.staff()
    unknown = about("P001", number="099000000000")

    answers = [clinic.look_up(who, unknown) for _ in range(MISSES + 1)]

    assert [each.status_code for each in answers] == [*[201] * MISSES, 429]


def test_s6_a_lock_is_of_one_person_only(clinic: Clinic) -> None:
    guess(clinic, clinic.staff())

    other = clinic.staff("99001", "P010")

    assert clinic.look_up(other, about("P001")).status_code == 201


def test_s6_both_forms_of_an_insurance_number_are_one(clinic: Clinic) -> None:
    who = clinic.staff()
    forms = ["DN4999951303418", "9951303418"]

    for number in range(MISSES):
        body = about("P001", number=forms[number % 2], name="Nguyễn Văn Sai")
        assert clinic.look_up(who, body).status_code == 201

    for form in forms:
        refused = clinic.look_up(who, about("P001", number=form))
        assert problem(refused) == "too-many-requests"


def test_s6_the_numbers_of_one_known_person_are_one(clinic: Clinic) -> None:
    who, other = clinic.staff(), clinic.staff("99001", "P010")
    # Somebody found the insurance number under the citizen number once.
    assert clinic.look_up(other, about("P001")).get_json()["result"]["code"] == "000"
    insurance = about("P001", number="9951303418", name="Nguyễn Văn Sai")

    guess(clinic, who, MISSES - 2)
    for _ in range(2):
        assert clinic.look_up(who, insurance).status_code == 201

    for body in (about("P001"), insurance):
        assert problem(clinic.look_up(who, body)) == "too-many-requests"


def test_s6_guessing_all_at_once_learns_no_more(clinic: Clinic) -> None:
    who = clinic.staff()
    codes: list[int] = []

    def one(letter: str) -> None:
        body = about("P001", name=f"Nguyễn Văn {letter}")
        codes.append(clinic.look_up(who, body).status_code)

    at_once([partial(one, letter) for letter in "BCDEGHIK"])

    assert codes.count(201) == MISSES
    assert codes.count(429) == 3
    withheld = "SELECT 1 FROM lookups WHERE state = 'answered'"
    assert len(clinic.rows(withheld)) == MISSES


def test_s6_an_outage_does_not_help_guessing(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.switch(name="server_error")
    made = [
        id_of(clinic.look_up(who, about("P001", name=f"Nguyễn Văn {letter}")))
        for letter in "BCDEGHIK"
    ]
    clinic.mend()
    clinic.clock.move(seconds=61)
    clinic.work()

    told = [clinic.get(f"{LOOKUPS}/{each}", who).get_json() for each in made]

    known = [each for each in told if each["result"] is not None]
    assert len(known) == MISSES
    assert {each["state"] for each in told if each["result"] is None} == {
        "not_verified"
    }


def test_s6_answers_say_how_much_is_left(clinic: Clinic) -> None:
    answer = clinic.look_up(clinic.staff(), about("P001"))

    assert '"insurance-person";r=299' in answer.headers["RateLimit"]
    assert '"insurance-facility";q=1000;w=3600' in answer.headers["RateLimit-Policy"]


def test_s6_a_number_is_not_looked_up_without_end(clinic: Clinic) -> None:
    who = clinic.staff()
    for _ in range(30):
        assert clinic.look_up(who, about("P001")).status_code == 201

    refused = clinic.look_up(who, about("P001"))

    assert problem(refused) == "too-many-requests"
    assert clinic.events()[-1]["detail"]["why"] == "too_many_requests"
