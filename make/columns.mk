# The columns against the definition of the language, on very many acts.

.PHONY: columns-campaign
columns-campaign: $(TEST_STAMP) ## 1,000,000 acts in columns, by the scalar reading and by the reference (ARGS="--acts 20000")
	@$(PYTHON) -m tests.campaigns.columns $(ARGS)
