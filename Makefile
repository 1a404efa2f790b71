# `make help` lists what there is. More targets live in make/*.mk, one file per subject.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
PYTHON := $(VENV)/bin/python
BAREME := $(VENV)/bin/bareme

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z][a-z-]*:.*## ' Makefile $(wildcard make/*.mk) | sort \
		| sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | while IFS=$$'\t' read -r target text; do \
			printf '  make %-16s %s\n' "$$target" "$$text"; done

include make/setup.mk
include $(filter-out make/setup.mk,$(sort $(wildcard make/*.mk)))
