"""A gateway before the stand-in for Rasa."""

from __future__ import annotations

import pytest

from channels.gateway import Gateway
from channels.gateway.rasa import Assistant
from records.store import Records
from tests.channels.conftest import SECRET, StandIn


@pytest.fixture
def assistant(rasa: StandIn) -> Assistant:
    """The client, which waits for two seconds at most."""
    return Assistant(rasa.url, SECRET, timeout=2)


@pytest.fixture
def gateway(records: Records, assistant: Assistant) -> Gateway:
    """The gateway of a hall whose telephone is 12345."""
    return Gateway(records, assistant, "12345")
