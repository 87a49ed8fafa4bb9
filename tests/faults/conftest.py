"""A PostgreSQL of one's own that may be stopped, with the real city in it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import make_url

from citizen_api.local_postgres import find_binaries
from citizen_api.local_postgres.owner import Owner
from citizen_api.local_postgres.server import Server
from tests.conftest import close, make_app
