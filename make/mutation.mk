# How well the worked cases of the packs hold their rules.

.PHONY: mutate docs
mutate: $(TEST_STAMP) ## plant a small fault in each number, comparison and reference of a pack (PACKS=be, ARGS="--every 10")
	@$(BAREME) mutate $(or $(PACKS),be) $(ARGS)

docs: $(TEST_STAMP) ## write docs/countries.md and docs/countries/ from the packs and their worked cases
	@$(PYTHON) docs/tools/country_page.py
	@$(PYTHON) docs/tools/countries_page.py
