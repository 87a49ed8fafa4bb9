"""JSON-LD, read by a stranger, who knows the words of schema.org."""

import json

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, SDO, Graph, Literal, URIRef

from citizen_api.datasets.catalogue import DATASETS

# rdflib warns of what it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
VOCABULARY = {"@vocab": str(SDO)}
KINDS = {
    "venues": SDO.FoodEstablishment,
    "dishes": SDO.MenuItem,
    "prices": SDO.Offer,
    "stations": SDO.CivicStructure,
    "facilities": SDO.MedicalClinic,
}


def graph(client: FlaskClient, name: str) -> Graph:
    """The triples of a dataset; the context is ours, for nothing is fetched."""
    said = json.loads(client.get(f"/v1/datasets/{name}.jsonld").data)
    assert said["@context"] == "https://schema.org"
    made = Graph()
    made.parse(data=json.dumps({**said, "@context": VOCABULARY}), format="json-ld")
    return made


@pytest.mark.parametrize("name", DATASETS)
def test_every_word_is_one_of_schema_org(client: FlaskClient, name: str) -> None:
    found = graph(client, name)

    words = {verb for verb in found.predicates() if verb != RDF.type}
    words |= set(found.objects(None, RDF.type))
    assert [str(word) for word in words if word not in SDO] == []


@pytest.mark.parametrize("name", DATASETS)
def test_it_says_what_it_is_and_what_one_may_do_with_it(
    client: FlaskClient, name: str
) -> None:
    found = graph(client, name)

    [dataset] = found.subjects(RDF.type, SDO.Dataset)
    licence = found.value(dataset, SDO.license)
    assert str(licence) == DATASETS[name].licence.address
    titles = {title.language for title in found.objects(dataset, SDO.name)}
    assert titles == {"vi", "en"}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_it_has_the_things_that_the_table_has(
    client: FlaskClient, name: str, kind: URIRef
) -> None:
    rows = client.get(f"/v1/datasets/{name}.csv").data.decode().split("\r\n")[1:-1]
    found = graph(client, name)

    things = set(found.subjects(RDF.type, kind))
    if name == "facilities":
        things |= set(found.subjects(RDF.type, SDO.Hospital))
    if name == "venues":
        things = {thing for thing in things if isinstance(thing, URIRef)}
    assert len(things) == len(rows)


def test_a_venue_is_open_when_its_hours_say(client: FlaskClient) -> None:
    found = graph(client, "venues")
    venue = URIRef("http://127.0.0.1:8000/venues/banh-da-cua-be-ba-cu")

    assert found.value(venue, SDO.name) == Literal("Bánh đa cua bể Bà Cụ")
    hours = list(found.objects(venue, SDO.openingHoursSpecification))
    days = {found.value(each, SDO.dayOfWeek) for each in hours}
    assert len(days) == 7
    assert all(str(found.value(each, SDO.opens))[2] == ":" for each in hours)


def test_hours_say_where_they_are_from_and_of_when(client: FlaskClient) -> None:
    found = graph(client, "venues")
    venue = URIRef("http://127.0.0.1:8000/venues/banh-da-cua-be-ba-cu")

    checked = found.value(venue, SDO.additionalProperty)
    assert str(found.value(checked, SDO.name)) == "opening hours checked"
    public = client.get("/v1/venues/banh-da-cua-be-ba-cu").get_json()
    [used] = [each for each in public["hours"]["sources"] if each["used"]]
    assert str(found.value(checked, SDO.value)) == used["checked_at"]
    page = found.value(checked, SDO.subjectOf)
    [source] = [s for s in public["sources"] if s["id"] == used["source"]["id"]]
    assert str(found.value(page, SDO.name)) == source["title"]


def test_prices_of_a_menu_say_where_they_are_from_and_of_when(
    client: FlaskClient,
) -> None:
    found = graph(client, "venues")
    dated = [
        each
        for each in found.subjects(SDO.price)
        if (each, SDO.validFrom, None) in found
    ]

    assert dated
    cited = [found.value(each, SDO.subjectOf) for each in dated]
    assert all(found.value(each, SDO.name) for each in cited)


def test_what_is_made_up_says_so(client: FlaskClient) -> None:
    said = client.get("/v1/datasets/facilities.jsonld").data.decode()

    assert "Made up: code, name, place, takes" in said
