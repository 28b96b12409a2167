"""Logs: one JSON object a line, with the process, and with nobody's number."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.logs import mask_values
from tests.privacy.conftest import id_numbers, mobiles

#: Run as a process of its own: logging is set up once for all of a process.
PROGRAM = """
import logging, threading, structlog
from pathlib import Path
from privacy.logs import configure
own = logging.getLogger("brings.its.own")
own.addHandler(logging.StreamHandler())
own.propagate = False
configure("门", logging.{level})
log = structlog.get_logger("ours")
log.info("heard", said="我的电话13800138000", count=3, region=None, ratio=0.5, ok=True)
log.warning("deep", data={{"列": ["13800138000", ("11010519491231002X",)], "13800138000": 1}})
log.warning("whole number", card=13800138000, code=12345)
log.warning("thing", path=Path("/13800138000"))
logging.getLogger("another.library").warning("caller %s", "13800138000")
logging.getLogger("another.library").debug("not wanted")
own.error("around 13800138000")
threading.Thread(target=lambda: log.warning("from a thread")).start()
try:
    int("13800138000号")
except ValueError:
    log.exception("failed")
"""


def logged(level: str = "INFO") -> list[dict[str, Any]]:
    """What a process that logs this and that writes to stderr."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM.format(level=level)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return [json.loads(line) for line in done.stderr.splitlines()]


@pytest.fixture(scope="module")
def lines() -> dict[str, dict[str, Any]]:
    """Lines of one process, by event."""
    return {line["event"].split(" ")[0]: line for line in logged()}


def test_every_line_is_json_with_time_level_and_process(
    lines: dict[str, dict[str, Any]],
) -> None:
    # also those of threads and of libraries that know nothing of structlog
    assert len(lines) == 8
    for line in lines.values():
        assert line["process"] == "门"
        assert line["level"] in {"info", "warning", "error"}
        assert line["timestamp"].endswith("Z")


def test_no_line_holds_a_personal_number(lines: dict[str, dict[str, Any]]) -> None:
    # given a mobile in an event's value, a list, a key, an object, a message, a traceback
    written = json.dumps(lines, ensure_ascii=False)
    # then it is nowhere, and what it was is
    assert "13800138000" not in written
    assert "11010519491231002X" not in written
    assert lines["heard"]["said"] == "我的电话〔手机号〕"
    assert lines["deep"]["data"] == {"列": ["〔手机号〕", ["〔身份证号〕"]], "〔手机号〕": 1}
    assert lines["caller"]["event"] == "caller 〔手机号〕"
    assert "〔手机号〕" in lines["thing"]["path"]
    assert "〔手机号〕号" in lines["failed"]["exception"]


def test_values_that_are_nobodys_keep_their_type(lines: dict[str, dict[str, Any]]) -> None:
    heard = lines["heard"]
    assert (heard["count"], heard["region"], heard["ratio"], heard["ok"]) == (3, None, 0.5, True)
    assert lines["whole"]["code"] == 12345
    assert lines["whole"]["card"] == "〔手机号〕"


def test_what_is_below_the_level_is_not_written() -> None:
    events = [line["event"].split(" ")[0] for line in logged("ERROR")]

    assert events == ["around", "failed"]


@given(
    st.one_of(id_numbers(), mobiles()),
    st.recursive(
        st.just(...),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=2),
            st.dictionaries(st.just("k"), inner, min_size=1),
            st.tuples(inner),
        ),
    ),
)
def test_no_depth_hides_a_number(number: str, shape: Any) -> None:
    def filled(part: Any) -> Any:
        if part is ...:
            return f"号{number}"
        if isinstance(part, dict):
            return {key: filled(inner) for key, inner in part.items()}
        return type(part)(filled(inner) for inner in part)

    event = mask_values(logging.getLogger(), "info", {"value": filled(shape)})

    assert number not in json.dumps(event, ensure_ascii=False)
