"""The deployment's one secret and the keys derived from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

_BYTES = 32


def secret_for(file: Path, purpose: str) -> str:
    """A key for ``purpose``, derived from the secret in ``file``.

    The file is created with owner-only permission on first use. Two processes that
    start at once agree: the file appears in one step and whoever is later reads it.

    Raises:
        OSError: the file can't be read or created, or is cut short: keys derived from an
            empty file could be guessed.
    """
    if not file.exists():
        _create(file)
    master = file.read_bytes()
    if len(master) < _BYTES:
        raise OSError(f"{file} 是空的或者不完整。删掉它再启动，会重新生成。")
    return hmac.new(master, purpose.encode(), hashlib.sha256).hexdigest()


def _create(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: in a container the process that died before us had our number.
    descriptor, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(_BYTES))
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first; its secret holds
    finally:
        Path(draft).unlink()
