"""Reading a YAML file: data with line numbers, or a sentence saying what to mend."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.yaml_source import MAX_BYTES, UnreadableFile, read_yaml, yaml_files

ENTRY = """\
id: card
# the eligibility questions
eligibility:
  - id: who
    answers:
      - {id: self,
         label: 自己去}
steps: [先挂失, 拿新卡]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "card.yaml"


def fault(file: Path, content: str | bytes) -> UnreadableFile:
    """Why a file with ``content`` can't be read."""
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UnreadableFile) as caught:
        read_yaml(file)
    return caught.value


def test_data_comes_as_written(file: Path) -> None:
    file.write_text(ENTRY, encoding="utf-8")
    assert read_yaml(file).data == yaml.safe_load(ENTRY)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("id",), 1),
        (("eligibility",), 3),
        (("eligibility", 0), 4),
        (("eligibility", 0, "answers", 0, "label"), 7),
        (("steps", 1), 8),
    ],
)
def test_every_key_knows_its_line(file: Path, path: tuple[str | int, ...], line: int) -> None:
    file.write_text(ENTRY, encoding="utf-8")
    assert read_yaml(file).line(path) == line


def test_what_is_missing_is_reported_at_the_nearest_thing_that_is_there(file: Path) -> None:
    # given an answer without a note
    file.write_text(ENTRY, encoding="utf-8")
    source = read_yaml(file)
    # then the note is missing at the answer, and a wholly unknown key at the top
    assert source.line(("eligibility", 0, "answers", 0, "note")) == 6
    assert source.line(("fee", "text")) == 1


@pytest.mark.parametrize("nothing", ["", "  \n\n", "# nothing but a comment\n", "---\n"])
def test_an_empty_file_has_no_data(file: Path, nothing: str) -> None:
    file.write_text(nothing, encoding="utf-8")
    assert read_yaml(file).data is None


def test_the_mark_that_windows_editors_put_in_front_does_not_matter(file: Path) -> None:
    file.write_bytes("\ufeffid: 卡".encode())
    assert read_yaml(file).data == {"id": "卡"}


def test_emoji_html_and_sql_are_text_like_any_other(file: Path) -> None:
    file.write_text("a: 😀\nb: <script>alert(1)</script>\nc: '; DROP TABLE entry; --'\n")
    assert read_yaml(file).data == {
        "a": "😀",
        "b": "<script>alert(1)</script>",
        "c": "; DROP TABLE entry; --",
    }


def test_a_file_saved_as_gbk_is_named_so_with_the_line(file: Path) -> None:
    # given a file whose second line was saved by an old Windows editor
    problem = fault(file, b"id: card\n" + "name: 社保卡".encode("gbk"))
    # then
    assert problem.line == 2
    assert problem.what == "文件不是 UTF-8 编码。"
    assert problem.mend == "用编辑器另存为 UTF-8（很可能现在是 GBK）。"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("a: 1\n\tb: 2", 2),
        ('a: "社保卡', 1),
        ("a: [1, 2\nb: 3", 2),
        ("a: 1\nb: *nobody", 2),
        ("a: 1\n---\nb: 2", 2),
        ("a: b: c", 1),
    ],
)
def test_broken_yaml_is_reported_with_its_line(file: Path, content: str, line: int) -> None:
    problem = fault(file, content)
    assert problem.line == line
    assert problem.what.startswith("这一行附近不是正确的 YAML：")
    assert problem.mend == "检查缩进是否用了空格、冒号后面有没有空格、引号是否成对。"


@pytest.mark.parametrize("hidden", ["\x00", "\x07", "\x1b[31m"])
def test_control_characters_are_refused(file: Path, hidden: str) -> None:
    problem = fault(file, f"a: 社保卡{hidden}")
    assert problem.what.startswith("不是正确的 YAML：")
    assert problem.mend == "删掉文件里的特殊字符。"


@pytest.mark.parametrize(
    ("content", "line", "key"),
    [("fee: 1\nname: x\nfee: 2", 3, "fee"), ("where:\n  {hall: 1,\n   hall: 2}", 3, "hall")],
)
def test_a_key_written_twice_is_refused_not_silently_overwritten(
    file: Path, content: str, line: int, key: str
) -> None:
    problem = fault(file, content)
    assert (problem.line, problem.what) == (line, f"“{key}”写了两次。")


