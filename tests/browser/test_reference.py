"""Scalar and Swagger UI draw our document in a real browser, and ask nobody else."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Phones
from tests.browser.looking import Watch


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "folded"),
    [
        ("/reference", ["partners"]),
        pytest.param("/docs#/partners", [], marks=pytest.mark.proof),
    ],
)
def test_the_document_is_drawn_without_another_host(
    phones: Phones, live: str, path: str, folded: list[str]
) -> None:
    page = phones.phone(width=1200, service_workers="block")
    watch = Watch(page, live)
    page.goto(path)

    title = page.get_by_role("heading", name="Hải Phòng citizen API")
    # They read a document of all doors first: seconds on a busy machine.
    expect(title).to_be_visible(timeout=30_000)
    for name in folded:
        page.get_by_role("button", name=name).first.click()
    door = page.get_by_text("Give anybody a test key, at once").first
    expect(door).to_be_attached(timeout=30_000)

    assert [each for each in watch.seen if each.startswith("http")] == []
