"""``ershun knowledge`` as the administrator who edits the files uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import yaml

from knowledge.build import current
from knowledge.search import calibration
from tests.ershun.conftest import Ershun
from tests.knowledge.conftest import StandIn, amend
from tests.postgres import schemas


@pytest.fixture
def card(world: Path) -> Path:
    """A file of the small world."""
    return world / "items" / "card-replace.yaml"


# --- check ---


def test_a_sound_knowledge_base_is_counted(ershun: Ershun, world: Path) -> None:
    # given files in which nothing is out of date
    (world / "policies" / "heating-money.yaml").unlink()

    answer = ershun("knowledge", "check")

    assert answer.status == 0
    assert answer.text.endswith("✓ 3 个事项，3 条政策，0 处提醒，没有错。\n")


def test_a_broken_file_is_named_with_line_fault_and_remedy(ershun: Ershun, card: Path) -> None:
    # given a fee that is no number
    amend(card, "legal_days: 15", "legal_days: 半个月")
    line = (
        card.read_text(encoding="utf-8")
        .splitlines()
        .index("time_limit: {text: 当天能拿。, legal_days: 半个月, unit: 工作日}")
    )
    # when everything is checked
    answer = ershun("knowledge", "check")
    # then file, line, fault and remedy are told, and scripts see it failed
    assert answer.status == 1
    assert (
        f"{card}:{line + 1}: 错误[schema] “time_limit → legal_days”有问题：不是整数。"
        in answer.text
    )
    assert "怎么改：照 docs/authoring.md 的样子改。" in answer.text
    assert answer.text.splitlines()[-1].startswith("✗ 2 个事项")


def test_reminders_are_errors_only_when_asked_for(ershun: Ershun) -> None:
    # given the small world, in which one policy is out of date
    assert ershun("knowledge", "check").status == 0
    # then strictness, as lint wants it, makes that an error
    strict = ershun("knowledge", "check", "--strict")
    assert strict.status == 1
    assert "提醒[stale]" in strict.text
    assert strict.text.splitlines()[-1].endswith("处要改。")


def test_cited_articles_are_looked_up_in_a_folder_of_laws(
    ershun: Ershun, world: Path, tmp_path: Path
) -> None:
    # given a law with fewer articles than the files cite
    (world / "policies" / "heating-money.yaml").unlink()
    documents = yaml.safe_load((world / "documents.yaml").read_text(encoding="utf-8"))
    (tmp_path / "laws").mkdir()
    for document in documents:
        if "corpus" in document:
            law = tmp_path / "laws" / document["corpus"]
            law.write_text("第一条 为了方便老年人。\n", encoding="utf-8")
    # when they are looked up
    answer = ershun("knowledge", "check", "--statutes", str(tmp_path / "laws"))
    # then what is cited and isn't there is an error of the file that cites it
    assert answer.status == 1
    assert "错误[statute]" in answer.text
    assert "senior-card.yaml" in answer.text


def test_a_folder_of_laws_that_is_not_there_is_said_once(ershun: Ershun) -> None:
    # when the folder is misspelt
    answer = ershun("knowledge", "check", "--statutes", "/nowhere")
    # then that is said, not once for every article
    assert (answer.status, answer.text) == (1, "✗ 没有 /nowhere 这个文件夹。\n")


# --- list, show, schema ---


def test_items_and_policies_are_listed_with_place_and_day(ershun: Ershun) -> None:
    items, policies = ershun("knowledge", "list"), ershun("knowledge", "list", "policy")

    rows = [[cell.strip() for cell in row.split("│")[1:-1]] for row in items.text.splitlines()]
    assert ["card-replace", "社会保障卡补领", "全国", "2026-11-23"] in rows
    assert ["senior-card", "老年人优待证办理", "黑龙江省", "2026-11-01"] in rows
    assert "多大年纪算老年人" in policies.text
    assert "社会保障卡补领" not in policies.text


def test_a_listing_that_leaves_something_out_says_so(ershun: Ershun, card: Path) -> None:
    # given a file that can't be read
    card.write_text("id: [", encoding="utf-8")
    # then the rest is listed, and that it is not all
    answer = ershun("knowledge", "list")
    assert "! 1 处有错，读不了的没有算在内。运行 ershun knowledge check 看是哪些。" in answer.text
    assert "card-report" in answer.text
    assert "card-replace" not in answer.text
    # and who looks for the one left out learns why it isn't there
    answer = ershun("knowledge", "show", "card-replace")
    assert answer.status == 1
    assert answer.text.splitlines() == [
        "! 1 处有错，读不了的没有算在内。运行 ershun knowledge check 看是哪些。",
        "✗ 没有 card-replace 这一条。用 ershun knowledge list 看看有哪些。",
    ]


def test_an_entry_is_shown_as_it_holds_where_one_lives(ershun: Ershun) -> None:
    # when one entry is shown for the nation and for a city below a province with its own rule
    nation = yaml.safe_load(ershun("knowledge", "show", "senior-card").text)
    harbin = yaml.safe_load(ershun("knowledge", "show", "senior-card", "--region", "230100").text)
    # then it is a file as one would write it, with the province's rule in its place
    assert nation["region"] == "000000"
    assert harbin["region"] == "230000"
    assert {key for key in nation if nation[key] != harbin[key]} > {"region"}
    assert nation["name"] == harbin["name"]


@pytest.mark.parametrize("region", ["哈尔滨", "999999", "2301"])
def test_a_region_nobody_registered_is_named(ershun: Ershun, region: str) -> None:
    answer = ershun("knowledge", "show", "senior-card", "--region", region)

    assert (answer.status, answer.text) == (
        1,
        f"✗ 没有登记 {region} 这个地区，写六位行政区划代码，例如 230100。\n",
    )


@pytest.mark.parametrize(("kind", "folder"), [("item", "items"), ("policy", "policies")])
def test_the_schema_is_what_the_files_are_written_by(
    ershun: Ershun, world: Path, kind: str, folder: str
) -> None:
    # given the JSON Schema an editor would check with
    schema = json.loads(ershun("knowledge", "schema", kind).text)
    # then the files are right by it, and a misspelt name is not
    for file in (world / folder).glob("*.yaml"):
        entry = json.loads(
            json.dumps(yaml.safe_load(file.read_text(encoding="utf-8")), default=str)
        )
        entry.setdefault("region", "000000")
        jsonschema.validate(entry, schema)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**entry, "summry": "x"}, schema)


@pytest.mark.parametrize("command", ["list", "schema"])
def test_a_kind_there_is_not_is_named(ershun: Ershun, command: str) -> None:
    answer = ershun("knowledge", command, "items")

    assert (answer.status, answer.text) == (1, "✗ 没有 items 这一种，写 item 或 policy。\n")


# --- build, search ---


def test_built_knowledge_is_searched_as_the_assistant_does(ershun: Ershun, home: Path) -> None:
    # given knowledge put into use
    built = ershun("knowledge", "build")
    in_use = current(home / "knowledge")
    assert in_use is not None
    assert built.status == 0
    assert built.text.endswith(f"✓ 知识库就绪（{in_use.name}）\n")
    # when something is searched
    found = ershun("knowledge", "search", "社保卡丢了")
    # then verdict, probability and candidates are shown, the right one first
    assert found.status == 0
    verdict, *table = found.text.splitlines()
    assert verdict.startswith("answer，把握 ")
    assert "card-replace" in table[3]


def test_a_candidate_from_elsewhere_is_marked(ershun: Ershun) -> None:
    # given a policy that only Guangdong has
    ershun("knowledge", "build")
    # then in Harbin it is shown as one from elsewhere, in Guangdong not
    there = ershun("knowledge", "search", "早茶补贴", "--region", "440000")
    here = ershun("knowledge", "search", "早茶补贴", "--region", "230100")
    assert "tea-money" in there.text
    assert "（外地）" not in there.text
    assert "（外地）" in here.text


def test_an_index_in_postgresql_is_built_and_searched(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    # given a database set for the index
    monkeypatch.setenv("ERSHUN_INDEX_URL", postgres_url)
    # when knowledge is put into use and searched
    assert ershun("knowledge", "build").status == 0
    found = ershun("knowledge", "search", "社保卡丢了")
    # then it is found as ever, and the index is there
    assert "card-replace" in found.text.splitlines()[4]
    assert len(schemas(postgres_url)) == 1


@pytest.mark.parametrize("words", [("build",), ("search", "社保卡丢了")])
@pytest.mark.parametrize(
    ("url", "told"),
    [
        (
            "postgresql://ershun:geheim@127.0.0.1:9/index",
            "✗ 连不上放知识库的 PostgreSQL（127.0.0.1:9/index）：connection to server at "
            '"127.0.0.1", port 9 failed: Connection refused。看看数据库起了没有，'
            "ERSHUN_INDEX_URL 里的地址、用户名、密码和库名对不对。",
        ),
        (
            "mysql://ershun:geheim@127.0.0.1/index",
            "✗ ERSHUN_INDEX_URL 写的这种库用不了。要么空着，用 SQLite；"
            "要么写 postgresql://用户:密码@主机:5432/库名。",
        ),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence_without_the_password(
    ershun: Ershun, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], url: str, told: str
) -> None:
    # given knowledge built, and a database set since that is away or none
    ershun("knowledge", "build")
    monkeypatch.setenv("ERSHUN_INDEX_URL", url)
    # then that is all that is said (below the bar that a build begins with)
    answer = ershun("knowledge", *words)
    assert (answer.status, answer.text.strip()) == (1, told)


def test_searching_before_anything_was_built_says_what_to_run(ershun: Ershun, home: Path) -> None:
    answer = ershun("knowledge", "search", "社保卡丢了")

    assert (answer.status, answer.text) == (
        1,
        f"✗ {home / 'knowledge'} 里还没有知识库，运行 ershun knowledge build。\n",
    )


@pytest.mark.parametrize("nothing", ["", "  ", "　"])
def test_searching_for_nothing_asks_what_for(ershun: Ershun, nothing: str) -> None:
    answer = ershun("knowledge", "search", nothing)

    assert answer.status == 1
    assert answer.text.startswith("✗ 没写要搜什么。")


def test_a_broken_file_keeps_the_last_good_build_in_use(
    ershun: Ershun, home: Path, card: Path
) -> None:
    # given knowledge in use, and then a file in which a colon is missing
    ershun("knowledge", "build")
    good = current(home / "knowledge")
    assert good is not None
    amend(card, "name: 社会保障卡补领", "name 社会保障卡补领")
    # when it is built
    answer = ershun("knowledge", "build")
    # then scripts see that it failed, and file, line, fault and remedy are told
    assert answer.status == 1
    assert f"{card}:2: 错误[yaml]" in answer.text or f"{card}:3: 错误[yaml]" in answer.text
    assert "怎么改：" in answer.text
    assert f"! 知识文件有错，先接着用上一次建好的知识库（{good.name}）。" in answer.text
    # and citizens are served by what was good
    assert current(home / "knowledge") == good
    assert "card-replace" in ershun("knowledge", "search", "社保卡丢了").text
    # and once it is mended the new build is used
    amend(card, "name 社会保障卡补领", "name: 社会保障卡补办")
    assert ershun("knowledge", "build").status == 0
    assert current(home / "knowledge") != good
    assert "社会保障卡补办" in ershun("knowledge", "search", "社保卡丢了").text


def test_a_broken_file_from_the_start_is_left_out_and_the_rest_is_used(
    ershun: Ershun, card: Path
) -> None:
    # given no earlier build to keep
    amend(card, "name: 社会保障卡补领", "name 社会保障卡补领")
    # then what can be read is put into use and what can't is named
    answer = ershun("knowledge", "build")
    assert answer.status == 0
    assert "card-replace.yaml" in answer.text
    assert "senior-card" in ershun("knowledge", "search", "老年证").text


def test_with_nothing_to_serve_it_ends(
    ershun: Ershun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a folder without a single entry
    monkeypatch.setenv("ERSHUN_KNOWLEDGE", str(tmp_path / "empty"))

    answer = ershun("knowledge", "build")

    assert answer.status == 1
    assert f"✗ {tmp_path / 'empty'} 里没有一条能用的知识" in answer.text


# --- calibrate ---


def test_calibrating_without_the_model_says_how_to_get_it(ershun: Ershun) -> None:
    answer = ershun("knowledge", "calibrate")

    assert (answer.status, answer.text) == (
        1,
        "✗ 校准要有语义模型。先运行 ershun models fetch。\n",
    )


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a calibration is written instead of into this checkout."""
    file = tmp_path / "calibration.json"
    monkeypatch.setattr(calibration, "CALIBRATION", file)
    # The weights are 24 MB, and every question of the world is encoded ten times.
    monkeypatch.setattr("knowledge.search.meaning.load_encoder", lambda _cache: StandIn())
    yield file


def test_calibrating_writes_lines_for_both_kinds_of_search(ershun: Ershun, written: Path) -> None:
    # when what scores mean is learnt anew, from entries some of which have the fewest
    # questions that an entry may have
    answer = ershun("knowledge", "calibrate")
    # then a calibration is written that search can be run by
    assert answer.status == 0
    assert answer.text.splitlines()[-1] == f"✓ 写进了 {written}"
    assert set(json.loads(written.read_text(encoding="utf-8"))) == {"hybrid", "lexical"}
