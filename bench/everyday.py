"""``make bench-everyday``: thirty everyday questions by five voices, asked of the running product.

A reply is right if it tells or begins an entry that answers the question (``right`` in
``tests/everyday/questions.yaml``), or asks back once and offers one among its at most
three choices. A question counts as right if at least four of its five voices are. The
table goes to ``docs/questions.md``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from bench.load import Client
from bench.report import Row, commit, publish
from bench.servers import ershun
from knowledge.library import Library
from knowledge.loader import load
from knowledge.schema import NATIONAL, PolicyEntry
from settings import REPOSITORY

QUESTIONS = REPOSITORY / "tests" / "everyday" / "questions.yaml"
DOCUMENT = REPOSITORY / "docs" / "questions.md"
VOICES = ("哈尔滨 74 岁奶奶", "广东 68 岁阿伯", "盲人师傅（说）", "聋人（打字）", "女儿替妈妈问")
#: Voices of a question that must be understood for it to count.
ENOUGH = 4
#: Most choices a question back may give.
CHOICES = 3

TOLD, ASKED_BACK, WRONG = "answered", "asked back", "wrong"

#: What is said -> the first reply to it in a new conversation.
Ask = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Asked:
    """One utterance, the first reply, and how good it was."""

    said: str
    reply: str
    verdict: str


@dataclass(frozen=True)
class Question:
    """One question in five voices."""

    ask: str
    asked: tuple[Asked, ...]

    @property
    def right(self) -> bool:
        """Whether enough voices were understood."""
        return sum(one.verdict != WRONG for one in self.asked) >= ENOUGH


def evaluate(ask: Ask) -> Iterator[Question]:
    """Put every question in every voice."""
    library, _ = load(REPOSITORY / "knowledge")
    for row in yaml.safe_load(QUESTIONS.read_text(encoding="utf-8")):
        asked = tuple(_put(ask, said, row["right"], library) for said in row["said"])
        yield Question(row["ask"], asked)


def _put(ask: Ask, said: str, right: list[str], library: Library) -> Asked:
    reply = ask(said)
    return Asked(said, reply["text"], verdict(reply, right, library))


def verdict(reply: dict[str, Any], right: list[str], library: Library) -> str:
    """How good a reply is: :data:`TOLD`, :data:`ASKED_BACK` or :data:`WRONG`."""
    if any(_tells(reply["text"], entry_id, library) for entry_id in right):
        return TOLD
    # Only choices of a question: a wrong answer may offer the right item as what to do next.
    sent = [option["send"] for option in reply["options"]]
    choices = {send for send in sent if send.startswith("/choose{")}
    wanted = {f"/choose{json.dumps({'entry': entry_id})}" for entry_id in right}
    return ASKED_BACK if len(choices) <= CHOICES and wanted & choices else WRONG


def _tells(text: str, entry_id: str, library: Library) -> bool:
    """Whether a reply says what a policy answers, or is about an item by its name."""
    variant = library.resolve(entry_id, NATIONAL)
    assert variant is not None, f"{QUESTIONS}: there is no {entry_id}"
    entry = variant.entry
    if isinstance(entry, PolicyEntry):
        return entry.answer[:15] in text
    return f"“{entry.short}”" in text or entry.summary in text


def over_http(url: str) -> Ask:
    """Asks through the HTTP API, each time in a new conversation."""
    client = Client(url)

    def ask(said: str) -> dict[str, Any]:
        token = client.post("/api/v1/sessions", {"door": "web"}, {})["token"]
        headers = {"Authorization": f"Bearer {token}"}
        reply: dict[str, Any] = client.post("/api/v1/messages", {"text": said}, headers)["reply"]
        return reply

    return ask


def write(questions: list[Question], path: Path = DOCUMENT) -> None:
    """The list with results, for people."""
    marks = {TOLD: "✓", ASKED_BACK: "问回一句", WRONG: "✗"}
    right = sum(question.right for question in questions)
    lines = [
        "# Thirty everyday questions, five voices",
        "",
        "Written before they were first asked, by one of us; none of the sentences is in the",
        "training data or the knowledge base. ✓ answered or begun at once; 问回一句 asked back",
        "once, the right thing among at most three choices; ✗ wrong. It is right if at least",
        f"{ENOUGH} of its 5 voices are. Made by `make bench-everyday` at {commit()}:",
        f"**{right} of {len(questions)} right.**",
        "",
    ]
    for number, question in enumerate(questions, 1):
        state = "right" if question.right else "**not right**"
        lines += [f"## {number}. {question.ask} – {state}", "", "| 谁 | 说的 | 结果 | 回答开头 |"]
        lines.append("|---|---|---|---|")
        for voice, one in zip(VOICES, question.asked, strict=True):
            begin = one.reply.split("\n")[0][:60].replace("|", "｜")
            lines.append(f"| {voice} | {one.said} | {marks[one.verdict]} | {begin} |")
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Ask everything of a deployment of its own and publish."""
    with TemporaryDirectory() as folder, ershun(Path(folder)) as (url, _process, _seconds):
        questions = list(evaluate(over_http(url)))
    verdicts = Counter(one.verdict for question in questions for one in question.asked)
    asked = sum(verdicts.values())
    publish(
        "everyday",
        [
            Row("questions right", sum(q.right for q in questions), "", "higher", 27),
            Row("utterances right", round(1 - verdicts[WRONG] / asked, 3), "", "higher"),
            Row("utterances answered at once", round(verdicts[TOLD] / asked, 3), "", "higher"),
        ],
    )
    # Last: it changes the checkout, and both name the commit that was measured.
    write(questions)


if __name__ == "__main__":
    main()
