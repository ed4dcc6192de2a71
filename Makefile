# Every target sets up what it needs; what is done already is skipped. Start with: make demo
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

# Settings of another Python project around this one.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help setup demo test check check-extras bench bench-data lock

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

setup: ## system libraries, Python packages and this package; the other targets do it by themselves
	@packaging/setup.sh

demo: setup ## everything on this PC: servers, hub, monitors, console (ARGS=--tour: no window)
	@$(BIN)/clinic-console demo $(ARGS)

test: setup ## all tests, on real servers (ARGS='tests/embedded -k lock' for some)
	@$(BIN)/pytest -n 2 $(ARGS)

check: setup ## style, types, import contracts, and check-extras
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python packaging/check_extras.py

check-extras: setup ## each program with only its own extra
	@$(BIN)/python packaging/check_extras.py

bench: setup ## benchmarks (NAME=ingest for one)
	@$(BIN)/python -m tests.bench $(NAME)

bench-data: setup ## the big data sets of the benchmarks
	@$(BIN)/python -m tests.bench data

lock: setup ## compile requirements/*.txt again (UPGRADE=--upgrade for newer versions)
	@packaging/lock.sh $(UPGRADE)
