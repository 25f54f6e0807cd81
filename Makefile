# Everything runs in an environment of its own; the first target that needs it makes it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ROUNDS := 3
SIZES := 400 2000 10000
LONGEST := 240
MINUTES := 10
ALL_AT_ONCE := --numprocesses=auto --maxprocesses=8 --dist=worksteal

export NO_MKDOCS_2_WARNING := 1

.PHONY: serve build test check format cases words pictures oldest fuzz bench dist clean

serve: $(READY)  ## preview the sample site on http://127.0.0.1:8000
	$(BIN)/mkdocs serve --livereload

build: $(READY)  ## build the sample site into site/, any problem fails
	$(BIN)/mkdocs build --strict

test: $(READY)  ## all tests, in a real browser too
	CHROMIUM="$$($(BIN)/python tests/browser/chromium.py)" \
		$(BIN)/python -m pytest $(ALL_AT_ONCE) --cov --cov-report=term

check: $(READY)  ## lint, format, types, the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet tests/test_layers.py

format: $(READY)  ## put the code in its usual form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

cases: $(READY)  ## write the golden cases anew, to be read before they are committed
	$(BIN)/python -m pytest tests/citations tests/test_problem_cases.py \
		tests/cli/test_handbook.py --update-cases

words: $(READY)  ## collect the words of the interface into the catalogues, to be translated there
	$(BIN)/pybabel -q extract --mapping-file=kernlog_site/languages/babel.cfg --add-location=file --no-wrap \
		--sort-by-file --output-file=$(VENV)/words.pot .
	for language in $(basename $(notdir $(wildcard kernlog_site/languages/*.po))); do \
		$(BIN)/pybabel -q update --locale=$$language --input-file=$(VENV)/words.pot \
			--output-file=kernlog_site/languages/$$language.po --no-wrap --no-fuzzy-matching \
			--ignore-obsolete --ignore-pot-creation-date || exit; \
	done

pictures: build  ## pictures of a page of each kind, to be looked at, in .cache/pictures
	PYTHONPATH=tests $(BIN)/python -m browser.pictures site .cache/pictures

oldest: $(READY)  ## the tests without a browser, with the oldest dependencies allowed
	$(PYTHON) -m venv --clear $(VENV)-oldest
	$(BIN)/python tests/oldest_dependencies.py > $(VENV)-oldest/constraints.txt
	$(VENV)-oldest/bin/pip install --quiet --editable '.[dev]' -c $(VENV)-oldest/constraints.txt
	$(VENV)-oldest/bin/python -m pytest $(ALL_AT_ONCE) --ignore=tests/browser

fuzz: $(READY)  ## look for input that breaks what has to hold; what is found goes into the corpus
	PYTHONPATH=tests $(BIN)/python -m fuzz --minutes $(MINUTES) $(if $(ONLY),--only "$(ONLY)")

bench: $(READY)  ## time kernlog beside other generators; for a first look ROUNDS=1 SIZES=400
	PYTHONPATH=tests $(BIN)/python -m bench --rounds $(ROUNDS) --sizes $(SIZES) --longest $(LONGEST) $(if $(ONLY),--only $(ONLY))

dist: $(READY)  ## make the package in dist/, check it, and try it where nobody has the repository
	$(BIN)/pip install --quiet --editable '.[release]'
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/python tests/trial.py dist $(VENV)-dist

clean:  ## remove what was made
	rm -rf $(VENV) $(VENV)-bench $(VENV)-dist $(VENV)-oldest dist site .cache .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $(READY)
