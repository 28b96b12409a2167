# make help lists the targets. `make run` and `make test` do everything on a fresh machine.
.DEFAULT_GOAL := help
SHELL := /bin/bash
UV_RUN = "$$(tools/uv.sh)" run --frozen --no-sync
export RASA_TELEMETRY_ENABLED = false
export UV_PYTHON_PREFERENCE ?= system

.PHONY: help env run stop setup train test test-fast lint format bench bench-text bench-nlu bench-everyday bench-search bench-growth bench-voice docs-check

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

env: .venv/.ready ## build the Python environment

.venv/.ready: pyproject.toml uv.lock tools/uv.sh
	@tools/environment.sh

run: env ## set up, train, start; opens on http://127.0.0.1:8080
	@exec $(UV_RUN) ershun run

stop: env ## stop what an earlier start left running
	@$(UV_RUN) ershun stop

setup: env ## everything but the start
	@$(UV_RUN) ershun setup

train: setup ## train the bot if its inputs changed

test: env ## lint, types, unit, API, conversations, browser, NLU
	@tools/test.sh

test-fast: env ## unit tests only
	@$(UV_RUN) pytest -q tests -m "not running"

lint: env ## ruff, mypy, import-linter, knowledge check
	@tools/lint.sh

format: env ## let ruff format
	@$(UV_RUN) ruff format . && $(UV_RUN) ruff check --fix .

bench: bench-text bench-everyday bench-nlu bench-search bench-growth bench-voice ## all benchmarks

bench-text: setup ## text turns beside the stock bot, start, memory
	@$(UV_RUN) python -m bench.text

bench-nlu: setup ## classifiers compared by cross-validation
	@$(UV_RUN) python -m bench.nlu

bench-everyday: setup ## thirty everyday questions by five voices
	@$(UV_RUN) python -m bench.everyday

bench-search: setup ## finding the right thing, beside plain BM25
	@$(UV_RUN) python -m bench.search

bench-growth: setup ## search over 1 000, 10 000 and 100 000 entries
	@$(UV_RUN) python -m bench.growing

bench-voice: setup ## hearing and speaking, beside stock vosk and naive pyttsx3
	@$(UV_RUN) python -m bench.voice

docs-check: env ## documentation that must match the code
	@$(UV_RUN) pytest -q tests/docs
