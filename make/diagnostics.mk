# The bad documents: what they are, and how many are refused in the right line and column.

.PHONY: diagnostics fuzz reference schemas
diagnostics: $(TEST_STAMP) ## codes, bad documents, and how many are refused in the right line and column
	@$(PYTHON) -m tests.diagnostics
