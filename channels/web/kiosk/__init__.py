"""The kiosk: one page for a touch panel in a hall, by voice, by touch and by keys."""

from channels.web.kiosk.pages import kiosk

__all__ = ["kiosk"]
