"""The real sentence vectors. Needs the weights that `make setup` fetches."""

from __future__ import annotations

import time

import numpy as np
import pytest

import settings
from knowledge.search.encoder import DIMENSIONS, BgeEncoder
from knowledge.search.meaning import load_encoder
from knowledge.search.searcher import QUERY_PREFIX

pytestmark = pytest.mark.running


@pytest.fixture(scope="module")
def bge() -> BgeEncoder:
    encoder = load_encoder(settings.load().weights)
    assert encoder is not None, "run `make setup` first: the weights are not there"
    return encoder


def test_vectors_have_length_one(bge: BgeEncoder) -> None:
    rows = bge.encode(["社保卡丢了", "办老年证", "a", "😀", "长" * 10_000])
    assert rows.shape == (5, DIMENSIONS)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_nothing_gives_no_rows(bge: BgeEncoder) -> None:
    assert bge.encode([]).shape == (0, DIMENSIONS)


def test_an_empty_sentence_does_no_harm(bge: BgeEncoder) -> None:
    assert np.isfinite(bge.encode([""])).all()


def test_rows_come_in_the_order_of_the_sentences(bge: BgeEncoder) -> None:
    # given sentences of very different length, more than one batch of them
    texts = [("社保卡丢了怎么补办 " * (i % 7 + 1))[: 3 + i] for i in range(40)]
    together = bge.encode(texts)
    # then each row is the one its sentence gets alone, but for the rounding of int8 batches
    for i in (0, 13, 39):
        assert float(together[i] @ bge.encode([texts[i]])[0]) > 0.98


def test_the_same_sentence_has_the_same_vector(bge: BgeEncoder) -> None:
    assert np.array_equal(bge.encode(["社保卡丢了"]), bge.encode(["社保卡丢了"]))


@pytest.mark.parametrize(
    ("asked", "meant", "other"),
    [
        ("我爸的退休金怎么还没到账", "养老金什么时候发", "驾驶证过期了怎么办"),
        ("老伴走了户口要不要去销", "去世后注销户口", "身份证到期换新的"),
        ("腿脚不好能不能让人来家里办", "行动不便可以申请上门服务", "公积金怎么提取"),
    ],
)
def test_what_means_the_same_is_nearer_than_what_does_not(
    bge: BgeEncoder, asked: str, meant: str, other: str
) -> None:
    # given a question in words of its own
    query, near, far = bge.encode([QUERY_PREFIX + asked, meant, other])
    assert float(query @ near) > float(query @ far) + 0.05


def test_a_question_is_encoded_fast_enough_to_talk(bge: BgeEncoder) -> None:
    bge.encode(["热身"])
    started = time.perf_counter()
    for _ in range(10):
        bge.encode([QUERY_PREFIX + "社保卡丢了怎么补办"])
    # one core takes 5 to 15 ms; a kiosk with slow memory is given six times as long
    assert (time.perf_counter() - started) / 10 < 0.1
