"""Learns from held-out names and questions what search scores mean.

Five times over, a fifth of every entry's aliases and questions is left out of the index
and asked as a query: the entry they were taken from is the right answer. What must be
declined (chit-chat and the like) is asked as well. A logistic regression weighs the
signals; a second one turns the standing of the best candidate into a probability
(Platt). The two lines follow from cross-validated probabilities: the answer line is the
lowest from which answers are right often enough, the decline line the one below which
few right ones lie.

When a thing is to be *done*, only the very item counts as right: a guide through the
wrong item wastes a trip. When something is *asked*, a related entry counts as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Optional

import jieba
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, ServiceItem
from knowledge.search import index
from knowledge.search.bare_texts import bare_texts
from knowledge.search.calibration import BY_LENGTH, REGIMES, SIGNALS, Calibration, Lines
from knowledge.search.encoder import Encoder
from knowledge.search.results import Candidate, related, standing
from knowledge.search.searcher import Searcher
from knowledge.search.sqlite_storage import SqliteReader

FOLDS = 5
#: Share of all questions that must be declined, as weighed in learning. There are few
#: examples of them, but real people do ask a kiosk about the weather.
DECLINED_SHARE = 0.25
#: Share of outright answers that must be right, and of right ones that may be declined.
ANSWER_PRECISION = 0.95
DECLINED_RIGHT = 0.03

#: Candidates of either kind below which nothing is learnt.
_ENOUGH = 50

Row = tuple[float, ...]
Truth = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Trial:
    """One query with its candidates; ``right`` is None if it must be declined."""

    right: Optional[str]
    candidates: Sequence[Candidate]


def learn(
    library: Library,
    tokenizer: jieba.Tokenizer,
    encoder: Optional[Encoder],
    declined: Sequence[str],
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Calibration:
    """Calibrate one set-up (hybrid when ``encoder`` is given, else lexical)."""
    asked: list[Trial] = []
    told: list[Trial] = []
    for fold in range(FOLDS):
        kept, held_out = _split(library, fold)
        unknown = [(query, None) for query in declined[fold::FOLDS]]
        asked.extend(_trials(kept, tokenizer, encoder, [*held_out, *unknown]))
        texts, questions = bare_texts(library, fold, FOLDS)
        told.extend(_trials(texts, tokenizer, encoder, [*questions, *unknown]))
        progress(fold + 1, FOLDS)
    # A handful of texts teaches nothing of texts: then they are judged as all else is.
    told = told if _teaches(told) else asked
    # What we wrote is all of about one length: what differs says nothing of the next entry.
    ours = [_without_length(trial) for trial in asked]
    rank = {
        "asked": _rank_weights(ours),
        "listed": _rank_weights(asked),
        "told": _rank_weights(told),
    }
    lines = {
        "item": _lines(library, [_only_items(t) for t in ours], rank["asked"], strict=True),
        "any": _lines(library, ours, rank["asked"], strict=False),
        "listed": _lines(library, asked, rank["listed"], strict=False),
        "told": _lines(library, told, rank["told"], strict=False),
    }
    return Calibration(rank, lines)


def _teaches(trials: Sequence[Trial]) -> bool:
    """Whether there are enough candidates, right and wrong ones, to learn from."""
    found = [c.id == t.right for t in trials if t.right for c in t.candidates]
    return min(found.count(True), found.count(False)) >= _ENOUGH


def _trials(
    kept: Library,
    tokenizer: jieba.Tokenizer,
    encoder: Optional[Encoder],
    queries: Sequence[tuple[str, Optional[str]]],
) -> Iterator[Trial]:
    """Each query with its candidates from an index of ``kept``."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        index.build(kept, tokenizer, path, encoder.encode if encoder else lambda _: None)
        searcher = Searcher(SqliteReader(path), tokenizer, _neutral(), encoder)
        for query, right in queries:
            yield Trial(right, searcher.candidates(query, region=NATIONAL))
        searcher.close()


def _neutral() -> dict[str, Calibration]:
    """Weights that rank nothing; only the signals are of interest here."""
    nothing = (0.0,) * (len(SIGNALS) + 1)
    blank = Calibration(dict.fromkeys(REGIMES, nothing), {})
    return {"hybrid": blank, "lexical": blank}


