"""What scores mean: weights of the signals, and the two lines of confidence.

The numbers live in ``calibration.json`` and come from ``ershun knowledge calibrate``,
which learns them from held-out aliases and questions (see ``learning.py``). Nothing is
set by hand.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

CALIBRATION = Path(__file__).with_name("calibration.json")

#: Signals of a candidate, in the order of :attr:`Calibration.rank`.
SIGNALS = ("lexical", "asked", "body", "characters", "sounds", "exact")


@dataclass(frozen=True)
class Calibration:
    """Weights for one set-up (with or without meaning vectors).

    Attributes:
        rank: weight of each signal, then the bias.
        confidence: weights of top score, margin to the second, and the bias.
        answer: probability from which an answer is given outright.
        decline: probability below which we say that we don't know.
    """

    rank: tuple[float, ...]
    confidence: tuple[float, float, float]
    answer: float
    decline: float

    def score(self, signals: Sequence[float]) -> float:
        """Log-odds that a candidate with these signals is the right one."""
        return self.rank[-1] + sum(
            w * s for w, s in zip(self.rank[:-1], signals, strict=True)
        )

    def probability(self, top: float, second: float) -> float:
        """Probability that the first candidate is right."""
        features = confidence_features(top, second)
        logit = self.confidence[-1] + sum(
            w * f for w, f in zip(self.confidence[:-1], features, strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def confidence_features(top: float, second: float) -> tuple[float, float]:
    """What confidence is judged by: the best score, and how far it leads (capped)."""
    return top, min(top - second, 6.0)


def load(path: Path = CALIBRATION) -> dict[str, Calibration]:
    """Calibrations by set-up name, ``hybrid`` and ``lexical``."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Calibration(
            tuple(row["rank"]), tuple(row["confidence"]), row["answer"], row["decline"]
        )
        for name, row in rows.items()
    }


def save(calibrations: dict[str, Calibration], path: Path = CALIBRATION) -> None:
    """Write calibrations as JSON."""
    rows = {name: asdict(calibration) for name, calibration in calibrations.items()}
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
