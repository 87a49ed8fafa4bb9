"""The terms of the public bikes."""

from flask.testing import FlaskClient

from citizen_api.tariffs.plans import plans_on
from tests.bikes.riding import feed, path_of
from tests.conftest import NOON


def test_the_feeds_lead_to_the_terms_in_both_languages(client: FlaskClient) -> None:
    facts = feed(client, "system_information")

    for kind in ("terms_url", "privacy_url"):
        for each in facts[kind]:
            page = client.get(path_of(each["text"]))
            assert page.status_code == 200
            assert page.headers["Content-Language"] == each["language"]
            for plan in plans_on(NOON.date()):
                assert plan.description[each["language"]] in page.text
            assert 'id="privacy"' in page.text
