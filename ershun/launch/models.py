"""The models that set-up sees to: fetched where one is missing, gone on without otherwise."""

from __future__ import annotations

from typing import Optional

from ershun.launch.console import bar, console, warn
from settings import Settings
from weights import Weights, WeightsUnavailable, fetch, manifest, verified

ENCODER = "bge-small-zh"


def set_up_models(settings: Settings) -> Optional[str]:
    """Fetch every model that is missing, but those to be asked for by name.

    Without a model everything goes on by text; what is lost is said in one sentence.

    Returns:
        Name and version of the encoder; None to go on without.
    """
    models = [model for model in manifest().values() if not model.optional]
    lacking = [model.name for model in models if not _at_hand(model, settings)]
    if lacking:
        warn("把模型放进 ERSHUN_WEIGHTS_MIRROR 指的文件夹，下次启动就会用上。")
    return None if ENCODER in lacking else manifest()[ENCODER].folder


def _at_hand(model: Weights, settings: Settings) -> bool:
    if verified(model, settings.weights):
        return True
    try:
        get(model, settings)
    except WeightsUnavailable as error:
        warn(f"{error}。{model.without}。")
        return False
    console.print(f"✓ 模型 {model.folder} 已下载并校验")
    return True


def get(model: Weights, settings: Settings) -> None:
    """Fetch a model, shown by a progress bar.

    Raises:
        WeightsUnavailable: no source has it.
    """
    with bar(f"下载模型 {model.name}（{megabytes(model)}）") as show:
        fetch(
            model,
            settings.weights,
            mirror=settings.weights_mirror,
            progress=lambda _name, done, total: show(done, total),
        )


def megabytes(model: Weights) -> str:
    """The size of a model as people say it."""
    return f"{model.size / 1e6:.0f} MB"
