"""Authlib's server, put together."""

import logging
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc9207 import IssuerParameter
from flask import Response

from identity.simulators.vneid.clients import find_client
from identity.simulators.vneid.context import address
from identity.simulators.vneid.endpoints import Introspection, Revocation
from identity.simulators.vneid.grants import CodeGrant, RefreshGrant, save_issued
from identity.simulators.vneid.id_tokens import IdToken
from identity.simulators.vneid.pkce import S256Only
from identity.simulators.vneid.requests import posted
from identity.simulators.vneid.secrecy import new_secret
from identity.simulators.vneid.tokens import ACCESS_SECONDS

__all__ = ["Server", "make_server"]


# At DEBUG Authlib writes the tokens that it gives.
logging.getLogger("authlib").setLevel(logging.INFO)


class OurIssuer(IssuerParameter):
    """The `iss` of every authorization response (RFC 9207)."""

    def get_issuer(self) -> str:
        """The issuer of the simulator at hand."""
        return address()


ISSUER = OurIssuer()


class Server(AuthorizationServer):
    """Reads only the posted form, and says who it is in errors too."""

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        """The request itself when it is one already; else the form at hand."""
        return request if isinstance(request, OAuth2Request) else posted()

    def answer_error(self, error: OAuth2Error) -> Response:
        """The error, with `iss` where Authlib leaves it out."""
        response: Response = self.handle_error_response(None, error)
        ISSUER.add_issuer_parameter(self, response)
        return response


def make_server() -> Server:
    """A server with the two grants and the endpoints for tokens."""
    server = Server(query_client=find_client, save_token=save_issued)
    server.register_token_generator(
        "default",
        BearerTokenGenerator(_random, _random, lambda client, grant: ACCESS_SECONDS),
    )
    server.register_grant(CodeGrant, [S256Only(required=True), IdToken()])
    server.register_grant(RefreshGrant, [IdToken()])
    server.register_endpoint(Introspection)
    server.register_endpoint(Revocation)
    server.register_extension(ISSUER)
    return server


def _random(**what: Any) -> str:
    return new_secret()
