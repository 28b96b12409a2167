"""A place where the tests build, in one store or the other, and ask what is found."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge import lexicon
from knowledge.build import Built, build, usable
from knowledge.indexing import LEXICON
from knowledge.search.calibration import REGIMES, SIGNALS, Calibration, Lines, Standing
from knowledge.search.searcher import Searcher
from knowledge.search.stores import Stores
from tests.conftest import TODAY
from tests.knowledge.conftest import StandIn

#: A file of the small world that the tests change.
TEA = Path("regions", "440000", "policies", "tea-money.yaml")

QUESTIONS = [
    "社保卡丢了",
    "我的社保卡不见了怎么补",
    "先挂失",
    "老年证在哪办",
    "多大算老年人",
    "补卡要多少钱",
    "取暖补贴有多少",
    "凉茶补贴",
    "慈利卡补办",
    "今天天气怎么样",
    "",
]
REGIONS = ["000000", "230100", "440000"]

#: Numbers of the tests' own, so that every signal counts and nothing is learnt.
_FEATURES = len(Standing(0, None, None, (0.0,) * len(SIGNALS)).features())
_WEIGHTS = (*(1.0 + at / 4 for at in range(len(SIGNALS))), -6.0)
_LINES = Lines((0.2,) * _FEATURES + (-2.0,), 0.9, 0.3)
CALIBRATION = Calibration(
    dict.fromkeys(REGIMES, _WEIGHTS), dict.fromkeys(("item", "any", "listed", "told"), _LINES)
)


@dataclass
class Place:
    """Where builds are made, and in which store."""

    root: Path
    stores: Stores

    def build(self, knowledge: Path, encoder: StandIn | None = None) -> Built:
        return build(
            knowledge,
            self.root,
            today=TODAY,
            encoder=encoder or StandIn(),
            model="stand-in",
            stores=self.stores,
        )

    def answers(self) -> list[tuple[object, ...]]:
        """Ids, scores and probability for each question in each region."""
        folder = usable(self.root, self.stores)
        assert folder is not None
        tokens = lexicon.tokenizer(lexicon.read(folder / LEXICON))
        both = {"hybrid": CALIBRATION, "lexical": CALIBRATION}
        with closing(Searcher(self.stores.reader(folder), tokens, both, StandIn())) as searcher:
            found = [searcher.search(ask, region=at) for ask in QUESTIONS for at in REGIONS]
        return [
            (result.probability, *((hit.id, hit.score, hit.foreign) for hit in result.hits))
            for result in found
        ]


def note(folder: Path) -> dict[str, object]:
    meta: dict[str, object] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return meta
