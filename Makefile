# Palio. `make` alone lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
WORKERS ?= 2
READY := .venv/.ready
SCRIPTS := node_modules/.ready

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(SCRIPTS) ## Make .venv and node_modules from their locks; does nothing when they are up to date

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "Palio needs Python 3.11: make setup PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . && touch $@

$(SCRIPTS): package-lock.json $(READY)
	$(BIN)/npm ci --silent && touch $@

demo: $(READY) ## Serve a tournament that a bot plays on, and say where to watch it
	$(BIN)/palio demo

serve: $(READY) ## Serve the HTTP API on the embedded database
	$(BIN)/palio serve

test: $(READY) $(SCRIPTS) ## Run the tests
	$(BIN)/python -m tests.support.chromium && $(BIN)/pytest -n $(WORKERS)

test-fast: $(READY) ## Run the tests that start no processes of their own
	$(BIN)/pytest -n $(WORKERS) -m "not apart"

check: $(READY) $(SCRIPTS) ## Lint, format, types and import contracts
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports
	$(BIN)/node node_modules/typescript/bin/tsc -p jsconfig.json

bench: $(READY) ## Measure the store beside its peers
	$(BIN)/palio bench

docs: $(READY) ## Regenerate the reference pages
	$(BIN)/python -m reference

pictures: $(READY) ## Take the pictures of the README anew, of a demo in its middle
	$(BIN)/python -m tests.support.pictures

lock: $(READY) ## Resolve pyproject.toml again into requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements.lock --python-version 3.11

reset: ## Remove the embedded database with its log, and the generated secret
	rm -rf .palio

clean: ## Remove what the tools left here, .venv too; the log stays
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build *.egg-info

.PHONY: help setup demo serve test test-fast check bench docs pictures lock reset clean
