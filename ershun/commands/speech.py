"""``ershun speech``: what the voice says, rendered ahead."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from typing import TYPE_CHECKING, Optional

import structlog
import typer

from ershun.deployment import deployment
from ershun.launch.console import bar, console, fail, warn

if TYPE_CHECKING:
    from pathlib import Path

    from settings import Settings
    from voice.speaking.rendering import Rendering

app = typer.Typer(help="语音：把会说的话预先合成好。", no_args_is_help=True)

_MINUTES = typer.Option(None, min=1, help="最多合成几分钟；到时候停，下次接着来。")


@app.callback()
def speech() -> None:
    """Keep ``render`` a command of its own though there is only one."""


@app.command(help="把会说的话先合成好，说的时候马上就有声音。可以停，再运行接着来。")
def render(minutes: Optional[int] = _MINUTES) -> None:
    """Render all that the assistant says in its natural voice; exit 1 if the voice fails."""
    from voice.service.mouth import CLIPS_BYTES
    from voice.speaking.cache import Cache
    from voice.speaking.kokoro import KokoroVoice
    from voice.speaking.rendering import render as render_all
    from voice.speaking.rendering import wanted_sentences

    here = deployment()
    model = _model(here)
    console.print("正在把要说的话都走一遍……")
    sentences = wanted_sentences(_texts(here))
    ends = None if minutes is None else time.monotonic() + 60 * minutes
    with closing(KokoroVoice(model)) as voice, bar(f"合成 {len(sentences)} 句") as progress:
        done = render_all(
            sentences,
            voice,
            Cache(here.home / "clips", CLIPS_BYTES),
            progress=lambda r: progress(r.sentences - r.left, r.sentences),
            should_stop=lambda: ends is not None and time.monotonic() > ends,
        )
    _tell(done)


def _model(here: Settings) -> Path:
    from weights import manifest, verified

    folder = verified(manifest()["kokoro-zh"], here.weights)
    if folder is None:
        fail("没有好听的嗓音，合成不了。先运行 ershun models fetch kokoro-zh。")
    return folder


def _texts(here: Settings) -> list[str]:
    from channels.web.kiosk.wording import words
    from ershun.rehearsal import rehearse
    from knowledge.search.meaning import load_encoder
    from knowledge.search.stores import stores_at
    from knowledge.serving import NoKnowledge, Serving

    # The turns of a rehearsal are nobody's.
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    serving = Serving(here.index, load_encoder(here.weights), stores_at(here.index_url))
    try:
        # What the kiosk fills in differs every time.
        kiosk = [text for text in words(here.human_phone).values() if "{" not in text]
        return [*kiosk, *rehearse(serving, here.human_phone)]
    except NoKnowledge as error:
        fail(str(error))


def _tell(done: Rendering) -> None:
    console.print(
        f"✓ 一共 {done.sentences} 句：原来就有 {done.present} 句，"
        f"这次合成 {done.rendered} 句，没合成的 {done.left + done.failed} 句。"
    )
    if done.is_broken:
        fail("接连几句都合成不了。看看磁盘满没满，再运行 ershun models verify。")
    if done.is_full:
        warn("放声音的地方满了，后面的话用的时候再合成。")
    elif done.left:
        console.print(f"还要大约 {done.seconds_left / 60:.0f} 分钟。再运行一次，接着合成。")
