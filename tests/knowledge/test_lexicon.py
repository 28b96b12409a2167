"""The words of the knowledge base, one token each, for search and Rasa alike."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest

from knowledge import lexicon
from knowledge.lexicon import EmptyLexicon, WordClass
from knowledge.library import Library
from knowledge.loader import load
from tests.knowledge.conftest import amend


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("补办社保卡", WordClass.ITEM),
        ("老年证", WordClass.ITEM),
        ("替办人身份证", WordClass.MATERIAL),
        ("人社部门", WordClass.DEPARTMENT),
        ("卡证法", WordClass.DOCUMENT),
        ("委托书", WordClass.TERM),
        ("哈尔滨", WordClass.REGION),
        ("哈尔滨市", WordClass.REGION),
    ],
)
def test_every_kind_of_name_is_a_word(library: Library, word: str, kind: WordClass) -> None:
    assert lexicon.words(library)[word] is kind


def test_sentences_are_not_words(library: Library) -> None:
    # given an alias of eight characters and one of nine
    found = lexicon.words(library)
    # then the longer is left to be cut into its parts
    assert "重新办一张社保卡" in found
    assert "怕别人用我的社保卡" not in found


def test_numbers_and_single_characters_are_not_words(world: Path) -> None:
    # given aliases that would swallow every number or a common character
    amend(world / "items/senior-card.yaml", "aliases: [老年证,", "aliases: [证, '12345', 老年证,")
    found = lexicon.words(load(world)[0])
    assert not {"证", "12345"} & set(found)


def test_what_a_province_adds_is_known_too(world: Path) -> None:
    # given a province that wants its own form
    amend(
        world / "regions/230000/items/senior-card.yaml",
        "as_of",
        "materials: [{id: form, name: 优待登记表}]\nas_of",
    )
    assert lexicon.words(load(world)[0])["优待登记表"] is WordClass.MATERIAL


def test_a_word_written_full_width_is_the_same_word(world: Path) -> None:
    amend(world / "items/senior-card.yaml", "aliases: [老年证,", "aliases: [ＥＴＣ卡, 老年证,")
    assert "etc卡" in lexicon.words(load(world)[0])


def test_what_is_written_is_read_again(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "lexicon.txt"
    count = lexicon.write(library, file)
    assert lexicon.read(file) == lexicon.words(library)
    assert count == len(lexicon.words(library))


def test_the_file_is_the_same_whenever_it_is_built(library: Library, tmp_path: Path) -> None:
    # given two builds of the same knowledge
    for name in ("one", "two"):
        lexicon.write(library, tmp_path / name)
    # then Rasa need not be trained anew
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_jieba_itself_can_read_the_file(library: Library, tmp_path: Path) -> None:
    # given jieba's own reader of user dictionaries
    file = tmp_path / "lexicon.txt"
    lexicon.write(library, file)
    tokens = jieba.Tokenizer()
    tokens.load_userdict(str(file))
    assert "老年优待证" in tokens.lcut("我办老年优待证")


def test_names_stay_whole_when_a_sentence_is_cut(library: Library) -> None:
    # given names that the common dictionary would cut in two
    tokens = lexicon.tokenizer(lexicon.words(library))
    assert "替办人身份证" in tokens.lcut("要带替办人身份证吗")
    assert "替办人身份证" not in jieba.Tokenizer().lcut("要带替办人身份证吗")


def test_two_tokenisers_do_not_learn_from_each_other(library: Library) -> None:
    # given one that knows the lexicon
    lexicon.tokenizer(lexicon.words(library))
    # then another starts without it
    assert "替办人身份证" not in lexicon.tokenizer({}).lcut("要带替办人身份证吗")


def test_knowledge_without_a_word_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyLexicon, match="知识库里没有一个词"):
        lexicon.write(Library(), tmp_path / "lexicon.txt")
    assert not (tmp_path / "lexicon.txt").exists()


def test_a_missing_lexicon_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(EmptyLexicon, match="不见了，运行 ershun knowledge build 生成"):
        lexicon.read(tmp_path / "lexicon.txt")


def test_an_empty_lexicon_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lexicon.txt").write_text("", encoding="utf-8")
    with pytest.raises(EmptyLexicon, match="是空的"):
        lexicon.read(tmp_path / "lexicon.txt")
