"""The deployment a command works on."""

from __future__ import annotations

import settings
from ershun.launch.console import fail


def deployment() -> settings.Settings:
    """The settings, or one sentence about what is wrong with them."""
    try:
        return settings.load()
    except settings.SettingsError as error:
        fail(str(error))
