# Long runs of one question over very many cases. The suite runs a small part of each.

.PHONY: solve-campaign forms-campaign
solve-campaign: $(TEST_STAMP) ## 10,000 solve targets against a table over every cent (ARGS="--targets 2000")
	@$(PYTHON) -m tests.campaigns.solving $(ARGS)

forms-campaign: $(TEST_STAMP) ## very many random programs, acts and facts through all readings
	@HYPOTHESIS_PROFILE=campaign $(PYTHON) -m pytest tests/evaluation tests/countries --timeout 3600 $(ARGS)

.PHONY: acts-campaign
acts-campaign: $(TEST_STAMP) ## 100,000 acts by chance: nothing made or lost, credit notes leave zero (ARGS="--acts 5000")
	@$(PYTHON) -m tests.campaigns.acts $(ARGS)
