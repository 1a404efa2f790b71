# The environment. Stamps under .venv make a second run instant; deleting .venv starts afresh.

STAMPS := $(VENV)/.stamps
VENV_STAMP := $(STAMPS)/venv
RUN_STAMP := $(STAMPS)/run
TEST_STAMP := $(STAMPS)/test
SECOND_ENGINE_STAMP := $(STAMPS)/second-engine
SECOND_ENGINE_LOG := $(STAMPS)/second-engine.log
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

# durable-rules is compiled here, which needs a C compiler and Python's headers. Where that fails, everything else
# still works, so it is said aloud and not tried again until asked; in continuous integration it is a failure.
$(SECOND_ENGINE_STAMP): $(RUN_STAMP) requirements/rete.lock
	@$(LOCKED) --requirement requirements/rete.lock > $(SECOND_ENGINE_LOG) 2>&1 \
		|| { test -z "$${CI:-}" || { cat $(SECOND_ENGINE_LOG); exit 1; }; }
	@touch $@

$(READY): $(SECOND_ENGINE_STAMP) pyproject.toml
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
second-engine-notice: $(READY)
	@$(PYTHON) make/second_engine.py $(SECOND_ENGINE_LOG)

.PHONY: second-engine
second-engine: $(READY) ## try again to build the second inference engine
	@$(LOCKED) --requirement requirements/rete.lock
	@$(PYTHON) make/second_engine.py $(SECOND_ENGINE_LOG)

.PHONY: setup
setup: $(READY) $(COLUMNS_STAMP) second-engine-notice ## make .venv/bin/bareme with all it needs to run
	@$(PYTHON) -m compileall -q engine simulator bareme # quick starts also where Python may keep no bytecode

.PHONY: test-setup
test-setup: $(TEST_STAMP) second-engine-notice ## add what the tests need
