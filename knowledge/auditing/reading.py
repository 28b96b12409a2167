"""Chapter 6: how well entries can be read by whoever is old and never worked in an office.

The figure of reading ease (好读分) takes 100 points and subtracts

- 2 for each character by which the mean sentence is longer than 12,
- 5 for each of 100 characters that is not among the 3 755 common ones (first level of
  GB/T 2312-1980),
- 0.5 for each word of officialese per 100 sentences (those of ``glossary.yaml`` for which a
  plain word is known),

and never falls below 0. The weights are a convention, not measured with readers; see
docs/audit.md for what the figure can't see.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from knowledge.auditing.figures import Figure, Section, Unit
from knowledge.auditing.holdings import Held
from knowledge.auditing.ledger import Ledger, Rule, Severity
from knowledge.checking.texts import citizen_texts
from knowledge.checking.wording import UNSPEAKABLE_SENTENCE, plain, sentences
from knowledge.library import Entry, Library
from knowledge.schema import ImportedText, Term

OFFICIALESE = Rule("officialese", "有公文话", Severity.NOTE, "老人听不懂公文话。")
LONG_SENTENCE = Rule(
    "long_sentence", "句子太长", Severity.NOTE, "一口气念不完的句子，听的人记不住。"
)

#: A sentence of more characters than this is long; titles and quotations don't count.
LONG = 40
#: Mean length up to which nothing is subtracted, characters.
_EASY = 12

#: Upper bound of a sentence's length -> name of the count and Chinese name.
LENGTHS: Sequence[tuple[float, str, str]] = (
    (10, "length.10", "10 字以内"),
    (20, "length.20", "11–20 字"),
    (30, "length.30", "21–30 字"),
    (LONG, "length.40", "31–40 字"),
    (UNSPEAKABLE_SENTENCE, "length.60", "41–60 字"),
    (float("inf"), "length.more", "60 字以上"),
)

_MOST = [most for most, _, _ in LENGTHS]
_NAMES = [name for _, name, _ in LENGTHS]


def ease(counts: Mapping[str, float]) -> float:
    """好读分 of what was counted, 0 to 100; needs at least one sentence."""
    mean = counts["sentence_characters"] / counts["sentences"]
    uncommon = 100 * counts.get("uncommon", 0) / max(counts.get("han", 0), 1)
    officialese = 100 * counts.get("officialese", 0) / counts["sentences"]
    return min(100.0, max(0.0, 100 - 2 * max(0.0, mean - _EASY) - 5 * uncommon - officialese / 2))


SECTION = Section(
    "wording",
    "好不好懂",
    "群众读到、听到的每一句话：多长，有没有公文话，有没有生僻字。书名号和引号里的不算。"
    "好读分满分 100：句子越长、公文话和生僻字越多，分越低。",
    (
        Figure(
            "ease", "好读分", "sentences", "sentences", unit=Unit.POINTS, lead=True, formula=ease
        ),
        Figure("mean_sentence", "平均一句", "sentence_characters", "sentences", Unit.CHARACTERS),
        Figure("long_sentences", f"超过 {LONG} 个字的句子", "long_sentences", "sentences"),
        Figure("with_officialese", "有公文话的条目", "entries.officialese", "entries"),
        Figure("uncommon", "一级常用字以外的字", "uncommon", "han"),
        *(
            Figure(name.replace(".", "_"), f"{title}的句子", name, "sentences", drawn=title)
            for _, name, title in LENGTHS
        ),
    ),
)


def _common() -> frozenset[str]:
    """The 3 755 characters of GB/T 2312's first level: rows 16 to 55 of its table."""
    raw = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell))
    # Row 55 ends five cells early.
    return frozenset(raw.decode("gb2312", errors="ignore"))


_HAN = re.compile(r"[\u4e00-\u9fff]+")
_UNCOMMON = re.compile(
    "[" + "".join(sorted({chr(c) for c in range(0x4E00, 0xA000)} - _common())) + "]"
)


class Reading:
    """Counts sentences, their length, officialese and uncommon characters."""

    section = SECTION

    def __init__(self, ledger: Ledger, library: Library) -> None:
        self._ledger = ledger
        self._instead: dict[str, Term] = {t.word: t for t in library.terms.values() if t.instead}
        words = sorted((re.escape(word) for word in self._instead), key=len, reverse=True)
        # Matches nothing if there is no glossary.
        self._officialese = re.compile("|".join(words) or "(?!)")

    def see(self, held: Held) -> None:
        """Count the sentences of one entry."""
        own: list[str] = []
        inherited: list[str] = []
        for field, text in _texts(held.entry):
            (own if held.own(field) else inherited).append(text)
        used, longest = self._read(held, own)
        also_used, _ = self._read(held, inherited)
        held.counts["entries.officialese"] += bool(used or also_used)
        self._report(held, used, longest)

    def conclude(self) -> None:
        """Nothing is left to be done when all have passed."""

    def _read(self, held: Held, texts: Sequence[str]) -> tuple[list[str], str]:
        """Count some texts; the officialese in them, and the longest sentence."""
        if not texts:
            return [], ""
        counts = held.counts
        # A line that ends without a full stop ends a sentence all the same.
        spoken = [_ours(one) for one in sentences("。".join(texts).replace("\n", "。"))]
        ours = "\n".join(spoken)
        used = self._officialese.findall(ours)
        counts["officialese"] += len(used)
        counts["han"] += sum(map(len, _HAN.findall(ours)))
        counts["uncommon"] += len(_UNCOMMON.findall(ours))
        for length in map(len, spoken):
            if length:
                counts["sentences"] += 1
                counts["sentence_characters"] += length
                counts["long_sentences"] += length > LONG
                counts[_NAMES[bisect_left(_MOST, length)]] += 1
        return used, max(spoken, key=len)

    def _report(self, held: Held, used: Sequence[str], longest: str) -> None:
        name = held.subject.name
        if used:
            words = [self._instead[word] for word in dict.fromkeys(used)]
            what = f"“{name}”用了公文话{'、'.join(f'“{term.word}”' for term in words)}。"
            self._ledger.find(OFFICIALESE, held.subject, what, _instead(words))
        if len(longest) > UNSPEAKABLE_SENTENCE:
            what = f"“{name}”有一句 {len(longest)} 个字：“{longest[:20]}…”。"
            self._ledger.find(LONG_SENTENCE, held.subject, what, "拆成几句短的。")


def _instead(terms: Sequence[Term]) -> str:
    return "改成" + "，".join(f"“{term.instead}”" for term in terms) + "。"


def _ours(sentence: str) -> str:
    """A sentence without titles and quotations; most have none."""
    return (plain(sentence) if "《" in sentence or "“" in sentence else sentence).strip()


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    """What citizens read or hear of an entry, with its field.

    Not the articles of a statute: they are law, and nobody here may word them otherwise.
    """
    yield from ((str(path[0]), text) for path, text in citizen_texts(entry))
    if isinstance(entry, ImportedText):
        yield from (("sections", part.text) for part in entry.sections if part.article is None)
