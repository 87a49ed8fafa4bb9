import sys

from citizen_client import AuthenticatedClient, Client
from citizen_client.api.own_reviews import put_my_review
from citizen_client.api.partners import give_test_key
from citizen_client.api.venues import list_venues
from citizen_client.models import ReviewBody, VenuePage

here = sys.argv[1]
key = give_test_key.sync(client=Client(base_url=here)).key
client = AuthenticatedClient(base_url=here, token=key)

found = list_venues.sync(client=client, q="bánh đa cua", limit=1)
assert isinstance(found, VenuePage)
venue = found.items[0]

review = ReviewBody(stars=5, text="Ngon")
rated = put_my_review.sync_detailed(venue.id, client=client, body=review)
print(venue.id, rated.status_code.value, rated.parsed.stars)
