"""Reads one YAML file into plain data and remembers the line of every key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

import yaml
from yaml.constructor import ConstructorError

Key = tuple[Union[str, int], ...]

#: A hand-written entry is a few kilobytes; anything above is a mistake or an attack.
MAX_BYTES = 1_000_000
#: An entry nests five levels; libyaml overflows the stack somewhere above 100 000.
DEEPEST = 50
#: Only marks on one line nest without bound: on lines of their own each indents further,
#: and libyaml counts brackets itself.
_NESTED = re.compile(rf"(?:[-?:][ \t]+){{{DEEPEST}}}")


class UnreadableFile(Exception):
    """A file that is not usable YAML.

    Attributes:
        line: one-based line of the fault.
        what: what is wrong, in Chinese.
        mend: how to mend it, in Chinese.
    """

    def __init__(self, line: int, what: str, mend: str) -> None:
        super().__init__(f"line {line}: {what}")
        self.line = line
        self.what = what
        self.mend = mend


@dataclass
class Source:
    """Data of a file plus the line each path in it starts on."""

    data: Any
    lines: dict[Key, int] = field(default_factory=dict)

    def line(self, path: Key) -> int:
        """Line of ``path``, or of its nearest known ancestor; 1 when unknown."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def yaml_files(folder: Path) -> list[Path]:
    """All YAML files under ``folder`` in a stable order, without editors' hidden ones."""
    return sorted(file for file in folder.rglob("*.yaml") if not file.name.startswith("."))


def read_yaml(path: Path) -> Source:
    """Parse ``path``.

    Raises:
        UnreadableFile: it can't be opened, not UTF-8, not YAML, too large, nested too deep,
            a duplicate key, or an anchor (anchors are refused because nested ones expand
            without bound).
    """
    text = _text(path)
    loader = yaml.CSafeLoader(text)
    try:
        root = loader.get_single_node()
        source = Source(data=None)
        if root is not None:
            source.data = _Builder(loader, source.lines).build(root, ())
        return source
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise UnreadableFile(
            line,
            f"这一行附近不是正确的 YAML：{error.problem}。",
            "检查缩进是否用了空格、冒号后面有没有空格、引号是否成对。",
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableFile(1, f"不是正确的 YAML：{error}。", "删掉文件里的特殊字符。") from error
    finally:
        loader.dispose()


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            1, f"打不开：{error.strerror}。", "看看是不是文件、读不读得了。"
        ) from error
    if len(raw) > MAX_BYTES:
        raise UnreadableFile(
            1, f"文件有 {len(raw)} 字节，太大了。", f"拆成几个小文件，每个不超过 {MAX_BYTES} 字节。"
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            line, "文件不是 UTF-8 编码。", "用编辑器另存为 UTF-8（很可能现在是 GBK）。"
        ) from error
    nested = _NESTED.search(text)
    if nested:
        raise _too_deep(text.count("\n", 0, nested.start()) + 1)
    return text


def _too_deep(line: int) -> UnreadableFile:
    return UnreadableFile(line, "一层套一层，套得太深。", "照 docs/authoring.md 的样子写。")


class _Builder:
    """Turns a YAML node tree into data, one line number per path."""

    def __init__(self, loader: yaml.CSafeLoader, lines: dict[Key, int]) -> None:
        self._loader = loader
        self._lines = lines
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: Key) -> Any:
        line = node.start_mark.line + 1
        if len(path) > DEEPEST:
            raise _too_deep(line)
        self._lines.setdefault(path, line)
        if id(node) in self._seen:
            raise UnreadableFile(line, "这里用了 YAML 锚点（* 和 &）。", "把内容直接写出来。")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return {key: self.build(value, (*path, key)) for key, value in self._pairs(node, path)}
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, i)) for i, child in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except (ConstructorError, ValueError, LookupError, AttributeError) as error:
            # The last two are how PyYAML fails on `!!bool maybe` and `!!timestamp soon`.
            raise UnreadableFile(line, f"这个值读不懂：{error}。", "给它加上引号。") from error

    def _pairs(self, node: yaml.MappingNode, path: Key) -> Iterator[tuple[str, yaml.Node]]:
        known: set[str] = set()
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in known:
                raise UnreadableFile(line, f"“{key}”写了两次。", "留下一个，删掉另一个。")
            known.add(key)
            self._lines[(*path, key)] = line
            yield key, value_node
