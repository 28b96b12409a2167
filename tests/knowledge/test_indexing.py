"""From files and imports to an index: who holds, what is read, and going on from before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Optional

import pytest

from knowledge.build import Built, NothingToServe, build, fingerprint
from knowledge.importing.store import ImportedStore
from knowledge.indexing import FORMAT, META, Sources
from knowledge.library import Library
from knowledge.loader import load
from knowledge.schema import Hall, ImportedItem, ImportedText, ServiceItem
from knowledge.search.encoder import Vectors
from knowledge.search.searcher import Searcher
from knowledge.search.stores import SQLITE
from knowledge.serving import Serving
from tests.conftest import TODAY, WORLD
from tests.imported import OFFICE, imported_item, take
from tests.knowledge.conftest import StandIn, amend

#: A catalogue's rows, a document, an answered question, a hall and divisions, all made up.
ITEMS = [
    {
        "TASK_NAME": "公园年票办理",
        "DEPT_NAME": OFFICE,
        "AREACODE": "990100",
        "consult_phone": "0999-8123456",
    },
    {"TASK_NAME": "古树认养登记", "DEPT_NAME": OFFICE, "AREACODE": "990100"},
]
PAPERS = [
    {
        "title": "关于公园免费开放的通知",
        "text": "老年人凭身份证免费进公园。节假日也一样，不用预约，当场登记就能进去。",
        "发布单位": OFFICE,
    }
]
ASKED = [{"问题": "公园几点开门", "答案": "公园六点开门。", "部门": OFFICE}]
HALLS = [{"name": "清河市政务服务中心", "address": "东湖路 8 号", "phone": "0999-8120000"}]
DIVISIONS = [
    {"code": "990000", "name": "云岭省"},
    {"code": "990100", "name": "清河市"},
    {"code": "230100", "name": "改了名的市"},
]


@dataclass
class Office:
    """The small world with what an office handed over, built as an administrator does."""

    world: Path
    imported: Path
    root: Path
    encoder: StandIn = field(default_factory=StandIn)
    built: list[Built] = field(default_factory=list)

    def take(self, kind: str, rows: Sequence[dict[str, Any]], name: str = "", **opts: Any) -> None:
        """Import a file of JSON lines."""
        take(self.imported, kind, name or f"{kind}_2026.jsonl", rows, **opts)

    def build(self, model: Optional[str] = "stand-in") -> Built:
        """Bring the index up to date."""
        self.built.append(
            build(
                self.world,
                self.root,
                today=TODAY,
                imported=self.imported,
                encoder=self.encoder if model else None,
                model=model,
            )
        )
        assert not self.built[-1].kept_last_good
        return self.built[-1]

    def searcher(self) -> Searcher:
        """Search over the build in use."""
        return Serving(self.root, self.encoder).searcher()

    def library(self) -> Library:
        """The library of the build in use."""
        return self.searcher().library

    def based_on(self) -> Optional[str]:
        """The build that the one in use went on from."""
        meta = json.loads((self.built[-1].folder / META).read_text(encoding="utf-8"))
        found: Optional[str] = meta["based_on"]
        return found


@pytest.fixture
def office(world: Path, tmp_path: Path) -> Office:
    """An office that has handed over nothing yet."""
    return Office(world, tmp_path / "imported", tmp_path / "builds")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that has handed over one file of each kind, built; to be looked at only."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(WORLD, folder / "knowledge")
    made = Office(folder / "knowledge", folder / "imported", folder / "builds")
    made.take("divisions", DIVISIONS)
    made.take("items", ITEMS)
    made.take("documents", PAPERS)
    made.take("faq", ASKED)
    made.take("halls", HALLS)
    made.build()
    return made


@pytest.fixture
def full(shown: Office, tmp_path: Path) -> Office:
    """A copy of it that a test may change and build again."""
    for name in ("knowledge", "imported", "builds"):
        shutil.copytree(shown.root.parent / name, tmp_path / name, symlinks=True)
    (before,) = shown.built
    copied = replace(before, folder=tmp_path / "builds" / before.folder.name)
    return Office(
        tmp_path / "knowledge", tmp_path / "imported", tmp_path / "builds", built=[copied]
    )


@pytest.fixture(scope="module")
def stored(shown: Office) -> Library:
    """The library of that office."""
    return shown.library()


def by_name(library: Library) -> dict[str, str]:
    """What each entry is called -> its id."""
    return {
        v.entry.short if isinstance(v.entry, ServiceItem) else v.entry.title: v.entry.id
        for v in library.all_variants()
    }


def test_what_was_imported_stands_beside_what_was_written(stored: Library) -> None:
    # then both are there, the imported ones as what they are
    kinds = {name: type(stored.variants[entry_id]) for name, entry_id in by_name(stored).items()}
    assert {"补办社保卡", "公园年票办理", "关于公园免费开放的通知", "公园几点开门"} <= set(kinds)
    found = {type(v.entry) for v in stored.all_variants()}
    assert {ImportedItem, ImportedText, Hall, ServiceItem} <= found
    # and nothing of what was written by hand has changed
    by_hand, _ = load(WORLD)
    for variant in by_hand.all_variants():
        other = stored.variants[variant.entry.id][variant.entry.region]
        assert (other.entry, other.provenance) == (variant.entry, variant.provenance)


@pytest.mark.parametrize(
    ("said", "region", "name"),
    [
        ("公园年票办理", "990100", "公园年票办理"),
        ("公园几点开门", "000000", "公园几点开门"),
        ("清河市政务服务中心在哪里", "000000", "清河市政务服务中心"),
        ("老年人凭身份证免费进公园", "000000", "关于公园免费开放的通知"),
    ],
)
def test_everything_imported_is_found_by_search(
    shown: Office, stored: Library, said: str, region: str, name: str
) -> None:
    found = [hit.id for hit in shown.searcher().search(said, region=region).hits]
    assert found[0] == by_name(stored)[name]


def test_an_imported_fact_says_it_is_of_the_place_it_was_imported_for(stored: Library) -> None:
    variant = stored.resolve(by_name(stored)["公园年票办理"], "990100")
    assert variant is not None
    assert variant.level_of("where") == variant.level_of("fee") == "990100"
    assert stored.region_name("990100") == "清河市"
    # and a place that only an import speaks of has rules of its own
    assert "990100" in stored.regions_with_rules
    # and elsewhere it does not hold
    assert stored.resolve(by_name(stored)["公园年票办理"], "230100") is None


def test_where_a_file_and_an_import_speak_of_the_same_the_file_holds(full: Office) -> None:
    # given an item that an administrator writes by hand, where an import has it as well
    entry_id = by_name(full.library())["公园年票办理"]
    regions = full.world / "regions"
    here = "- {code: '990100', name: 清河市, parent: '000000'}\n"
    amend(regions / "regions.yaml", "- {code: '440000'", f"{here}- {{code: '440000'")
    mine = (full.world / "items" / "card-report.yaml").read_text(encoding="utf-8")
    for old, new in [
        ("id: card-report", f"id: {entry_id}"),
        ("name: 社会保障卡挂失", "name: 公园年票"),
        ("short: 社保卡挂失", "short: 办公园年票"),
        ("[社保卡挂失, 先把社保卡停了, 怕别人用我的社保卡]", "[逛公园的票, 公园月票, 年票]"),
        ("related: [card-replace]", "related: []"),
    ]:
        assert old in mine
        mine = mine.replace(old, new)
    (regions / "990100" / "items").mkdir(parents=True)
    (regions / "990100" / "items" / f"{entry_id}.yaml").write_text(mine, encoding="utf-8")
    # when it is built again
    full.build()
    # then the hand-written one holds there, once
    library = full.library()
    assert list(library.variants[entry_id]) == ["990100"]
    entry = library.variants[entry_id]["990100"].entry
    assert type(entry) is ServiceItem
    assert (entry.short, len(entry.steps)) == ("办公园年票", 2)
    # and an import that comes later doesn't take its place
    full.take("items", [{**ITEMS[0], "handle_location": "东湖公园"}, ITEMS[1]])
    full.build()
    assert type(full.library().variants[entry_id]["990100"].entry) is ServiceItem


def test_the_same_id_in_another_region_is_another_variant(office: Office) -> None:
    # given an imported text with the id of a hand-written policy, of another place
    library, _ = load(office.world)
    entry = imported_item(id="card-replace", region="440000")
    sources = Sources(library, _Store(office.imported, entry))
    wanted = [(d.id, d.region) for d in sources.drafts() if d.id == "card-replace"]
    assert wanted == [("card-replace", "000000"), ("card-replace", "440000")]
    # while one of the same place is left out
    sources = Sources(library, _Store(office.imported, entry.copy(update={"region": "000000"})))
    wanted = [(d.id, d.region) for d in sources.drafts() if d.id == "card-replace"]
    assert wanted == [("card-replace", "000000")]


class _Store(ImportedStore):
    """A store that holds one entry more, whatever its id: importers give ids of their own."""

    def __init__(self, folder: Path, entry: ImportedItem) -> None:
        super().__init__(folder)
        self._entry = entry

    def digests(self) -> dict[tuple[str, str], str]:
        return {(self._entry.id, self._entry.region): "digest"}

    def entry(self, entry_id: str, region: str) -> ImportedItem:
        return self._entry


def test_an_imported_number_or_place_never_takes_the_place_of_one_that_ships(
    full: Office,
) -> None:
    # given an import that calls Harbin something else, and names the hotline as its own
    full.take("items", [{**ITEMS[0], "consult_phone": "12333"}], name="more_2026.jsonl")
    full.build()
    library = full.library()
    # then what ships stays as it is, and what is new is added
    assert library.regions["230100"].name == "哈尔滨市"
    assert library.regions["990100"].name == "清河市"
    assert library.phones["12333"].name == "人社服务热线"
    assert library.phones["0999-8120000"].name == "清河市政务服务中心"


def test_imported_entries_are_read_only_when_they_are_new(shown: Office) -> None:
    library, _ = load(shown.world)
    sources = Sources(library, ImportedStore(shown.imported))
    with closing(SQLITE.reader(shown.built[-1].folder)) as reader:
        known = {(h.id, h.region): h.digest for h in reader.heads()}
    # then every draft can be told from its digest, without reading the entry
    assert {(d.id, d.region): d.digest for d in sources.drafts()} == known


# Going on from the build before


def test_an_edit_is_built_from_the_build_before(full: Office) -> None:
    (first,) = full.built
    before = full.searcher()
    encoded = len(full.encoder.encoded)
    # when one answer is edited
    amend(full.world / "policies" / "card-cost.yaml", "加急的另问。", "加急的另外问。")
    second = full.build()
    # then only its texts were read and encoded
    assert second.fresh
    assert full.based_on() == first.folder.name
    assert full.encoder.encoded[encoded:] == ["加急的另外问。"]
    # and everybody who asks hears the new sentence, and everything else as before
    after = full.searcher()
    told = after.library.variants["card-cost"]["000000"].entry.dict()["details"]
    assert told == ["有的地方补办也不收钱。", "加急的另外问。"]
    assert set(after.library.variants) == set(before.library.variants)
    for said in ["补社保卡要多少钱", "公园几点开门", "老年证"]:
        old, new = (s.search(said, region="000000") for s in (before, after))
        assert [hit.id for hit in new.hits] == [hit.id for hit in old.hits]
        assert new.verdict is old.verdict


def test_going_on_gives_what_building_anew_gives(full: Office, tmp_path: Path) -> None:
    # given a build, and then an import more, and an edit
    full.take("faq", [*ASKED, {"问题": "公园能遛狗吗", "答案": "拴绳子可以。", "部门": OFFICE}])
    amend(full.world / "policies" / "card-cost.yaml", "加急的另问。", "加急的另外问。")
    full.build()
    assert full.based_on() == full.built[0].folder.name
    # when the same is built from nothing
    anew = Office(full.world, full.imported, tmp_path / "anew")
    anew.build()
    assert anew.based_on() is None
    # then both say the same to every question
    going_on, written = full.searcher(), anew.searcher()
    assert list(going_on.library.all_variants()) == list(written.library.all_variants())
    for said in ["补社保卡要多少钱", "公园能遛狗吗", "公园", "取暖补贴有多少", "老年证", "火箭"]:
        one, other = (s.search(said, region="000000", limit=20) for s in (going_on, written))
        assert [hit.id for hit in one.hits[:1]] == [hit.id for hit in other.hits[:1]]
        # the length of an average entry is that of the first build: near ties may turn
        assert {hit.id for hit in one.hits} == {hit.id for hit in other.hits}
        assert one.verdict is other.verdict
        assert one.probability == pytest.approx(other.probability, abs=0.05)


def test_a_thing_forgotten_is_found_no_more(full: Office) -> None:
    name = by_name(full.library())
    # when the office hands the file over again, with one item less
    full.take("items", ITEMS[:1])
    full.build()
    assert full.based_on() is not None
    assert name["古树认养登记"] not in full.library().variants
    hits = full.searcher().search("古树认养登记", region="990100").hits
    assert name["古树认养登记"] not in {hit.id for hit in hits}


def test_nothing_new_is_nothing_to_build(full: Office) -> None:
    again = full.build()
    assert not again.fresh
    assert again.folder == full.built[0].folder


@pytest.mark.parametrize(
    ("key", "value"), [("format", FORMAT - 1), ("model", "another"), ("format", None)]
)
def test_a_build_of_another_make_is_not_gone_on_from(full: Office, key: str, value: object) -> None:
    file = full.built[0].folder / META
    meta = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**meta, key: value}), encoding="utf-8")
    amend(full.world / "policies" / "card-cost.yaml", "加急的另问。", "加急的另外问。")
    full.build()
    assert full.based_on() is None


def test_another_encoder_encodes_everything_anew(full: Office) -> None:
    full.build(model=None)
    assert full.based_on() is None
    with closing(SQLITE.reader(full.built[-1].folder)) as reader:
        assert reader.matrix().rows is None


def test_a_build_broken_off_leaves_the_one_before_in_use(full: Office) -> None:
    (first,) = full.built

    class BrokenOff(StandIn):
        def encode(self, texts: Sequence[str]) -> Vectors:
            raise KeyboardInterrupt

    amend(full.world / "policies" / "card-cost.yaml", "加急的另问。", "加急的另外问。")
    full.encoder = BrokenOff()
    with pytest.raises(KeyboardInterrupt):
        full.build()
    full.encoder = StandIn()
    # then everybody is still served from it, and it is as it was
    assert (full.root / "current").resolve() == first.folder.resolve()
    told = full.library().variants["card-cost"]["000000"].entry.dict()["details"]
    assert told[-1] == "加急的另问。"
    # and the next build succeeds
    assert full.build().fresh
    told = full.library().variants["card-cost"]["000000"].entry.dict()["details"]
    assert told[-1] == "加急的另外问。"


# What is built of


def test_an_import_changes_the_name_of_the_build_and_taking_it_back_the_same(
    office: Office, tmp_path: Path
) -> None:
    name = fingerprint(office.world, office.imported, None)
    assert fingerprint(office.world, None, None) == name
    office.take("faq", ASKED)
    assert fingerprint(office.world, office.imported, None) != name


def test_imports_alone_are_something_to_serve(office: Office) -> None:
    # given an office that wrote no entry of its own
    for folder in ("items", "policies", "regions/230000", "regions/440000"):
        shutil.rmtree(office.world / folder)
    with pytest.raises(NothingToServe):
        office.build()
    office.take("faq", ASKED)
    office.build()
    assert [hit.id for hit in office.searcher().search("公园几点开门", region="").hits] == [
        by_name(office.library())["公园几点开门"]
    ]


def test_the_count_tells_entries_in_use_not_those_written(full: Office) -> None:
    (first,) = full.built
    amend(full.world / "policies" / "card-cost.yaml", "加急的另问。", "加急的另外问。")
    second = full.build()
    assert full.based_on() == first.folder.name
    counts = [
        json.loads((b.folder / META).read_text(encoding="utf-8"))["entries"]
        for b in (first, second)
    ]
    assert counts == [13, 13]


# Variants of one matter in a catalogue

BENCHES = [
    {"TASK_NAME": "公园摆摊许可(初次申领)", "DEPT_NAME": OFFICE, "AREACODE": "990100"},
    {
        "TASK_NAME": "公园摆摊许可(到期延续)",
        "DEPT_NAME": OFFICE,
        "AREACODE": "990100",
        "matter_daily": "摊位证",
    },
]


def found(office: Office, said: str) -> list[str]:
    """Names of what is found, best first."""
    hits = office.searcher().search(said, region="990100").hits
    return [v.name if isinstance(v := hit.variant.entry, ServiceItem) else v.title for hit in hits]


def test_an_everyday_name_noted_with_one_variant_finds_them_all(full: Office) -> None:
    full.take("items", BENCHES, name="stalls_2026.jsonl")
    full.build()
    # then she is offered both, as nothing says which of them she wants
    assert set(found(full, "摊位证")[:2]) == {"公园摆摊许可(初次申领)", "公园摆摊许可(到期延续)"}
    # and who says which is understood
    assert found(full, "摊位证初次申领")[0] == "公园摆摊许可(初次申领)"
    assert found(full, "摊位证到期延续")[0] == "公园摆摊许可(到期延续)"


def test_a_sibling_s_new_name_is_taken_over_without_reading_all_anew(full: Office) -> None:
    full.take("items", [BENCHES[0]], name="first_2026.jsonl")
    first = full.build()
    assert "公园摆摊许可(初次申领)" not in found(full, "摊位证")[:1]
    # when its sibling comes later, in another file
    full.take("items", [BENCHES[1]], name="second_2026.jsonl")
    full.build()
    # then the first is found by it as well, and only these two were written
    assert full.based_on() == first.folder.name
    assert set(found(full, "摊位证")[:2]) == {"公园摆摊许可(初次申领)", "公园摆摊许可(到期延续)"}


def test_what_a_sibling_is_called_is_searched_and_not_told(full: Office) -> None:
    full.take("items", BENCHES, name="stalls_2026.jsonl")
    full.build()
    aliases = {
        v.entry.name: v.entry.aliases
        for v in full.library().all_variants()
        if isinstance(v.entry, ServiceItem) and v.entry.name.startswith("公园摆摊许可")
    }
    assert "摊位证" not in aliases["公园摆摊许可(初次申领)"]
    assert "摊位证" in aliases["公园摆摊许可(到期延续)"]
