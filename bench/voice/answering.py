"""How soon we answer, stop and serve several: a real speech service on loopback.

*First sound* is from letting go of the key, the end of speech being decided by it, to the first
whole WAV of a reply: the last words recognised and put right, then spoken. Deciding on the
reply lies between; ``make bench-text`` has it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Optional

from bench.load import percentile
from bench.report import Row
from bench.servers import memory_mb
from bench.voice.caller import Caller, caller
from bench.voice.service import Models, Service, speech_service
from bench.voice.stock_turns import Turn, stock_at_once, stock_first_turns
from voice.audio import Clip

#: Milliseconds: DESIGN section 7.
P50_BAR, P95_BAR, BARGE_BAR = 400.0, 800.0, 60.0
#: People who speak at once, and how many must be served.
STEPS, PEOPLE_BAR = (1, 2, 4, 6, 8), 8
#: Turns before the clock counts: a new recogniser is slow at first. People who come at once
#: are all timed from their first turn on, as they would be.
_WARM = 2
#: Turns of each of several people.
_TURNS_EACH = 4


@dataclass(frozen=True)
class Script:
    """What is said and answered.

    Attributes:
        clips: what citizens say, clean.
        known: replies of which every sentence has been rendered.
        new: replies nobody has heard yet, each used once.
    """

    clips: Sequence[Clip]
    known: Sequence[str]
    new: Sequence[str]


def answering_rows(
    models: Models, words: Mapping[str, float], script: Script, turns: int
) -> list[Row]:
    """All figures of the service, with ``turns`` turns each."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        stock = stock_first_turns(
            models.vosk, script.clips[:turns], _first(script.known, turns), folder
        )
        stock_served = people_at_once(
            lambda people: [
                turn.gap
                for turn in stock_at_once(
                    models.vosk,
                    people,
                    script.clips[:_TURNS_EACH],
                    _first(script.known, _TURNS_EACH),
                    folder,
                )
            ]
        )
        with speech_service(models, words, script.known, folder) as service:
            rows = _service_rows(service, script, turns, stock)
            served = people_at_once(
                lambda count: asyncio.run(_talking(service.url, count, script, _TURNS_EACH))
            )
    return [*rows, *_people_rows(served, stock_served)]


def _service_rows(service: Service, script: Script, turns: int, stock: Sequence[Turn]) -> list[Row]:
    idle = memory_mb(service.pid)
    known = asyncio.run(_talking(service.url, 1, script, turns + _WARM))[_WARM:]
    hearing = asyncio.run(_hearing(service.url, script.clips[:turns]))
    barged = asyncio.run(_interrupting(service.url, script, turns))
    new = asyncio.run(_speaking(service.url, script.new[:turns]))
    busy = memory_mb(service.pid)
    gaps = [turn.gap for turn in stock]
    # A reply nobody has rendered, after the same end of hearing.
    new_gaps = [heard + sound for heard, sound in zip(cycle(hearing), new, strict=False)]
    stops, since_began = zip(*barged, strict=True)
    memory = max(turn.memory for turn in stock)
    return [
        *_two("first sound, sentence known", known, gaps),
        *_two("first sound, new sentence", new_gaps, gaps),
        *_two("of it hearing's end", hearing, [turn.heard for turn in stock], bars=False),
        *_two("of it speaking, new sentence", new, [turn.spoken for turn in stock], bars=False),
        _ms("barge-in, detected to told, p50", percentile(stops, 0.5), BARGE_BAR),
        _ms("barge-in, detected to told, p95", percentile(stops, 0.95), BARGE_BAR),
        _ms("barge-in, clip begun to told, p50", percentile(since_began, 0.5)),
        Row("memory, speech processes at rest", idle, "MB", "lower", None, round(memory)),
        Row("memory, natural voice at work", busy, "MB", "lower", None, round(memory)),
    ]


@dataclass(frozen=True)
class Served:
    """So many people at once, and the middle and the slow end of their waits in milliseconds."""

    people: int
    p50: float
    p95: float

    @property
    def in_time(self) -> bool:
        """Whether that is within the bar."""
        return self.p50 <= P50_BAR and self.p95 <= P95_BAR


def people_at_once(
    gaps: Callable[[int], Sequence[float]], steps: Sequence[int] = STEPS
) -> list[Served]:
    """What waits are as more people come.

    Args:
        gaps: milliseconds to the first sound in each turn of so many people.
        steps: how many are tried, ascending; the first that miss the bar are the last.
    """
    served: list[Served] = []
    for people in steps:
        took = gaps(people)
        served.append(Served(people, percentile(took, 0.5), percentile(took, 0.95)))
        if not served[-1].in_time:
            break
    return served


def _people_rows(ours: Sequence[Served], stock: Sequence[Served]) -> Iterator[Row]:
    theirs = {one.people: round(one.p95, 1) for one in stock}
    for one in ours:
        figure = f"first sound, {one.people} at once, p95"
        yield _ms(figure, one.p95, P95_BAR, theirs.get(one.people))
    yield Row("people at once in time", _most(ours), "", "higher", PEOPLE_BAR, _most(stock))


def _most(served: Sequence[Served]) -> int:
    return max((one.people for one in served if one.in_time), default=0)


async def _talking(url: str, people: int, script: Script, turns: int) -> list[float]:
    """Milliseconds to the first sound in every turn of people who talk at once."""

    async def one(person: int) -> list[float]:
        # Not all in step: people do not end at the same moment.
        await asyncio.sleep(person * 0.37)
        async with caller(url) as session:
            clips = islice(cycle(script.clips), person * turns, (person + 1) * turns)
            replies = islice(cycle(script.known), person, person + turns)
            return [await _turn(session, c, r) for c, r in zip(clips, replies, strict=True)]

    done = await asyncio.gather(*(one(person) for person in range(people)))
    return [gap for gaps in done for gap in gaps]


async def _turn(session: Caller, clip: Clip, reply: str) -> float:
    return await session.say(clip) + await session.first_sound(reply)


async def _hearing(url: str, clips: Sequence[Clip]) -> list[float]:
    async with caller(url) as session:
        return [await session.say(clip) for clip in clips]


async def _speaking(url: str, replies: Sequence[str]) -> list[float]:
    async with caller(url) as session:
        return [await session.first_sound(reply) for reply in replies]


async def _interrupting(url: str, script: Script, turns: int) -> list[tuple[float, float]]:
    async with caller(url) as session:
        return [await session.interrupt(clip, script.known[0]) for clip in script.clips[:turns]]


def _first(replies: Sequence[str], count: int) -> list[str]:
    return [*islice(cycle(replies), count)]


def _two(
    figure: str, ours: Sequence[float], stock: Sequence[float], *, bars: bool = True
) -> Iterator[Row]:
    for name, share, bar in (("p50", 0.5, P50_BAR), ("p95", 0.95, P95_BAR)):
        baseline = round(percentile(stock, share), 1)
        yield _ms(f"{figure}, {name}", percentile(ours, share), bar if bars else None, baseline)


def _ms(
    figure: str, value: float, bar: Optional[float] = None, baseline: Optional[float] = None
) -> Row:
    return Row(figure, round(value, 1), "ms", "lower", bar, baseline)
