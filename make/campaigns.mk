# Long runs of one question over very many cases. The suite runs a small part of each.

.PHONY: solve-campaign forms-campaign
solve-campaign: $(TEST_STAMP) ## 10,000 solve targets against a table over every cent (ARGS="--targets 2000")
	@$(PYTHON) -m tests.campaigns.solving $(ARGS)

forms-campaign: $(TEST_STAMP) ## very many random programs, acts and facts through all readings
	@HYPOTHESIS_PROFILE=campaign $(PYTHON) -m pytest tests/evaluation tests/countries --timeout 3600 $(ARGS)

.PHONY: months-campaign windows-campaign
months-campaign: $(TEST_STAMP) ## pay in every month and contract type: conservation and guards (COUNTRY=be ARGS="--each 5")
	@$(PYTHON) -m tests.campaigns.months --country $(or $(COUNTRY),be) $(ARGS)

windows-campaign: $(TEST_STAMP) ## solving against every cent around 20 targets per contract type and segment (COUNTRY=be)
	@$(PYTHON) -m tests.campaigns.windows --country $(or $(COUNTRY),be) $(ARGS)

.PHONY: acts-campaign
acts-campaign: $(TEST_STAMP) ## 100,000 acts by chance over all countries: nothing made or lost, credit notes leave zero (ARGS="--acts 5000 --country be")
	@$(PYTHON) -m tests.campaigns.acts $(ARGS)

.PHONY: german-tax-campaign
german-tax-campaign: $(TEST_STAMP) ## German wage tax against a second model, classes I-VI, 0 to 20,000 a month, 2023-2026 (ARGS="--step 100")
	@$(PYTHON) -m tests.campaigns.german_wage_tax $(ARGS)
