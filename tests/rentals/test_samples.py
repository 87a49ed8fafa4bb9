"""The examples of the OpenAPI file are answers that could be given."""

from typing import Any

import pytest
from marshmallow import RAISE, Schema

from citizen_api.rentals import samples, schemas, staff_schemas


@pytest.mark.parametrize(
    ("schema", "sample"),
    [
        *(
            (schemas.RentalSchema, getattr(samples, name))
            for name in ("OFFERED", "UNLOCKING", "RIDING", "PAUSED", "SETTLED")
        ),
        (schemas.MyRentalSchema, samples.MINE),
        (schemas.RentalPageSchema, samples.PAGE),
        (schemas.ScanSchema, samples.SCAN),
        (schemas.LockEventSchema, samples.LOCK_EVENT),
        (schemas.PassSchema, samples.PASS),
        (schemas.TicketSchema, samples.TICKET),
        (staff_schemas.RefundSchema, samples.REFUND),
        (staff_schemas.StaffUnlockedSchema, samples.STAFF_UNLOCK),
        (staff_schemas.RentalReviewListSchema, samples.REVIEWS),
    ],
)
def test_a_sample_has_the_shape_that_is_promised(
    schema: type[Schema], sample: dict[str, Any]
) -> None:
    assert schema(unknown=RAISE).validate(sample) == {}
    assert set(sample) == set(schema().fields)
