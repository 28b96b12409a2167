"""Matters under other laws: what a question asks of elsewhere than the mainland.

英国的养老金 is as near to our words for pensions as anything a citizen says; only the name
of the country tells that we know nothing of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

import jieba
from babel import Locale

#: Named as people name them below (Unicode CLDR territory codes).
_HOME = frozenset({"CN", "HK", "MO", "TW"})
#: Rules of their own, though not other countries; and what some countries are called for short.
_ALSO = frozenset({"香港", "澳门", "台湾", "澳洲", "美利坚", "英格兰", "苏格兰", "欧洲", "欧盟"})
#: Names of one character (法 for France) are words of all kinds.
_SHORTEST = 2
#: Somebody goes there or comes from there, and asks what is done here: 去日本的护照, 英国人.
_GOING = "(?<![去到赴往飞从回])"
_PEOPLE = "(?!人|籍|国籍|公民|护照|回来|回国|留学|旅游|探亲)"
#: A place of ours of that name: 巴林左旗, 黑山县.
_OURS = "(?![左右]?旗|[县镇乡村])"


@lru_cache(maxsize=1)
def _countries() -> re.Pattern[str]:
    territories = Locale("zh", "Hans").territories
    names = {
        name
        for code, name in territories.items()
        if code not in _HOME and code.isalpha() and len(code) == 2 and len(name) >= _SHORTEST
    }
    longest_first = sorted(names | _ALSO, key=len, reverse=True)
    return re.compile(f"{_GOING}({'|'.join(map(re.escape, longest_first))}){_PEOPLE}{_OURS}")


def countries(question: str, tokenizer: jieba.Tokenizer) -> frozenset[str]:
    """Other countries whose matters ``question`` asks about.

    Only whole words count: 上海地铁 speaks of no 海地, 内蒙古 of no 蒙古.
    """
    found = list(_countries().finditer(question))
    if not found:
        return frozenset()
    bounds = {0, *accumulate(map(len, tokenizer.cut(question)))}
    # 美国签证 is one word to jieba, with 美国 at its beginning.
    inside = {(start, end) for _, start, end in tokenizer.tokenize(question, mode="search")}
    return frozenset(
        m.group(1)
        for m in found
        if m.start(1) in bounds and (m.end(1) in bounds or m.span(1) in inside)
    )
