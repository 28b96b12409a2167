"""Our own answers as an office would hand them over: texts of which no question is known.

What an imported text's signals are worth is learnt from these, never from data that
somebody else measures us by.
"""

from __future__ import annotations

from typing import Optional

from knowledge.library import Library, Variant
from knowledge.schema import NATIONAL, ImportedText, PolicyEntry
from knowledge.search.passages import sentences

#: Questions taken of each text; more of the same text add little.
_QUESTIONS = 3


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
    policies = [
        by_region[NATIONAL].entry
        for by_region in library.variants.values()
        if NATIONAL in by_region and isinstance(by_region[NATIONAL].entry, PolicyEntry)
    ]
    for number, policy in enumerate(policies):
        assert isinstance(policy, PolicyEntry)
        left_out = number % folds == fold
        right = None if left_out else policy.id
        # Each fold asks other questions, so that in all folds nearly every one is asked.
        questions.extend((q, right) for q in policy.questions[fold % 2 :: 2][:_QUESTIONS])
        if not left_out:
            texts.variants[policy.id] = {NATIONAL: Variant(_bare(policy))}
    return texts, questions


def _bare(policy: PolicyEntry) -> ImportedText:
    body = "".join([policy.answer, *policy.details])
    return ImportedText.parse_obj(
        {
            "id": policy.id,
            "region": policy.region,
            "as_of": policy.as_of,
            "title": sentences(body)[0],
            "topic": policy.topic,
            "answer": policy.answer,
            "contact": policy.contact,
            "related": policy.related,
            "sections": [{"text": body}],
            "origin": {"kind": "policy", "file": f"{policy.id}.yaml"},
        }
    )
