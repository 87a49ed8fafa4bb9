"""What both ends of OAuth 2.1 agree on: redirect URIs, PKCE, parameters. Pure."""
