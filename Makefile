# Everything sets itself up: make demo, make test.
PYTHON ?= python3
BIN := .venv/bin
NODE := tests/programs/node
JOBS ?= 2
QUICK := not slow and not needs
GENERATED := $(foreach page,cli rules templates,docs/$(page).md docs/zh/$(page).md) docs/architecture.md \
  $(foreach page,accuracy performance,docs/zh/$(page).md)

INSTALL := -m pip --disable-pip-version-check install --quiet

.PHONY: help demo test check quick test-latest lint types imports docs docs-check templates samples \
  messages bench bench-scale lock clean

help:
	@echo "make demo      the main job on the samples, and where to look"
	@echo "make test      lint, types, import contract, docs, tests"
	@echo "make quick     lint and the quick tests, in less than a minute: for daily work"
	@echo "make test-latest  the quick tests with the newest version of every library"
	@echo "make bench     speed and memory next to named baselines"
	@echo "make bench-scale  a merge of up to 10,000 workbooks (takes an hour)"
	@echo "make docs      write the generated parts of the documentation again"
	@echo "make templates compile the shipped templates again, after an edit"
	@echo "make samples   write the sample workbooks again"
	@echo "make messages  collect and compile the translations"
	@echo "make lock      write requirements/ again, after a change of pyproject.toml"

# requirements/ has every version with its hashes: run.txt what the program needs, dev.txt the
# tests, bench.txt what we are compared with.
.venv/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "handover-xlsx needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python $(INSTALL) --require-hashes --requirement $<
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev .venv/bench: .venv/%: requirements/%.txt .venv/run
	$(BIN)/python $(INSTALL) --require-hashes --requirement $<
	@touch $@

demo: .venv/run
	$(BIN)/handover demo --output demo --force

# Libraries that other people save our workbooks with; where they are missing their tests are skipped.
$(NODE)/node_modules/.package-lock.json: $(NODE)/package-lock.json
	@npm ci --prefix $(NODE) --omit=optional --no-audit --no-fund --loglevel=error && touch $@ \
	  || echo "exceljs and SheetJS are not installed (no npm, no network?): their tests will not run"

test: lint types imports docs-check $(NODE)/node_modules/.package-lock.json
	$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

check: test

quick: lint imports
	$(BIN)/python -m pytest --numprocesses $(JOBS) -m "$(QUICK)"

test-latest:
	$(PYTHON) -m venv --clear .venv-latest
	.venv-latest/bin/python $(INSTALL) --upgrade pip
	.venv-latest/bin/python $(INSTALL) --upgrade --editable . --group dev
	.venv-latest/bin/python -m pytest --numprocesses $(JOBS) -m "$(QUICK)"

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

docs: .venv/dev
	$(BIN)/cog -I docs -r $(GENERATED)

docs-check: .venv/dev
	$(BIN)/cog -I docs --check $(GENERATED)

templates: .venv/dev
	$(BIN)/python -m handover_xlsx.template.compiled

samples: .venv/dev templates
	$(BIN)/python samples/make_samples.py

messages: .venv/dev
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --keywords N_ --no-location --sort-output \
	  --project handover-xlsx --version 0 --output-file handover_xlsx/locale/handover.pot .
	$(BIN)/pybabel --quiet update --domain handover --locale zh_CN --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date \
	  --input-file handover_xlsx/locale/handover.pot --output-dir handover_xlsx/locale
	$(BIN)/pybabel --quiet compile --domain "handover messages" --locale zh_CN --directory handover_xlsx/locale

bench: .venv/bench
	$(BIN)/python benchmarks/bench.py

bench-scale: .venv/dev
	$(BIN)/python benchmarks/scale.py

# Versions remain as they are where they may; the newest of all: make lock RENEW=--upgrade
COMPILE := .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --fork-strategy fewest --generate-hashes --custom-compile-command "make lock" $(RENEW) \
  pyproject.toml
lock: .venv-lock/ready
	$(COMPILE) --group build --output-file requirements/run.txt
	$(COMPILE) --group dev --constraints requirements/run.txt --output-file requirements/dev.txt
	$(COMPILE) --group bench --constraints requirements/dev.txt --output-file requirements/bench.txt

.venv-lock/ready:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python $(INSTALL) uv
	@touch $@

clean:
	rm -rf .venv .venv-latest .venv-lock demo dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
