"""What the gateway said, in words for whoever asked."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from citizen_api.insurance.actions import place
from citizen_api.insurance.models import Lookup, Purpose, State
from citizen_api.insurance.rules import Patient, hidden, read_patient, shows_visits
from citizen_api.problems import Said
from identity.citizen_number import masked
from identity.insurance_card import benefit_level, group
from identity.insurance_number import BadInsuranceNumber, InsuranceNumber
from identity.key_ring import KeyRing
from identity.providers.insurance import Answer, InsuranceCardData, Visit
from identity.providers.results import Said as Explained
from identity.providers.results import result_for
from identity.providers.stored_answers import read_answer
from identity.vault import unseal

Names = Mapping[str, str]

WAIT: Final = Said(
    "Chưa xác minh được. Vẫn tiếp nhận người bệnh; hệ thống sẽ tự tra cứu lại.",
    "Not verified yet. Receive the patient; the look-up is repeated by itself.",
)
GIVEN_UP: Final = Said(
    "Không xác minh được. Vẫn tiếp nhận người bệnh, giữ bản chụp giấy tờ và tra cứu lại"
    " trước khi ra viện.",
    "It could not be verified. Receive the patient, note the numbers of the papers and"
    " look up again before discharge.",
)
INSTRUCTIONS: Final = {
    State.ASKED: WAIT,
    State.NOT_VERIFIED_YET: WAIT,
    State.NOT_VERIFIED: GIVEN_UP,
}
INSURANCE: Final = (
    "card",
    "new_card",
    "area",
    "five_years_from",
    "five_years_continuous",
)


def patient_of(ring: KeyRing, lookup: Lookup) -> Patient | None:
    """Whom a look-up is about, until that is forgotten."""
    if lookup.question is None:
        return None
    text = unseal(ring, place(lookup.id, "question"), lookup.question)
    return read_patient(text)


def answer_of(ring: KeyRing, lookup: Lookup) -> Answer | None:
    """What the gateway answered, until that is forgotten."""
    if lookup.answer is None:
        return None
    text = unseal(ring, place(lookup.id, "answer"), lookup.answer)
    return read_answer(json.loads(text))


def facilities_of(answer: Answer | None) -> Iterator[str]:
    """The codes of the facilities in an answer."""
    if answer is not None:
        told = [answer.card, answer.new_card, *answer.visits]
        yield from (each.facility_code for each in told if each and each.facility_code)


def item(ring: KeyRing, lookup: Lookup) -> dict[str, Any]:
    """A look-up in a list; the number is masked."""
    patient = patient_of(ring, lookup)
    return {
        "id": lookup.id,
        "facility": lookup.facility,
        "purpose": lookup.purpose,
        "presented": lookup.presented,
        "channel": lookup.channel,
        "break_glass": lookup.break_glass_id,
        "number": patient and hidden(patient.number),
        "state": lookup.state,
        "asked_at": lookup.asked_at,
        "answered_at": lookup.answered_at,
        "next_try_at": lookup.next_try_at,
        "result": result_of(lookup),
        "instruction": instruction(lookup),
    }


def answered(
    lookup: Lookup,
    answer: Answer | None,
    names: Names,
    *,
    today: date,
    glass_broken: bool,
) -> dict[str, Any]:
    """All that a receptionist may see of the answer.

    `glass_broken`: it was made under a glass that is still in force.
    """
    visits, purpose = None, Purpose(lookup.purpose)
    if answer is not None and shows_visits(purpose, glass_broken=glass_broken):
        visits = [visit(each, names) for each in answer.visits]
    return {
        **insurance(answer, names, today=today),
        "remark": answer and answer.remark,
        "visits": visits,
    }


def insurance(answer: Answer | None, names: Names, *, today: date) -> dict[str, Any]:
    """The cards in an answer, and what hangs on how long somebody is insured."""
    if answer is None:
        return dict.fromkeys(INSURANCE)
    since = answer.five_years_from
    return {
        "card": card(answer.card, names, today=today),
        "new_card": card(answer.new_card, names, today=today),
        "area": answer.area,
        "five_years_from": since,
        "five_years_continuous": None if since is None else since <= today,
    }


def card(
    told: InsuranceCardData | None, names: Names, *, today: date
) -> dict[str, Any] | None:
    """A card: its number masked, its benefit in words."""
    if told is None:
        return None
    code = told.facility_code
    return {
        "number": masked(told.number),
        "valid_from": told.valid_from,
        "valid_to": told.valid_to,
        "facility": code
        and {"code": code, "name": names.get(code) or told.facility_name},
        **benefit(told.number, today=today),
    }


def benefit(number: str, *, today: date) -> dict[str, Any]:
    """How much the fund pays, and why, as far as the number tells."""
    try:
        known = InsuranceNumber(number)
    except BadInsuranceNumber:
        return {"benefit": None, "group": None}
    level, why = benefit_level(known, on=today), group(known)
    return {
        "benefit": level
        and {
            "percent": level.percent,
            "limits": level.limits,
            "words": dict(level.words),
        },
        "group": why and why.label and {"code": why.code, "words": dict(why.label)},
    }


def visit(told: Visit, names: Names) -> dict[str, Any]:
    """A stay at a facility."""
    code = told.facility_code
    return {
        "facility": code and {"code": code, "name": names.get(code)},
        "arrived": told.arrived,
        "left": told.left,
        "disease": told.disease,
    }


def result_of(lookup: Lookup) -> dict[str, Any] | None:
    """The gateway's last code, and what it means; for staff only."""
    if lookup.result_code is None or lookup.answered_at is None:
        return None
    result = result_for(lookup.result_code, lookup.answered_at.date())
    return {
        "code": result.code,
        "verdict": result.verdict,
        "means": both(result.means),
    }


def instruction(lookup: Lookup) -> dict[str, str]:
    """What to do now."""
    said = INSTRUCTIONS.get(State(lookup.state))
    if said is not None or lookup.result_code is None or lookup.answered_at is None:
        return both(said or WAIT)
    return both(result_for(lookup.result_code, lookup.answered_at.date()).do)


def both(said: Said | Explained) -> dict[str, str]:
    """A sentence in both languages."""
    return {"vi": said.vi, "en": said.en if isinstance(said, Explained) else str(said)}
