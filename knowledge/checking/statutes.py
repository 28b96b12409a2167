"""Cited articles must exist in the text of the statute (when the texts are at hand).

The texts are Markdown, one 第N条 a paragraph. They are never shipped; the folder is
given to ``ershun knowledge check --statutes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import cn2an

from knowledge.checking.rule import Context, finding, own
from knowledge.problems import Problem

_ARTICLE = re.compile(r"^\**第([零〇一二三四五六七八九十百千]+)条", re.MULTILINE)


@lru_cache(maxsize=256)
def articles_of(file: Path) -> frozenset[int]:
    """Numbers of all articles in a statute's text.

    Raises:
        FileNotFoundError: the text is not in the folder.
    """
    text = file.read_text(encoding="utf-8")
    return frozenset(int(cn2an.cn2an(n.replace("〇", "零"))) for n in _ARTICLE.findall(text))


def check_statutes(context: Context) -> Iterator[Problem]:
    """Citations of articles that their statute does not have."""
    if context.statutes is None:
        return
    for variant in context.library.all_variants():
        if not own(variant, "basis"):
            continue
        for i, citation in enumerate(variant.entry.basis):
            document = context.library.documents.get(citation.document)
            if document is None or document.corpus is None:
                continue
            file = context.statutes / document.corpus
            if not file.exists():
                yield finding(
                    "statute",
                    variant,
                    ("basis", i),
                    f"法条文本 {document.corpus} 不在文件夹里。",
                    "核对 documents.yaml 的 corpus。",
                )
            elif citation.article and citation.article not in articles_of(file):
                yield finding(
                    "statute",
                    variant,
                    ("basis", i),
                    f"{document.title}没有第 {citation.article} 条。",
                    "翻原文，改成真有的条。",
                )
