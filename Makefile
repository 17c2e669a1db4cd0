# Short names for ./run, which does the work. PYTHON chooses the interpreter: make test PYTHON=python3.13
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: run test lint bench messages lock help

run:    ## start the demonstration site on http://127.0.0.1:8000
	@$(PYTHON) run serve

test:   ## run everything that must pass
	@$(PYTHON) run test

lint:   ## run the format, style, type and import checks
	@$(PYTHON) run lint

bench:  ## run the benchmarks
	@$(PYTHON) run bench

messages: ## gather the texts to translate into the catalogues
	@$(PYTHON) run messages

lock:   ## write the lock files again from pyproject.toml (needs uv)
	@$(PYTHON) run lock

help:   ## list these targets
	@sed -n 's/^\([a-z]*\): *## /make \1	/p' $(MAKEFILE_LIST)
