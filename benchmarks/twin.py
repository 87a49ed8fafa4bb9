"""The insurance gateway's twin as a program of its own; facilities have accounts."""

import os
from datetime import datetime

from sqlalchemy import create_engine

from benchmarks.staff import PASSWORD
from citizen_api.db import driver_url
from citizen_api.http.clock import HO_CHI_MINH
from identity.simulators.gateway.app import create_gateway

# A connection for each of its threads, kept: it is to cost little beside the service.
engine = create_engine(
    driver_url(os.environ["DATABASE_URL"]), pool_size=64, hide_parameters=True
)
accounts = {f"{each}_BV": PASSWORD for each in os.environ["FACILITIES"].split(",")}
application = create_gateway(
    engine, accounts, lambda: datetime.now(HO_CHI_MINH), allowed=True
)
application.add_url_rule("/", view_func=lambda: "here")
