# Every target sets up what it needs.

SHELL := bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Without compiled files each process of the tests compiles everything anew, and the benchmarks measure that.
unexport PYTHONDONTWRITEBYTECODE

# One more than two cores have, since many tests wait. Each worker collects all tests, which takes it seconds.
WORKERS ?= 3
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

# What takes long to be collected, also by a run that leaves it out, or needs what not every environment has.
WITHOUT_SLOW := -p no:schemathesis --ignore tests/testing/test_schemathesis.py --ignore tests/benchmarks \
	--ignore tests/site/test_in_chromium.py --hypothesis-profile=fast

# The tests of make test and make test-rest.
ALL_BUT_SLOW := -m "not slow" --loops asyncio,trio

.PHONY: size docs docs-serve description other-generators setup lock lock-build demo generate diff fix check lint mypy pyright test test-rest test-all test-site test-days test-httpx2 test-lowest coverage thorough mutations bench chaos build release clean

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[all]" --group dev
	touch $(READY)

# Keeps the versions that constraints.txt has, where pyproject.toml still allows them; UPGRADE=--upgrade takes the newest.
lock: $(READY)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra all --group dev \
		--no-annotate --no-header $(UPGRADE) --output-file constraints.txt pyproject.toml

# The build tools of the release, with their digests, in the versions of constraints.txt.
lock-build: $(READY)
	printf 'build\nhatchling\n' | $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--constraint constraints.txt --output-file .github/build-requirements.txt -

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

# Lines of code and modules of each package. `make check` fails when one has grown beyond docs/architecture.md.
size: $(READY)
	$(BIN)/python -m tests.size

# Its three parts may run side by side, as `make --jobs 2 check` does.
check: pyright mypy lint

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m generator --lint
	$(BIN)/python -m generator --check
	$(BIN)/python -m generator diff --check
	$(BIN)/lint-imports
	$(BIN)/python -m tests.size --check
	$(BIN)/zizmor --quiet --offline --persona pedantic .github
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	set -o pipefail; git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --no-verify --baseline .secrets.baseline

mypy: $(READY)
	$(BIN)/mypy

pyright: $(READY)
	$(BIN)/pyright --pythonpath $(BIN)/python
	PATH="$(BIN):$$PATH" $(BIN)/pyright --verifytypes plutio_async --ignoreexternal

test: $(READY)
	$(PYTEST) $(WITHOUT_SLOW) -m "not slow and not system"

# What make test leaves out, without the tests of hours: system tests, and on trio those that it runs on asyncio only.
test-rest: $(READY)
	$(PYTEST) $(WITHOUT_SLOW) -m "not slow and (system or anyio and not both_loops)" --loops trio

test-all: $(READY)
	$(PYTEST) --loops asyncio,trio

# The site, also in Chromium (Debian's package chromium), which leaves screenshots in build/screenshots.
test-site: $(READY)
	$(PYTEST) tests/site

# When the tests begin, each in its time zone: a leap day, the end of a year, the hour that a change of the clocks repeats.
MOMENTS := Etc/UTC@2028-02-29T12:00Z Pacific/Kiritimati@2027-12-31T23:59+14:00 Europe/Berlin@2027-10-31T02:58+02:00

# At each of MOMENTS, by libfaketime. With a faked monotonic clock, which waits are measured by, the site builder would hang. The
# shared memory of libfaketime would be opened as the standard output of a test that begins with a closed one, and written to.
test-days: $(READY)
	for moment in $(MOMENTS); do \
		TZ="$${moment%@*}" faketime --exclude-monotonic --disable-shm "$${moment#*@}" \
			$(PYTEST) $(WITHOUT_SLOW) $(ALL_BUT_SLOW) || exit; \
	done

# With httpx2 in the place of httpx, in every process. TESTS may name some files.
test-httpx2: export PYTHONPATH := tests/httpx2_in_place
test-httpx2: export PLUTIO_TESTS_ON := httpx2
test-httpx2: $(READY)
	$(PYTEST) $(WITHOUT_SLOW) $(ALL_BUT_SLOW) $(TESTS)

# With the lowest versions that pyproject.toml allows, of the package and of its extras.
test-lowest: $(READY)
	$(PYTHON) -m venv .venv-lowest
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --python .venv-lowest/bin/python --extra all \
		--group test --group generator --group docs --output-file .venv-lowest/lowest.txt pyproject.toml
	$(BIN)/uv pip sync --quiet --python .venv-lowest/bin/python .venv-lowest/lowest.txt
	$(BIN)/uv pip install --quiet --python .venv-lowest/bin/python --no-deps --editable .
	.venv-lowest/bin/python -m pytest -n $(WORKERS) --dist worksteal $(WITHOUT_SLOW) $(ALL_BUT_SLOW)

coverage: $(READY)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n $(WORKERS) $(WITHOUT_SLOW) -m "not slow and not system"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report

thorough: $(READY)
	$(BIN)/python -m pytest -n 2 --timeout 86400 --hypothesis-profile=thorough tests/test_pagination_properties.py

mutations: $(READY)
	$(BIN)/python -m tests.mutations

bench: $(READY)
	$(BIN)/python -m benchmarks

chaos: $(READY)
	$(BIN)/python -m chaos

# The reference pages and the pictures are made from the description and the code, and are no part of the repository.
docs: $(READY)
	$(BIN)/python -m generator --reference docs/reference
	$(BIN)/python -m generator.pictures
	$(BIN)/zensical build --clean --strict
	$(BIN)/python -m generator.accessibility
	$(BIN)/python -m generator.search
	$(BIN)/python -m generator.llms
	$(BIN)/python -m generator.description_files --page site/openapi

docs-serve: $(READY)
	$(BIN)/python -m generator --reference docs/reference
	$(BIN)/python -m generator.pictures
	$(BIN)/zensical serve

# The date of the commit is that of all files in the archives, so anyone can build the same ones.
build: export SOURCE_DATE_EPOCH = $(shell git log -1 --format=%ct)
build: $(READY)
	rm -rf dist build
	$(BIN)/validate-pyproject pyproject.toml
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/python -m build --no-isolation --wheel --outdir build
	cmp dist/*.whl build/*.whl
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents --ignore W004 dist  # a hook of PyInstaller has a dash in its name
	$(BIN)/python -m generator.sbom dist build/sbom.cdx.json

# Everything of a release that needs no account: the version, the changelog, the kept interface, the checks, the files, the tag.
# VERSION is such as 0.2.0. What is left to do is at the end of its output, and in docs/releasing.md. Without a pushed tag, the same
# version can be made again: its tag then moves to the new commit.
release: $(READY)
	test -n "$(VERSION)" || { echo "make release VERSION=0.2.0" >&2; exit 1; }
	git var GIT_AUTHOR_IDENT >/dev/null
	test -z "$$(git status --porcelain)" || { echo "commit first: the release is a commit of its own" >&2; exit 1; }
	$(BIN)/python -m generator release $(VERSION)
	$(MAKE) check test test-rest
	git add --all
	git diff --cached --quiet || git commit --quiet --message "Release $(VERSION)"
	$(MAKE) build description
	git tag --force --annotate v$(VERSION) --message "Release $(VERSION)"
	ls -l dist build/description
	@echo "Released locally. To publish: git push origin main v$(VERSION)"

# The description as files for a release: JSON and YAML.
description: $(READY)
	$(BIN)/python -m generator.description_files build/description

# Tools that know nothing of this project read the description: Redocly, openapi-typescript, OpenAPI Generator for Go.
other-generators: $(READY)
	other_generators/run $(BIN)/python

clean:
	rm -rf $(VENV) .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov
