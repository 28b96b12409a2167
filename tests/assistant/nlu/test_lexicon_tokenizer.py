"""The tokeniser knows every name in the knowledge base, and won't work without them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.nlu.lexicon_tokenizer import LexiconTokenizer
from knowledge.lexicon import EmptyLexicon
from tests.assistant.nlu.conftest import Workbench


def words(tokenizer: LexiconTokenizer, text: str) -> list[str]:
    """The words of a text."""
    return [token.text for token in tokenizer.tokenize(Message({TEXT: text}), TEXT)]


def test_a_name_of_the_knowledge_base_is_one_word_with_its_class(
    tokenizer: LexiconTokenizer,
) -> None:
    # when a citizen names a service and a material
    tokens = tokenizer.tokenize(Message({TEXT: "老人坐车的证要一寸照片吗"}), TEXT)
    # then each is one token, whose class stands for it: the move is learnt, not the matter
    lemmas = {token.text: token.lemma for token in tokens}
    assert lemmas["老人坐车的证"] == "__item__"
    assert lemmas["一寸照片"] == "__material__"
    assert lemmas["要"] == "要"


def test_jieba_alone_would_cut_the_name(
    bench: Workbench, tmp_path: Path, tokenizer: LexiconTokenizer
) -> None:
    # given a dictionary of something else
    other = tmp_path / "lexicon.txt"
    other.write_text("低保 item\n", encoding="utf-8")
    plain = bench.create(LexiconTokenizer, lexicon_path=str(other))
    # then the name falls apart: it is the knowledge base that keeps it whole
    assert "老人坐车的证" not in words(plain, "老人坐车的证")
    assert words(tokenizer, "老人坐车的证") == ["老人坐车的证"]


def test_dialect_is_heard_as_mandarin(tokenizer: LexiconTokenizer) -> None:
    assert words(tokenizer, "社保卡唔见咗") == words(tokenizer, "社保卡丢了")


@pytest.mark.parametrize("text", ["", " ", "😀", "ok", "1 2 3"])
def test_a_message_without_chinese_is_cut_as_well(tokenizer: LexiconTokenizer, text: str) -> None:
    assert "".join(words(tokenizer, text)) == text


def test_rasa_sets_the_tokens_of_messages(tokenizer: LexiconTokenizer) -> None:
    # when Rasa hands messages through
    message = Message({TEXT: "办老年证"})
    tokenizer.process([message])
    # then the words are on them for the featurizers
    assert [token.text for token in message.get("text_tokens")] == ["办老年证"]


@pytest.mark.parametrize("content", [None, ""])
def test_without_a_dictionary_the_bot_does_not_start(
    bench: Workbench, tmp_path: Path, content: str | None
) -> None:
    # given a dictionary that is missing or empty
    file = tmp_path / "lexicon.txt"
    if content is not None:
        file.write_text(content)
    # then it says what to do, unlike Rasa's own tokeniser
    with pytest.raises(EmptyLexicon, match="ershun knowledge build"):
        bench.create(LexiconTokenizer, lexicon_path=str(file))


def test_the_dictionary_is_that_of_the_build_in_use(
    bench: Workbench, builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given a deployment whose knowledge is built
    (tmp_path / "knowledge").symlink_to(builds)
    monkeypatch.setenv("ERSHUN_HOME", str(tmp_path))
    # when nothing else is configured
    assert words(bench.create(LexiconTokenizer), "老人坐车的证") == ["老人坐车的证"]


def test_a_new_build_is_known_at_the_next_message(bench: Workbench, tmp_path: Path) -> None:
    # given a running bot and a name it does not know
    file = tmp_path / "lexicon.txt"
    file.write_text("低保 item\n", encoding="utf-8")
    running = bench.create(LexiconTokenizer, lexicon_path=str(file))
    assert words(running, "助浴车上门") != ["助浴车上门"]
    # when an author adds the item and builds
    file.write_text("低保 item\n助浴车上门 item\n", encoding="utf-8")
    os.utime(file, (1, 1))
    # then it is one word, without a restart
    assert words(running, "助浴车上门") == ["助浴车上门"]


def test_rasa_is_told_that_it_reads_chinese() -> None:
    assert LexiconTokenizer.supported_languages() == ["zh"]
