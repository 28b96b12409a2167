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
SIGNALS = (
    "lexical",
    "asked",
    "body",
    "characters",
    "sounds",
    "exact",
    "pairs",
    "spoken",
    "title",
    "pairs-by-length",
    "body-by-length",
)

#: Which of them say how long an entry's text is.
BY_LENGTH = ("pairs-by-length", "body-by-length")
#: ``asked``: written by hand, all of about one length, with people's own words for it;
#: ``listed``: an office's own item or question, of any length; ``told``: a text of which no
#: question is known.
REGIMES = ("asked", "listed", "told")

#: What a missing runner-up counts as.
_NOBODY = -6.0
_WIDEST_LEAD = 6.0


@dataclass(frozen=True)
class Standing:
    """How the best candidate stands.

    Attributes:
        score: its log-odds on its own.
        rival: log-odds of the runner-up.
        stranger: log-odds of the best candidate that is not related to it: a related
            entry close behind is no sign of doubt about the matter.
        signals: its own signals.
    """

    score: float
    rival: float | None
    stranger: float | None
    signals: tuple[float, ...]

    def features(self) -> tuple[float, ...]:
        """What confidence is judged by."""
        return (self.score, self._lead(self.rival), self._lead(self.stranger), *self.signals)

    def _lead(self, other: float | None) -> float:
        return min(self.score - (_NOBODY if other is None else other), _WIDEST_LEAD)


@dataclass(frozen=True)
class Lines:
    """Confidence for one kind of search.

    Attributes:
        weights: one for each of :meth:`Standing.features`, then the bias.
        answer: probability from which an answer is given outright.
        decline: probability below which we say that we don't know.
    """

    weights: tuple[float, ...]
    answer: float
    decline: float

    def probability(self, standing: Standing) -> float:
        """Probability that the best candidate is right.

        To be far ahead of nobody is nothing: it is never more than the candidate's own.
        """
        together = _clipped(_linear(self.weights, standing.features()))
        return 1 / (1 + math.exp(-min(together, _clipped(standing.score))))


@dataclass(frozen=True)
class Calibration:
    """Weights for one set-up (with or without meaning vectors).

    Attributes:
        rank: weight of each signal, then the bias, by regime (:data:`REGIMES`).
        lines: confidence by scope: ``item`` (only items asked for), ``any``, and the regime
            of the best candidate if it is an office's.
    """

    rank: dict[str, tuple[float, ...]]
    lines: dict[str, Lines]

    def score(self, signals: Sequence[float], regime: str) -> float:
        """Log-odds that a candidate with these signals is the right one."""
        return _linear(self.rank[regime], signals)


def _linear(weights: Sequence[float], features: Sequence[float]) -> float:
    return weights[-1] + sum(w * f for w, f in zip(weights[:-1], features, strict=True))


def _clipped(logit: float) -> float:
    return max(-30.0, min(30.0, logit))


def load(path: Path = CALIBRATION) -> dict[str, Calibration]:
    """Calibrations by set-up name, ``hybrid`` and ``lexical``."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {name: _calibration(row) for name, row in rows.items()}


def _calibration(row: dict[str, object]) -> Calibration:
    lines = row["lines"]
    rank = row["rank"]
    assert isinstance(lines, dict)
    assert isinstance(rank, dict)
    return Calibration(
        {regime: tuple(weights) for regime, weights in rank.items()},
        {
            scope: Lines(tuple(line["weights"]), line["answer"], line["decline"])
            for scope, line in lines.items()
        },
    )


def save(calibrations: dict[str, Calibration], path: Path = CALIBRATION) -> None:
    """Write calibrations as JSON."""
    rows = {name: asdict(calibration) for name, calibration in calibrations.items()}
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
