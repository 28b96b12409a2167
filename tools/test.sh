#!/usr/bin/env bash
# Everything that must hold: lint, then all tests against the really running product,
# with coverage. The setup before it fetches and trains only what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="$(tools/uv.sh)"
run() { "$uv" run --frozen --no-sync "$@"; }
started=$SECONDS
stage() { printf '\n=== %s（%d 秒）\n' "$1" $((SECONDS - started)); }

stage "格式、类型、层次、知识"
tools/lint.sh
stage "准备：模型、知识库、训练"
run ershun setup
stage "浏览器"
tools/browser.sh
stage "测试"
run coverage erase
# One process a core: most tests wait for programs and disks. What shares the running
# product stays together (tests/conftest.py).
run coverage run -m pytest --numprocesses logical --maxprocesses 4 --dist loadgroup "$@"
stage "覆盖率"
run coverage combine --quiet
run coverage report --fail-under=90
stage "都通过了"
