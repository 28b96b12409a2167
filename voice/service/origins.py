"""Addresses of pages as browsers write them."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_origin(text: str) -> bool:
    """Whether ``text`` is an origin as a browser writes it: ``https://hall.example:8443``."""
    try:
        parts = urlsplit(text)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        return False
    rebuilt = f"{parts.scheme}://{parts.netloc}"
    return parts.scheme in ("http", "https") and rebuilt == text and port_is_a_number
