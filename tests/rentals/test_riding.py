"""A ride as it should be, from the scan to the bill."""

from tests.rentals.people import Bicycle, Person, Street


def test_a_scan_says_number_and_price_before_anything_opens(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    offered = rider.scan(bike.url).get_json()

    assert offered["state"] == "reserved"
    assert offered["bike"] == {"number": bike.number, "type": "bicycle"}
    assert (offered["plan"]["price"], offered["plan"]["minutes"]) == (5_000, 30)
    assert offered["next"] == ["unlock", "cancel"]
    assert street.locks.commands == []
    assert bike.row().state == "reserved"


def test_a_whole_ride_is_billed_once_and_has_a_receipt(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    vehicle = bike.row().vehicle_id
    bill = rider.rides(bike, minutes=35)

    assert (bill["state"], bill["price"], bill["seconds"]) == ("settled", 6_000, 2100)
    assert rider.balance == 94_000
    receipt = rider.get(bill["receipt"]).get_json()
    assert (receipt["kind"], receipt["amount"]) == ("ride", -6_000)
    assert receipt["reference"] == f"rental:{bill['id']}"
    there = bike.row()
    assert (there.state, there.station_id) == ("available", street.station("hp-019").id)
    assert there.vehicle_id != vehicle
