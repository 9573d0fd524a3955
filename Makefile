# The one door. Every target sets up what it needs.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo generate check test thorough bench chaos clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $(READY)

demo: $(READY)
	$(BIN)/python examples/demo.py

generate: $(READY)
	$(BIN)/python -m generator

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m generator --lint
	$(BIN)/python -m generator --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

test: $(READY)
	$(BIN)/python -m pytest -n 2

thorough: $(READY)
	$(BIN)/python -m pytest -n 2 --timeout 86400 --hypothesis-profile=thorough tests/test_pagination_properties.py

bench: $(READY)
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m benchmarks

chaos: $(READY)
	$(BIN)/python -m chaos

clean:
	rm -rf $(VENV) .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
