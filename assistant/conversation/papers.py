"""Papers as people name them: whether a question is about bringing one, and which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Optional

from assistant.conversation.scene import Scene

#: What people say for what the lists call otherwise.
_SAID_FOR = {"户口本": "户口簿", "相片": "照片", "像片": "照片"}
_NO_NAME_BEGINS = "的和或带拿交用要"
_BRING = "带|拿|交|用|要|备"


def paper_asked(scene: Scene, said: str) -> Optional[str]:
    """A thing named in the question that is a material of some item: 照片, 户口簿 …

    换身份证要带户口本吗 names two; the one to be brought is meant.
    """
    said = _as_listed(said)
    found = sorted({name for name in _known(scene) if name in said}, key=len, reverse=True)
    brought = (name for name in found if _brought(name).search(said))
    return next(brought, found[0] if found else None)


def without_paper(scene: Scene, said: str) -> str:
    """``said`` without the paper it asks about: what is left may name an item.

    要带照片吗 is about the item we are at, however many entries speak of photos.
    """
    listed = _as_listed(said)
    name = paper_asked(scene, listed)
    return _brought(name).sub("", listed) if name else said


def _brought(name: str) -> re.Pattern[str]:
    """The paper with the word for bringing it, before or after."""
    verb = f"(?:{_BRING})(?:不(?:{_BRING}))?(?:上|着|{_BRING})?"
    paper = re.escape(name)
    # 身份证要带吗, but not 换身份证要带照片吗: there another paper follows.
    return re.compile(f"{verb}{paper}|{paper}(?:还|也)?{verb}(?=$|[吗么嘛呢啊呀吧不，。？?])")


def _as_listed(said: str) -> str:
    for word, listed in _SAID_FOR.items():
        said = said.replace(word, listed)
    return said


def _known(scene: Scene) -> Iterator[str]:
    return (tail for name in scene.library.papers for tail in _tails(name))


def _tails(name: str) -> list[str]:
    """What people call a material: its last two to four characters, e.g. 居民身份证 -> 身份证."""
    return [name[-n:] for n in (2, 3, 4) if len(name) >= n and name[-n] not in _NO_NAME_BEGINS]
