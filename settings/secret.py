"""The deployment's one secret and the keys derived from it."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_BYTES = 32


def secret_for(file: Path, purpose: str) -> str:
    """A key for ``purpose``, derived from the secret in ``file``.

    The file is created with owner-only permission on first use. Two processes that
    start at once agree: the file appears in one step and whoever is later reads it.

    Raises:
        OSError: the file can't be read or created.
    """
    if not file.exists():
        _create(file)
    master = file.read_bytes()
    return hmac.new(master, purpose.encode(), hashlib.sha256).hexdigest()


def _create(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_bytes(_BYTES))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # the other process was first; its secret holds
    finally:
        draft.unlink()
