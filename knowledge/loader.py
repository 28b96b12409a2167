"""Loads the knowledge folder; a broken file is reported and left out, never fatal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.library import Library, Variant
from knowledge.problems import Problem, Severity
from knowledge.schema import (
    Document,
    Phone,
    PolicyEntry,
    Region,
    ServiceItem,
    Strict,
    Term,
)
from knowledge.yaml_source import Key, Source, UnreadableFile, read_yaml, yaml_files

Model = TypeVar("Model", bound=Strict)

#: Folder name -> model of the entries in it, at national level and in each region.
ENTRY_FOLDERS: Mapping[str, type[ServiceItem] | type[PolicyEntry]] = {
    "items": ServiceItem,
    "policies": PolicyEntry,
}


_AUTHORING = "照 docs/authoring.md 的样子写。"

#: pydantic's word for a fault -> ours; ``{}`` is the limit that was broken.
_FAULTS = {
    "type_error.none.not_allowed": "后面没有写",
    "type_error.dict": "应该是“名字: 值”的形式",
    "type_error.list": "应该是一条一条的",
    "type_error.integer": "不是整数",
    "type_error.float": "不是数",
    "type_error.bool": "只能写 true 或者 false",
    "value_error.date": "不是日期，要写成 2026-11-23 的样子",
    "value_error.number.not_ge": "比 {} 小",
    "value_error.number.not_le": "比 {} 大",
    "value_error.list.max_items": "多于 {} 条",
    "value_error.any_str.min_length": "是空的",
    "value_error.any_str.max_length": "多于 {} 个字",
}


def load(root: Path) -> tuple[Library, list[Problem]]:
    """Load the knowledge under ``root``.

    Returns:
        The library of all readable entries, and every problem found on the way.
    """
    return _Loader(root).run()


def load_regions(root: Path) -> list[Region]:
    """Only the registry of regions; unreadable rows are left out."""
    loader = _Loader(root)
    loader.load_registries()
    return list(loader.library.regions.values())


class _Loader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self.library = Library()
        self._problems: list[Problem] = []
        self._left_out: set[str] = set()

    def load_registries(self) -> None:
        lib = self.library
        self._registry("documents.yaml", Document, lambda d: d.id, lib.documents)
        self._registry("phones.yaml", Phone, lambda p: p.number, lib.phones)
        self._registry("regions/regions.yaml", Region, lambda r: r.code, lib.regions)
        self._registry("glossary.yaml", Term, lambda t: t.word, lib.terms)

    def run(self) -> tuple[Library, list[Problem]]:
        lib = self.library
        self.load_registries()
        for folder, model in ENTRY_FOLDERS.items():
            for file in yaml_files(self._root / folder):
                self._entry(file, model)
        for code in sorted(lib.regions, key=lambda c: (len(lib.chain(c)), c)):
            self._region_folder(code)
        self._unknown_regions()
        return lib, self._problems

    def _region_folder(self, code: str) -> None:
        for folder, model in ENTRY_FOLDERS.items():
            for file in yaml_files(self._root / "regions" / code / folder):
                self._overlay(file, code, model)

    def _unknown_regions(self) -> None:
        if not self.library.regions:
            return  # that the whole registry can't be read has been said
        for file in yaml_files(self._root / "regions"):
            code = file.relative_to(self._root / "regions").parts[0]
            if code != "regions.yaml" and code not in self.library.regions:
                what = f"没有登记 {code} 这个地区，这个文件没有用上。"
                self._problem("region", file, 1, what, "登记到 regions.yaml，或者改文件夹的名字。")

    def _registry(self, name: str, model: type[Model], key: Any, into: dict[str, Model]) -> None:
        file = self._root / name
        if not file.exists():
            self._problem("missing", file, 1, "登记表不见了。", f"补上 {name}。")
            return
        source = self._read(file)
        if source is None or source.data is None:
            return
        if not isinstance(source.data, list):
            self._problem("schema", file, 1, "这里应该是一条一条的，每条用“- ”开头。", _AUTHORING)
            return
        for i, row in enumerate(source.data):
            parsed = self._parse(file, source, model, row, (i,))
            if parsed is None:
                continue
            if key(parsed) in into:
                line = source.line((i,))
                self._problem("duplicate", file, line, f"{key(parsed)} 重复登记。", "删掉一个。")
            into[key(parsed)] = parsed

    def _entry(self, file: Path, model: type[ServiceItem] | type[PolicyEntry]) -> None:
        source = self._read(file)
        if source is None:
            self._left_out.add(file.stem)
        else:
            self._add(file, source, model, source.data, {})

    def _overlay(self, file: Path, code: str, model: type[ServiceItem] | type[PolicyEntry]) -> None:
        source = self._read(file)
        if source is None:
            return
        if not isinstance(source.data, dict):
            self._problem("schema", file, 1, "文件里没有内容。", _AUTHORING)
            return
        data = {**source.data, "id": source.data.get("id", file.stem), "region": code}
        base = self.library.resolve(str(data["id"]), code)
        if base is None and file.stem in self._left_out:
            return  # what is wrong with the file it builds on has been said
        if base is None:
            self._add(file, source, model, data, {"*": code})
            return
        merged = merge(_plain(base.entry), data)
        provenance = {**base.provenance, **dict.fromkeys(source.data, code)}
        self._add(file, source, model, merged, provenance)

    def _add(
        self,
        file: Path,
        source: Source,
        model: type[ServiceItem] | type[PolicyEntry],
        data: Any,
        provenance: dict[str, str],
    ) -> None:
        entry = self._parse(file, source, model, data, ())
        if entry is None:
            self._left_out.add(file.stem)
            return
        if entry.id != file.stem:
            self._left_out.add(file.stem)
            self._problem(
                "id",
                file,
                source.line(("id",)),
                f"id 是 {entry.id}，文件名却是 {file.stem}。",
                "让两者一样。",
            )
            return
        by_region = self.library.variants.setdefault(entry.id, {})
        if entry.region in by_region:
            other = by_region[entry.region].file
            self._problem("duplicate", file, 1, f"{entry.id} 已经在 {other} 里了。", "换一个 id。")
            return
        by_region[entry.region] = Variant(entry, provenance, file, source)

    def _read(self, file: Path) -> Source | None:
        try:
            return read_yaml(file)
        except UnreadableFile as error:
            self._problem("yaml", file, error.line, error.what, error.mend)
            return None

    def _parse(
        self, file: Path, source: Source, model: type[Model], data: Any, at: Key
    ) -> Model | None:
        if not isinstance(data, dict):
            self._problem(
                "schema",
                file,
                source.line(at),
                "这里应该是“名字: 值”的形式。",
                _AUTHORING,
            )
            return None
        try:
            return model.parse_obj(data)
        except ValidationError as error:
            for fault in error.errors():
                path: Key = (*at, *fault["loc"])
                what, mend = explain(fault)
                self._problem("schema", file, source.line(path), what, mend)
            return None

    def _problem(self, rule: str, file: Path, line: int, what: str, mend: str) -> None:
        self._problems.append(Problem(rule, Severity.ERROR, file, line, what, mend))


def merge(base: Any, over: Any) -> Any:
    """Overlay ``over`` on ``base``: mappings merge key by key, all else replaces."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {k: merge(base.get(k), over[k]) if k in over else base[k] for k in {**base, **over}}
    return over


