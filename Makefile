# The verbs of this repository; each sets up what it needs. `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help audit test lint fix reports docs bench lock clean

help: ## list the verbs
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

audit: $(READY) ## audit this repository and write reports/
	@$(BIN)/tally check -o json:reports/audit.json
	@$(BIN)/tally report -o reports/audit.html

test: $(READY) ## pass all tests
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

lint: $(READY) ## style, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check src
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(READY) ## mend what can be mended by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format src

reports: audit ## regenerate reports/ and fail when they differ from what is committed
	@git diff --exit-code --stat -- reports || { echo "reports/ is stale: commit what 'make audit' wrote"; exit 1; }

docs: $(READY) ## regenerate the pages made from the code
	@$(BIN)/python docs/generate.py

bench: $(READY) ## print the figures of the budgets
	@$(BIN)/python benchmarks/cold_start.py
	@$(BIN)/python benchmarks/large_tables.py

lock: $(READY) ## resolve the locked requirements anew (needs uv)
	@uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements.lock

clean: ## forget the set-up
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tallystick needs Python 3.11 or later; name one: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	@test -x $(BIN)/python || { echo "setting up $(VENV) (once)"; $(PYTHON) -m venv $(VENV); }
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
