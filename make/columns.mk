# The columns against the definition of the language, on very many acts.

.PHONY: columns-campaign
columns-campaign: $(TEST_STAMP) ## 1,000,000 acts of all countries in columns, by the scalar reading and the reference (ARGS="--acts 20000 --country be")
	@$(PYTHON) -m tests.campaigns.columns $(ARGS)
