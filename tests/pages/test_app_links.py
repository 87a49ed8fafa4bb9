"""The files by which iOS and Android let an app open our addresses."""

import pytest
from flask import Flask

from citizen_api.settings import BadSetting, Settings
from tests.conftest import SECRETS

IOS = "/.well-known/apple-app-site-association"
ANDROID = "/.well-known/assetlinks.json"
PRINT = ":".join(["AB"] * 32)
OTHER = ":".join(["0F"] * 32)


def test_without_an_app_there_is_no_file(app: Flask) -> None:
    for path in (IOS, ANDROID):
        assert app.test_client().get(path).status_code == 404


def test_ios_opens_scanned_codes_in_the_app(fresh: Flask) -> None:
    fresh.config["IOS_APP_IDS"] = "ABCDE12345.vn.haiphong.app,ABCDE12345.vn.hp.beta"

    answer = fresh.test_client().get(IOS)

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    (details,) = answer.get_json()["applinks"]["details"]
    assert details["appIDs"] == ["ABCDE12345.vn.haiphong.app", "ABCDE12345.vn.hp.beta"]
    report, *scanned = details["components"]
    assert report == {"/": "/q/*/report", "exclude": True}
    assert scanned == [{"/": "/q/*"}, {"/": "/b/*"}]


def test_android_opens_them_in_apps_that_were_signed_so(fresh: Flask) -> None:
    fresh.config["ANDROID_APPS"] = f"vn.haiphong.app:{PRINT},vn.hp.beta:{OTHER}"

    answer = fresh.test_client().get(ANDROID)

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    targets = [each["target"] for each in answer.get_json()]
    assert [each["package_name"] for each in targets] == [
        "vn.haiphong.app",
        "vn.hp.beta",
    ]
    assert targets[0]["sha256_cert_fingerprints"] == [PRINT]


@pytest.mark.parametrize(
    "wrong",
    [
        {"ios_app_ids": "vn.haiphong.app"},
        {"ios_app_ids": "ABCDE12345.vn.haiphong.app,"},
        {"ios_app_ids": "ABCDE12345.vn.haiphong.app, ABCDE12345.b"},
        {"android_apps": "vn.haiphong.app"},
        {"android_apps": f"app:{PRINT}"},
        {"android_apps": f"vn.haiphong.app:{PRINT.lower()}"},
        {"android_apps": f"vn.haiphong.app:{PRINT}:AB"},
        {"qr_dark": "black"},
        {"qr_dark": "#ffffff", "qr_light": "#000000"},
        {"qr_accent": "#eeeeee"},
    ],
)
def test_a_setting_that_would_not_work_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadSetting):
        Settings(database_url="postgresql:///x", **SECRETS, **wrong)  # type: ignore[arg-type]
