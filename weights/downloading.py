"""Downloads one file: gone on with where it broke off, never larger than expected, verified."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests

from weights.checking import sha256_of
from weights.failures import NotTheModel

#: Called with (file name, bytes so far, bytes in all).
Progress = Callable[[str, int, int], None]

#: Seconds. Connecting fails fast so that an offline hall falls through to its mirror; reading
#: is patient.
TIMEOUT = (5, 60)

_CHUNK = 1 << 18


def download(url: str, target: Path, *, size: int, sha256: str, progress: Progress) -> None:
    """Make sure that ``target`` holds the file of this size (bytes) and hash.

    A whole one that an earlier try left is not fetched again, nor the bytes of a half one.

    Raises:
        NotTheModel: another file came; it has been deleted.
        requests.RequestException: it can't be had.
        OSError: it can't be written.
    """
    if not (target.is_file() and sha256_of(target) == sha256):
        _receive(url, target, size, progress)
        if sha256_of(target) != sha256:
            target.unlink()
            raise NotTheModel(f"{target.name} 的校验值不对，已删除")


def _receive(url: str, target: Path, size: int, progress: Progress) -> None:
    """Get what is missing of the ``.part``, and give it its name when it is all there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    done = part.stat().st_size if part.exists() else 0
    # Killed between the last byte and the renaming, only the renaming is missing.
    if done != size or size == 0:
        _go_on(url, part, done, size, progress)
    part.rename(target)


def _go_on(url: str, part: Path, done: int, size: int, progress: Progress) -> None:
    headers = {"Accept-Encoding": "identity"}
    if done:
        headers["Range"] = f"bytes={done}-"
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT) as response:
        if done and response.status_code == requests.codes.requested_range_not_satisfiable:
            part.unlink()  # the file there is shorter than what we have: it has changed
            _go_on(url, part, 0, size, progress)
            return
        response.raise_for_status()
        resumed = response.status_code == requests.codes.partial_content
        with part.open("ab" if resumed else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                if file.tell() + len(chunk) > size:
                    part.unlink()
                    raise NotTheModel(f"{part.stem} 比应有的大，已删除")
                file.write(chunk)
                progress(part.stem, file.tell(), size)
