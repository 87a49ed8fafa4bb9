"""What changes devices."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.devices.models import Device
from citizen_api.tokens import derived_token, new_token, token_hash


def register(session: Session, *, key: str | None, secret: str) -> str:
    """A new device; its token, which is not kept and shown this once.

    The same Idempotency-Key gives the same token again: it is derived from the key
    and our secret, so nothing of it needs to be stored.
    """
    token = new_token() if key is None else derived_token(secret, "device", key)
    device = insert(Device).values(token_hash=token_hash(token))
    session.execute(device.on_conflict_do_nothing())
    return token
