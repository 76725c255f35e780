# Everything runs in .venv, made here from Python 3.11 and the pins of constraints.txt.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DATA_OPTION := $(if $(DOCANALYZER_TEST_DATA),--real-data=$(DOCANALYZER_TEST_DATA))

# The tools that docanalyzer is timed beside, apart from its own environment.
RIVALS := .venv-rivals

# One place or one test: make pytest T=tests/rules, or T="tests/rules -k schema".
T := tests
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal

.PHONY: demo test quick lint types contracts rules pytest format bench clean

demo: $(STAMP)
	mkdir -p out
	$(BIN)/docanalyzer scan samples/planted --out out/demo --force

test: lint types contracts rules pytest

# What a change is likely to break, in half a minute: nothing that builds, compiles or waits.
quick: $(STAMP)
	$(PYTEST) -m "not slow" $(T)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(STAMP)
	$(BIN)/mypy

contracts: $(STAMP)
	$(BIN)/lint-imports

rules: $(STAMP)
	$(BIN)/docanalyzer rules test

pytest: $(STAMP)
	$(PYTEST) $(DATA_OPTION) $(T)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

bench: $(STAMP) $(RIVALS)/.installed
	@test -n "$(DOCANALYZER_TEST_DATA)" || { echo "set DOCANALYZER_TEST_DATA to the folder of real registers" >&2; exit 2; }
	$(BIN)/python benchmarks/reuse/bench.py --data "$(DOCANALYZER_TEST_DATA)" --rivals $(RIVALS)/bin/python

$(RIVALS)/.installed: benchmarks/reuse/rivals.txt
	$(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/pip install --quiet --disable-pip-version-check --requirement benchmarks/reuse/rivals.txt
	touch $@

clean:
	rm -rf $(VENV) $(RIVALS) build dist out
