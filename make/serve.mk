# The web application.

HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: serve
serve: setup ## the pages and the API on this machine (HOST=… PORT=…)
	@exec $(BAREME) serve --host $(HOST) --port $(PORT)

.PHONY: contract
contract: $(TEST_STAMP) ## the API held to its description on both databases, long form (CASES=200 per operation and phase)
	@BAREME_CONTRACT_CASES=$(or $(CASES),200) $(PYTHON) -m pytest -q -s --timeout 3600 tests/service/test_contract.py

.PHONY: load
load: $(TEST_STAMP) ## the service under load: RATE=50 a second for SECONDS=120, then five times as much
	@$(PYTHON) -m bench.service --rate $(or $(RATE),50) --seconds $(or $(SECONDS),120)

.PHONY: pictures
pictures: $(TEST_STAMP) ## take the README's pictures anew
	@BAREME_REQUIRE_BROWSER=1 BAREME_PICTURES=build/pictures $(PYTHON) -m pytest -q tests/browser -k pictures
	@cp build/pictures/simulate-en.png build/pictures/result-unfolded-en.png docs/pictures/
