# What a change must pass.

.PHONY: lint types imports check test format
lint: $(TEST_STAMP) ## ruff
	@$(VENV)/bin/ruff check --quiet .

types: $(TEST_STAMP) ## mypy, strict
	@$(VENV)/bin/mypy --no-error-summary

imports: $(TEST_STAMP) ## import-linter: bareme -> simulator -> engine
	@$(VENV)/bin/lint-imports --no-logo > $(STAMPS)/imports.txt || { cat $(STAMPS)/imports.txt; exit 1; }

check: lint types imports ## the quick checks, and `bareme check` of the packs
	@$(BAREME) check rules/

test: test-setup lint types imports ## everything: the checks and the test suite (ARGS="tests/test_x.py -k name")
	@$(PYTHON) -m pytest $(ARGS)

format: $(TEST_STAMP) ## lay out the Python files named by FILES="…"
	@$(VENV)/bin/ruff check --quiet --fix --select I $(or $(FILES),$(error say which: make format FILES="engine/program"))
	@$(VENV)/bin/ruff format $(FILES)
