# The bad documents: what they are, and how many are refused in the right line and column.

.PHONY: diagnostics fuzz reference schemas
diagnostics: $(TEST_STAMP) ## codes, bad documents, and how many are refused in the right line and column
	@$(PYTHON) -m tests.diagnostics

fuzz: $(TEST_STAMP) ## damaged packs and formulas through all that reads and checks (N=1000000 SEED=7)
	@$(PYTHON) -m tests.campaigns.fuzzing $(or $(N),20000) $(or $(SEED),1)

EDITOR := $(VENV)/.editor

.PHONY: editor-tools
editor-tools: $(VENV_STAMP) ## the language server that editors use, for the tests (needs Node.js)
	@mkdir -p $(EDITOR) && cp tests/editor/package.json tests/editor/package-lock.json $(EDITOR)/
	@cd $(EDITOR) && npm ci --no-audit --no-fund --silent
