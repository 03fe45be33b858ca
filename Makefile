# `make run` and `make test` need Python ≥ 3.11 and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
TORCH := torch==2.13.0
TESTS ?= tests
WORKERS ?= 2
export PYTHONUNBUFFERED := 1

.PHONY: run test check bench fix messages clean help

help:
	@echo "make run    set up everything and serve the demo study"
	@echo "make test   all tests, on PostgreSQL and on SQLite"
	@echo "make check  format, lint, types, contracts, migrations, messages, JavaScript"
	@echo "make bench  the benchmarks of docs/benchmarks.md"

# Torch first: where a CPU build is at hand pip takes it, and triton (1 GB, unused on a CPU) stays out.
$(VENV)/run.stamp: requirements/run.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q --upgrade pip
	$(PIP) install -q $(TORCH)
	$(PIP) install -q --no-deps -r requirements/run.txt
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(PIP) install -q --no-deps -r requirements/dev.txt
	touch $@

run: $(VENV)/run.stamp
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/python manage.py start

test: $(VENV)/dev.stamp
	@$(BIN)/python manage.py compile_catalogues
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py fetch_speech_model
	FIELDSTUDY_TEST_DATABASE=postgres $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -q -m "not browser and not speech" $(TESTS)
	FIELDSTUDY_TEST_DATABASE=sqlite $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -q $(TESTS)

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(BIN)/python manage.py compile_catalogues
	$(BIN)/python manage.py check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/architecture -p no:cacheprovider
	$(BIN)/python -m tests.check_javascript

bench: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks

fix: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Needs gettext; only those who add words need it.
messages: $(VENV)/dev.stamp
	$(BIN)/python manage.py makemessages -l zh_Hans -l en --no-location --no-wrap --ignore node_modules --ignore var --ignore tests

clean:
	rm -rf $(VENV) var node_modules
