"""The page's part on supply and demand: weeks, what was asked in vain, what is never asked."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.auditing import display
from knowledge.auditing.demand import LISTED, Demand, Result, Week
from knowledge.auditing.layout import Drawing, Part, Table, drawing, rest
from knowledge.auditing.plots import Bar, Slice

#: Weeks drawn and listed, the newest.
WEEKS = 12


def lay_out(demand: Demand, part: Part) -> None:
    """Add to ``part`` what is to be told of the demand."""
    if not demand.asked:
        part.said.append("还没有谈话记录，看不出群众问什么。")
        return
    weeks = demand.weeks[-WEEKS:]
    part.drawings.append(_weeks_drawn(weeks))
    part.tables += [_weeks(weeks), _clusters(demand), _most_asked(demand)]
    never = demand.never_asked
    part.said.append(f"自己写的，有 {len(never)} 条从来没人问。")
    if never:
        rows = [(subject.name, subject.id) for subject in never[:LISTED]]
        note = rest(len(never) - LISTED, "条")
        part.tables.append(Table("自己写的，从来没人问", ("条目", "id"), rows, note))


def _weeks_drawn(weeks: Sequence[Week]) -> Drawing:
    bars = [
        Bar(
            f"{week.begins:%m-%d} 起",
            [Slice(week.share(result), result.value) for result in Result],
            f"{week.asked} 问",
        )
        for week in weeks
    ]
    caption = "每周的问题答得怎么样（右边是问了几次）"
    return drawing("plot-weeks", caption, bars, [result.value for result in Result])


def _weeks(weeks: Sequence[Week]) -> Table:
    rows = [
        (
            f"{week.begins} 起",
            str(week.asked),
            *(f"{display.share(week.share(r))}（{week.results.get(r, 0)}）" for r in Result),
        )
        for week in weeks
    ]
    return Table("每周的问题", ("哪一周", "问了几次", *(r.value for r in Result)), rows)


def _clusters(demand: Demand) -> Table:
    clusters = demand.unanswered
    rows = [
        (one.label, str(one.asked), "；".join(one.examples) or "都是这么问的")
        for one in clusters[:LISTED]
    ]
    heads = ("问的是", "问了几次", "还这么问")
    return Table("没答上的问题", heads, rows, rest(len(clusters) - LISTED, "类"))


def _most_asked(demand: Demand) -> Table:
    rows = [(subject.name, str(count)) for subject, count in demand.most_asked[:LISTED]]
    return Table("问得最多的条目", ("条目", "问了几次"), rows)
