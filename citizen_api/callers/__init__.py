"""Who is calling. Each view says it, also when it is everybody."""

from citizen_api.callers.citizens import citizen, ensure_level, known_session
from citizen_api.callers.devices import Device, device, known_device
from citizen_api.callers.doors import public
from citizen_api.callers.keys import Partner, partner
from citizen_api.callers.machines import machine
from citizen_api.callers.problems import (
    ForgedEvent,
    KeyNeeded,
    KeyScopeMissing,
    NotInSandbox,
    NotSignedIn,
    OldEvent,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
)
from citizen_api.callers.riders import Rider, rider
from citizen_api.callers.sandbox import sandbox_phone
from citizen_api.callers.sessions import Citizen, Held
from citizen_api.callers.staffing import (
    STAFF_REFUSED,
    Staff,
    known_staff,
    refusals_recorded,
    staff,
)
from citizen_api.callers.writers import writer

__all__ = [
    "STAFF_REFUSED",
    "Citizen",
    "Device",
    "ForgedEvent",
    "Held",
    "KeyNeeded",
    "KeyScopeMissing",
    "NotInSandbox",
    "NotSignedIn",
    "OldEvent",
    "Partner",
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
    "partner",
    "public",
    "refusals_recorded",
    "rider",
    "sandbox_phone",
    "staff",
    "writer",
]
