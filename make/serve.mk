# The web application.

HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: serve
serve: setup ## the pages and the API on this machine (HOST=… PORT=…)
	@exec $(BAREME) serve --host $(HOST) --port $(PORT)

.PHONY: contract
contract: $(TEST_STAMP) ## the API held to its description on both databases, long form (CASES=200 per operation and phase)
	@BAREME_CONTRACT_CASES=$(or $(CASES),200) $(PYTHON) -m pytest -q -s --timeout 3600 tests/service/test_contract.py
