"""The least a Flask service can do: what the server itself allows."""

from flask import Flask

application = Flask(__name__)


@application.get("/")
def hello() -> str:
    """Say hello."""
    return "hello"
