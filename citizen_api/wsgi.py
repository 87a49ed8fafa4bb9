"""What a WSGI server imports: the application, set up by the environment."""

from citizen_api.app import create_app
from citizen_api.settings import from_environment

application = create_app(from_environment())
