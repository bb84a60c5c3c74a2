# make setup   install what is missing, any number of times
# make run     serve the whole portal on this machine, with the demo township in an empty database
# make test    every test, browser tests included
# make drill   the long load and failure tests
# make check   linters, types, import law, templates, migrations, translations
# make pictures  take the README's pictures from the portal running at PORT
# make lock    pin the newest versions that pyproject.toml allows

PORT ?= 8000
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
CATALOGUES := $(wildcard locale/*/LC_MESSAGES/*.po)
CODE := accountability disclosure petitions portal tests manage.py .ci/check_translations.py docs/take_pictures.py

.DEFAULT_GOAL := help
.PHONY: help setup system system-test run test drill check lock format pictures
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

setup: system .venv/installed $(CATALOGUES:.po=.mo)

system:
	@PYTHON="$(PYTHON)" .ci/system_packages.sh run

system-test:
	@PYTHON="$(PYTHON)" .ci/system_packages.sh test

.venv/installed: requirements.lock | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name one as in: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

%.mo: %.po | system
	@msgfmt --check-format --output-file=$@ $<

var/node/installed: $(wildcard tests/node/*.json tests/node/.npmrc) | system-test
	@echo "Fetching the checker of HTML"
	@mkdir -p var/node && cp tests/node/package.json tests/node/package-lock.json tests/node/.npmrc var/node
	@cd var/node && npm ci --silent
	@touch $@

run: setup
	@exec $(BIN)/python manage.py up --port $(PORT)

# Bytecode is kept whatever the shell says: a run starts some forty interpreters, and the tests are compiled by each
# process that collects them. Each core begins with half of the tests in their order, so that no module's portal or
# browser is started on both, and takes over from the other once its own are done.
# A third worker keeps two cores busy while others wait for a browser or a portal.
test: system-test setup var/node/installed
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 3 --dist worksteal $(ARGS)

drill: system-test setup
	@$(BIN)/pytest -m drill -s $(ARGS)

check: setup
	@mkdir -p var
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/ruff format --quiet --check $(CODE)
	@$(BIN)/mypy --no-error-summary $(CODE)
	@$(BIN)/lint-imports --no-cache > var/imports.txt || { cat var/imports.txt; exit 1; }
	@git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/python manage.py check --fail-level WARNING > var/check.txt || { cat var/check.txt; exit 1; }
	@$(BIN)/python manage.py makemigrations --check --dry-run > var/migrations.txt || { cat var/migrations.txt; exit 1; }
	@$(BIN)/python .ci/check_translations.py
	@echo "All checks passed"

format:
	@$(BIN)/ruff check --quiet --fix $(CODE)
	@$(BIN)/ruff format --quiet $(CODE)
	@git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

pictures: system-test setup
	@$(BIN)/python docs/take_pictures.py http://localhost:$(PORT)

lock:
	@mkdir -p var && $(PYTHON) -m venv var/lock && var/lock/bin/pip install --quiet uv
	@var/lock/bin/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes \
	    --no-header --upgrade --quiet --output-file requirements.lock
	@var/lock/bin/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 \
	    --generate-hashes --no-header --quiet --output-file docker/requirements.lock
