# The two inference engines against each other, far beyond what the suite does.

FACT_SETS ?= 20000

.PHONY: inference-campaign
inference-campaign: $(TEST_STAMP) ## both inference engines on 20,000 generated fact sets (FACT_SETS=1000 SEED=1)
	@$(PYTHON) -m tests.campaigns.inference $(FACT_SETS) $(SEED)
