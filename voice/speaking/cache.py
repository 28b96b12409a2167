"""Clips already spoken, as WAV files that several processes share.

A file appears whole, by being renamed into its place, or not at all. It ends with the hash of
what is before: players ignore what stands behind a WAV's sound, and a file that a failing
disk or a pulled plug has spoilt is found out, dropped and made anew.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import structlog

from voice.audio import BadAudio, Clip, read_wav, wav_bytes
from voice.speaking.manner import Manner

_LOG = structlog.get_logger(__name__)
#: Raised when what is done to a clip before it is kept changes.
_FORM = 1
_HASH = 32
#: Of the bound: so much is left when clips have been dropped, so that not every clip drops one.
_AFTER_DROPPING = 0.9
#: Seconds: a file being written that is older was left by a process that is gone.
_ABANDONED = 3600.0
#: Seconds between two looks at what other processes have put in.
_LOOK = 60.0


@dataclass(frozen=True)
class Key:
    """What a clip is kept under.

    Attributes:
        digest: of all that the sound depends on.
    """

    digest: str

    @classmethod
    def of(cls, text: str, voice: str, manner: Manner) -> Key:
        """Of a sentence, the name of a voice with the hash of its model, and a manner.

        Volume and pause are applied when a clip is played, so they are no part of it.
        """
        parts = (str(_FORM), voice, manner.voice, f"{manner.rate:.2f}", text)
        return cls(hashlib.sha256("\0".join(parts).encode()).hexdigest())


class Cache:
    """A folder of clips, bounded in bytes; the longest unused go first.

    No failure of the disk is an error to who speaks: what cannot be read is not there, and
    what cannot be written is spoken again another time.
    """

    def __init__(self, folder: Path, bound: int) -> None:
        """Use ``folder``, made if it is not there, for at most about ``bound`` bytes."""
        self._folder = folder
        self._bound = bound
        self._lock = threading.Lock()
        self._used, self._looked = 0, -_LOOK
        self._warned = False

    def get(self, key: Key) -> Optional[Clip]:
        """The clip, or None. Its being asked for keeps it from being dropped."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            clip = _checked(data)
            if clip is None:
                _LOG.warning("cached clip damaged, dropped", file=path.name)
                path.unlink(missing_ok=True)
            else:
                os.utime(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._warn(error)
            return None
        return clip

    def __contains__(self, key: Key) -> bool:
        """Whether a clip lies there; whether it is whole, ``get`` tells."""
        return self._path(key).is_file()

    def put(self, key: Key, clip: Clip) -> bool:
        """Keep ``clip``; whether that succeeded."""
        path, data = self._path(key), wav_bytes(clip)
        data += hashlib.sha256(data).digest()
        passing = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                passing.write_bytes(data)
                passing.rename(path)
            finally:
                passing.unlink(missing_ok=True)
            self._grown(len(data))
        except OSError as error:
            self._warn(error)
            return False
        return True

    def is_full(self) -> bool:
        """Whether another clip would make one be dropped."""
        with self._lock:
            self._look_again()
            return self._used >= self._bound * _AFTER_DROPPING

    @contextlib.contextmanager
    def claimed(self, key: Key, *, wait: bool) -> Iterator[bool]:
        """Keep other processes and threads from making the same clip.

        Yields:
            Whether it is ours to make; always so if ``wait`` is set, or the disk fails.
        """
        claim = self._folder / ".claims" / key.digest[:3]
        try:
            claim.parent.mkdir(parents=True, exist_ok=True)
            file = claim.open("wb")
        except OSError as error:
            self._warn(error)
            yield True
            return
        # A lock of the file as opened: it goes with the process, however that ends.
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def _path(self, key: Key) -> Path:
        return self._folder / key.digest[:2] / f"{key.digest}.wav"

    def _grown(self, size: int) -> None:
        with self._lock:
            self._used += size
            self._look_again()
            if self._used > self._bound:
                self._drop()

    def _look_again(self) -> None:
        """What is used, counted from time to time: others put clips in too."""
        if time.monotonic() - self._looked >= _LOOK:
            self._used = sum(size for _, size, _ in self._files())
            self._looked = time.monotonic()

    def _drop(self) -> None:
        """Drop the longest unused until there is room."""
        files = sorted(self._files())
        self._used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if self._used <= self._bound * _AFTER_DROPPING:
                break
            path.unlink(missing_ok=True)
            self._used -= size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When used last, bytes, where; abandoned ones are removed on the way."""
        now = time.time()
        for path in self._folder.glob("??/*"):
            # Another process may drop a file while we look.
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                if path.name.startswith(".") and now - status.st_mtime > _ABANDONED:
                    path.unlink()
                else:
                    yield status.st_mtime, status.st_size, path

    def _warn(self, error: OSError) -> None:
        """Once: a full disk stays full for many sentences."""
        if not self._warned:
            _LOG.warning("clips cannot be kept", folder=str(self._folder), why=str(error))
            self._warned = True


def _checked(data: bytes) -> Optional[Clip]:
    sound, digest = data[:-_HASH], data[-_HASH:]
    if hashlib.sha256(sound).digest() != digest:
        return None
    try:
        return read_wav(sound)
    except BadAudio:
        return None
