# Every target sets up what it needs; what is done already is skipped. Start with: make demo
SHELL := /bin/bash
.DEFAULT_GOAL := help
BIN := .venv/bin

# Settings of another Python project around this one. Without bytecode each test process compiles all tests each time.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test check check-extras bench bench-data soak fuzz screenshots i18n bundle sounds lock

help: ## what can be made
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '  make %-14s %s\n' "$$name" "$$text"; done

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
	$(BIN)/python packaging/i18n.py --check
	$(BIN)/python packaging/check_extras.py

check-extras: setup ## each program with only its own extra
	@$(BIN)/python packaging/check_extras.py

bench: setup ## benchmarks (NAME=ingest for one)
	@$(BIN)/python -m tests.bench $(NAME)

bench-data: setup ## the benchmarks' patients, 50,000 and 500,000, made once and kept in .bench
	@$(BIN)/python -m tests.bench data

soak: setup ## rounds of bad luck against real programs (NAME=links for one, SEED=… to repeat one)
	@$(BIN)/python -m tests.soak $(NAME) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

fuzz: setup ## more than ten thousand made-up requests and messages against a real hub (SEED=… to repeat)
	@$(BIN)/python -m tests.soak fuzz $(if $(SEED),--seed $(SEED))

screenshots: setup ## a picture of every screen in both sizes, looks and languages (OUT=screenshots)
	@$(BIN)/python -m tests.screenshots $(or $(OUT),screenshots)

i18n: setup ## the console's texts into resources/translations, compiled (ARGS=--check: only look)
	@$(BIN)/python packaging/i18n.py $(ARGS)

bundle: setup ## the console as a folder that runs without Python, in build/bundle
	@$(BIN)/python packaging/bundle.py

sounds: setup ## the watchdog's sounds, made anew
	@$(BIN)/python packaging/make_sounds.py

lock: setup ## compile requirements/*.txt again (UPGRADE=--upgrade for newer versions)
	@packaging/lock.sh $(UPGRADE)
