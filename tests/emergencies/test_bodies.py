"""What an emergency may not be made of."""

import pytest

from tests.emergencies.glasses import emergency, problem, smash
from tests.insurance.clinic import Clinic


@pytest.mark.parametrize(
    "changes",
    [
        {"number": None},
        {"number": "12345"},
        {"number": 99},
        {"number": "０９９０９０１２３４５６"},
        {"name": "A\u202eB"},
        {"name": ""},
        {"name": "x" * 101},
        {"birth": "2026-02-30"},
        {"birth": "2099-01-01"},
        {"scan": "x|y", "number": None},
        {"scan": "x" * 1025, "number": None},
        {"facility": "9900"},
        {"facility": 99001},
        {"more": 1},
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    clinic: Clinic, changes: dict[str, object]
) -> None:
    of_the_city = clinic.staff("")

    body = {"facility": "99001"} | emergency("P001", **changes)

    assert problem(smash(clinic, of_the_city, body), 422) == "invalid-request"
    assert clinic.rows("SELECT 1 FROM break_glasses") == []
