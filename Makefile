# Everything runs in .venv, made here from Python 3.11 and the pins of constraints.txt.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DATA_OPTION := $(if $(DOCANALYZER_TEST_DATA),--real-data=$(DOCANALYZER_TEST_DATA))

# The tools that docanalyzer is timed beside, apart from its own environment.
RIVALS := .venv-rivals

.PHONY: demo test lint types contracts rules pytest bench clean

demo: $(STAMP)
	mkdir -p out
	$(BIN)/docanalyzer scan samples/planted --out out/demo --force

test: lint types contracts rules pytest

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
	$(BIN)/pytest $(DATA_OPTION)

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
