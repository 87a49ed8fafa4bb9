"""A request for each kind of work that the service does."""

from tests.reviews.addresses import VENUE, listed

READS = (
    "/v1/dishes?q=banh+da",
    "/v1/dishes/banh-da-cua",
    "/v1/venues?dish=banh-da-cua&lat=20.8561&lon=106.6822&radius=2000&open_at=now",
    "/v1/venues?dish=banh-da-cua&max_price=1",
    f"/v1/venues/{VENUE}",
    listed(),
    "/v1/around?lat=20.8561&lon=106.6822",
    "/v1/links/F4K4FVP4",
    "/v1/links/F4K4FVP4/qr.png",
    "/q/F4K4FVP4",
)
