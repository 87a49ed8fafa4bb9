"""My own insurance and who looked me up, on pages."""

from tests.emergencies.glasses import broken, review, reviewer
from tests.insurance.clinic import Clinic, about, someone
from tests.pages.personal import SignedIn
from tests.pages.reading import Page

OWN = "/me/insurance"
LOG = "/me/access-log"


def test_my_insurance_in_words(clinic: Clinic) -> None:
    answer = SignedIn(clinic.app, "P025").open(OWN)

    text = Page(answer).text
    assert "You are insured" in text
    assert "until 31 Dec 2030" in text
    assert "The fund pays 80%" in text
    assert "Bệnh viện Mẫu số 1" in text
    assert "yes, since" in text
    assert "Checked just now, at 12:00." in text
    assert answer.headers["Cache-Control"] == "no-store"
    assert someone("P025").number not in answer.text


def test_while_the_gateway_is_down_it_says_when_it_was_checked_last(
    clinic: Clinic,
) -> None:
    reader = SignedIn(clinic.app)
    reader.open(OWN)
    clinic.switch(name="server_error")
    clinic.clock.move(minutes=5)

    text = Page(reader.open(OWN)).text

    assert "You are insured" in text
    assert "does not answer. Last checked: 12:00." in text


def test_an_expired_card_is_told_by_words_and_sign(clinic: Clinic) -> None:
    answer = SignedIn(clinic.app, "P006").open(OWN)

    assert "You are not insured now" in Page(answer).text
    assert "icon-cross" in answer.text


def test_s5_whoever_nothing_fits_reads_one_sentence(clinic: Clinic) -> None:
    pages = [
        Page(SignedIn(clinic.app, name).open(OWN)).text
        for name in ("P027", "P032", "P033")
    ]

    assert len(set(pages)) == 1
    assert "No insurance was found" in pages[0]


def test_who_did_not_share_the_number_is_told_how_to(clinic: Clinic) -> None:
    reader = SignedIn(clinic.app)
    clinic.change("UPDATE people SET number = NULL, number_index = NULL")

    answer, log = reader.open(OWN), reader.open(LOG)

    assert answer.status_code == 403
    assert (
        "/sign-in?return_to=%2Fme%2Finsurance&acr=LoA2&max_age=0" in Page(answer).links
    )
    assert "VNeID did not share your citizen number" in Page(log).text


def test_s17_who_looked_me_up_when_and_why(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff(), about("P001", purpose="treatment"))
    clinic.look_up(clinic.staff(), about("P006"))

    answer = SignedIn(clinic.app).open(LOG)

    text = Page(answer).text
    assert "Bệnh viện Mẫu số 1" in text
    assert "Health insurance look-up · Treatment" in text
    assert "12:00 21 Nov 2026" in text
    assert answer.text.count('<li class="card') == 1
    assert someone("P002").name not in text
    assert answer.headers["Cache-Control"] == "no-store"


def test_s19_an_emergency_access_is_marked_with_its_review(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    reader = SignedIn(clinic.app)

    waiting = Page(reader.open(LOG)).text
    review(clinic, reviewer(clinic), glass, "not_justified")
    judged = Page(reader.open(LOG)).text

    assert "Emergency access Bệnh viện Mẫu số 1" in waiting
    assert "A second person reviews it by 12:00 24 Nov 2026." in waiting
    assert "found it not justified" in judged


def test_nobody_looked_me_up(clinic: Clinic) -> None:
    assert "Nobody has looked you up." in Page(SignedIn(clinic.app).open(LOG)).text
