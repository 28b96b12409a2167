#!/usr/bin/env bash
# Style, types, layers and the knowledge's gatekeeper; the first one that fails ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
uv="$(tools/uv.sh)"
run() { "$uv" run --frozen --no-sync "$@"; }
echo "— ruff"
run ruff check .
run ruff format --check .
echo "— mypy"
run mypy
echo "— import-linter"
run lint-imports
echo "— ershun knowledge check"
run ershun knowledge check --strict
