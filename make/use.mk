# What a visitor tries first.

EXAMPLE ?= examples/be-quickjob.yaml

.PHONY: simulate readme
simulate: setup ## one job from invoice to net pay (EXAMPLE=examples/….yaml)
	@$(BAREME) simulate $(EXAMPLE)

readme: setup ## write the real output of `make simulate` into README.md
	@$(PYTHON) docs/tools/readme_output.py
