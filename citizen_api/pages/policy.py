"""What a browser may load for our pages: a Content-Security-Policy."""

from urllib.parse import urlsplit

from flask import current_app


def policy(form_target: str = "") -> str:
    """Only ours, and the map of the deployer's choice.

    `form_target`: where a form may lead besides our own pages. A worker heeds the
    policy of its own file, not that of the page.
    """
    elsewhere = origin_of(current_app.config.get("MAP_STYLE_URL") or "")
    form_targets = ["'self'", *([form_target] if form_target else [])]
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
        f" img-src 'self' data: blob:{elsewhere}; connect-src 'self'{elsewhere};"
        " worker-src 'self'; manifest-src 'self'; base-uri 'none';"
        f" form-action {' '.join(form_targets)}; frame-ancestors 'none'"
    )


def origin_of(address: str) -> str:
    """` https://host` for an address elsewhere, nothing for one of ours."""
    parts = urlsplit(address)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
