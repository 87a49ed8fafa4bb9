"""Every setting, its type, its default. A secret has no default."""

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path

from citizen_api import setting_forms as forms
from citizen_api import setting_rules as rules
from citizen_api.setting_forms import BadSetting as BadSetting
from citizen_api.setting_rules import NO_BANK
from citizen_api.webhooks import BadSecret, key_of
from identity.chip_trust import BadTrustList, TrustList, trust_list
from identity.key_ring import BadKeys, KeyRing, ensure_strong, read_keys
from qr.colours import BadColours, Colours

OPENSTREETMAP = "© OpenStreetMap contributors (ODbL)"
COLOURS = Colours()
MEDIA = str(Path(__file__).parents[1] / ".local" / "media")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read from the environment, `database_url` from DATABASE_URL and so on.

    public_url: how the outside world reaches us, no trailing slash; printed in QR
    codes. secret_key: signs cursors and derives device tokens, 32 characters or
    more. data_keys: the keys that close and find personal data, as `identity.key_ring`
    reads them. audit_key: the Ed25519 seed that signs the anchors of the audit log, in
    base64. workers, threads: of the production server; one thread of each computes at
    a time. trusted_proxies: how many proxies stand before us. map_style_url: a
    MapLibre style in place of ours; map_tiles_file: PMTiles in place of ours;
    map_attribution: whom the map names. qr_dark, qr_light, qr_accent: the colours of
    printed codes. ios_app_ids: TEAMID.bundle.id,…; android_apps: package:SHA-256
    fingerprint,…: the apps that open scanned codes. limits: other ones than the usual
    of `throttles.doors`. environment: "production", which
    takes real people over https only, or "demo". simulators: "on" serves stand-ins of
    VNeID and the insurance gateway under /sim. vneid_*: the real VNeID, with the name
    and secret it gave us; insurance_gateway_accounts: facility:user:password,….
    city_facility: whose account asks when citizens look at their own insurance.
    chip_trust_file: PEM of the country signers whose chips are believed.
    bank_account: BIN:account, to which wallets are topped up; bank_secret: signs what
    the bank tells of it, `whsec_` and base64. Without it nobody tops up.
    lock_gateway_url, lock_secret: whom the locks of bikes are commanded through, and
    what signs commands and events; push_url, push_secret: what tells phones of rides.
    loopback_webhooks: "on" lets webhooks go to this machine, for trying out.
    media_folder: where photos are kept; media_s3_*: a bucket of an S3-compatible store
    that keeps them in its place.
    """

    database_url: str
    secret_key: str = field(repr=False)
    data_keys: str = field(repr=False)
    audit_key: str = field(repr=False)
    public_url: str = "http://127.0.0.1:8000"
    port: int = 8000
    host: str = "127.0.0.1"
    workers: int = 4
    threads: int = 16
    answers_kept_mb: int = 4
    trusted_proxies: int = 0
    map_style_url: str = ""
    map_tiles_file: str = ""
    map_attribution: str = OPENSTREETMAP
    qr_dark: str = COLOURS.dark
    qr_light: str = COLOURS.light
    qr_accent: str = COLOURS.accent
    ios_app_ids: str = ""
    android_apps: str = ""
    limits: str = ""
    environment: str = "production"
    simulators: str = ""
    vneid_issuer: str = ""
    vneid_client_id: str = ""
    vneid_client_secret: str = field(default="", repr=False)
    insurance_gateway_url: str = ""
    insurance_gateway_accounts: str = field(default="", repr=False)
    city_facility: str = "99004"
    chip_trust_file: str = ""
    bank_account: str = NO_BANK
    bank_secret: str = field(default="", repr=False)
    lock_gateway_url: str = ""
    lock_secret: str = field(default="", repr=False)
    push_url: str = ""
    push_secret: str = field(default="", repr=False)
    loopback_webhooks: str = ""
    media_folder: str = MEDIA
    media_s3_endpoint: str = ""
    media_s3_bucket: str = ""
    media_s3_region: str = "us-east-1"
    media_s3_key: str = ""
    media_s3_secret: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        forms.ensure_names_postgresql(self.database_url)
        if len(self.secret_key) < 32:
            raise BadSetting("SECRET_KEY needs 32 characters or more: citizen keys")
        _ = self.key_ring, self.audit_seed, self.chip_trust
        for name in ("port", "workers", "threads"):
            if getattr(self, name) < 1:
                raise BadSetting(f"{name.upper()} must be 1 or more")
        forms.ensure_fits_codes(self.public_url)
        if self.map_style_url and not forms.STYLE_URL.fullmatch(self.map_style_url):
            raise BadSetting("MAP_STYLE_URL must look like https://host/style.json")
        if self.map_tiles_file:
            forms.ensure_has_tiles(self.map_tiles_file)
        _ = self.qr_colours  # refused at the start, not when one prints
        forms.ensure_each("IOS_APP_IDS", self.ios_app_ids, forms.IOS_APP)
        forms.ensure_each("ANDROID_APPS", self.android_apps, forms.ANDROID_APP)
        rules.ensure_fits_environment(self)
        rules.ensure_reaches_others(self)
        rules.ensure_names_account(self)
        rules.ensure_keeps_photos(self)

    @property
    def simulated(self) -> bool:
        """Whether VNeID and the insurance gateway are stand-ins of ours."""
        return self.simulators == "on"

    @property
    def invented_people(self) -> bool:
        """Whether the people of the province 099, which does not exist, may come."""
        return self.environment != "production"

    @property
    def key_ring(self) -> KeyRing:
        """The keys of personal data; raises BadSetting when they cannot be used."""
        try:
            return read_keys(self.data_keys)
        except BadKeys as error:
            raise BadSetting(f"DATA_KEYS: {error} (citizen keys makes them)") from None

    @property
    def audit_seed(self) -> bytes:
        """Thirty-two bytes; raises BadSetting when they are not, or are weak."""
        try:
            seed = base64.b64decode(self.audit_key, validate=True)
            ensure_strong("seed", seed)
        except (binascii.Error, ValueError):
            raise BadSetting("AUDIT_KEY is no base64: citizen keys") from None
        except BadKeys as error:
            raise BadSetting(f"AUDIT_KEY: {error} (citizen keys makes it)") from None
        return seed

    @property
    def bank_key(self) -> bytes:
        """Signs the bank's events; empty without a bank. Raises BadSetting."""
        return self._shared_key("bank", self.bank_secret)

    @property
    def lock_key(self) -> bytes:
        """Signs commands to locks and their events. Raises BadSetting."""
        return self._shared_key("lock", self.lock_secret)

    @property
    def push_key(self) -> bytes:
        """Signs what the push service is told. Raises BadSetting."""
        return self._shared_key("push", self.push_secret)

    def _shared_key(self, name: str, secret: str) -> bytes:
        """The key of a secret shared with another system, made up for a stand-in."""
        if not secret:
            text = f"{name}\0{self.secret_key}".encode()
            return sha256(text).digest() * self.simulated
        try:
            return key_of(secret)
        except BadSecret:
            form = "whsec_ and 24 bytes or more in base64"
            raise BadSetting(f"{name.upper()}_SECRET must look like {form}") from None

    @property
    def chip_trust(self) -> TrustList:
        """Whom to believe about chips; raises BadSetting for what is no such file."""
        if not self.chip_trust_file:
            return TrustList((), {})
        try:
            return trust_list(Path(self.chip_trust_file).read_bytes())
        except (OSError, BadTrustList) as error:
            raise BadSetting(f"CHIP_TRUST_FILE: {error}") from None

    @property
    def qr_colours(self) -> Colours:
        """The colours of printed codes; raises BadSetting when no phone reads them."""
        try:
            return Colours(self.qr_dark, self.qr_light, self.qr_accent)
        except BadColours as error:
            raise BadSetting(f"QR_DARK, QR_LIGHT, QR_ACCENT: {error}") from None


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises BadSetting when one is missing or is not of its type.
    """
    values: dict[str, str | int] = {}
    for each in fields(Settings):
        text = environ.get(each.name.upper())
        if text:
            values[each.name] = forms.read(each.name, text, each.type is int)
    values.setdefault("public_url", f"http://127.0.0.1:{values.get('port', 8000)}")
    for name in ("database_url", "secret_key", "data_keys", "audit_key"):
        if name not in values:
            raise BadSetting(f"{name.upper()} is not set")
    return Settings(**values)  # type: ignore[arg-type]
