"""Who is calling. Each view says it, also when it is everybody."""

from citizen_api.callers.citizens import citizen, ensure_level, known_session
from citizen_api.callers.devices import Device, device, known_device
from citizen_api.callers.doors import public
from citizen_api.callers.machines import machine
from citizen_api.callers.problems import (
    ForgedEvent,
    NotSignedIn,
    OldEvent,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
)
from citizen_api.callers.riders import Rider, rider
from citizen_api.callers.sessions import Citizen, Held
from citizen_api.callers.staffing import (
    STAFF_REFUSED,
    Staff,
    known_staff,
    refusals_recorded,
    staff,
)

__all__ = [
    "STAFF_REFUSED",
    "Citizen",
    "Device",
    "ForgedEvent",
    "Held",
    "NotSignedIn",
    "OldEvent",
    "Rider",
    "RoleMissing",
    "ScopeMissing",
    "SignInAgain",
    "Staff",
    "citizen",
    "device",
    "ensure_level",
    "known_device",
    "known_session",
    "known_staff",
    "machine",
    "public",
    "refusals_recorded",
    "rider",
    "staff",
]
