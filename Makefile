.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(shell command -v python3.11 || command -v python3)

help: ## Show what can be made.
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-8s %s\n", $$1, $$2}'

setup: $(VENV)/.ready ## Make .venv with everything in it.

$(VENV)/.ready: requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --require-hashes --requirements requirements.lock
	touch $@

test: setup ## Run every test against real parts.
	$(BIN)/pytest --numprocesses 2

check: setup ## Lint, format, types and import contracts.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## Measure the store beside its peers.
	$(BIN)/python -m benchmarks.store

lock: setup ## Resolve the dependencies again.
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra dev --python-version 3.11 pyproject.toml --output-file requirements.lock

.PHONY: help setup test check bench lock