def _split(library: Library, fold: int) -> tuple[Library, list[tuple[str, Optional[str]]]]:
    """The library without every fifth alias and question, and what was left out."""
    kept = Library(
        documents=library.documents,
        phones=library.phones,
        regions=library.regions,
        terms=library.terms,
    )
    held_out: list[tuple[str, Optional[str]]] = []
    for entry_id, by_region in library.variants.items():
        if NATIONAL not in by_region:
            continue
        entry = by_region[NATIONAL].entry
        name = "aliases" if isinstance(entry, ServiceItem) else "questions"
        asked: list[str] = getattr(entry, name)
        rest = [text for i, text in enumerate(asked) if i % FOLDS != fold]
        if len(rest) < (entry.__fields__[name].field_info.min_items or 0):
            rest = asked  # it has only as many as an entry must have
        else:
            held_out.extend((text, entry_id) for text in asked[fold::FOLDS])
        kept.variants[entry_id] = {NATIONAL: Variant(entry.copy(update={name: rest}))}
    return kept, held_out


def _without_length(trial: Trial) -> Trial:
    """The same trial, blind to how long the entries are."""
    shown = [s not in BY_LENGTH for s in SIGNALS]
    return Trial(
        trial.right,
        [
            replace(c, signals=tuple(s * seen for s, seen in zip(c.signals, shown, strict=True)))
            for c in trial.candidates
        ],
    )


def _only_items(trial: Trial) -> Trial:
    """The same query when only items are asked for; a policy question then has no answer."""
    items = [c for c in trial.candidates if c.kind == "item"]
    there = any(c.id == trial.right for c in items)
    return Trial(trial.right if there else None, items)


def _rank_weights(trials: Sequence[Trial]) -> Row:
    """Log-odds that a candidate is the right one, over the candidates of all questions.

    A softmax over each question's own candidates was tried as well: it leans on meaning
    alone, as our own short answers allow, and carries over badly to long documents.
    """
    rows = [(c.signals, c.id == t.right) for t in trials if t.right for c in t.candidates]
    model: Any = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    model.fit(np.array([s for s, _ in rows]), np.array([hit for _, hit in rows]))
    return (*model.coef_[0].tolist(), float(model.intercept_[0]))


def _lines(library: Library, trials: Sequence[Trial], weights: Row, *, strict: bool) -> Lines:
    calibration = Calibration(dict.fromkeys(REGIMES, weights), {})
    features, right, declined = [], [], []
    for trial in trials:
        ranked = sorted(
            ((calibration.score(c.signals, c.regime), c) for c in trial.candidates),
            key=lambda pair: -pair[0],
        )
        if not ranked:
            continue
        features.append(standing(library, ranked).features())
        best = ranked[0][1].id
        near = not strict and trial.right is not None and related(library, best, trial.right)
        right.append(best == trial.right or near)
        declined.append(trial.right is None)
    truth, weight = np.array(right), _weights(np.array(declined))
    model: Any = LogisticRegression(C=1.0, max_iter=2000)
    probability = cross_val_predict(
        model,
        np.array(features),
        truth,
        cv=FOLDS,
        method="predict_proba",
        fit_params={"sample_weight": weight},
    )[:, 1]
    model.fit(np.array(features), truth, sample_weight=weight)
    answer, decline = _thresholds(probability, truth, weight)
    return Lines((*model.coef_[0].tolist(), float(model.intercept_[0])), answer, decline)


def _weights(declined: Truth) -> npt.NDArray[np.float64]:
    """One for each trial, so that those to be declined have their share of the whole."""
    kept, refused = int((~declined).sum()), int(declined.sum())
    ratio = DECLINED_SHARE / (1 - DECLINED_SHARE) * kept / max(1, refused)
    return np.where(declined, ratio, 1.0)


def _thresholds(
    probability: npt.NDArray[np.float64], right: Truth, weight: npt.NDArray[np.float64]
) -> tuple[float, float]:
    order = np.argsort(-probability)
    precision = np.cumsum((right * weight)[order]) / np.cumsum(weight[order])
    good = np.flatnonzero(precision >= ANSWER_PRECISION)
    answer = float(probability[order][good[-1]]) if len(good) else 0.99
    hits = np.sort(probability[right])
    decline = float(hits[int(len(hits) * DECLINED_RIGHT)]) if len(hits) else 0.0
    return round(answer, 4), round(min(decline, answer), 4)
