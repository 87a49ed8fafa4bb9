"""S15: what cannot be recorded does not happen, here neither."""

from tests.emergencies.glasses import GLASSES, emergency, problem
from tests.factories import known_person
from tests.insurance.clinic import Clinic
from tests.insurance.test_s15_audited import MEND, REFUSE, TRIGGER
from tests.rights.citizens import CONSENTS, ERASURE, EXPORTS, allowed, send


def test_s15_nothing_is_half_done_without_the_audit_log(clinic: Clinic) -> None:
    me, who = known_person(clinic.app), clinic.staff()
    consent = allowed(clinic.app, me)
    send(clinic.app, "POST", ERASURE, me.headers)
    clinic.change(REFUSE, TRIGGER)

    refused = [
        send(clinic.app, "DELETE", f"{CONSENTS}/{consent}", me.headers),
        send(clinic.app, "POST", EXPORTS, me.headers),
        send(clinic.app, "DELETE", ERASURE, me.headers),
        send(clinic.app, "POST", f"{ERASURE}/confirmation", me.headers),
        clinic.post(GLASSES, who, emergency("P001")),
    ]

    assert {problem(each, 503) for each in refused} == {"audit-unavailable"}
    clinic.change(MEND)
    assert send(clinic.app, "GET", ERASURE, me.headers).get_json()["state"] == "waiting"
    items = send(clinic.app, "GET", CONSENTS, me.headers).get_json()["items"]
    assert [each["withdrawn_at"] for each in items] == [None]
    assert clinic.rows("SELECT 1 FROM break_glasses") == []
