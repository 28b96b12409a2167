"""What a browser may do on the kiosk page: what the web door allows, and the voice."""

from __future__ import annotations

from collections.abc import Mapping


def headers(voice: str) -> Mapping[str, str]:
    """Response headers of the kiosk page; the door's own fill in what is not named.

    Scripts, styles and the audio worklet come from this door only. The page may connect to
    the speech service of this machine, and use the microphone, which no other page may.

    Args:
        voice: host and port of the speech service, e.g. ``127.0.0.1:8086``.
    """
    return {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
            f"connect-src 'self' http://{voice} ws://{voice}; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    }


#: Told to the browser when a citizen leaves: nothing of the visit may stay in it.
WIPE = {"Clear-Site-Data": '"cache", "cookies", "storage"'}
