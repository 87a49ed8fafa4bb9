"""What settings must be together: who is real, who is reached, what is kept."""

from typing import TYPE_CHECKING

from citizen_api import setting_forms as forms
from citizen_api.setting_forms import BadSetting
from identity.providers.wire import BadAddress, ensure_address

if TYPE_CHECKING:
    from citizen_api.settings import Settings

# No bank has this number: a payment that is tried out reaches nobody.
NO_BANK = "999999:1234567890"


def ensure_fits_environment(settings: "Settings") -> None:
    """What is for trying out stays away from real people. Raises BadSetting."""
    if settings.environment not in {"production", "demo"}:
        raise BadSetting("ENVIRONMENT is production or demo")
    if settings.simulators not in {"", "on", "off"}:
        raise BadSetting("SIMULATORS is on or off")
    if settings.loopback_webhooks not in {"", "on", "off"}:
        raise BadSetting("LOOPBACK_WEBHOOKS is on or off")
    if settings.environment == "production" and settings.loopback_webhooks == "on":
        raise BadSetting("LOOPBACK_WEBHOOKS=on is for ENVIRONMENT=demo only")
    if settings.environment == "production" and settings.simulated:
        raise BadSetting("SIMULATORS=on is for ENVIRONMENT=demo only: people are real")
    if settings.environment == "production" and settings.public_url[:6] != "https:":
        form = "https://host; ENVIRONMENT=demo is for trying out"
        raise BadSetting(f"PUBLIC_URL must look like {form}")
    # Simulated locks may run elsewhere: `citizen up` gives them a process.
    if settings.simulated and (settings.vneid_issuer or settings.insurance_gateway_url):
        raise BadSetting("SIMULATORS=on takes the place of VNEID_ISSUER and the like")


def ensure_reaches_others(settings: "Settings") -> None:
    """Other systems have addresses and names that can be used. Raises BadSetting."""
    if bool(settings.vneid_issuer) != bool(settings.vneid_client_id):
        raise BadSetting("VNEID_ISSUER and VNEID_CLIENT_ID belong together")
    for name in (
        "vneid_issuer",
        "insurance_gateway_url",
        "lock_gateway_url",
        "push_url",
    ):
        address = getattr(settings, name)
        if not address:
            continue
        try:
            ensure_address(address)
        except BadAddress:
            raise BadSetting(f"{name.upper()} must look like https://host") from None
    accounts = settings.insurance_gateway_accounts
    form_of_account = forms.GATEWAY_ACCOUNT
    if not all(form_of_account.fullmatch(a) for a in accounts.split(",") if accounts):
        form = "facility:user:password,… with 5 digits of a facility"
        raise BadSetting(f"INSURANCE_GATEWAY_ACCOUNTS must look like {form}")


def ensure_names_account(settings: "Settings") -> None:
    """Who is paid, and whose events are believed, is known. Raises BadSetting."""
    _ = settings.bank_key, settings.lock_key, settings.push_key
    if settings.lock_gateway_url and not settings.lock_key:
        raise BadSetting("LOCK_GATEWAY_URL needs LOCK_SECRET")
    if settings.push_url and not settings.push_secret:
        raise BadSetting("PUSH_URL needs PUSH_SECRET")
    if not forms.BANK_ACCOUNT.fullmatch(settings.bank_account):
        form = "the bank's BIN of 6 digits, a colon, the account"
        raise BadSetting(f"BANK_ACCOUNT must look like {form}")
    real = settings.environment == "production" and settings.bank_secret
    if real and settings.bank_account == NO_BANK:
        raise BadSetting("BANK_SECRET needs a BANK_ACCOUNT that there is")


def ensure_keeps_photos(settings: "Settings") -> None:
    """A bucket is named whole or not at all. Raises BadSetting."""
    names = ("media_s3_endpoint", "media_s3_bucket", "media_s3_key", "media_s3_secret")
    given = [name for name in names if getattr(settings, name)]
    if given and len(given) < len(names):
        missing = next(name for name in names if name not in given)
        raise BadSetting(f"{given[0].upper()} needs {missing.upper()}")
    if given and not forms.ENDPOINT.fullmatch(settings.media_s3_endpoint):
        raise BadSetting("MEDIA_S3_ENDPOINT must look like https://host")