def _plain(entry: ServiceItem | PolicyEntry) -> dict[str, Any]:
    return entry.dict(exclude_none=True)


def explain(fault: Mapping[str, Any]) -> tuple[str, str]:
    """A pydantic error as (what is wrong, how to mend it) in Chinese."""
    named = (str(p + 1) if isinstance(p, int) else p for p in fault["loc"] if p != "__root__")
    where = " → ".join(named)
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error.missing":
        return f"缺少“{where}”。", f"补上 {where}；不知道的，写 unknown: true 并说明去哪里问。"
    if kind == "value_error.extra":
        return f"不认识“{where}”。", "看看是不是拼错了；能写什么见 docs/authoring.md。"
    if kind == "value_error.list.min_items":
        return f"“{where}”太少。", f"至少写 {context.get('limit_value')} 条。"
    if kind.startswith("value_error.str.regex"):
        return f"“{where}”的写法不对。", f"要符合 {context.get('pattern')}。"
    if kind == "type_error.enum":
        allowed = "、".join(str(v.value) for v in context.get("enum_values", []))
        return f"“{where}”的值不在范围里。", f"只能写：{allowed}。"
    ours = _FAULTS.get(kind)
    what = ours.format(context.get("limit_value")) if ours else fault["msg"]
    return f"“{where}”有问题：{what}。", "照 docs/authoring.md 的样子改。"
