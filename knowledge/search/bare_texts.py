"""Our own answers as an office would hand them over: texts of which no question is known.

Offices publish single answers and whole documents: some of the texts are several answers
on one topic together, so that long ones are learnt from as well.

What an imported text's signals are worth is learnt from these, never from data that
somebody else measures us by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice, zip_longest
from typing import Optional

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, ImportedText, PolicyEntry
from knowledge.search.passages import sentences

#: Questions taken of each text; more of the same text add little.
_QUESTIONS = 3
#: How many answers a text has, again and again: half of all stand in long documents.
_SIZES = (1, 1, 2, 1, 4, 1, 1, 8, 1, 2, 1, 1, 4, 2)


def bare_texts(
    library: Library, fold: int, folds: int
) -> tuple[Library, list[tuple[str, Optional[str]]]]:
    """The national policies as texts without questions, one fold of them left out.

    Returns:
        The library of texts, and questions with the text that answers each; None for
        those of texts left out, which nothing answers.
    """
    texts = Library(regions=library.regions)
    questions: list[tuple[str, Optional[str]]] = []
    policies = _policies(library)
    kept = [policy for number, policy in enumerate(policies) if number % folds != fold]
    for together in _documents(kept):
        texts.variants[together[0].id] = {NATIONAL: Variant(_bare(together))}
        questions.extend((question, together[0].id) for question in _asked(together, fold))
    for number, policy in enumerate(policies):
        if number % folds == fold:
            questions.extend((question, None) for question in _asked([policy], fold))
    return texts, questions


def _asked(together: Sequence[PolicyEntry], fold: int) -> list[str]:
    """Questions that a text answers: as many of a long one as of a short one.

    Nothing says that a long document is asked about more often; learnt from many questions
    on it, length would count as a sign of being right. Each fold asks other questions.
    """
    by_answer = (policy.questions[fold % 2 :: 2] for policy in together)
    in_turn = (question for row in zip_longest(*by_answer) for question in row if question)
    start = fold // 2 * _QUESTIONS if len(together) > 1 else 0
    return list(islice(in_turn, start, start + _QUESTIONS))


def _policies(library: Library) -> list[PolicyEntry]:
    national = (v[NATIONAL].entry for v in library.variants.values() if NATIONAL in v)
    return [entry for entry in national if isinstance(entry, PolicyEntry)]


def _documents(policies: Sequence[PolicyEntry]) -> Iterator[list[PolicyEntry]]:
    """The answers that stand in one text, all of one topic."""
    by_topic: dict[str, list[PolicyEntry]] = {}
    for policy in policies:
        by_topic.setdefault(policy.topic, []).append(policy)
    sizes = cycle(_SIZES)
    for rest in by_topic.values():
        while rest:
            size = next(sizes)
            yield rest[:size]
            del rest[:size]


def _bare(together: Sequence[PolicyEntry]) -> ImportedText:
    first = together[0]
    bodies = ["".join([policy.answer, *policy.details]) for policy in together]
    return ImportedText.parse_obj(
        {
            "id": first.id,
            "region": first.region,
            "as_of": first.as_of,
            "title": sentences(bodies[0])[0],
            "topic": first.topic,
            "answer": first.answer,
            "contact": first.contact,
            "related": first.related,
            "sections": [{"text": body} for body in bodies],
            "origin": {"kind": "policy", "file": f"{first.id}.yaml"},
        }
    )
