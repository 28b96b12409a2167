"""Where things are and how this deployment is set: read once from the environment.

Every variable is optional; ``docs/configuration.md`` lists them with their defaults
and a test keeps that list complete.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

#: The checkout this code runs from.
REPOSITORY = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """An environment variable holds a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """One deployment. Paths are absolute; times are seconds.

    Attributes:
        home: what changes while running: databases, index, logs, secrets.
        knowledge: folder of the knowledge files.
        imported: folder of what was imported (``ershun knowledge import``); overlays ``knowledge``.
        weights: cache of downloaded model weights, shared between checkouts.
        weights_mirror: folder looked in before any network (air-gapped halls).
        database_url: SQLAlchemy URL of the records database.
        index_url: where knowledge indexes are kept: empty for files under ``home``, or a
            PostgreSQL URL. Not in the representation: a password may be in it.
        region: GB/T 2260 code citizens are assumed to be in until they say otherwise.
        host: address the web door listens on.
        port: port of the web door.
        rasa_port: loopback port of the Rasa server.
        actions_port: loopback port of the action server.
        turn_timeout: how long the door waits for one answer.
        human_phone: telephone given when nobody can take over on the spot.
        https: whether the web door is reached over HTTPS (marks cookies secure).
        proxies: number of reverse proxies in front of the web door (0 trusts none).
        limits_url: where rate limits are counted: ``memory://``, a Redis URL, or ``off``.
        min_free_mb: free disk space below which ``make run`` refuses to start.
        voice_port: loopback port of the speech service.
        voice_origins: further addresses of pages that may use the speech service.
        voice_token: whether pages must show the speech service a token of the web door.
        voice_second_pass: whether doubtful turns are heard again by a slower model.
    """

    home: Path
    knowledge: Path
    imported: Path
    weights: Path
    weights_mirror: Path | None
    database_url: str
    index_url: str = field(repr=False)
    region: str
    host: str
    port: int
    rasa_port: int
    actions_port: int
    turn_timeout: float
    human_phone: str
    https: bool
    proxies: int
    limits_url: str
    min_free_mb: int
    voice_port: int
    voice_origins: tuple[str, ...]
    voice_token: bool
    voice_second_pass: bool

    @property
    def rasa_url(self) -> str:
        """Base URL of the Rasa server, always on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        """Base URL of the action server, always on loopback."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def voice_url(self) -> str:
        """Base URL of the speech service, always on loopback."""
        return f"http://127.0.0.1:{self.voice_port}"

    @property
    def index(self) -> Path:
        """Folder of built knowledge indexes and the pointer to the current one."""
        return self.home / "knowledge"

    @property
    def secret_file(self) -> Path:
        """File of the key that signs sessions and guards the Rasa channel."""
        return self.home / "secret.key"

    @property
    def models(self) -> Path:
        """Folder of trained Rasa models."""
        return self.home / "models"

    @property
    def logs(self) -> Path:
        """Folder of the processes' logs."""
        return self.home / "log"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: a number is not a number, a switch neither 0 nor 1, or the region
            not six digits.
    """
    # Compose files hand on variables that nobody set as empty ones.
    environ = {name: value for name, value in environ.items() if value.strip()}
    home = Path(environ.get("ERSHUN_HOME", REPOSITORY / "var")).absolute()
    mirror = environ.get("ERSHUN_WEIGHTS_MIRROR")
    region = environ.get("ERSHUN_REGION", "000000")
    if not re.fullmatch("[0-9]{6}", region):
        raise SettingsError(f"ERSHUN_REGION={region} 不是六位行政区划代码，例如 230100。")
    return Settings(
        home=home,
        knowledge=Path(environ.get("ERSHUN_KNOWLEDGE", REPOSITORY / "knowledge")).absolute(),
        imported=Path(environ.get("ERSHUN_IMPORTED", home / "imported")).absolute(),
        weights=Path(environ.get("ERSHUN_WEIGHTS", _cache() / "weights")).absolute(),
        weights_mirror=Path(mirror).absolute() if mirror else None,
        database_url=environ.get("ERSHUN_DATABASE_URL", f"sqlite:///{home / 'records.db'}"),
        index_url=environ.get("ERSHUN_INDEX_URL", ""),
        region=region,
        host=environ.get("ERSHUN_HOST", "127.0.0.1"),
        port=_number(environ, "ERSHUN_PORT", 8080),
        rasa_port=_number(environ, "ERSHUN_RASA_PORT", 5005),
        actions_port=_number(environ, "ERSHUN_ACTIONS_PORT", 5055),
        turn_timeout=float(_number(environ, "ERSHUN_TURN_TIMEOUT", 12)),
        human_phone=environ.get("ERSHUN_HUMAN_PHONE", "12345"),
        https=_switch(environ, "ERSHUN_HTTPS"),
        proxies=_number(environ, "ERSHUN_PROXIES", 0),
        limits_url=environ.get("ERSHUN_LIMITS_URL", "memory://"),
        min_free_mb=_number(environ, "ERSHUN_MIN_FREE_MB", 500),
        voice_port=_number(environ, "ERSHUN_VOICE_PORT", 2700),
        voice_origins=tuple(environ.get("ERSHUN_VOICE_ORIGINS", "").split()),
        voice_token=_switch(environ, "ERSHUN_VOICE_TOKEN"),
        voice_second_pass=_switch(environ, "ERSHUN_VOICE_SECOND_PASS"),
    )


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "ershun"


def _switch(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "0")
    if value not in ("0", "1"):
        raise SettingsError(f"{name}={value} 不对，只能写 1（开）或者 0（关）。")
    return value == "1"


def _number(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise SettingsError(f"{name}={value} 不是整数。") from error
