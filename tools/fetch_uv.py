"""Fetches uv's wheel from the package index with nothing but the standard library.

For machines whose python3 comes without pip (Debian splits it off). The index is
``PIP_INDEX_URL`` or PyPI; the file is verified against the hash the index states.

Usage: python3 tools/fetch_uv.py VERSION TARGET
"""

import hashlib
import io
import json
import os
import platform
import ssl
import sys
import urllib.request
import zipfile
from urllib.parse import urljoin, urlsplit

INDEX = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/")


def get(url, accept="*/*"):
    """Bytes at ``url``, with the certificates pip would use."""
    context = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or None)
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=60, context=context) as response:
        return response.read()


def wheel(version):
    """(address, SHA-256) of uv's wheel for this machine (PEP 691 listing)."""
    page = INDEX + "/uv/"
    listing = json.loads(get(page, "application/vnd.pypi.simple.v1+json"))
    start = f"uv-{version}-py3-none-manylinux_2_17_{platform.machine()}"
    for file in listing["files"]:
        if file["filename"].startswith(start):
            return urljoin(page, file["url"]), file["hashes"]["sha256"]
    raise SystemExit(f"包源 {urlsplit(INDEX).hostname} 里没有适合这台机器的 uv {version}。")


def main(version, target):
    """Put the uv binary at ``target``."""
    try:
        address, expected = wheel(version)
        content = get(address)
    except (OSError, ValueError, KeyError) as error:
        # Only the host: an address may hold a password.
        raise SystemExit(f"包源 {urlsplit(INDEX).hostname} 用不了（{error}）。") from error
    if hashlib.sha256(content).hexdigest() != expected:
        raise SystemExit("下载的 uv 校验值不对，请再试一次。")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        member = next(n for n in archive.namelist() if n.endswith("/scripts/uv"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as out:
            out.write(archive.read(member))
    os.chmod(target, 0o755)


if __name__ == "__main__":
    main(*sys.argv[1:])
