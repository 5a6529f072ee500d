# Everything sets itself up: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
NODE := tests/programs/node
JOBS ?= 2
GENERATED := $(foreach page,cli rules templates,docs/$(page).md docs/zh/$(page).md) \
  $(foreach page,accuracy performance,docs/zh/$(page).md)

.PHONY: help demo test check lint types imports docs docs-check templates samples messages bench bench-scale clean

help:
	@echo "make demo      the main job on the samples, and where to look"
	@echo "make test      lint, types, import contract, docs, tests"
	@echo "make bench     speed and memory beside named baselines"
	@echo "make bench-scale  a merge of up to 10,000 workbooks (takes an hour)"
	@echo "make docs      write the generated parts of the documentation anew"
	@echo "make templates compile the shipped templates anew, after an edit"
	@echo "make samples   write the sample workbooks anew"
	@echo "make messages  collect and compile the translations"

.venv/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "handover-xlsx needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

demo: .venv/ready
	$(BIN)/handover demo --output demo --force

# Libraries that other people save our workbooks with; where they are missing their tests are skipped.
$(NODE)/node_modules/.package-lock.json: $(NODE)/package-lock.json
	@npm ci --prefix $(NODE) --omit=optional --no-audit --no-fund --loglevel=error && touch $@ \
	  || echo "exceljs and SheetJS are not installed (no npm, no network?): their tests will not run"

test: lint types imports docs-check $(NODE)/node_modules/.package-lock.json
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

check: test

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

imports: .venv/ready
	$(BIN)/lint-imports

docs: .venv/ready
	$(BIN)/cog -I docs -r $(GENERATED)

docs-check: .venv/ready
	$(BIN)/cog -I docs --check $(GENERATED)

templates: .venv/ready
	$(BIN)/python -m handover_xlsx.template.compiled

samples: .venv/ready templates
	$(BIN)/python samples/make_samples.py

messages: .venv/ready
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keywords N_ --no-location --sort-output \
	  --project handover-xlsx --version 0 --output-file handover_xlsx/locale/handover.pot .
	$(BIN)/pybabel --quiet update --domain handover --locale zh_CN --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date \
	  --input-file handover_xlsx/locale/handover.pot --output-dir handover_xlsx/locale
	$(BIN)/pybabel --quiet compile --domain "handover messages" --locale zh_CN --directory handover_xlsx/locale

bench: .venv/ready
	$(BIN)/python benchmarks/bench.py

bench-scale: .venv/ready
	$(BIN)/python benchmarks/scale.py

clean:
	rm -rf .venv demo dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
