# Two commands matter: `make demo` and `make test`. Both need only python3.11, pip, make and a compiler.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO_SECONDS ?= 60

.PHONY: demo run test check bench lint clean

demo: $(VENV)/.core
	$(BIN)/python tools/demo --seconds $(DEMO_SECONDS)

run: $(VENV)/.core
	$(BIN)/monitor run

test: $(VENV)/.test lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

# Fast: types, lint, import direction and every test that is not marked slow; 90 s at most.
check: $(VENV)/.test lint
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/python tools/bench

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# pip's own old versions are slow at hashes; the lock file holds pip too.
$(VENV)/.core: requirements.lock pyproject.toml $(wildcard monitor/core/compiled/*) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.core
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

clean:
	rm -rf $(VENV)
