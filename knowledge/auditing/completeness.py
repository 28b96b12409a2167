"""Chapter 1: which elements entries have, say they don't know, or lack."""

from __future__ import annotations

from knowledge.auditing.elements import ELEMENTS, Element, State
from knowledge.auditing.figures import INSPECTION, Figure, Section
from knowledge.auditing.holdings import KIND_NAMES, NO_DEPARTMENT, Held, Kind
from knowledge.auditing.ledger import Ledger, Rule, Severity

INCOMPLETE = Rule(
    "incomplete", "缺必备要素", Severity.URGENT, "少了必备的要素，群众办不成，或者要多跑一趟。"
)

_STATE_NAMES = {
    State.FILLED: "写了",
    State.UNKNOWN: "写明不知道",
    State.MISSING: "没写",
}


def key(kind: Kind, element: Element, state: State) -> str:
    """Name of the count of entries in which ``element`` stands so."""
    return f"{kind.value}.{element.id}.{state.value}"


_KEYS = {
    (kind, element.id, state): key(kind, element, state)
    for kind, elements in ELEMENTS.items()
    for element in elements
    for state in State
}


_SUMMARY = (
    Figure(
        "items_incomplete",
        "缺必备要素的事项",
        "item.incomplete",
        "item",
        lead=True,
        counterpart=f"{INSPECTION}：52.3 % 的网站办事指南不完整。那里数的是网站，这里数的是事项。",
    ),
    Figure("items_unknown", "有要素写明“不知道”的事项", "item.some_unknown", "item"),
    *(
        Figure(
            f"{kind.value}s_incomplete",
            f"缺必备要素的{KIND_NAMES[kind]}",
            f"{kind.value}.incomplete",
            kind.value,
        )
        for kind in (Kind.QUESTION, Kind.DOCUMENT, Kind.HALL)
    ),
)

_BY_ELEMENT = tuple(
    Figure(
        f"{kind.value}_{element.id}_{state.value}",
        f"{KIND_NAMES[kind]}：{element.title}{_STATE_NAMES[state]}",
        key(kind, element, state),
        kind.value,
    )
    for kind, elements in ELEMENTS.items()
    for element in elements
    for state in State
)


def _state(held: Held, element: Element) -> State:
    """How an element stands.

    Whoever writes by hand may honestly not know. Of an imported entry it was the import that
    put "unknown" where the office's file says nothing: there the guide lacks it.
    """
    state = element.state(held.entry)
    return State.MISSING if held.subject.imported and state is State.UNKNOWN else state


def _office(held: Held) -> str:
    """Who is to complete an imported entry."""
    return "交来资料的部门" if held.department == NO_DEPARTMENT else held.department


SECTION = Section(
    "completeness",
    "要素齐不齐",
    "一条办事指南该有的要素，有没有写。自己写的里，写明“不知道，打电话问”的单独算，不算没写。",
    (*_SUMMARY, *_BY_ELEMENT),
)


class Completeness:
    """Counts the state of every element of every entry."""

    section = SECTION

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def see(self, held: Held) -> None:
        """Count one entry; one finding if it lacks what is required."""
        kind, counts = held.kind, held.counts
        counts[kind.value] += 1
        lacking: list[Element] = []
        unknown = False
        for element in ELEMENTS[kind]:
            state = _state(held, element)
            counts[_KEYS[kind, element.id, state]] += 1
            unknown = unknown or state is State.UNKNOWN
            if element.required and state is State.MISSING:
                lacking.append(element)
        counts[f"{kind.value}.some_unknown"] += unknown
        counts[f"{kind.value}.incomplete"] += bool(lacking)
        self._report(held, lacking)

    def conclude(self) -> None:
        """Nothing is left to be done when all have passed."""

    def _report(self, held: Held, lacking: list[Element]) -> None:
        own = [element for element in lacking if held.own(element.field)]
        if own:
            names = "、".join(element.title for element in own)
            keys = "、".join(dict.fromkeys(element.field for element in own))
            what = f"“{held.subject.name}”没有写{names}。"
            mend = (
                f"请{_office(held)}补上，再导入一次。"
                if held.subject.imported
                else f"补上 {keys}；查不到的写 unknown: true，并说明问谁。"
            )
            self._ledger.find(INCOMPLETE, held.subject, what, mend)
