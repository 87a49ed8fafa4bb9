"""What a browser may load for our pages: a Content-Security-Policy."""

from urllib.parse import urlsplit

from flask import current_app


def policy() -> str:
    """Only ours, and the map of the deployer's choice.

    A worker heeds the policy of its own file, not that of the page.
    """
    elsewhere = origin_of(current_app.config.get("MAP_STYLE_URL") or "")
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: blob:{elsewhere}; connect-src 'self'{elsewhere};"
        " worker-src 'self'; manifest-src 'self'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    )


def origin_of(address: str) -> str:
    """` https://host` for an address elsewhere, nothing for one of ours."""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
