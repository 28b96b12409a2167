"""The action server as it runs: every action there, warm before the first citizen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
import yaml

from settings import REPOSITORY
from tests.assistant.conftest import Inner


def test_it_offers_the_actions_of_the_domain_and_no_other(inner: Inner) -> None:
    domain = yaml.safe_load((REPOSITORY / "domain.yml").read_text(encoding="utf-8"))
    offered = requests.get(f"{inner.settings.actions_url}/actions", timeout=10).json()

    assert sorted(action["name"] for action in offered) == sorted(domain["actions"])


def called(inner: Inner, action: str, **message: Any) -> requests.Response:
    """An action called as Rasa calls it."""
    tracker = {
        "sender_id": "called-directly",
        "slots": {},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": None,
    }
    body = {
        "next_action": action,
        "sender_id": "called-directly",
        "tracker": tracker,
        "domain": {},
        "version": "3.6.21",
    }
    return requests.post(f"{inner.settings.actions_url}/webhook", json=body, timeout=30)


def test_an_action_answers_with_a_reply_and_the_slots(inner: Inner) -> None:
    answer = called(
        inner,
        "action_start",
        text="帮我办老年证",
        intent={"name": "start_service", "confidence": 1.0},
        entities=[],
        metadata={"message_id": "m1"},
    ).json()

    assert answer["responses"][0]["custom"]["text"].startswith("好，“办老年证”，咱们一步一步来。")
    slots = {e["name"]: e["value"] for e in answer["events"] if e["event"] == "slot"}
    assert slots["service_item"] == "senior-card"
    assert answer["events"][-1] == {
        "event": "followup",
        "timestamp": None,
        "name": "action_listen",
    }


def test_an_action_that_does_not_exist_is_said_to_be_missing(inner: Inner) -> None:
    assert called(inner, "action_of_old").status_code == 404


def test_without_knowledge_it_does_not_start(environ: dict[str, str], tmp_path: Path) -> None:
    # given a home where nothing was built
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "assistant.actions.server"],
        cwd=REPOSITORY,
        env={**environ, "ERSHUN_HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    # then it says so and what to do instead of answering nothing
    assert done.returncode != 0
    assert "ershun knowledge build" in done.stderr
