# A measurement is a module bench/NAME.py or a folder bench/NAME with a __main__.py; it prints its own figures.

MEASUREMENTS = $(sort $(patsubst bench/%/__main__.py,%,$(wildcard bench/*/__main__.py)) \
	$(filter-out __init__,$(patsubst bench/%.py,%,$(wildcard bench/*.py))))

.PHONY: bench
bench: $(TEST_STAMP) ## run the measurements of bench/ (ONLY=scalar for one)
	@for name in $(or $(ONLY),$(MEASUREMENTS),$(error bench/ holds no measurement)); do \
		echo "== $$name"; $(PYTHON) -m bench.$$name; done
