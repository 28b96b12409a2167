"""Chapter 5: zombies, which lead nowhere any more, and empty shells, which say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from knowledge.auditing.elements import ITEM, State
from knowledge.auditing.figures import Figure, Section
from knowledge.auditing.freshness import expired
from knowledge.auditing.holdings import Held
from knowledge.auditing.ledger import Ledger, Rule, Severity
from knowledge.library import Entry, Library
from knowledge.schema import DocumentStatus, Hall, ServiceItem

ZOMBIE = Rule("zombie", "僵尸条目", Severity.URGENT, "群众照着它走，走不通。")
SHELL = Rule("shell", "空壳条目", Severity.ORDINARY, "点进来什么也看不到，等于没有。")

#: A text shorter than this tells nothing one could act on, characters.
SHORTEST_TEXT = 20

#: Telephones as they are in China: police and hotlines, 95xxx, 400 and 800, mobiles,
#: landlines with area code, with extension, or without area code.
_DIALLED = re.compile(
    r"(?:1\d\d|12\d{3}|9[56]\d{3,4}|[48]00-?\d{3}-?\d{4}|1[3-9]\d{9}"
    r"|(?:0\d{2,3}-?)?[2-8]\d{6,7}(?:-\d{1,6})?)"
)

#: What an item must have one of, so as not to be a shell.
_BODY = [e for e in ITEM if e.id in ("conditions", "materials", "steps", "where")]

SECTION = Section(
    "hollow",
    "僵尸和空壳",
    "僵尸：没有打得通的电话，或者过了有效期，或者依据全废止了。"
    f"空壳：事项的条件、材料、步骤、地点一样没有，或者全文不到 {SHORTEST_TEXT} 个字。",
    (
        Figure("zombies", "僵尸条目", "zombie", "entries", lead=True, drawn="僵尸"),
        Figure(
            "no_telephone",
            "没有打得通的电话的",
            "zombie.no_telephone",
            "entries",
            drawn="电话打不通",
        ),
        Figure(
            "only_repealed", "依据全废止了的", "zombie.only_repealed", "entries", drawn="依据全废止"
        ),
        Figure("shells", "空壳条目", "shell", "entries", lead=True, drawn="空壳"),
    ),
)


class Hollow:
    """Counts zombies and shells."""

    section = SECTION

    def __init__(self, ledger: Ledger, library: Library, today: date) -> None:
        self._ledger = ledger
        self._library = library
        self._today = today

    def see(self, held: Held) -> None:
        """Count one entry."""
        reasons = list(self._deaths(held))
        held.counts["zombie"] += bool(reasons)
        if any(held.own(field) for field, _ in reasons):
            what = f"“{held.subject.name}”{'，'.join(reason for _, reason in reasons)}。"
            self._ledger.find(ZOMBIE, held.subject, what, "更新电话、内容和依据，或者撤下来。")
        if is_shell(held):
            held.counts["shell"] += 1
            what = f"“{held.subject.name}”没有实在的内容。"
            self._ledger.find(SHELL, held.subject, what, "补上内容，或者撤下来。")

    def conclude(self) -> None:
        """Nothing is left to be done when all have passed."""

    def _deaths(self, held: Held) -> Iterator[tuple[str, str]]:
        """Why an entry leads nowhere: the field that says so, and the reason."""
        if not any(self._answers(number) for number in held.entry.contact.consult):
            held.counts["zombie.no_telephone"] += 1
            yield "contact", "没有打得通的电话"
        if expired(held.entry, self._today):
            yield "valid_until", f"{held.entry.valid_until} 就过期了"
        if self._only_repealed(held.entry):
            held.counts["zombie.only_repealed"] += 1
            yield "basis", "依据的文件都废止了"

    def _answers(self, number: str) -> bool:
        """Whether a number can be dialled: a registered one, or one written like one.

        Whether somebody picks up is not known here; nobody is called.
        """
        return number in self._library.phones or bool(_DIALLED.fullmatch(number.strip()))

    def _only_repealed(self, entry: Entry) -> bool:
        cited = [self._library.documents.get(citation.document) for citation in entry.basis]
        return bool(cited) and all(d and d.status is DocumentStatus.REPEALED for d in cited)


def is_shell(held: Held) -> bool:
    """Whether an entry has nothing a citizen could act on."""
    entry = held.entry
    if isinstance(entry, ServiceItem):
        return not any(element.state(entry) is State.FILLED for element in _BODY)
    if isinstance(entry, Hall):
        return False  # where it is, is what a hall has to tell
    told = (entry.answer, *entry.details, entry.local_rule or "")
    sections = (section.text for section in getattr(entry, "sections", ()))
    return sum(map(len, (*told, *sections))) < SHORTEST_TEXT
