"""Learns from held-out names and questions what search scores mean.

Five times over, a fifth of every entry's aliases and questions is left out of the index
and asked as a query: the entry they were taken from is the right answer. What must be
declined (chit-chat and the like) is asked as well. A logistic regression weighs the
signals; a second one turns the best score and its lead into a probability (Platt). The
two lines follow: the answer line is the lowest probability from which held-out answers
are right often enough, the decline line the highest below which they seldom are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jieba
import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, ServiceItem
from knowledge.search import index
from knowledge.search.calibration import SIGNALS, Calibration, confidence_features
from knowledge.search.encoder import Encoder
from knowledge.search.searcher import Searcher

FOLDS = 5
#: Share of outright answers that must be right, and of declined ones that may have been.
ANSWER_PRECISION = 0.95
DECLINE_RECALL = 0.05

Row = tuple[float, ...]


@dataclass(frozen=True)
class Trial:
    """One query with its candidates' signals; ``right`` is None if it must be declined."""

    right: str | None
    candidates: list[tuple[str, Row]]


def learn(
    library: Library,
    tokenizer: jieba.Tokenizer,
    encoder: Encoder | None,
    declined: Sequence[str],
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Calibration:
    """Calibrate one set-up (hybrid when ``encoder`` is given, else lexical)."""
    trials: list[Trial] = []
    for fold in range(FOLDS):
        trials.extend(_fold(library, tokenizer, encoder, declined, fold))
        progress(fold + 1, FOLDS)
    rank = _rank_weights(trials)
    ranked = [_judge(trial, rank) for trial in trials]
    features = np.array([confidence_features(top, second) for top, second, _ in ranked])
    right = np.array([hit for _, _, hit in ranked])
    model = LogisticRegression(C=1.0).fit(features, right)
    confidence = (*model.coef_[0].tolist(), float(model.intercept_[0]))
    answer, decline = _lines(model.predict_proba(features)[:, 1], right)
    return Calibration(rank, confidence, answer, decline)


def _fold(
    library: Library,
    tokenizer: jieba.Tokenizer,
    encoder: Encoder | None,
    declined: Sequence[str],
    fold: int,
) -> Iterator[Trial]:
    kept, held_out = _split(library, fold)
    neutral = Calibration((0.0,) * (len(SIGNALS) + 1), (0.0, 0.0, 0.0), 0.5, 0.5)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        index.build(kept, tokenizer, path, encoder.encode if encoder else lambda _: None)
        both = {"hybrid": neutral, "lexical": neutral}
        searcher = Searcher(path, tokenizer, both, encoder)
        queries = [*held_out, *((q, None) for q in declined[fold::FOLDS])]
        for query, right in queries:
            found = searcher.signals(query, region=NATIONAL)
            yield Trial(right, [(v.entry.id, signals) for v, _, signals in found])
        searcher.close()


def _split(library: Library, fold: int) -> tuple[Library, list[tuple[str, str]]]:
    """The library without every fifth alias and question, and what was left out."""
    kept = Library(
        documents=library.documents,
        phones=library.phones,
        regions=library.regions,
        terms=library.terms,
    )
    held_out: list[tuple[str, str]] = []
    for entry_id, by_region in library.variants.items():
        if NATIONAL not in by_region:
            continue
        entry = by_region[NATIONAL].entry
        name = "aliases" if isinstance(entry, ServiceItem) else "questions"
        asked: list[str] = getattr(entry, name)
        held_out.extend((text, entry_id) for text in asked[fold::FOLDS])
        rest = [text for i, text in enumerate(asked) if i % FOLDS != fold]
        kept.variants[entry_id] = {NATIONAL: Variant(entry.copy(update={name: rest}))}
    return kept, held_out


def _rank_weights(trials: Sequence[Trial]) -> Row:
    rows = [(s, key == t.right) for t in trials if t.right for key, s in t.candidates]
    model: Any = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000)
    model.fit(np.array([s for s, _ in rows]), np.array([hit for _, hit in rows]))
    return (*model.coef_[0].tolist(), float(model.intercept_[0]))


def _judge(trial: Trial, rank: Row) -> tuple[float, float, bool]:
    weights = np.array(rank[:-1])
    scored = sorted(
        ((float(weights @ np.array(s)) + rank[-1], key) for key, s in trial.candidates),
        reverse=True,
    )
    scores = [score for score, _ in scored] + [-6.0, -6.0]
    return scores[0], scores[1], bool(scored) and scored[0][1] == trial.right


def _lines(probability: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Answer and decline lines over the held-out trials."""
    order = np.argsort(-probability)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= ANSWER_PRECISION)
    answer = float(probability[order][good[-1]]) if len(good) else 0.99
    misses = np.sort(probability[right])
    decline = float(misses[int(len(misses) * DECLINE_RECALL)]) if len(misses) else 0.0
    return round(answer, 4), round(min(decline, answer), 4)
