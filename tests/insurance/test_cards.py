"""Cards are read for whoever scans them, and nothing of them is kept."""

import pytest

from tests.insurance.clinic import Clinic, someone
from tests.reviews.phones import problem

PARSE = "/v1/identity/cards/parse"
MRZ = (
    "IDVNM0901234562099090123456<<8\n9001011M3001019VNM<<<<<<<<<<<4\n"
    "NGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
)


def test_each_kind_of_card_is_read(clinic: Clinic) -> None:
    who, me = someone("P001"), clinic.citizen(acr="LoA1")
    assert who.insurance
    citizen = f"{who.number}||{who.name}|14051990|Nữ|Phường Mẫu|15082024"
    insured = (
        f"{who.insurance.card}|{who.name.encode().hex()}|14/05/1990|1|-|99 - 001"
        "|01/01/2025|31/12/2030|$"
    )

    told = [
        clinic.post(PARSE, me, {"text": text}).get_json()
        for text in (citizen, MRZ, insured)
    ]

    kinds = ["citizen_qr", "citizen_mrz", "insurance_qr"]
    assert [each["kind"] for each in told] == kinds
    assert [each["number"] for each in told] == [
        *("099*******82", "099*******56", "DN4**********18")
    ]
    assert {each["assurance"] for each in told} == {"identified"}
    assert told[0]["warnings"] == ["synthetic", "sex_differs"]
    assert told[0]["issued"] == "2024-08-15"
    assert told[1]["valid_to"] == "2030-01-01"
    assert told[2]["facility"] == "99001"


@pytest.fixture
def nothing() -> list[str]:
    """Texts that are no card."""
    return [
        "x",
        "099090178382",
        "|" * 6,
        "' OR 1=1 --|||||",
        "<script>|<b>|x|01011990|Nam|x|01012024",
        "１２３４５６７８９０１２||Nguyễn Văn An|14051990|Nam|x|15082024",
        "099090178382||Nguyễn Văn An|29022023|Nam|x|15082024",
        MRZ.replace("M300", "M301"),
        "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\n"
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "\u202e" + MRZ,
        "a\x00b",
        "x" * 1025,
        "",
    ]


def test_what_is_no_card_is_named(clinic: Clinic, nothing: list[str]) -> None:
    me = clinic.citizen()

    for text in nothing:
        refused = clinic.post(PARSE, me, {"text": text})
        assert problem(refused) == "invalid-request", text
        assert refused.get_json()["errors"][0]["pointer"] == "#/text"


def test_nothing_of_a_card_is_kept(clinic: Clinic) -> None:
    me = clinic.citizen()
    before = clinic.rows("SELECT count(*) FROM audit_events")

    clinic.post(PARSE, me, {"text": MRZ})

    assert clinic.rows("SELECT count(*) FROM lookups") == [(0,)]
    assert clinic.rows("SELECT count(*) FROM audit_events") == before


def test_where_people_are_real_the_card_of_nobody_invented_is_read(
    clinic: Clinic,
) -> None:
    me = clinic.citizen()
    clinic.app.config["INVENTED_PEOPLE"] = False

    refused = clinic.post(PARSE, me, {"text": MRZ})

    assert problem(refused) == "invalid-request"


def test_nobody_reads_cards_without_signing_in(clinic: Clinic) -> None:
    assert problem(clinic.post(PARSE, {}, {"text": MRZ})) == "not-signed-in"