@pytest.mark.parametrize(
    "content",
    [
        "a: &x [1]\nb: *x",
        "a: &x [*x]",
        "a: &x {k: 1}\nb:\n  <<: *x",
        # nine of these levels would be a thousand million strings
        "a: &a [lol, lol]\nb: &b [*a, *a]\nc: &c [*b, *b]",
    ],
)
def test_anchors_are_refused_before_they_expand(file: Path, content: str) -> None:
    problem = fault(file, content)
    assert problem.what == "这里用了 YAML 锚点（* 和 &）。"


@pytest.mark.parametrize(
    "value",
    [
        "2026-13-45",
        "!!bool maybe",
        "!!timestamp soon",
        "!!int ''",
        "!!python/name:os.system ''",
        "!!python/object/apply:os.system 'true'",
        pytest.param("9" * 10_000, id="ten thousand nines"),
    ],
)
def test_a_value_that_means_nothing_is_reported_not_executed(file: Path, value: str) -> None:
    problem = fault(file, f"a: 1\nb: {value}")
    assert problem.line == 2
    assert problem.what.startswith("这个值读不懂：")
    assert problem.mend == "给它加上引号。"


@pytest.mark.parametrize(
    ("opening", "closing", "times"),
    [
        ("[", "]", 100),
        ("[", "]", 900),
        ("{a: ", "}", 60),
        # on one line, where nothing limits it: libyaml itself would overflow the stack
        ("- ", "", 450_000),
        ("? ", "", 450_000),
    ],
)
def test_bottomless_nesting_is_refused_and_does_not_crash_the_process(
    file: Path, opening: str, closing: str, times: int
) -> None:
    problem = fault(file, f"id: card\nsteps:\n  {opening * times}{closing * times}")
    assert problem.line == 3
    assert problem.what == "一层套一层，套得太深。"


def test_more_brackets_than_libyaml_follows_are_reported_too(file: Path) -> None:
    assert "不是正确的 YAML" in fault(file, "[" * 20_000).what


def test_a_file_far_too_large_is_refused_unparsed(file: Path) -> None:
    # given a file one byte above the limit
    problem = fault(file, b"a" * (MAX_BYTES + 1))
    # then
    assert problem.what == "文件有 1000001 字节，太大了。"
    assert problem.mend == "拆成几个小文件，每个不超过 1000000 字节。"


def test_a_long_text_within_the_limit_is_read(file: Path) -> None:
    file.write_text(f"a: {'长' * 10_000}", encoding="utf-8")
    assert read_yaml(file).data == {"a": "长" * 10_000}


def test_what_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    # given a folder and a dangling link with the names of entries
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    # then neither stops the reading of the others
    for name in ("folder.yaml", "link.yaml"):
        with pytest.raises(UnreadableFile, match="打不开") as caught:
            read_yaml(tmp_path / name)
        assert caught.value.line == 1


def test_lock_files_and_copies_of_editors_are_no_entries(tmp_path: Path) -> None:
    # given an entry open in Emacs (a dangling link) and a hidden copy
    (tmp_path / "b.yaml").write_text("id: b")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "a.yaml").write_text("id: a")
    (tmp_path / ".#b.yaml").symlink_to(f"root@hall.{os.getpid()}")
    (tmp_path / ".b.yaml").write_text("id: b")
    # then only the entries are read, always in the same order
    assert yaml_files(tmp_path) == [tmp_path / "b.yaml", tmp_path / "deeper" / "a.yaml"]


class Plainly(yaml.SafeDumper):
    """Writes out equal things twice instead of using anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text("社保卡 abc:-#'\"\n", max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("甲乙丙abc", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(plain)
def test_whatever_was_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, data: object
) -> None:
    # given any data written by PyYAML
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(yaml.dump(data, Dumper=Plainly, allow_unicode=True), encoding="utf-8")
    # then our reader gives the same
    assert read_yaml(file).data == data


@given(st.binary(max_size=300))
def test_no_bytes_whatever_bring_the_reader_down(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    # given bytes of any kind
    file = tmp_path_factory.getbasetemp() / "bytes.yaml"
    file.write_bytes(content)
    # then they are read, or refused with a line and a remedy
    try:
        read_yaml(file)
    except UnreadableFile as problem:
        assert problem.line >= 1
        assert problem.mend
