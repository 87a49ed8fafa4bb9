"""The page of open data."""

import re

import pytest
from flask.testing import FlaskClient

LINK = re.compile(r'href="(/v1/datasets/[^"]+)"')


@pytest.mark.parametrize(
    ("language", "title", "dataset"),
    [("vi", "Dữ liệu mở", "Quán ăn"), ("en", "Open data", "Places to eat")],
)
def test_it_names_the_datasets_in_the_readers_language(
    client: FlaskClient, language: str, title: str, dataset: str
) -> None:
    text = client.get(f"/datasets?lang={language}").text

    assert f"<h1>{title}</h1>" in text
    assert f"<h2>{dataset}</h2>" in text


def test_every_file_is_linked_and_there(client: FlaskClient) -> None:
    links = LINK.findall(client.get("/datasets?lang=en").text)

    named = client.get("/v1/datasets").json["items"]
    assert len(links) == sum(len(each["distributions"]) for each in named)
    for link in links:
        assert client.head(link).status_code == 200


def test_each_says_its_licence(client: FlaskClient) -> None:
    text = client.get("/datasets?lang=en").text

    assert text.count('rel="license noreferrer"') == 5
    assert "OpenStreetMap contributors" in text


def test_who_reads_about_the_data_finds_it(client: FlaskClient) -> None:
    assert 'href="/datasets"' in client.get("/about?lang=en").text
