"""Which apps may open a scanned code in place of the browser.

iOS and Android fetch these files from the host that is printed in the code, and take
no redirect.
"""

from typing import Any

import orjson
from flask import Blueprint, Response, current_app

from citizen_api.callers import public as anyone
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON
from citizen_api.problems import NotFound

MAX_AGE = 3600
HANDLE_ALL = "delegate_permission/common.handle_all_urls"
# The form about a sticker stays in the browser; the first rule that fits decides.
SCANNED = [{"/": "/q/*/report", "exclude": True}, {"/": "/q/*"}, {"/": "/b/*"}]

blueprint = Blueprint("app_links", __name__)


@blueprint.get("/.well-known/apple-app-site-association")
@anyone
def apple_app_site_association() -> Response:
    """The apps of iOS, as IOS_APP_IDS says."""
    apps = named("IOS_APP_IDS")
    details = [{"appIDs": apps, "components": SCANNED}]
    return answered({"applinks": {"details": details}})


@blueprint.get("/.well-known/assetlinks.json")
@anyone
def assetlinks() -> Response:
    """The apps of Android, as ANDROID_APPS says."""
    apps = [each.partition(":") for each in named("ANDROID_APPS")]
    return answered([statement(name, print_) for name, _, print_ in apps])


def statement(package: str, fingerprint: str) -> dict[str, Any]:
    """That an app which was signed so may open every address of ours."""
    return {
        "relation": [HANDLE_ALL],
        "target": {
            "namespace": "android_app",
            "package_name": package,
            "sha256_cert_fingerprints": [fingerprint],
        },
    }


def named(setting: str) -> list[str]:
    """The apps of a setting. Raises NotFound when there are none."""
    apps: str = current_app.config[setting]
    if not apps:
        raise NotFound
    return apps.split(",")


def answered(content: Any) -> Response:
    """The file, as both systems want it."""
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
