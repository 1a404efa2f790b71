# Comparisons with other engines, each in an environment of its own: they ask for other versions than bareme does.
# They are no part of the suite.

OPENFISCA := .venv-openfisca
OPENFISCA_STAMP := $(OPENFISCA)/.ready

$(OPENFISCA_STAMP): $(VENV_STAMP) requirements/openfisca.txt
	@echo 'bareme: installing OpenFisca-France in $(OPENFISCA)' >&2
	@$(PYTHON) -m venv --clear $(OPENFISCA)
	@$(OPENFISCA)/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input \
		--require-hashes --requirement requirements/openfisca.txt
	@touch $@

.PHONY: openfisca
openfisca: $(TEST_STAMP) $(OPENFISCA_STAMP) ## 2,000 French payslips line by line against OpenFisca-France (ARGS="--payslips 500 --seed 2")
	@$(PYTHON) -m tests.peers.openfisca_france --python $(OPENFISCA)/bin/python $(ARGS)
