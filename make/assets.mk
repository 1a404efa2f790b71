# The bundle of the pages, from npm by lock file. Pages work without it, as plain forms.

.PHONY: assets
assets: $(READY) ## build the scripts, styles and typeface of the pages (Node from the machine, else from a wheel)
	@command -v npm > /dev/null || $(LOCKED) --requirement requirements/assets.lock
	@$(PYTHON) make/assets/build.py
