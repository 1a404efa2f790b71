# The environment. Stamps under .venv make a second run instant; deleting .venv starts afresh.

STAMPS := $(VENV)/.stamps
VENV_STAMP := $(STAMPS)/venv
RUN_STAMP := $(STAMPS)/run
TEST_STAMP := $(STAMPS)/test
COLUMNS_STAMP := $(STAMPS)/columns
READY := $(STAMPS)/bareme
INSTALL := $(PYTHON) -m pip install --quiet --quiet --disable-pip-version-check --no-input
LOCKED := $(INSTALL) --require-hashes --no-build-isolation

$(VENV_STAMP): make/find_python.sh
	@python=$$(make/find_python.sh); \
	echo "bareme: making $(VENV) with $$python ($$("$$python" --version))" >&2; \
	"$$python" -m venv --clear $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(RUN_STAMP): $(VENV_STAMP) requirements/build.lock requirements/run.lock
	@echo 'bareme: installing what it runs on' >&2
	@$(LOCKED) --requirement requirements/build.lock
	@$(LOCKED) --requirement requirements/run.lock
	@touch $@

$(READY): $(RUN_STAMP) pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_STAMP): $(READY) requirements/test.lock
	@echo 'bareme: installing what its tests need' >&2
	@$(LOCKED) --requirement requirements/test.lock
	@touch $@

$(COLUMNS_STAMP): $(READY) requirements/columns.lock
	@echo 'bareme: installing what computing in columns needs' >&2
	@$(LOCKED) --requirement requirements/columns.lock
	@touch $@

.PHONY: second-engine-notice
second-engine-notice:
	@$(PYTHON) -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("durable") is None)' || { \
		echo '*** The second inference engine (durable-rules) is ABSENT: it has no build for Python 3.13 or newer.' >&2; \
		echo '*** Results are computed and explained as usual, but no second engine checks them. Python 3.12 or 3.11 brings it.' >&2; }

.PHONY: setup
setup: $(READY) second-engine-notice ## make .venv/bin/bareme with all it needs to run

.PHONY: setup-columns
setup-columns: $(COLUMNS_STAMP) ## add what computing in columns needs

.PHONY: test-setup
test-setup: $(TEST_STAMP) second-engine-notice ## add what the tests need
