# The bad documents: what they are, and how many are refused in the right line and column.

.PHONY: diagnostics fuzz
diagnostics: $(TEST_STAMP) ## codes, bad documents, and how many are refused in the right line and column
	@$(PYTHON) -m tests.diagnostics

fuzz: $(TEST_STAMP) ## damaged packs and formulas through all that reads and checks (N=1000000 SEED=7)
	@$(PYTHON) -m tests.campaigns.fuzzing $(or $(N),20000) $(or $(SEED),1)

EDITOR := $(VENV)/.editor

.PHONY: editor-tools
editor-tools: $(VENV_STAMP) ## the language server that editors use, for the tests (needs Node.js)
	@mkdir -p $(EDITOR) && cp tests/editor/package.json tests/editor/package-lock.json $(EDITOR)/
	@cd $(EDITOR) && npm ci --no-audit --no-fund --silent

.PHONY: reference
reference: $(TEST_STAMP) ## write the pages and schemas that are made from the program, and run the examples of the lessons
	@$(PYTHON) -m engine.reading.schemas
	@$(PYTHON) -m simulator.formats.schemas
	@$(PYTHON) docs/tools/reference.py
	@$(PYTHON) docs/tools/lesson.py
