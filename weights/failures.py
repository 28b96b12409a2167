"""What goes wrong when a model is fetched, and how it is told."""

from __future__ import annotations

import errno
import gzip
import tarfile
import zipfile
import zlib

import requests


class WeightsUnavailable(Exception):
    """No source delivered a model; the message says what was tried, in Chinese."""


class NotTheModel(Exception):
    """What a source delivered is not what the manifest says; the message says how."""


#: A broken or cut archive, as tarfile and zipfile show it.
BROKEN_ARCHIVE = (EOFError, gzip.BadGzipFile, zlib.error, tarfile.TarError, zipfile.BadZipFile)
#: What a source may fail with. Those of requests are OSErrors.
FAILURES = (OSError, NotTheModel, *BROKEN_ARCHIVE)

#: Why a file could not be read or written, in the operator's words.
_REASONS = {
    errno.ENOENT: "没有 {file} 这个文件",
    errno.ENOSPC: "磁盘满了",
    errno.EACCES: "{file} 没有权限",
    errno.EROFS: "{file} 只能读",
    errno.ENOTDIR: "{file} 不是文件夹里的位置",
    errno.EISDIR: "{file} 是文件夹，不是文件",
}


def reason(error: Exception) -> str:
    """Why a source failed, in few Chinese words."""
    if isinstance(error, NotTheModel):
        return str(error)
    if isinstance(error, BROKEN_ARCHIVE):
        return "压缩包是坏的"
    if isinstance(error, requests.HTTPError):
        return f"对方回答 {error.response.status_code}"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "传到一半断了，再运行一次会接着下"
    if isinstance(error, requests.RequestException):
        return "连不上"
    told = _REASONS.get(getattr(error, "errno", None) or 0, str(error))
    return told.format(file=getattr(error, "filename", ""))
