#!/usr/bin/env bash
# Prints the path of uv: the one on PATH, else one of our own under .tools, got from the
# package index that pip is configured for. Nothing needs root.
set -euo pipefail
cd "$(dirname "$0")/.."
version=0.13.9
if command -v uv >/dev/null 2>&1; then command -v uv; exit; fi
own="$PWD/.tools/bin/uv"
if [ ! -x "$own" ]; then
  command -v python3 >/dev/null || { echo "缺 python3。Debian、Ubuntu 上运行 apt install python3。" >&2; exit 1; }
  echo "正在取 uv $version ……" >&2
  python3 -m pip install --quiet --disable-pip-version-check --no-deps --target .tools "uv==$version" >/dev/null 2>&1 \
    || python3 tools/fetch_uv.py "$version" "$own" \
    || { echo "取不到 uv。要能连上 Python 包源（PIP_INDEX_URL）。" >&2; exit 1; }
fi
echo "$own"
