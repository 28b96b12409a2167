"""The scripts in a checkout of their own, on a machine that has only what a test gives it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from settings import REPOSITORY
from tests.shelf import Shelf, open_shelf

#: What every Debian has, as far as the scripts use it.
COMMANDS = ["bash", "dirname", "env", "id", "mkdir", "touch"]


@dataclass
class Machine:
    """A machine with a checkout of which only ``tools`` matters."""

    checkout: Path
    bin: Path
    environ: dict[str, str]

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts."""
        return subprocess.run(
            [str(self.checkout / "tools" / script), *arguments],
            env={"PATH": str(self.bin), "HOME": str(self.checkout.parent), **self.environ},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def install(self, name: str, script: str) -> None:
        """Put a command on its PATH."""
        command = self.bin / name
        command.unlink(missing_ok=True)
        command.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
        command.chmod(0o755)

    def install_python(self, *, pip: bool) -> None:
        """Put a python3 on its PATH, with pip or, as Debian splits it, without."""
        folder = self.checkout.parent / "python"
        without = [] if pip else ["--without-pip"]
        subprocess.run([sys.executable, "-m", "venv", *without, str(folder)], check=True)
        self.install("python3", f'exec "{folder}/bin/python3" "$@"')


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine without python3, uv or a browser."""
    checkout, folder = tmp_path / "耳顺 checkout", tmp_path / "bin"
    shutil.copytree(REPOSITORY / "tools", checkout / "tools")
    folder.mkdir()
    for name in COMMANDS:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return Machine(checkout, folder, {})


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """An empty web server on loopback."""
    with open_shelf() as opened:
        yield opened


def uv_wheel(version: str, script: str = "echo uv") -> bytes:
    """A wheel built as uv's are, whose binary is a shell script."""
    content = {
        f"uv-{version}.data/scripts/uv": f"#!/usr/bin/env bash\n{script}\n",
        f"uv-{version}.dist-info/METADATA": "Metadata-Version: 2.1\nName: uv\n"
        f"Version: {version}\n",
        f"uv-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: false\n"
        f"Tag: py3-none-manylinux_2_17_{platform.machine()}\n",
    }
    record = "".join(f"{name},,\n" for name in content)
    content[f"uv-{version}.dist-info/RECORD"] = record
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as wheel:
        for name, text in content.items():
            member = zipfile.ZipInfo(name)
            member.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            wheel.writestr(member, text)
    return packed.getvalue()


def offer(shelf: Shelf, version: str, *, machine: str = platform.machine()) -> bytes:
    """Make the shelf a package index (PEP 691) that has this uv; returns the wheel."""
    wheel = uv_wheel(version)
    name = f"uv-{version}-py3-none-manylinux_2_17_{machine}.manylinux2014_{machine}.whl"
    file = {
        "filename": name,
        "url": f"../../files/{name}",
        "hashes": {"sha256": hashlib.sha256(wheel).hexdigest()},
    }
    earlier = {**file, "filename": name.replace(version, "0.0.1"), "url": "../../files/old.whl"}
    listing = {"meta": {"api-version": "1.0"}, "name": "uv", "files": [earlier, file]}
    shelf.files["/simple/uv/"] = json.dumps(listing).encode()
    shelf.types["/simple/uv/"] = "application/vnd.pypi.simple.v1+json"
    shelf.files[f"/files/{name}"] = wheel
    return wheel


@pytest.fixture
def index(shelf: Shelf) -> dict[str, str]:
    """The environment that makes the shelf the only package index, whatever is set outside."""
    return {
        "PIP_INDEX_URL": f"{shelf.url}/simple",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
    }
