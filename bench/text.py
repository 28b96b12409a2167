"""``make bench-text``: text turns through the web door beside a stock Rasa bot, same run.

Ours does the whole turn: session, limits off, masking, NLU, rules, search over the whole
knowledge base, guide, records. The stock bot (jieba, DIET, canned replies, nothing
stored) is asked its own kind of question. Memory, warm start and steadiness over a long
conversation are ours alone, and so is the set-up of a fresh clone of what is committed,
without any cache.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.load import Client, Times, Turn, latency, throughput
from bench.report import Row, publish
from bench.servers import ershun, memory_mb, set_up_from_nothing, stock_bot

CLIENTS = 16
TURNS_ALONE = 300
TURNS_EACH = 40
WARM_UP = 30

#: A visit as it goes: half of the turns are search, half are moves along a guide.
VISIT = (
    "社保卡丢了想补一张", "第一个", "还没挂失", "我自己去", "下一步", "要带照片吗",
    "好了", "没听清", "高龄津贴多大年纪能领", "下一步", "退休年龄现在是多少",
    "上一步", "低保怎么申请", "算了不办了", "失业金能领几个月", "谢谢",
)  # fmt: skip
STOCK_VISIT = (
    "您好", "我要办社保卡", "养老金什么时候发", "社保卡丢了", "几点上班", "谢谢再见",
    "社保卡怎么办", "退休金怎么领", "补办社保卡", "大厅几点开门",
)  # fmt: skip


def our_turns(url: str, count: int) -> list[Turn]:
    """``count`` turns of one new conversation."""
    opened = Client(url).post("/api/v1/sessions", {"door": "web"}, {})
    headers = {"Authorization": f"Bearer {opened['token']}"}
    return [("/api/v1/messages", {"text": text}, headers) for text in islice(cycle(VISIT), count)]


def stock_turns(sender: int, count: int) -> list[Turn]:
    """``count`` turns of one conversation with the stock bot."""
    path = "/webhooks/rest/webhook"
    texts: Iterator[str] = islice(cycle(STOCK_VISIT), count)
    return [(path, {"sender": f"s{sender}", "message": text}, {}) for text in texts]


def ours_answered(body: dict[str, Any]) -> bool:
    """Whether the assistant spoke, and not the door in its place."""
    return bool(body["answered"])


def stock_answered(messages: list[dict[str, Any]]) -> bool:
    """Whether the bot said something: Rasa's REST channel answers errors with an empty list."""
    return bool(messages)


def measure_ours(url: str) -> tuple[Times, Times, float]:
    """(all turns, the last hundred of a long conversation, turns a second)."""
    latency(url, our_turns(url, WARM_UP), ours_answered)
    long_talk = our_turns(url, TURNS_ALONE)
    everything = latency(url, long_talk, ours_answered)
    late = latency(url, long_talk[-100:], ours_answered)
    scripts = [our_turns(url, TURNS_EACH) for _ in range(CLIENTS)]
    return everything, late, throughput(url, scripts, ours_answered)


def measure_stock(url: str) -> tuple[Times, float]:
    """(turns, turns a second)."""
    latency(url, stock_turns(0, WARM_UP), stock_answered)
    # Stock trackers grow with every turn; a new sender every visit is its best case.
    visits: Sequence[Turn] = [
        turn for sender in range(1, TURNS_ALONE // 10 + 1) for turn in stock_turns(sender, 10)
    ]
    scripts = [stock_turns(1000 + i, TURNS_EACH) for i in range(CLIENTS)]
    alone = latency(url, visits, stock_answered)
    return alone, throughput(url, scripts, stock_answered)


def main() -> None:
    """Measure both and publish the table."""
    with tempfile.TemporaryDirectory() as folder:
        from_nothing = set_up_from_nothing(Path(folder))
    with tempfile.TemporaryDirectory() as folder, stock_bot(Path(folder)) as (url, process, up):
        stock, stock_rate = measure_stock(url)
        stock_memory, stock_start = memory_mb(process.pid), up
    with tempfile.TemporaryDirectory() as folder, ershun(Path(folder)) as (url, process, warm):
        ours, late, rate = measure_ours(url)
        memory = memory_mb(process.pid)
    publish(
        "text",
        [
            Row("text turn p50, one user", ours.p50, "ms", "lower", None, stock.p50),
            Row("text turn p95, one user", ours.p95, "ms", "lower", 60, stock.p95),
            Row("text turn p95 after 300 turns", late.p95, "ms", "lower", 60),
            Row("turns a second, 16 clients", rate, "1/s", "higher", stock_rate, stock_rate),
            Row("memory, all processes", memory, "MB", "lower", 2500, stock_memory),
            Row("set-up from nothing to first answer", from_nothing, "s", "lower", 480),
            Row("warm start to healthy", warm, "s", "lower", 35, stock_start),
        ],
    )


if __name__ == "__main__":
    main()
