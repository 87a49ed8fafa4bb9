"""VNeID as an OpenID Provider: real protocol, invented people.

Words: a *client* asks people to sign in, a *persona* is an invented person, a *family*
is all that is issued for one sign-in, a *scenario* is a failure switched on by a test.
"""

from identity.oauth.redirects import BadRedirect
from identity.simulators.vneid.app import BadIssuer, create_simulator
from identity.simulators.vneid.registrations import DEMO_CLIENTS, Registration
from identity.simulators.vneid.scenarios import NAMES as SCENARIOS

__all__ = [
    "DEMO_CLIENTS",
    "SCENARIOS",
    "BadIssuer",
    "BadRedirect",
    "Registration",
    "create_simulator",
]
