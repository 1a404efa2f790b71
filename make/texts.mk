# The words of the surfaces in other languages: bareme/locales/LANGUAGE/LC_MESSAGES/bareme.po, read as they are.

.PHONY: texts texts-check
texts: $(TEST_STAMP) ## bring the catalogues of the pages up to date after a change of words
	@$(PYTHON) make/texts.py

texts-check: $(TEST_STAMP) ## are the catalogues complete?
	@$(PYTHON) make/texts.py --check

.PHONY: pack-texts
pack-texts: $(TEST_STAMP) ## bring the packs' own catalogues up to date (PACK=be for one)
	@$(PYTHON) make/pack_texts.py $(PACK)
