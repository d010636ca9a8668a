# make graph   sets up what is needed and builds the graph of sources/ into output/
# make test    sets up what the tests need and runs all checks (this is what CI runs)
# make docs    builds the documentation into output/docs/
# All may be run again: what is set up stays, in .venv.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: graph test check docs evaluate held-out screenshots clean

graph: .venv/set-up
	$(BIN)/python build_graph.py

test: .venv/set-up-for-tests
	./tools/test-system.sh
	$(MAKE) --no-print-directory check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses logical --dist loadfile

docs: .venv/set-up-for-docs
	./tools/test-system.sh
	$(BIN)/python docs/build.py

evaluate: .venv/set-up
	$(BIN)/xietong evaluate sources/zhaoqing-2016.txt tests/gold/zhaoqing-2016.yaml \
	  $(foreach text,$(wildcard tests/gold/*.txt),$(text) $(text:.txt=.yaml))

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/set-up: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	touch $@

.venv/set-up-for-tests: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[test]'
	touch $@ .venv/set-up

.venv/set-up-for-docs: .venv/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[docs]'
	touch $@ .venv/set-up

# notices that no rule was made with: read them to measure, never to tune
held-out: .venv/set-up
	$(BIN)/xietong evaluate $(foreach gold,$(wildcard tests/heldout/*.yaml),$(wildcard $(gold:.yaml=.txt) $(gold:.yaml=.html)) $(gold))

# pictures of the network pages, to look at; two of them are the README's
screenshots: graph .venv/set-up-for-tests
	./tools/test-system.sh
	$(BIN)/python tools/screenshots.py

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
