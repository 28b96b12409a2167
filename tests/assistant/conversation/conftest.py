"""Shared by the conversation's tests: a guide under way, a second world, a world edited."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.conversation.turn import Desk
from knowledge.build import Built, build
from knowledge.serving import Serving
from tests.conftest import TODAY, WORLD, Talk, open_talk
from tests.imported import take, take_text

SECOND_WORLD = Path(__file__).with_name("second_world")


@pytest.fixture
def walking(talk: Talk) -> Talk:
    """The guide to a replacement card, questions answered: not reported, goes herself."""
    talk.say("start_service", "补办社保卡")
    talk.say("deny", "还没挂失呢")
    talk.say("inform", "我自己去")
    return talk


@pytest.fixture(scope="session")
def second_serving(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """The small world with what a careful author wouldn't write, as a first build serves it."""
    root = tmp_path_factory.mktemp("second")
    shutil.copytree(WORLD, root / "knowledge")
    shutil.copytree(SECOND_WORLD, root / "knowledge", dirs_exist_ok=True)
    build(root / "knowledge", root / "builds", today=TODAY)
    return Serving(root / "builds", encoder=None)


@pytest.fixture
def second_talk(desk: Desk, second_serving: Serving) -> Talk:
    """A new conversation over the second world."""
    return open_talk(dataclasses.replace(desk, serving=second_serving))


#: What an office handed over, all of it made up: a law with a sentence longer than is said
#: at once, answered questions, a document, items of a catalogue, a hall.
SNOW = (
    "遇到大雪大风，公园可以临时关门，由园林部门提前一天在公园门口、社区布告栏和广播里告诉大家，"
    "已经买了门票的，凭门票和身份证在三十天以内换成别的日子再进园，也可以退票，"
    "退回原来付钱的地方。"
)
LAW = f"""# 清河市公园条例

（2019年3月24日清河市第八届人民代表大会常务委员会第三次会议通过）

## 第一章 总则

第一条 为了办好公园，制定本条例。

## 第二章 游览

第二条 公园每天六点开门，二十二点关门。节假日延长一个小时。{SNOW}

第三条 六十岁以上的老年人凭身份证免费进公园。

## 第三章 附则

第四条 本条例自2019年7月1日起施行。
"""
ANSWERED = [
    {
        "问题": "公园年票丢了怎么办",
        "答案": "年票丢了可以补。带上身份证到东湖公园南门窗口，当场补一张。补票收工本费五元。",
        "部门": "清河市园林管理局",
    },
    {"问题": "公园能遛狗吗", "答案": "能，要拴绳子。", "部门": "清河市园林管理局"},
]
PAPERS = [
    {
        "title": "关于公园免费开放的通知",
        "text": "一、怎么进公园\n老年人凭身份证免费进公园，节假日也是一样的，不用预约。\n"
        "二、怎么坐游船\n游船每人十元，六十岁以上的老年人半价，排队上船。",
        "发布单位": "清河市园林管理局",
    }
]
CATALOGUE = [
    # a name and an office: nothing to bring, no steps, no conditions
    {"TASK_NAME": "公园年票办理", "DEPT_NAME": "清河市园林管理局", "consult_phone": "0999-8123456"},
    {
        "TASK_NAME": "古树认养登记",
        "DEPT_NAME": "清河市园林管理局",
        "consult_phone": "0999-8123456",
        "accept_standard": "年满 18 岁。",
        "material_intro": "身份证；认养申请表",
        "handle_location": "东湖公园南门窗口",
        "handle_time_limit": "5个工作日",
        "是否收费": "否",
    },
    # three things to be done about one
    *(
        {"TASK_NAME": name, "DEPT_NAME": "清河市残联"}
        for name in ("残疾人证申领", "残疾人证丢失补办", "残疾人证期满换证")
    ),
]
HALLS = [{"name": "清河市政务服务中心", "address": "东湖路 8 号", "phone": "0999-8120000"}]


@pytest.fixture(scope="session")
def office_serving(tmp_path_factory: pytest.TempPathFactory) -> Serving:
    """The small world with what an office handed over."""
    root = tmp_path_factory.mktemp("office")
    imported = root / "imported"
    take(imported, "items", "items_2025.jsonl", CATALOGUE)
    take(imported, "faq", "answered_2025.jsonl", ANSWERED)
    take(imported, "documents", "papers_2025.jsonl", PAPERS)
    take(imported, "halls", "halls_2025.jsonl", HALLS)
    take_text(imported, "statutes", "清河市公园条例(2019-03-24).md", LAW)
    build(WORLD, root / "builds", today=TODAY, imported=imported)
    return Serving(root / "builds", encoder=None)


@pytest.fixture
def office_talk(desk: Desk, office_serving: Serving) -> Talk:
    """A new conversation over what an office handed over."""
    return open_talk(dataclasses.replace(desk, serving=office_serving))


@dataclass
class LivingWorld:
    """A copy of the small world whose files are edited and built while it is served."""

    folder: Path
    builds: Path
    desk: Desk

    def rewrite(self, file: str, old: str, new: str) -> None:
        """Replace ``old``, which must be there once, in a file."""
        text = (self.folder / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file}: {old!r} is there {text.count(old)} times"
        (self.folder / file).write_text(text.replace(old, new), encoding="utf-8")

    def remove(self, file: str) -> None:
        """Delete a file."""
        (self.folder / file).unlink()

    def build(self) -> Built:
        """Build and switch over, as ``ershun knowledge build`` does."""
        return build(self.folder, self.builds, today=TODAY)

    def talk(self) -> Talk:
        """A new conversation over this world."""
        return open_talk(self.desk)


@pytest.fixture
def living(world: Path, tmp_path: Path, desk: Desk) -> LivingWorld:
    """A world that a test edits; nothing is built yet."""
    builds = tmp_path / "builds"
    return LivingWorld(world, builds, dataclasses.replace(desk, serving=Serving(builds, None)))
