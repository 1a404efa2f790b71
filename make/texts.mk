# The words of the surfaces in other languages: bareme/locales/LANGUAGE/LC_MESSAGES/bareme.po, read as they are.

.PHONY: texts texts-check
texts: $(TEST_STAMP) ## bring the catalogues of the pages up to date after a change of words
	@$(PYTHON) make/texts.py

texts-check: $(TEST_STAMP) ## are the catalogues complete?
	@$(PYTHON) make/texts.py --check
