# Every target works on a fresh clone with nothing but Python 3.11+ and make, and is quick the second time.
# The logic is in scripts/; this file only names it.

PYTHON ?= $(firstword $(foreach python,python3 python3.13 python3.12 python3.11,$(shell \
  $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))) python3)
SIZE ?= 100000

.DEFAULT_GOAL := help
.PHONY: help demo serve test check bench setup format lint types contracts locks runtime

help:       ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

demo: runtime  ## the sample company, served on 127.0.0.1:8000 (DOORSTEP_PORT, DOORSTEP_DATA)
	@.venv/bin/doorstep demo

serve: runtime ## the product with your own data; the first visit creates the workspace
	@.venv/bin/doorstep serve

test: setup    ## the whole suite on SQLite, browser journeys where a Chromium is found
	@scripts/test

check: setup   ## what must be green before a merge: style, types, contracts, tests on both databases, journeys
	@scripts/check

bench: runtime ## measure the operations that must be quick (SIZE=100000, DATABASE_URL)
	@.venv/bin/doorstep bench --size $(SIZE)

setup:      ## everything that developing needs, into .venv and node_modules
	@$(PYTHON) scripts/environment.py dev

runtime:    # what serving needs; a developer's environment has it already
	@$(PYTHON) scripts/environment.py runtime

format: setup  ## put code into its standard form
	@scripts/check format

lint: setup    ## style of Python and of templates
	@scripts/check lint

types: setup   ## mypy
	@scripts/check types

contracts: setup ## who may import whom, and the house rules
	@scripts/check contracts

locks: setup   ## resolve pyproject.toml and package.json again
	@scripts/locks
