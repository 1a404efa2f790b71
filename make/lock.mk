# Lock files name every version with the hashes of all its published files, for every platform, and no index.
# Each lock file keeps to the versions of the one before it, so that they can be installed together; openfisca.txt stands
# alone, for it is installed elsewhere.

LOCK_TOOL := .venv/.lock-tool
LOCK := $(LOCK_TOOL)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-config \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: lock
lock: $(VENV_STAMP) ## rewrite the lock files after a change of dependencies (UPGRADE=1 takes newer versions)
	@test -x $(LOCK_TOOL)/bin/uv || { $(PYTHON) -m venv $(LOCK_TOOL) && $(LOCK_TOOL)/bin/pip install --quiet uv; }
	$(LOCK) requirements/build.in --output-file requirements/build.lock
	$(LOCK) pyproject.toml --extra serve --constraints requirements/build.lock \
		--output-file requirements/run.lock
	$(LOCK) pyproject.toml --extra rete --constraints requirements/run.lock --constraints requirements/build.lock \
		--output-file requirements/rete.lock
	$(LOCK) pyproject.toml --extra columns --constraints requirements/run.lock \
		--output-file requirements/columns.lock
	$(LOCK) pyproject.toml --extra assets --constraints requirements/run.lock \
		--output-file requirements/assets.lock
	$(LOCK) pyproject.toml --extra serve --extra columns --extra test --constraints requirements/build.lock \
		--constraints requirements/run.lock --constraints requirements/columns.lock \
		--output-file requirements/test.lock
	$(LOCK) requirements/openfisca.in --output-file requirements/openfisca.txt
