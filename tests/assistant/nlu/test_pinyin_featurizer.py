"""What was said when the characters are wrong: homophones and accents count alike."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from scipy.sparse import spmatrix

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from assistant.nlu.pinyin_featurizer import PinyinFeaturizer
from tests.assistant.nlu.conftest import Workbench, message, training


@pytest.fixture
def featurizer(bench: Workbench, tokenizer: LexiconTokenizer) -> PinyinFeaturizer:
    """A trained featurizer."""
    made: PinyinFeaturizer = bench.create(PinyinFeaturizer)
    made.train(training(tokenizer))
    return made


def counts(featurizer: PinyinFeaturizer, tokenizer: LexiconTokenizer, text: str) -> spmatrix:
    """Syllables of a text, counted."""
    heard = message(text, tokenizer)
    featurizer.process([heard])
    sentence = heard.get_sparse_features(TEXT)[1]
    assert sentence is not None
    return sentence.features


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("设保卡丢了想补班", "社保卡丢了想补办"),
        ("搜费吗", "收费吗"),
        ("要多少前", "要多少钱"),
        ("啦年证怎么办", "拿年证怎么办"),
        ("下一部", "下一步"),
    ],
)
def test_what_sounds_alike_counts_alike(
    featurizer: PinyinFeaturizer, tokenizer: LexiconTokenizer, written: str, meant: str
) -> None:
    # given characters of a recogniser, or of a southern speaker's l for n
    heard, said = (counts(featurizer, tokenizer, text) for text in (written, meant))
    # then the sound is the same
    assert said.nnz > 0
    assert (heard != said).nnz == 0


def test_what_sounds_otherwise_counts_otherwise(
    featurizer: PinyinFeaturizer, tokenizer: LexiconTokenizer
) -> None:
    yes, no = (counts(featurizer, tokenizer, text) for text in ("下一步", "要多少钱"))

    assert (yes != no).nnz > 0


def test_two_syllables_in_a_row_count_beside_the_single_ones(
    featurizer: PinyinFeaturizer, tokenizer: LexiconTokenizer
) -> None:
    # when a sentence is turned round
    straight, turned = (counts(featurizer, tokenizer, text) for text in ("要多少钱", "钱少多要"))
    # then it isn't the same sentence
    assert (straight != turned).nnz > 0


def test_the_name_of_a_move_is_not_spelt(
    featurizer: PinyinFeaturizer, tokenizer: LexiconTokenizer
) -> None:
    # when the label is processed, which Rasa does for classifiers that read it
    example = message("好", tokenizer, "affirm")
    example.set("intent_tokens", tokenizer._split_name(example))
    # then it stays what it is
    assert featurizer._get_processed_message_tokens_by_attribute(example, INTENT) == ["affirm"]


def test_rasa_is_told_that_it_reads_chinese() -> None:
    assert PinyinFeaturizer.supported_languages() == ["zh"]
