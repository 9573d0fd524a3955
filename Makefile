# Every target sets up what it needs.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Without compiled files each process of the tests compiles everything anew, and the benchmarks measure that.
unexport PYTHONDONTWRITEBYTECODE

# Schemathesis takes ten seconds to be collected, also by a run that leaves it out.
WITHOUT_SLOW := -p no:schemathesis --ignore tests/testing/test_schemathesis.py --hypothesis-profile=fast

.PHONY: docs docs-serve description other-generators setup demo generate diff fix check test test-fast test-all test-httpx2 coverage thorough bench chaos clean

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

# What changed since a release, as a fragment of the changelog: BASE is a version or a revision, else the last release.
diff: $(READY)
	$(BIN)/python -m generator diff $(BASE)

fix: $(READY)
	$(BIN)/python -m generator
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m generator --lint
	$(BIN)/python -m generator --check
	$(BIN)/python -m generator diff --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

test: $(READY)
	$(BIN)/python -m pytest -n 2 $(WITHOUT_SLOW) -m "not slow"

test-fast: $(READY)
	$(BIN)/python -m pytest -n 2 $(WITHOUT_SLOW) -m "not slow and not integration"

test-all: $(READY)
	$(BIN)/python -m pytest -n 2

# With httpx2 in the place of httpx, in every process.
test-httpx2: export PYTHONPATH := tests/httpx2_in_place
test-httpx2: export PLUTIO_TESTS_ON := httpx2
test-httpx2: $(READY)
	$(BIN)/python -m pytest -n 2 $(WITHOUT_SLOW) -m "not slow"

coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 $(WITHOUT_SLOW) -m "not slow"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report

thorough: $(READY)
	$(BIN)/python -m pytest -n 2 --timeout 86400 --hypothesis-profile=thorough tests/test_pagination_properties.py

bench: $(READY)
	$(BIN)/python -m benchmarks

chaos: $(READY)
	$(BIN)/python -m chaos

# The reference pages are written from the description, and are no part of the repository.
docs: $(READY)
	$(BIN)/python -m generator --reference docs/reference
	$(BIN)/zensical build --clean --strict
	$(BIN)/python -m generator.llms
	$(BIN)/python -m generator.description_files --page site/openapi

docs-serve: $(READY)
	$(BIN)/python -m generator --reference docs/reference
	$(BIN)/zensical serve

# The description as files for a release: JSON and YAML.
description: $(READY)
	$(BIN)/python -m generator.description_files build/description

# Tools that know nothing of this project read the description: Redocly, openapi-typescript, OpenAPI Generator for Go.
other-generators: $(READY)
	other_generators/run $(BIN)/python

clean:
	rm -rf $(VENV) .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
